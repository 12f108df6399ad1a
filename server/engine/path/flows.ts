/** The conversations of a capture as flows of the document: what each is, and its part in a call. */
import {
  interfaceText,
  packetsOf,
  type Conversation,
  type ConversationEnd,
  type ConversationList,
  type ConversationProtocol,
} from '../basics/conversation';
import { MarkTable } from '../basics/marks';
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

/** The conversations of a capture by their ends; each is named by its number. */
export class ConversationIndex {
  /** The conversation of each end that was found last. */
  private readonly latest = new MarkTable();
  /** Two places a conversation, for its ends: the place of the same end found before, or -1. */
  private readonly before: Int32Array;
  private readonly taken: Uint8Array;

  constructor(private readonly list: ConversationList) {
    const { size } = list;
    this.before = new Int32Array(2 * size).fill(-1);
    this.taken = new Uint8Array(size);
    for (let number = 0; number < size; number++) {
      const { source, destination } = list.endsOf(number);
      this.add(source, 2 * number);
      if (!isEnd(destination, source)) this.add(destination, 2 * number + 1);
    }
  }

  private add(end: ConversationEnd, place: number): void {
    const key = endKey(end);
    this.before[place] = this.latest.get(key) ?? -1;
    this.latest.set(key, place);
  }

  /** All of an end, whoever is its peer. They count as {@link taken} from now on. */
  take(end: Address): readonly number[] {
    const numbers = this.ofEnd(end);
    for (const number of numbers) this.taken[number] = 1;
    return numbers;
  }

  /** Those between two ends, whoever sent first. They count as taken from now on. */
  takeBetween(one: Address, other: Address): readonly number[] {
    const numbers = this.ofEnd(this.hasFewer(one, other) ? one : other).filter((number) => {
      const { source, destination } = this.list.endsOf(number);
      return (
        (isEnd(source, one) && isEnd(destination, other)) || (isEnd(source, other) && isEnd(destination, one))
      );
    });
    for (const number of numbers) this.taken[number] = 1;
    return numbers;
  }

  /** A trunk's end has conversations with all the world: they are not counted for each who asks. */
  private hasFewer(one: Address, other: Address): boolean {
    let [ofOne, ofOther] = [this.latestOf(one), this.latestOf(other)];
    while (ofOne >= 0 && ofOther >= 0) [ofOne, ofOther] = [this.beforeOf(ofOne), this.beforeOf(ofOther)];
    return ofOne < 0;
  }

  row(number: number): Conversation {
    return this.list.row(number);
  }

  /** What nobody took. */
  rest(): readonly Conversation[] {
    const rest: Conversation[] = [];
    for (let number = 0; number < this.list.size; number++)
      if (this.taken[number] === 0) rest.push(this.row(number));
    return rest;
  }

  /** In order of their numbers. */
  private ofEnd(end: Address): readonly number[] {
    const numbers: number[] = [];
    for (let place = this.latestOf(end); place >= 0; place = this.beforeOf(place)) numbers.push(place >> 1);
    return numbers.reverse();
  }

  private latestOf(end: Address): number {
    return this.latest.get(endKey(end)) ?? -1;
  }

  private beforeOf(place: number): number {
    return this.before[place] ?? -1;
  }
}

/** Conversations that are there. */
export function listed(rows: readonly Conversation[]): ConversationList {
  const row = (number: number): Conversation => {
    const known = rows[number];
    if (known === undefined) throw new RangeError('no such conversation');
    return known;
  };
  return { size: rows.length, endsOf: row, row };
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
