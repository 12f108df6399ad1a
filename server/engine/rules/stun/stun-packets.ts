/** The STUN packets of a call as its rules look at them: who sent each, where its parts stand, how many are alike. */
import { otherEnd, type End, type SessionPlace } from '../../../../shared/ice';
import type { CheckReplay, ResponseReplay } from '../../ice/model';
import { STUN_HEADER } from '../../stun/parse';
import { isWhole } from '../../stun/form';
import type { StunAttribute, StunMessage } from '../../stun/message';
import { lineNamed } from '../../trace-text/packet-lines';
import type { TraceMessage } from '../../traces/message';
import { checksOf } from '../packets';
import type { PacketPlace, PacketSubject } from '../rule';

export interface SentPacket {
  readonly of: SessionPlace;
  readonly sender: End;
  readonly message: TraceMessage;
  readonly stun: StunMessage;
}

/** A response with the check that it answers. */
export interface SentResponse extends SentPacket {
  readonly check: CheckReplay;
  readonly response: ResponseReplay;
}

/** The first requests of all checks. */
export function requestsOf(subject: PacketSubject): readonly SentPacket[] {
  return checksOf(subject).map(requestOf);
}

export function responsesOf(subject: PacketSubject): readonly SentResponse[] {
  return checksOf(subject).flatMap(responsesTo);
}

/** Requests, responses and keep-alives. */
export function stunPacketsOf({ replay, notEvaluated }: PacketSubject): readonly SentPacket[] {
  const { checks, lonePackets } = replay;
  if (checks.length === 0 && lonePackets.length === 0) notEvaluated('the trace holds no STUN of this call');
  return [...checks.flatMap((check) => [requestOf(check), ...responsesTo(check)]), ...lonePackets];
}

function requestOf({ of, sender, request, stun }: CheckReplay): SentPacket {
  return { of, sender, message: request, stun };
}

function responsesTo(check: CheckReplay): readonly SentResponse[] {
  const { of, sender, responses } = check;
  return responses.map((response) => ({
    of,
    sender: otherEnd(sender),
    message: response.message,
    stun: response.stun,
    check,
    response,
  }));
}

export interface Alike<Packet> {
  readonly first: Packet;
  readonly count: number;
}

/** One defect of a stack shows in every packet: the first one of each end in each fork, and how many are alike. */
export function onePerFork<Packet extends SentPacket>(packets: readonly Packet[]): readonly Alike<Packet>[] {
  const found = new Map<string, { readonly first: Packet; count: number }>();
  for (const packet of packets) {
    const key = `${packet.sender} ${packet.of.fork}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { first: packet, count: 1 });
    else known.count++;
  }
  return [...found.values()];
}

/** A sentence, with a blank before it, that tells of the packets that are alike; nothing of a single one. */
export function othersAlike(count: number): string {
  if (count === 1) return '';
  return count === 2 ? ' Another packet shows the same.' : ` ${count - 1} more packets show the same.`;
}

export function hasType(stun: StunMessage, type: number): boolean {
  return stun.attributes.some((attribute) => attribute.type === type);
}

/** Whether an attribute is missing for certain: the packet was captured whole and can be read. */
export function isSurelyWithout(stun: StunMessage, type: number): boolean {
  return !stun.classic && stun.problems.length === 0 && isWhole(stun) && !hasType(stun, type);
}

/** `ICE-CONTROLLING`, or the number of an attribute that nobody documents. */
export function nameOfAttribute({ name, type }: StunAttribute): string {
  return name ?? `0x${type.toString(16).padStart(4, '0')}`;
}

/** The line of a block that shows an attribute. */
export function lineOfAttribute(message: TraceMessage, attribute: StunAttribute): PacketPlace {
  return placeNamed(message, nameOfAttribute(attribute));
}

export function lineOfTransaction(message: TraceMessage): PacketPlace {
  return placeNamed(message, 'transaction');
}

/** The line of a block that says what is wrong with its packet. */
export function lineOfProblem(message: TraceMessage): PacketPlace {
  return placeNamed(message, 'problem');
}

function placeNamed(message: TraceMessage, name: string): PacketPlace {
  const { parsed } = message;
  return { in: message, at: parsed.kind === 'packet' ? lineNamed(parsed, name) : null };
}

/** Octets of the longest message that is all there; 0 where none is. */
export function longestWhole(packets: readonly SentPacket[]): number {
  return packets.reduce(
    (longest, { stun }) => (isWhole(stun) ? Math.max(longest, STUN_HEADER + stun.length) : longest),
    0,
  );
}
