/**
 * A packet seen on both sides of a NAT, in one capture or in two that were joined: the same octets, one end with two
 * addresses. Each is counted once, as the outside shows it, since that is what descriptions name and peers see; what
 * only the inside shows is read as the outside would have it.
 */
import { addressClass } from '../network/address-classes';
import type { Endpoint } from '../text/record';
import type { TraceMessage } from '../traces/message';
import { hasOctets, octetsOf, sightOf } from '../traces/look';
import type { Clock } from './clock';

/** An address inside, and the one that stands for it outside. */
export interface Translation {
  readonly inside: string;
  readonly outside: string;
}

export type NatSide = 'inside' | 'outside';

/** What is known of NATs, as plain data. */
export interface TranslationFacts {
  readonly all: readonly Translation[];
  /** Ends that were seen on both sides: from inside to outside, and back, by {@link endKey}. */
  readonly outer: ReadonlyMap<string, Endpoint>;
  readonly inner: ReadonlyMap<string, Endpoint>;
}

export class Translations {
  constructor(readonly facts: TranslationFacts) {}

  get all(): readonly Translation[] {
    return this.facts.all;
  }

  /** An end as the outside has it. */
  outsideOf(end: Endpoint): Endpoint {
    const { all, outer } = this.facts;
    return all.length === 0 ? end : (outer.get(endKey(end)) ?? moved(end, all, 'inside', 'outside'));
  }

  /** An end as the inside has it. */
  insideOf(end: Endpoint): Endpoint {
    const { all, inner } = this.facts;
    return all.length === 0 ? end : (inner.get(endKey(end)) ?? moved(end, all, 'outside', 'inside'));
  }
}

export interface FoundTranslations {
  readonly translations: Translations;
  /**
   * What the outside shows of messages seen inside, by their places in the trace; of a stream that the outside shows
   * later, what the inside does.
   */
  readonly twins: ReadonlyMap<number, TraceMessage>;
  /** The first of these messages; null where there is none. */
  readonly first: TraceMessage | null;
  /** Messages that one side alone shows, though both were captured, and the side that does. */
  readonly lone: ReadonlyMap<TraceMessage, NatSide>;
}

const noTranslation: FoundTranslations = {
  translations: new Translations({ all: [], outer: new Map(), inner: new Map() }),
  twins: new Map(),
  first: null,
  lone: new Map(),
};

/** Time that a NAT takes at most, in microseconds; two captures may be joined no better than so. */
const LONGEST_WAY = 50_000;
/**
 * A stream is the same on both sides though one of them lost its first packets, in microseconds. One that begins later is
 * it where both go on for longer than this: who sends a stream elsewhere ends it here.
 */
export const LATEST_BEGINNING = 2_000_000;
/** Packets that both sides show: fewer may be chance. */
const LEAST_TWINS = 3;

interface Sighting {
  readonly message: TraceMessage;
  readonly time: number;
}

/** Two sights of the same octets, the earlier one first, between ends of which one differs. */
interface Pair {
  readonly one: TraceMessage;
  readonly other: TraceMessage;
  /** The two forms of that end. */
  readonly ends: readonly [Endpoint, Endpoint];
  /** The same for all sights of the same octets. */
  readonly group: number;
}

export function findTranslations(messages: readonly TraceMessage[], clock: Clock): FoundTranslations {
  const pairs = pairsIn(messages, clock);
  const votes = new Map<string, { readonly pair: readonly [string, string]; readonly groups: Set<number> }>();
  for (const {
    ends: [a, b],
    group,
  } of pairs) {
    const pair: readonly [string, string] =
      a.address < b.address ? [a.address, b.address] : [b.address, a.address];
    const known = votes.get(pair.join(' '));
    // Copies tell nothing more.
    if (known === undefined) votes.set(pair.join(' '), { pair, groups: new Set([group]) });
    else known.groups.add(group);
  }
  const all = [...votes.values()].flatMap(({ pair, groups }) =>
    groups.size < LEAST_TWINS ? [] : [sidesOf(pair)],
  );
  return all.length === 0 ? noTranslation : compareSides(messages, pairs, all, clock);
}

/** By their octets, and then in the order of the trace; what was seen too long ago is forgotten meanwhile. */
function pairsIn(messages: readonly TraceMessage[], clock: Clock): readonly Pair[] {
  let begun = 0;
  const newGroup = (): number => begun++;
  const recent = { streams: new RecentStreams(clock, newGroup), packets: new RecentPackets(newGroup) };
  const groups = new Map<number, Pair[]>();
  for (const message of messages) {
    const { kind, key } = keyOf(message);
    if (key === null) continue;
    const { group, sights } = recent[kind].take(key, { message, time: clock.at(message) });
    for (const { message: one } of sights) {
      const ends = translated(one, message);
      if (ends === null || (kind === 'packets' && octetsOf(one) !== octetsOf(message))) continue;
      const pair = { one, other: message, ends, group };
      const known = groups.get(group);
      if (known === undefined) groups.set(group, [pair]);
      else known.push(pair);
    }
  }
  return [...groups.values()].flatMap((pairs) => pairs.sort((a, b) => a.one.index - b.one.index));
}

interface Taken {
  /** The same for all of one key. */
  readonly group: number;
  /** What was seen before. */
  readonly sights: readonly Sighting[];
}

/** Streams that go on or have just begun, by their source. */
class RecentStreams {
  private readonly bySource = new Map<number, { readonly group: number; sights: readonly Sighting[] }>();

  constructor(
    private readonly clock: Clock,
    private readonly newGroup: () => number,
  ) {}

  take(source: number, sight: Sighting): Taken {
    const known = this.bySource.get(source);
    if (known === undefined) {
      const group = this.newGroup();
      this.bySource.set(source, { group, sights: [sight] });
      return { group, sights: [] };
    }
    const { group } = known;
    const sights = known.sights.filter(
      ({ message, time }) =>
        sight.time - time <= LATEST_BEGINNING || this.clock.lastOf(message) - sight.time > LATEST_BEGINNING,
    );
    known.sights = [...sights, sight];
    return { group, sights };
  }
}

/** What was seen within the time that a NAT takes, by the sum of its octets. */
class RecentPackets {
  private readonly byOctets = new Map<number, { readonly group: number; readonly sights: Sighting[] }>();
  private readonly order: { readonly octets: number; readonly time: number }[] = [];
  private forgotten = 0;

  constructor(private readonly newGroup: () => number) {}

  /** Takes a sight; gives those of the same sum before it. */
  take(octets: number, sight: Sighting): Taken {
    this.forget(sight.time);
    this.order.push({ octets, time: sight.time });
    const known = this.byOctets.get(octets);
    if (known === undefined) {
      const group = this.newGroup();
      this.byOctets.set(octets, { group, sights: [sight] });
      return { group, sights: [] };
    }
    const sights = [...known.sights];
    known.sights.push(sight);
    return { group: known.group, sights };
  }

  private forget(now: number): void {
    const { order, byOctets } = this;
    for (;;) {
      const first = order[this.forgotten];
      if (first === undefined || now - first.time <= LONGEST_WAY) break;
      this.forgotten++;
      const known = byOctets.get(first.octets);
      known?.sights.shift();
      if (known?.sights.length === 0) byOctets.delete(first.octets);
    }
    if (this.forgotten < LEAST_FORGOTTEN) return;
    order.splice(0, this.forgotten);
    this.forgotten = 0;
  }
}

/** So many places are cleared at a time. */
const LEAST_FORGOTTEN = 4096;

/**
 * What a NAT leaves as it is: of a stream its source, of a packet a sum of its octets, as of a busy trunk thousands come
 * within the time. Null of what was not captured and of what stands for several packets otherwise.
 */
function keyOf(message: TraceMessage): { readonly kind: 'streams' | 'packets'; readonly key: number | null } {
  const sight = sightOf(message);
  const { stream, sum } = sight;
  const isCaptured = message.record.meta.frame !== undefined;
  if (stream !== null) return { kind: 'streams', key: isCaptured ? stream.ssrc : null };
  return { kind: 'packets', key: isCaptured && hasOctets(sight) ? sum : null };
}

/** The two forms of the end that differs; null where both ends differ or none does. */
function translated(
  { record: { meta: a } }: TraceMessage,
  { record: { meta: b } }: TraceMessage,
): readonly [Endpoint, Endpoint] | null {
  if (a.source === null || b.source === null || a.destination === null || b.destination === null) return null;
  const sameSource = isSame(a.source, b.source);
  const sameDestination = isSame(a.destination, b.destination);
  if (sameSource === sameDestination) return null;
  const [end, other] = sameSource ? [a.destination, b.destination] : [a.source, b.source];
  return end.address === other.address ? null : [end, other];
}

function isSame(one: Endpoint, other: Endpoint): boolean {
  return one.address === other.address && one.port === other.port;
}

/** The private address is the inside one; of two of a kind the lower one, so that it is the same each time. */
function sidesOf([one, other]: readonly [string, string]): Translation {
  const isInside = addressClass(one) === 'private' || addressClass(other) !== 'private';
  return isInside ? { inside: one, outside: other } : { inside: other, outside: one };
}

function compareSides(
  messages: readonly TraceMessage[],
  pairs: readonly Pair[],
  all: readonly Translation[],
  clock: Clock,
): FoundTranslations {
  const twins = new Map<number, TraceMessage>();
  let first: TraceMessage | null = null;
  const paired = new Set<TraceMessage>();
  const outer = new Map<string, Endpoint>();
  const inner = new Map<string, Endpoint>();
  for (const { one, other, ends } of pairs) {
    if (paired.has(one) || paired.has(other)) continue;
    const [a, b] = ends;
    const found = all.find(({ inside, outside }) =>
      [a, b].every(({ address }) => address === inside || address === outside),
    );
    if (found === undefined) continue;
    const isOneInside = a.address === found.inside;
    const [seenInside, seenOutside] = isOneInside ? [one, other] : [other, one];
    if (clock.at(seenOutside) - clock.at(seenInside) > LATEST_BEGINNING)
      twins.set(seenOutside.index, seenInside);
    else twins.set(seenInside.index, seenOutside);
    first ??= seenInside;
    paired.add(one).add(other);
    const [inside, outside] = isOneInside ? ends : [b, a];
    outer.set(endKey(inside), outside);
    inner.set(endKey(outside), inside);
  }
  const lone = new Map<TraceMessage, NatSide>();
  for (const message of messages) {
    if (paired.has(message) || keyOf(message).key === null) continue;
    const side = sideOf(message, all);
    if (side !== null) lone.set(message, side);
  }
  return { translations: new Translations({ all, outer, inner }), twins, first, lone };
}

/** A NAT that was not seen to change a port keeps it. */
function moved(end: Endpoint, all: readonly Translation[], from: NatSide, to: NatSide): Endpoint {
  const found = all.find((each) => each[from] === end.address);
  return found === undefined ? end : { address: found[to], port: end.port };
}

function endKey({ address, port }: Endpoint): string {
  return `${address} ${port ?? 0}`;
}

function sideOf(message: TraceMessage, all: readonly Translation[]): NatSide | null {
  for (const { inside, outside } of all) {
    if (touches(message, inside)) return 'inside';
    if (touches(message, outside)) return 'outside';
  }
  return null;
}

export function touches({ record: { meta } }: TraceMessage, address: string): boolean {
  return meta.source?.address === address || meta.destination?.address === address;
}

/** The side on which a packet that crosses the NAT begins its way. */
export function nearSide({ record: { meta } }: TraceMessage, { all }: Translations): NatSide {
  const { source } = meta;
  return all.some(({ inside, outside }) => source?.address === inside || source?.address === outside)
    ? 'inside'
    : 'outside';
}
