/** The way of a packet from its link layer down to what the innermost IP header carries. */
import { byEtherType, byLinkType, byTunnelProtocol } from '../links';
import { IPV4, IPV6, type Step, UNKNOWN } from '../links/step';
import type { Moment } from '../../basics/moment';
import type { Packet } from '../packet';
import type { FragmentTable } from './fragments';
import {
  emptyIpHeader,
  type IpHeader,
  passReassembledExtensions,
  readIpHeader,
} from '../../network/ip-header';

/**
 * - `ip`: {@link NetworkWalker.header} and {@link NetworkWalker.bytes} say what is carried.
 * - `fragment`: a part of a datagram of which more is awaited.
 * - `unknown-link`: the file's link layer is not known.
 * - `other`: something that is no IP, such as ARP.
 * - `malformed`: a header is cut off or contradicts itself.
 */
export type WalkEnd = 'ip' | 'fragment' | 'unknown-link' | 'other' | 'malformed';

/** More layers than any network stacks: a packet that has them was made to keep readers busy. */
const MOST_LAYERS = 24;

export class NetworkWalker {
  /** Filled anew by each walk. */
  readonly header: IpHeader = emptyIpHeader();
  /** What the places in {@link header} speak of: the packet, or a datagram put together from fragments. */
  bytes: Uint8Array = new Uint8Array(0);
  private readonly step: Step = { etherType: UNKNOWN, at: 0, end: 0, direction: null, vlan: null };

  constructor(private readonly fragments: FragmentTable) {}

  /** Which way the packet went, as its link layer or the file tells. */
  get direction(): Step['direction'] {
    return this.step.direction;
  }

  /** The VLAN in which it was tagged, by the innermost tag; null where it was not. */
  get vlan(): Step['vlan'] {
    return this.step.vlan;
  }

  walk(packet: Packet, moment: Moment): WalkEnd {
    const { step } = this;
    const readLink = byLinkType.get(packet.linkType);
    if (readLink === undefined) return 'unknown-link';
    step.at = packet.start;
    step.end = packet.end;
    step.direction = packet.direction;
    step.vlan = null;
    readLink(packet.bytes, step);
    return this.descend(packet.bytes, moment);
  }

  /** Walks on from an Ethernet frame, an IP header or the like that stands inside a packet. */
  walkInner(bytes: Uint8Array, start: number, end: number, etherType: number, moment: Moment): WalkEnd {
    this.step.at = start;
    this.step.end = end;
    this.step.etherType = etherType;
    return this.descend(bytes, moment);
  }

  private descend(packet: Uint8Array, moment: Moment): WalkEnd {
    const { header, step } = this;
    this.bytes = packet;
    for (let layers = 0; layers < MOST_LAYERS; layers++) {
      if (step.etherType === IPV4 || step.etherType === IPV6) {
        if (!readIpHeader(this.bytes, step.at, step.end, header)) return 'malformed';
        if (header.isFragment) {
          const whole = this.fragments.add(this.bytes, header, moment);
          if (whole === null) return 'fragment';
          this.bytes = whole;
          header.start = 0;
          header.end = whole.length;
          if (header.version === 6 && !passReassembledExtensions(whole, header)) return 'malformed';
        }
        if (!this.enterTunnel()) return 'ip';
      } else {
        const readInner = byEtherType.get(step.etherType);
        if (readInner === undefined) return step.at > step.end ? 'malformed' : 'other';
        readInner(this.bytes, step);
      }
    }
    return 'malformed';
  }

  /** Steps into what an IP header carries if that is a packet again. */
  private enterTunnel(): boolean {
    const { header, step } = this;
    const readTunnel = byTunnelProtocol.get(header.protocol);
    if (readTunnel === undefined) return false;
    step.at = header.start;
    step.end = header.end;
    readTunnel(this.bytes, step);
    return true;
  }
}
