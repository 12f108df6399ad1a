/**
 * Renders one call of a capture that is too large to be rendered whole. The file is read twice: for the call's
 * messages, whose descriptions name the ends of its media, and then for what went between these ends.
 */
import { u16, u8 } from '../basics/bytes';
import { microsOf, type Moment } from '../basics/moment';
import { AddressTexts } from '../network/address-texts';
import type { CaptureEndpoint, CaptureEvent, IcmpQuote, Payload, SipEvent } from '../capture/events';
import type { Packet } from '../capture/packet';
import { PacketLook } from '../capture/packet-look';
import { contentOf } from '../capture/payload/content';
import type { SipMessage } from '../sip/message';
import { MULTIPLEXED } from '../stun/channel-data';
import { parseSip } from '../sip/parse';
import { callIdOf } from '../sip/values';
import { decodeText } from '../basics/decode';
import { CallMedia } from './call-media';
import {
  renderCaptureInSlices,
  type Rendering,
  type RenderOptions,
  type Selection,
} from '../trace-text/render';

export interface WantedCall {
  readonly callId: string;
  /** The frames of its messages. */
  readonly frames: readonly number[];
}

/**
 * Renders the messages of a Call-ID and what belongs to them: their media, checks, connections, and errors that
 * speak of them. Yields how many characters of text there are.
 *
 * @param open gives the pieces of the file, from its beginning each time
 */
export function* renderCallInSlices(
  open: () => Iterable<Uint8Array>,
  keyLog: string,
  call: WantedCall,
): Generator<number, Rendering> {
  const traffic = new CallTraffic(call);
  const messages: RenderOptions = { keyLog, selection: new MessagesOf(traffic), unordered: true };
  const looking = renderCaptureInSlices(open(), messages);
  while (!traffic.hasAllMessages) {
    const step = looking.next();
    if (step.done === true && step.value.kind !== 'rendered') return step.value;
    if (step.done === true) break;
    yield 0;
  }
  looking.return({ kind: 'no-capture' });
  return yield* renderCaptureInSlices(open(), { keyLog, selection: new AllOf(traffic) });
}

/** What is known of a call's traffic. */
class CallTraffic {
  readonly frames: ReadonlySet<number>;
  readonly media = new CallMedia();
  private readonly seen = new Set<number>();
  /** Between which its messages went. */
  private readonly signallingEnds = new Set<string>();
  private readonly connections = new Set<string>();

  constructor(private readonly call: WantedCall) {
    this.frames = new Set(call.frames);
  }

  get hasAllMessages(): boolean {
    return this.seen.size === this.frames.size;
  }

  holds(event: SipEvent): boolean {
    return this.frames.has(event.carrier.moment.frame) && callIdOf(messageOf(event)) === this.call.callId;
  }

  /** Takes one of its messages. */
  add(event: SipEvent): void {
    const { moment, wrappings } = event.carrier;
    this.seen.add(moment.frame);
    this.media.add(messageOf(event), microsOrNull(moment));
    // A capture agent sends copies over a connection of its own.
    const outer = wrappings.find((wrapping) => wrapping.kind === 'hep');
    for (const { source, destination } of [event.carrier, ...(outer === undefined ? [] : [outer])]) {
      this.signallingEnds.add(endKey(source)).add(endKey(destination));
      this.connections.add(wayKey(source, destination));
    }
  }

  isTimely(moment: Pick<Moment, 'clock' | 'seconds' | 'nanos'>): boolean {
    return this.media.isTimely(microsOrNull(moment));
  }

  isMedia(source: CaptureEndpoint, destination: CaptureEndpoint): boolean {
    return this.media.has(source) || this.media.has(destination);
  }

  isSignalling(source: CaptureEndpoint, destination: CaptureEndpoint): boolean {
    return this.signallingEnds.has(endKey(source)) && this.signallingEnds.has(endKey(destination));
  }

  isConnection(source: CaptureEndpoint, destination: CaptureEndpoint): boolean {
    return this.connections.has(wayKey(source, destination));
  }

  /** Whether a piece of a message names the call. */
  isNamedIn({ bytes, start, end }: Payload): boolean {
    return decodeText(bytes.subarray(start, end)).text.includes(this.call.callId);
  }
}

function messageOf({ bytes, start, end }: SipEvent): SipMessage {
  return parseSip(decodeText(bytes.subarray(start, end)).text);
}

function microsOrNull(moment: Pick<Moment, 'clock' | 'seconds' | 'nanos'>): number | null {
  return moment.clock === 'none' ? null : microsOf(moment);
}

/** Looks for the messages, and writes nothing. */
class MessagesOf implements Selection {
  private readonly look = new PacketLook();

  constructor(private readonly traffic: CallTraffic) {}

  packet(packet: Packet): boolean {
    const { look, traffic } = this;
    if (look.at(packet) !== 'datagram' || traffic.frames.has(packet.frame)) return true;
    return mayWrap(packet.bytes, look.start, look.end);
  }

  event(event: CaptureEvent): boolean {
    if (event.kind === 'sip' && this.traffic.holds(event)) this.traffic.add(event);
    return false;
  }

  stream(): boolean {
    return false;
  }
}

/** Takes all that belongs to the call. */
class AllOf implements Selection {
  private readonly look = new PacketLook();
  private readonly texts = new AddressTexts();

  constructor(private readonly traffic: CallTraffic) {}

  packet(packet: Packet): boolean {
    const { look, traffic } = this;
    switch (look.at(packet)) {
      case 'other':
        return true;
      case 'segment':
        return (
          traffic.isConnection(this.end(true), this.end(false)) ||
          (this.isMedia() && traffic.isTimely(packet))
        );
      case 'datagram':
        return (
          (this.isMedia() && traffic.isTimely(packet)) ||
          traffic.frames.has(packet.frame) ||
          mayWrap(packet.bytes, look.start, look.end)
        );
    }
  }

  event(event: CaptureEvent): boolean {
    const { traffic } = this;
    switch (event.kind) {
      case 'sip':
        return traffic.holds(event);
      case 'stun':
      case 'channel-data':
      case 'dtls':
      case 'rtcp': {
        const { moment, source, destination } = event.carrier;
        return traffic.isTimely(moment) && traffic.isMedia(source, destination);
      }
      case 'icmp-error':
        return event.quote !== null && traffic.isTimely(event.moment) && this.isAbout(event.quote);
      case 'lost-fragments':
        return traffic.isNamedIn(event);
      case 'tls':
      case 'unreadable':
        return traffic.isConnection(event.carrier.source, event.carrier.destination);
      case 'dns':
        return false;
    }
  }

  stream(source: CaptureEndpoint, destination: CaptureEndpoint): boolean {
    const { traffic } = this;
    return traffic.isMedia(source, destination) || traffic.isConnection(source, destination);
  }

  private isAbout(quote: IcmpQuote): boolean {
    const { traffic } = this;
    const { source, destination } = quote;
    if (traffic.isMedia(source, destination)) return true;
    return traffic.isSignalling(source, destination) && traffic.isNamedIn(quote);
  }

  private isMedia(): boolean {
    const { look, traffic } = this;
    const { version, source, destination } = look.header;
    if (version !== 4) return traffic.isMedia(this.end(true), this.end(false));
    return (
      traffic.media.hasNumber(source[3] ?? 0, look.sourcePort) ||
      traffic.media.hasNumber(destination[3] ?? 0, look.destinationPort)
    );
  }

  private end(isSource: boolean): CaptureEndpoint {
    const { header, sourcePort, destinationPort } = this.look;
    return {
      address: this.texts.text(header.version, isSource ? header.source : header.destination),
      port: isSource ? sourcePort : destinationPort,
    };
  }
}

/** Whether a datagram may hold others: of TURN (RFC 8656), or of a capture agent. */
function mayWrap(bytes: Uint8Array, start: number, end: number): boolean {
  const first = u8(bytes, start);
  const second = u8(bytes, start + 1);
  // Send and Data indications, and those of [MS-TURN].
  if (first === 0) return second === 0x16 || second === 0x17 || second === 0x04;
  if (first === 1 && second === 0x15) return true;
  // Letters of a method also open ChannelData, which tells its length.
  if (
    ((first >= 64 && first < 80) || (first << 8) + second === MULTIPLEXED) &&
    u16(bytes, start + 2) <= end - start - 4
  )
    return true;
  return (first === 1 || first === 2 || first === 72) && contentOf(bytes, start, end) === 'hep';
}

function endKey({ address, port }: CaptureEndpoint): string {
  return `${address} ${port}`;
}

/** The same for both directions. */
function wayKey(source: CaptureEndpoint, destination: CaptureEndpoint): string {
  const one = endKey(source);
  const other = endKey(destination);
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
