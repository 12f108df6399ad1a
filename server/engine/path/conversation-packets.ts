/** What the messages of a capture tell of each conversation, beside its counts. */
import type { Modality } from '../../../shared/network';
import type { ConversationEnd } from '../basics/conversation';
import { u32 } from '../basics/bytes';
import type { RtpSample } from '../rtp/samples';
import { methodOf } from '../sip/values';
import { ERROR_CODE, ICE_CONTROLLED, ICE_CONTROLLING, SOFTWARE } from '../stun/attributes';
import {
  alternateServer,
  hasStunAttribute,
  peerAddress,
  reflexiveAddress,
  relayedAddress,
  stunStream,
  stunText,
  stunValue,
  type StunMessage,
} from '../stun/message';
import type { TraceMessage } from '../traces/message';
import { endKey, endsOf } from './flows';

/** What the packets of one conversation tell. */
export interface ConversationPackets {
  /** The first message of it. */
  readonly first: TraceMessage;
  /** ICE checks and allocations, by who asked: `address port`. */
  readonly asked: ReadonlyMap<string, Asked>;
  /** What a TURN server calls itself. */
  readonly software: string | null;
  /** Who answered an Allocate request, or to whom one was sent. */
  readonly turnServer: ConversationEnd | null;
  readonly allocated: boolean;
  /** A server that sends its client elsewhere (RFC 8489 §10). */
  readonly redirects: boolean;
  /** Addresses of the ends as the other one saw them, by `address port`. */
  readonly reflexive: ReadonlyMap<string, string>;
  /** Whom a relay was told to send to, last one first. */
  readonly peers: readonly ConversationEnd[];
  /** What is said of its media: by the allocation, or by the clock of its RTP. */
  readonly modality: Modality | null;
  readonly serverName: string | null;
  readonly isRegistration: boolean;
  readonly isDtls: boolean;
}

/** Requests of one end. */
export interface Asked {
  readonly requests: number;
  readonly answered: boolean;
  /** By an error other than those that a client answers itself: 300, 401, 438, 487. */
  readonly failed: boolean;
  /** Whether it was in the controlling role; null where it did not say. */
  readonly controlling: boolean | null;
}

/** The same for both directions. */
export function conversationKey(
  transport: 'udp' | 'tcp',
  one: ConversationEnd,
  other: ConversationEnd,
): string {
  const [first, second] = [endKey(one), endKey(other)].toSorted();
  return `${transport} ${first} ${second}`;
}

/** What the messages of a capture tell, by {@link conversationKey}. */
export function packetsByConversation(
  messages: readonly TraceMessage[],
): ReadonlyMap<string, ConversationPackets> {
  const found = new Map<string, Packets>();
  for (const message of messages) {
    const ends = endsOf(message);
    if (ends === null) continue;
    const [from, to] = ends;
    const key = conversationKey(message.record.meta.transport === 'UDP' ? 'udp' : 'tcp', from, to);
    let packets = found.get(key);
    if (packets === undefined) {
      packets = new Packets(message);
      found.set(key, packets);
    }
    packets.add(message, from, to);
  }
  return found;
}

/** Whom a relay may be told to send to, of one conversation: nobody needs more. */
const mostPeers = 64;

class Packets implements ConversationPackets {
  readonly asked = new Map<string, Asked>();
  software: string | null = null;
  turnServer: ConversationEnd | null = null;
  allocated = false;
  redirects = false;
  readonly reflexive = new Map<string, string>();
  peers: readonly ConversationEnd[] = [];
  modality: Modality | null = null;
  serverName: string | null = null;
  isRegistration = false;
  isDtls = false;

  constructor(readonly first: TraceMessage) {}

  add({ parsed }: TraceMessage, from: ConversationEnd, to: ConversationEnd): void {
    if (parsed.kind === 'sip') {
      if (parsed.startLine.kind === 'request' && methodOf(parsed) === 'REGISTER') this.isRegistration = true;
      return;
    }
    if (parsed.kind !== 'packet') return;
    if (parsed.type === 'stun' || parsed.type === 'turn') {
      if (parsed.stun !== null) this.addStun(parsed.stun, from, to);
    } else if (parsed.type === 'rtp') this.modality ??= modalityOf(parsed.stream.samples);
    else if (parsed.type === 'tls') this.serverName ??= parsed.serverName;
    else if (parsed.type === 'dtls') this.isDtls = true;
  }

  private addStun(message: StunMessage, from: ConversationEnd, to: ConversationEnd): void {
    const { methodName } = message;
    if (methodName === 'binding' || methodName === 'allocate') this.addExchange(message, from, to);
    if (methodName === 'allocate') this.addAllocation(message, from, to);
    const seen = message.class === 'success' ? reflexiveAddress(message) : null;
    if (seen !== null) this.reflexive.set(endKey(to), seen.address);
    if (alternateServer(message) !== null) this.redirects = true;
    const peer = methodName === 'binding' ? null : peerAddress(message);
    if (peer !== null) {
      const others = this.peers.filter((each) => endKey(each) !== endKey(peer));
      this.peers = [{ address: peer.address, port: peer.port }, ...others].slice(0, mostPeers);
    }
  }

  private addExchange(message: StunMessage, from: ConversationEnd, to: ConversationEnd): void {
    const { class: kind } = message;
    if (kind === 'request') {
      const role = hasStunAttribute(message, ICE_CONTROLLING)
        ? true
        : hasStunAttribute(message, ICE_CONTROLLED)
          ? false
          : null;
      this.change(from, ({ requests, controlling, ...rest }) => ({
        ...rest,
        requests: requests + 1,
        controlling: controlling ?? role,
      }));
    } else if (kind === 'success') this.change(to, (asked) => ({ ...asked, answered: true }));
    else if (kind === 'error' && !isPassing(message))
      this.change(to, (asked) => ({ ...asked, failed: true }));
  }

  private change(end: ConversationEnd, how: (asked: Asked) => Asked): void {
    const key = endKey(end);
    const known = this.asked.get(key);
    this.asked.set(key, how(known ?? { requests: 0, answered: false, failed: false, controlling: null }));
  }

  private addAllocation(message: StunMessage, from: ConversationEnd, to: ConversationEnd): void {
    this.turnServer ??= message.class === 'request' ? to : from;
    this.modality ??= streamModality(message);
    if (message.class === 'request') return;
    this.software ??= stunText(message, SOFTWARE);
    if (relayedAddress(message) !== null) this.allocated = true;
  }
}

/** Errors upon which a client asks again: elsewhere, with credentials, with a fresh nonce, in the other role. */
function isPassing(message: StunMessage): boolean {
  const error = stunValue(message, ERROR_CODE);
  return error?.kind === 'error' && [300, 401, 438, 487].includes(error.code);
}

function streamModality(message: StunMessage): Modality | null {
  switch (stunStream(message)) {
    case 'audio':
      return 'audio';
    case 'video':
    case 'supplemental video':
      return 'video';
    case 'data':
      return 'sharing';
    case null:
      return null;
  }
}

/** No audio codec of Teams has a faster clock than 48 kHz (Opus, RFC 7587 §4.1); video and sharing have 90 kHz. */
const fastestAudio = 50_000;

/** A modality that the clock of RTP tells for certain: audio. */
function modalityOf(samples: readonly RtpSample[]): Modality | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || first.bytes.length < 12 || last.bytes.length < 12)
    return null;
  const micros = last.after - first.after;
  const ticks = (u32(last.bytes, 4) - u32(first.bytes, 4)) >>> 0;
  // A shorter piece, or one in which the clock began anew, tells nothing.
  if (micros < 200_000 || ticks > 0x7fff_ffff) return null;
  const rate = (ticks / micros) * 1e6;
  return rate > 4000 && rate < fastestAudio ? 'audio' : null;
}
