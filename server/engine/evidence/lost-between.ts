/**
 * What left one side of a NAT and never came through to the other, though both were captured: not its sender is to
 * blame, nor its receiver, but what stands between the two points of capture.
 */
import type { StunMessage } from '../stun/message';
import { stunOf } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import { sightOf } from '../traces/look';
import { nearSide, touches, type FoundTranslations, type NatSide } from './translation';

/** Packets of a stream that do not get lost by chance, all of them. */
const LEAST_PACKETS = 20;

/**
 * Checks, answers and streams that were lost between both sides. Of a check and its answers: who asked asks again, and
 * no answer came through. That the capture itself lost a packet on one side looks the same, but then nobody asks again.
 */
export function findLostBetween(
  messages: readonly TraceMessage[],
  found: FoundTranslations,
): ReadonlySet<TraceMessage> {
  const lost = new Set<TraceMessage>();
  const { translations, lone } = found;
  if (lone.size === 0) return lost;
  const sees = sidesWithMedia(messages, found);
  const isStuck = (message: TraceMessage): boolean => {
    const side = lone.get(message);
    return side !== undefined && side === nearSide(message, translations) && sees.has(otherSide(side));
  };
  for (const { requests, answers } of exchangesOf(messages).values()) {
    const [first] = answers;
    const candidates = first === undefined ? requests : answers;
    const isAskedAgain =
      first === undefined ? requests.length > 1 : requests.some(({ index }) => index > first.index);
    if (isAskedAgain && candidates.every(isStuck)) for (const each of candidates) lost.add(each);
  }
  for (const message of lone.keys()) {
    const { stream } = sightOf(message);
    if (stream !== null && stream.packets >= LEAST_PACKETS && isStuck(message)) lost.add(message);
  }
  return lost;
}

interface Exchange {
  readonly requests: TraceMessage[];
  readonly answers: TraceMessage[];
}

function exchangesOf(messages: readonly TraceMessage[]): ReadonlyMap<string, Exchange> {
  const exchanges = new Map<string, Exchange>();
  for (const message of messages) {
    const stun = stunIn(message);
    if (stun === null || stun.class === 'indication') continue;
    let exchange = exchanges.get(stun.transactionId);
    if (exchange === undefined) {
      exchange = { requests: [], answers: [] };
      exchanges.set(stun.transactionId, exchange);
    }
    exchange[stun.class === 'request' ? 'requests' : 'answers'].push(message);
  }
  return exchanges;
}

/** Sides of which the trace holds any check or media: a filter may have taken it from one of them. */
function sidesWithMedia(
  messages: readonly TraceMessage[],
  { translations: { all }, lone, twins }: FoundTranslations,
): ReadonlySet<NatSide> {
  const sides = new Set<NatSide>();
  const insideOf = new Set(twins.values());
  for (const message of messages) {
    const { type } = sightOf(message);
    if (type !== 'stun' && type !== 'rtp') continue;
    if (insideOf.has(message)) sides.add('inside').add('outside');
    const side = lone.get(message);
    if (side !== undefined && all.some((each) => touches(message, each[side]))) sides.add(side);
  }
  return sides;
}

function otherSide(side: NatSide): NatSide {
  return side === 'inside' ? 'outside' : 'inside';
}

function stunIn(message: TraceMessage): StunMessage | null {
  const { type } = sightOf(message);
  if (type !== 'stun' && type !== 'turn') return null;
  const { parsed } = message;
  return parsed.kind === 'packet' ? stunOf(parsed) : null;
}
