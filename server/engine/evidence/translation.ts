/**
 * A packet seen on both sides of a NAT, in one capture or in two that were joined: the same octets, one end with two
 * addresses. Each is counted once, as the outside shows it, since that is what descriptions name and peers see.
 */
import { addressClass } from '../network/address-classes';
import type { TraceMessage } from '../traces/message';
import type { Clock } from './clock';
import { octetsOf } from './copies';

/** An address inside, and the one that stands for it outside. */
export interface Translation {
  readonly inside: string;
  readonly outside: string;
}

export interface Translations {
  readonly all: readonly Translation[];
  /** Messages seen inside of which the outside shows the same. */
  readonly twins: ReadonlyMap<TraceMessage, TraceMessage>;
  /** Messages that were seen inside alone, or outside alone, though both sides were captured: lost between. */
  readonly lost: readonly { readonly message: TraceMessage; readonly seen: 'inside' | 'outside' }[];
}

export const noTranslation: Translations = { all: [], twins: new Map(), lost: [] };

/** Time that a NAT takes at most, in microseconds; two captures may be joined no better than so. */
const LONGEST_WAY = 50_000;
/** Packets that both sides show: fewer may be chance. */
const LEAST_TWINS = 3;

interface Sight {
  readonly message: TraceMessage;
  readonly time: number;
}

export function findTranslations(messages: readonly TraceMessage[], clock: Clock): Translations {
  const sights = sightsByOctets(messages, clock);
  const votes = new Map<string, { readonly pair: readonly [string, string]; count: number }>();
  for (const same of sights.values())
    for (const [one, other] of pairsIn(same)) {
      const pair = translated(one.message, other.message);
      if (pair === null) continue;
      const known = votes.get(pair.join(' '));
      if (known === undefined) votes.set(pair.join(' '), { pair, count: 1 });
      else known.count++;
    }
  const all = [...votes.values()].flatMap(({ pair, count }) => (count < LEAST_TWINS ? [] : [sidesOf(pair)]));
  return all.length === 0 ? noTranslation : { all, ...compareSides(messages, sights, all) };
}

function sightsByOctets(messages: readonly TraceMessage[], clock: Clock): ReadonlyMap<string, Sight[]> {
  const sights = new Map<string, Sight[]>();
  for (const message of messages) {
    const octets = message.record.meta.frame === undefined ? null : keyOf(message);
    if (octets === null) continue;
    const sight = { message, time: clock.at(message) };
    const known = sights.get(octets);
    if (known === undefined) sights.set(octets, [sight]);
    else known.push(sight);
  }
  return sights;
}

/** Of a stream of RTP what a NAT leaves as it is. */
function keyOf(message: TraceMessage): string | null {
  const { parsed } = message;
  if (parsed.kind === 'packet' && parsed.type === 'rtp')
    return parsed.stream.ssrc === null ? null : `rtp ${parsed.stream.ssrc}`;
  return octetsOf(message);
}

function* pairsIn(sights: readonly Sight[]): Generator<readonly [Sight, Sight]> {
  for (const [place, one] of sights.entries())
    for (const other of sights.slice(place + 1)) {
      if (other.time - one.time > LONGEST_WAY) break;
      yield [one, other];
    }
}

/** The two addresses of the end that differs, in order; null where both ends differ or none does. */
function translated(one: TraceMessage, other: TraceMessage): readonly [string, string] | null {
  const [a, b] = [one.record.meta, other.record.meta];
  if (a.source === null || b.source === null || a.destination === null || b.destination === null) return null;
  const sameSource = a.source.address === b.source.address;
  const sameDestination = a.destination.address === b.destination.address;
  if (sameSource === sameDestination) return null;
  const [x, y] = sameSource
    ? [a.destination.address, b.destination.address]
    : [a.source.address, b.source.address];
  return x < y ? [x, y] : [y, x];
}

/** The private address is the inside one; of two of a kind the lower one, so that it is the same each time. */
function sidesOf([one, other]: readonly [string, string]): Translation {
  const isInside = addressClass(one) === 'private' || addressClass(other) !== 'private';
  return isInside ? { inside: one, outside: other } : { inside: other, outside: one };
}

function compareSides(
  messages: readonly TraceMessage[],
  sights: ReadonlyMap<string, readonly Sight[]>,
  all: readonly Translation[],
): Pick<Translations, 'twins' | 'lost'> {
  const twins = new Map<TraceMessage, TraceMessage>();
  const paired = new Set<TraceMessage>();
  for (const same of sights.values())
    for (const [one, other] of pairsIn(same)) {
      const pair = translated(one.message, other.message);
      if (pair === null || paired.has(one.message) || paired.has(other.message)) continue;
      const translation = all.find(({ inside, outside }) => pair.includes(inside) && pair.includes(outside));
      if (translation === undefined) continue;
      const isOneInside = touches(one.message, translation.inside);
      const [inside, outside] = isOneInside ? [one.message, other.message] : [other.message, one.message];
      twins.set(inside, outside);
      paired.add(inside).add(outside);
    }
  const lost = messages.flatMap((message) => {
    if (paired.has(message) || message.record.meta.frame === undefined || keyOf(message) === null) return [];
    const seen = sideOf(message, all);
    return seen === null ? [] : [{ message, seen }];
  });
  return { twins, lost };
}

function sideOf(message: TraceMessage, all: readonly Translation[]): 'inside' | 'outside' | null {
  for (const { inside, outside } of all) {
    if (touches(message, inside)) return 'inside';
    if (touches(message, outside)) return 'outside';
  }
  return null;
}

function touches({ record: { meta } }: TraceMessage, address: string): boolean {
  return meta.source?.address === address || meta.destination?.address === address;
}
