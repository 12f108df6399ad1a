/**
 * What left one side of a NAT and never came through to the other, though both were captured: not its sender is to
 * blame, nor its receiver, but what stands between the two points of capture.
 */
import type { StunMessage } from '../stun/message';
import { stunOf } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import { sightOf } from '../traces/look';
import type { Clock } from './clock';
import { LATEST_BEGINNING, nearSide, touches, type FoundTranslations, type NatSide } from './translation';

/** Packets of a stream that do not get lost by chance, all of them. */
const LEAST_PACKETS = 20;

/**
 * Checks, answers and streams that were lost between both sides. Of a check and its answers: who asked asks again, and
 * no answer came through. That the capture itself lost a packet on one side looks the same, but then nobody asks again.
 */
export function findLostBetween(
  messages: readonly TraceMessage[],
  found: FoundTranslations,
  clock: Clock,
): ReadonlySet<TraceMessage> {
  const lost = new Set<TraceMessage>();
  const { translations, lone } = found;
  if (lone.size === 0) return lost;
  const shown = shownBySides(messages, found, clock);
  const isStuck = (message: TraceMessage): boolean => {
    const side = lone.get(message);
    return (
      side !== undefined && side === nearSide(message, translations) && shown[otherSide(side)].media.size > 0
    );
  };
  for (const { requests, answers } of exchangesOf(messages).values()) {
    const [first] = answers;
    const candidates = first === undefined ? requests : answers;
    const isAskedAgain =
      first === undefined ? requests.length > 1 : requests.some(({ index }) => index > first.index);
    if (isAskedAgain && candidates.every(isStuck)) for (const each of candidates) lost.add(each);
  }
  const lostWays = new Set(Array.from(lost, (message) => nearSide(message, translations)));
  for (const [message, side] of lone) {
    const { stream } = sightOf(message);
    if (stream === null || stream.packets < LEAST_PACKETS || !isStuck(message)) continue;
    const { media, first, last } = shown[otherSide(side)];
    // Of a way of which the other side shows nothing, only who asks again in vain tells that it was captured there.
    const showsWay = media.has(side) || lostWays.has(side);
    const isCovered = first <= clock.at(message) && last >= clock.lastOf(message) - LATEST_BEGINNING;
    if (showsWay && isCovered) lost.add(message);
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

/** What the capture on one side of a NAT shows. */
interface Shown {
  /** Ways of checks and media, by the side on which they begin: a filter may have taken them. */
  readonly media: Set<NatSide>;
  /** Microseconds on the judging clock, of anything. */
  first: number;
  last: number;
}

function shownBySides(
  messages: readonly TraceMessage[],
  { translations, lone, twins }: FoundTranslations,
  clock: Clock,
): Readonly<Record<NatSide, Shown>> {
  const shown: Readonly<Record<NatSide, Shown>> = {
    inside: { media: new Set(), first: Infinity, last: -Infinity },
    outside: { media: new Set(), first: Infinity, last: -Infinity },
  };
  const onBoth = new Set(twins.values());
  for (const message of messages) {
    for (const side of sidesOf(message)) {
      const of = shown[side];
      of.first = Math.min(of.first, clock.at(message));
      of.last = Math.max(of.last, clock.lastOf(message));
      const { type } = sightOf(message);
      if (type === 'stun' || type === 'rtp') of.media.add(nearSide(message, translations));
    }
  }
  return shown;

  function sidesOf(message: TraceMessage): readonly NatSide[] {
    if (onBoth.has(message)) return ['inside', 'outside'];
    const side = lone.get(message);
    const isAtNat =
      side !== undefined && translations.all.some((translation) => touches(message, translation[side]));
    return isAtNat ? [side] : [];
  }
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
