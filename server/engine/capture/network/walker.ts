/** The way of a packet from its link layer down to what the innermost IP header carries. */
import { byTunnelProtocol, layerOf } from '../links';
import { readPlainEsp } from '../links/esp';
import { isPlausible } from '../links/plausible';
import { CUT, ENCRYPTED, IPV4, IPV6, type Layer, newStep, ofLinkType, type Step } from '../links/step';
import type { Moment } from '../../basics/moment';
import type { Packet } from '../packet';
import { type FragmentTable, isUsable } from './fragments';
import {
  emptyIpHeader,
  ESP,
  type IpHeader,
  passReassembledExtensions,
  readIpHeader,
} from '../../network/ip-header';

/**
 * - `ip`: {@link NetworkWalker.header} and {@link NetworkWalker.bytes} say what is carried.
 * - `fragment`: a part of a datagram of which more is awaited.
 * - `unknown-link`: the file's link layer is not known.
 * - `other`: something that is no IP, such as ARP; {@link NetworkWalker.etherType} and {@link NetworkWalker.layer} say what.
 * - `encrypted`: {@link NetworkWalker.layer} says by what.
 * - `malformed`: a header is cut off or contradicts itself.
 */
export type WalkEnd = 'ip' | 'fragment' | 'unknown-link' | 'other' | 'encrypted' | 'malformed';

/** More layers than any network stacks: a packet that has them was made to keep readers busy. */
const MOST_LAYERS = 24;

export class NetworkWalker {
  /** Filled anew by each walk. */
  readonly header: IpHeader = emptyIpHeader();
  /** What the places in {@link header} speak of: the packet, or a datagram put together from fragments. */
  bytes: Uint8Array = new Uint8Array(0);
  /** Of the layer that was read last. */
  layer = '';
  private readonly step: Step = newStep();

  constructor(private readonly fragments: FragmentTable) {}

  /** Which way the packet went, as its link layer or the file tells. */
  get direction(): Step['direction'] {
    return this.step.direction;
  }

  /** The VLAN in which it was tagged, by the innermost tag; null where it was not. */
  get vlan(): Step['vlan'] {
    return this.step.vlan;
  }

  /** Of what was not read; null where it has none. */
  get etherType(): number | null {
    const { etherType } = this.step;
    return etherType >= 0 && etherType <= 0xffff ? etherType : null;
  }

  walk(packet: Packet, moment: Moment): WalkEnd {
    const { step } = this;
    step.etherType = ofLinkType(packet.linkType);
    if (layerOf(step.etherType) === undefined) return 'unknown-link';
    step.at = packet.start;
    step.end = packet.end;
    step.direction = packet.direction;
    step.vlan = null;
    step.rest = null;
    return this.descend(packet.bytes, moment);
  }

  /**
   * Walks on in what a datagram carries by one of its ports; null where it is nothing like what the layer carries, and
   * the port means something else.
   */
  walkTunnel(layer: Layer, bytes: Uint8Array, start: number, end: number, moment: Moment): WalkEnd | null {
    const { step } = this;
    step.at = start;
    step.end = end;
    layer.read(bytes, step);
    if (step.etherType === ENCRYPTED) {
      this.layer = layer.name;
      return 'encrypted';
    }
    if (!isPlausible(bytes, step.etherType, step.at, step.end)) return null;
    return this.descend(bytes, moment);
  }

  /** Walks on from an IP header or the like that stands inside a packet. */
  walkInner(bytes: Uint8Array, start: number, end: number, etherType: number, moment: Moment): WalkEnd {
    this.step.at = start;
    this.step.end = end;
    this.step.etherType = etherType;
    return this.descend(bytes, moment);
  }

  /** Walks through the next packet of an aggregate; null where there is none. */
  walkRest(moment: Moment): WalkEnd | null {
    const { rest } = this.step;
    if (rest === null) return null;
    this.step.rest = null;
    return this.walkInner(rest.bytes, rest.at, rest.end, rest.etherType, moment);
  }

  private descend(packet: Uint8Array, moment: Moment): WalkEnd {
    const { header, step } = this;
    this.bytes = packet;
    for (let layers = 0; layers < MOST_LAYERS; layers++) {
      if (step.etherType === IPV4 || step.etherType === IPV6) {
        if (!readIpHeader(this.bytes, step.at, step.end, header)) return 'malformed';
        if (header.isFragment) {
          if (!isUsable(header)) return 'malformed';
          const whole = this.fragments.add(this.bytes, header, moment);
          if (whole === null) return 'fragment';
          this.bytes = whole;
          header.start = 0;
          header.end = whole.length;
          if (!passReassembledExtensions(whole, header)) return 'malformed';
        }
        if (header.protocol === ESP && !this.passEsp()) {
          this.layer = 'ESP';
          return 'encrypted';
        }
        if (!this.enterTunnel()) return 'ip';
      } else {
        const layer = layerOf(step.etherType);
        if (layer === undefined) return endOf(step.etherType);
        this.layer = layer.name;
        layer.read(this.bytes, step);
      }
    }
    return 'malformed';
  }

  /** Moves the header over ESP to what it carries in plain; false where that is encrypted, or cut off. */
  private passEsp(): boolean {
    const { header } = this;
    const plain = header.missing > 0 ? null : readPlainEsp(this.bytes, header.start, header.end);
    if (plain === null) return false;
    header.protocol = plain.protocol;
    header.start = plain.start;
    header.end = plain.end;
    return true;
  }

  /** Steps into what an IP header carries if that is a packet again. */
  private enterTunnel(): boolean {
    const { header, step } = this;
    const tunnel = byTunnelProtocol.get(header.protocol);
    if (tunnel === undefined) return false;
    step.at = header.start;
    step.end = header.end;
    this.layer = tunnel.name;
    tunnel.read(this.bytes, step);
    return true;
  }
}

/** What it means that a layer came to a type of which there is no layer. */
function endOf(etherType: number): WalkEnd {
  if (etherType === ENCRYPTED) return 'encrypted';
  return etherType === CUT ? 'malformed' : 'other';
}
