/** The conversations of a capture as flows of the document: what each is, and its part in a call. */
import {
  interfaceText,
  packetsOf,
  type Conversation,
  type ConversationEnd,
  type ConversationProtocol,
} from '../basics/conversation';
import type { Address } from '../../../shared/ice';
import type { NetworkClass } from '../network/network-class';
import type { TraceMessage } from '../traces/message';
import type { Flow, PathFlow } from './model';

/** What a conversation is to a path; {@link pathFlow} adds what the capture counted. */
export type FlowPart = Pick<PathFlow, 'class' | 'flow' | 'step' | 'stayed' | 'tried' | 'modality'>;

/** A part of which nothing is known. */
export const unknownPart: FlowPart = {
  class: 'unknown',
  flow: null,
  step: null,
  stayed: false,
  tried: false,
  modality: null,
};

/**
 * A conversation as a flow.
 *
 * @param secure whether its media is known to be protected: the packets do not tell
 */
export function pathFlow(row: Conversation, part: FlowPart, secure: boolean): PathFlow {
  const { transport, source, destination, out, in: back, first, last, vlans } = row;
  return {
    source: { address: source.address, port: source.port },
    destination: { address: destination.address, port: destination.port },
    transport,
    protocol: protocolOf(row, secure),
    packets: out.packets + back.packets,
    octets: out.frameOctets + back.frameOctets,
    first: first.time?.micros ?? null,
    last: last.time?.micros ?? null,
    interface: interfaceText(row.interface),
    ...part,
    ways: [out.packets, back.packets],
    vlans,
    remarked: [...out.remarked, ...back.remarked],
  };
}

/** What a conversation is mainly there for: media before the checks and allocations that made way for it. */
function protocolOf({ protocols, relayed }: Conversation, secure: boolean): PathFlow['protocol'] {
  const has = (protocol: ConversationProtocol): boolean => packetsOf(protocols, protocol) > 0;
  if (has('rtp')) return secure ? 'srtp' : 'rtp';
  if (has('dtls')) return 'dtls';
  if (has('turn') || relayed.length > 0) return 'turn';
  return has('stun') ? 'stun' : 'other';
}

/** The flow of signalling between the SBC and Microsoft's SIP proxy, by who sent first. */
export function signallingFlow(peer: NetworkClass, bySbc: boolean): Flow | null {
  if (peer === 'expressRoute') return bySbc ? '1' : "1'";
  return peer === 'microsoft' || peer === 'microsoftLegacy' ? (bySbc ? '4' : "4'") : null;
}

/** The flow of media between the SBC and another end, by the class of that end and who sent first. */
export function mediaFlow(far: NetworkClass, bySbc: boolean): Flow | null {
  switch (far) {
    case 'sbc':
      return '5C';
    case 'vpn':
      return "2'";
    case 'edge':
      return '5A';
    case 'customer':
    case 'customerPublic':
      return '5B';
    case 'public':
      return '2';
    default:
      return signallingFlow(far, bySbc);
  }
}

/** Conversations by their ends. */
export class ConversationIndex {
  private readonly byEnd = new Map<string, Conversation[]>();
  private readonly taken = new Set<Conversation>();

  constructor(private readonly rows: readonly Conversation[]) {
    for (const row of rows) {
      this.add(row.source, row);
      this.add(row.destination, row);
    }
  }

  private add(end: ConversationEnd, row: Conversation): void {
    const known = this.byEnd.get(endKey(end));
    if (known === undefined) this.byEnd.set(endKey(end), [row]);
    else known.push(row);
  }

  /** All of an end, whoever is its peer. They count as {@link taken} from now on. */
  take(end: Address): readonly Conversation[] {
    const rows = this.byEnd.get(endKey(end)) ?? [];
    for (const row of rows) this.taken.add(row);
    return rows;
  }

  /** Those between two ends, whoever sent first. They count as taken from now on. */
  takeBetween(one: Address, other: Address): readonly Conversation[] {
    const [ofOne, ofOther] = [one, other].map((end) => this.byEnd.get(endKey(end)) ?? []);
    if (ofOne === undefined || ofOther === undefined) return [];
    // A trunk's end has conversations with all the world.
    const [fewer, peer] = ofOne.length <= ofOther.length ? [ofOne, other] : [ofOther, one];
    const rows = fewer.filter(({ source, destination }) => isEnd(source, peer) || isEnd(destination, peer));
    for (const row of rows) this.taken.add(row);
    return rows;
  }

  /** What nobody took. */
  rest(): readonly Conversation[] {
    return this.rows.filter((row) => !this.taken.has(row));
  }
}

function isEnd({ address, port }: ConversationEnd, end: Address): boolean {
  return port === end.port && address === end.address;
}

export function endKey({ address, port }: Address): string {
  return `${address} ${port}`;
}

/** Who sent a message to whom; null where the trace does not tell both ends with their ports. */
export function endsOf({ record }: TraceMessage): readonly [from: Address, to: Address] | null {
  const { source, destination } = record.meta;
  if (typeof source?.port !== 'number' || typeof destination?.port !== 'number') return null;
  return [
    { address: source.address, port: source.port },
    { address: destination.address, port: destination.port },
  ];
}
