/**
 * By how much the clocks of two traces of the same calls differ. What stands in both tells it exactly: a message, a
 * check, a ufrag. Where one trace shows only signalling and the other only media, as a log and an encrypted capture
 * do, no time is the same; but checks and media follow the description that names their ufrag or their end, mostly at
 * once, so each gives a bound. The offset is the one with which most of all this agrees.
 */
import { leastOf, mostOf } from '../../../shared/extremes';
import type { ClockEvidence } from '../../../shared/clock-evidence';
import { factsOf } from '../sip/facts';
import { canonicalAddress, mediaEndsOf } from '../sdp/media-ends';
import { attributesOf } from '../sdp/query';
import type { Sdp } from '../sdp/sdp';
import { descriptionsOf } from './message';
import type { SipMessage } from '../sip/message';
import { parseSip } from '../sip/parse';
import { USERNAME } from '../stun/attributes';
import { stunText } from '../stun/message';
import type { IceLogLine, LoggedEnd } from '../text/ice-log/line';
import type { TextRecord } from '../text/record';
import type { TraceTime } from '../../../shared/times';
import { parsePacket, stunOf } from '../trace-text/packet';

export interface FoundOffset {
  /** Microseconds that the other trace's clock is behind the first one's. */
  readonly micros: number;
  readonly evidence: ClockEvidence;
  /** Of a clock that drifts the offsets at some of its times, in their order; else empty. */
  readonly drift: readonly Knot[];
}

interface Knot {
  /** Microseconds by the other trace's clock. */
  readonly at: number;
  /** Microseconds that it is behind then. */
  readonly micros: number;
}

/** Makes of a time by a trace's own clock, in microseconds, one by the first trace's. */
export type Shift = (micros: number) => number;

/** A clock that is behind by the same all the time. */
export function steady(offset: number): Shift {
  return (micros) => micros + offset;
}

/** Follows a clock as it was found; between two knots it drifts evenly. */
export function following({ micros: offset, drift }: Pick<FoundOffset, 'micros' | 'drift'>): Shift {
  const [first] = drift;
  const last = drift.at(-1);
  if (first === undefined || last === undefined) return steady(offset);
  return (micros) => {
    if (micros <= first.at) return micros + first.micros;
    const next = drift.findIndex(({ at }) => at > micros);
    const [before, behind] = [drift[next - 1], drift[next]];
    if (before === undefined || behind === undefined) return micros + last.micros;
    const share = (micros - before.at) / (behind.at - before.at);
    return Math.round(micros + before.micros + share * (behind.micros - before.micros));
  };
}

type Kind = 'messages' | 'sameNames' | 'checks' | 'exchanges' | 'ufrags' | 'addresses' | 'endings';

/** What a thing of each kind weighs: an address is used again by other calls, a message is not. */
const weights: Readonly<Record<Kind, number>> = {
  messages: 8,
  sameNames: 6,
  checks: 8,
  exchanges: 8,
  ufrags: 4,
  addresses: 1,
  endings: 2,
};

/** A log's times may be whole seconds, in microseconds. */
const EXACTNESS = 1_000_000;
/** How long after its description something may come, and by how much times may be wrong. */
const LONGEST_DELAY = 5_000_000;
const SLACK = 50_000;
/** What an answer takes at least, in microseconds. */
const SHORTEST_ANSWER = 200;
/** More than any two clocks are apart. */
const FAR = 1e17;

/** Times of what a trace shows, the first time of each. */
export class Sightings {
  /** SIP messages by their text. */
  readonly messages = new Map<string, number>();
  /** The same by what names them. */
  readonly names = new Map<string, number>();
  /** STUN messages by their transaction. */
  readonly checks = new Map<string, number>();
  /** The first check on each way, and the first of which a log tells, which names no transaction. */
  readonly ways = new Map<string, number>();
  readonly loggedWays = new Map<string, number>();
  /** What wants an answer, and what answers, by what both name. */
  readonly asked = new Map<string, number>();
  readonly answered = new Map<string, number>();
  /** Ufrags in descriptions, and as the receiver's in checks. */
  readonly describedUfrags = new Map<string, number>();
  readonly checkedUfrags = new Map<string, number>();
  /** Ends of media in descriptions, and to which packets go. */
  readonly describedEnds = new Map<string, number>();
  readonly usedEnds = new Map<string, number>();
  /** The last media to each end. */
  readonly lastMedia = new Map<string, number>();
  /** Which call's descriptions name an end; null where several do. */
  private readonly callOfEnd = new Map<string, string | null>();
  private readonly byes = new Map<string, number>();
  /** From when to when each trace goes that was learnt. */
  readonly stretches: { from: number; to: number }[] = [];

  /** @param date of which times are looked at, as they count */
  constructor(private readonly date: TraceTime['date'] = 'full') {}

  /**
   * Takes a record.
   *
   * @param shift its time on the clock that counts
   */
  add(record: TextRecord, shift: Shift): void {
    const { time } = record.meta;
    if (time?.date !== this.date) return;
    const at = shift(time.micros);
    this.stretch(at);
    if (record.kind === 'sip') this.addMessage(record, at);
    else if (record.kind === 'packet') this.addPacket(record, at, shift);
  }

  /** Says that what follows is of another trace. */
  begin(): void {
    this.stretches.push({ from: Infinity, to: -Infinity });
  }

  private stretch(time: number): void {
    const stretch = this.stretches.at(-1);
    if (stretch === undefined) return;
    stretch.from = Math.min(stretch.from, time);
    stretch.to = Math.max(stretch.to, time);
  }

  private addMessage(record: TextRecord, time: number): void {
    const message = parseSip(record.content);
    note(this.messages, textKey(record), time);
    note(this.names, nameOf(message), time);
    const { callId, cseq, method, status, branch } = factsOf(message);
    if (method === 'BYE') note(this.byes, callId, time);
    // The branch names a transaction on its hop (RFC 3261 §17.1.3); the ACK of a 2xx is behind it on any hop.
    const transaction = branch === '' ? '' : `${callId} ${cseq} ${method} ${branch}`;
    const dialog = callId === '' ? '' : `${callId} ${cseq}`;
    if (method === 'ACK') note(this.answered, dialog, time);
    else note(status === null ? this.asked : this.answered, transaction, time);
    if (method === 'INVITE' && status !== null && status >= 200 && status < 300)
      note(this.asked, dialog, time);
    for (const sdp of descriptionsOf(message)) {
      for (const ufrag of ufragsOf(sdp)) note(this.describedUfrags, ufrag, time);
      for (const { address, port } of mediaEndsOf(sdp)) {
        const end = endKey(address, port);
        note(this.describedEnds, end, time);
        const named = this.callOfEnd.get(end);
        this.callOfEnd.set(end, named === undefined || named === callId ? callId : null);
      }
    }
  }

  /** When the calls ended whose media goes to an end. */
  endings(): ReadonlyMap<string, number> {
    const endings = new Map<string, number>();
    for (const [end, callId] of this.callOfEnd) {
      const bye = callId === null ? undefined : this.byes.get(callId);
      if (bye !== undefined) endings.set(end, bye);
    }
    return endings;
  }

  private addPacket({ content, meta }: TextRecord, time: number, shift: Shift): void {
    const packet = parsePacket(content);
    const { type } = packet;
    if (type === 'log' && packet.log !== null) this.addLogLine(packet.log, time);
    if (type !== 'stun' && type !== 'rtp' && type !== 'rtcp' && type !== 'dtls') return;
    const stun = stunOf(packet);
    const { destination } = meta;
    // Who answers a check, or sends himself, need not know a description.
    const isSentByDescription = stun === null || stun.class === 'request';
    if (isSentByDescription && destination !== null && destination.port !== null)
      note(this.usedEnds, endKey(destination.address, destination.port), time);
    if (type === 'rtp' && destination !== null && destination.port !== null) {
      const end = endKey(destination.address, destination.port);
      const { last } = packet.stream;
      if (last?.date === 'full') {
        const at = shift(last.micros);
        this.stretch(at);
        this.lastMedia.set(end, Math.max(this.lastMedia.get(end) ?? -Infinity, at));
      }
    }
    if (stun === null) return;
    note(this.checks, `${stun.class} ${stun.transactionId}`, time);
    if (stun.class !== 'indication')
      note(stun.class === 'request' ? this.asked : this.answered, stun.transactionId, time);
    // A check names its receiver's ufrag first (RFC 8445 §7.2.2).
    const [receiver = '', sender] = stunText(stun, USERNAME)?.split(':') ?? [];
    if (stun.class !== 'request' || sender === undefined) return;
    note(this.checkedUfrags, receiver, time);
    note(this.ways, wayKey(meta.source, destination), time);
  }

  /** An agent's log tells of the checks that it sends and gets, without their transaction. */
  private addLogLine({ event, state, local, remote }: IceLogLine, time: number): void {
    if (event === 'sent' || state === 'in-progress') note(this.loggedWays, wayKey(local, remote), time);
    else if (event === 'request' || event === 'answered') note(this.loggedWays, wayKey(remote, local), time);
  }
}

/** Who begins a new file goes on at once; on a quiet trunk nothing may come for so long. */
export const LONGEST_PAUSE = 60_000_000;
/** Threads write what they saw a little out of order. */
export const LONGEST_OVERLAP = 100_000;

/**
 * Whether a trace goes on where others end, or ends where they begin, as the files do that a log or a ring buffer is cut
 * into. Both hold messages, and few stand in both: what they have in common beside those, as the ufrag of a 183 in its 200,
 * came twice, and tells nothing of clocks.
 */
export function goesOn(known: Sightings, other: Sightings): boolean {
  const [stretch] = other.stretches;
  if (stretch === undefined || known.names.size === 0 || other.names.size === 0) return false;
  const pauses = known.stretches.map(({ from, to }) => Math.max(stretch.from - to, from - stretch.to));
  if (pauses.some((pause) => pause < -LONGEST_OVERLAP) || leastOf(pauses) > LONGEST_PAUSE) return false;
  // Where one answers before the other asks they show the same time.
  if (exchangesOf(known, other).some((bound) => isAgainst(bound, 0))) return false;
  const shared = [...other.names.keys()].filter((name) => known.names.has(name)).length;
  return shared * 2 < Math.min(known.names.size, other.names.size);
}

/** Finds by how much a trace's clock is behind that of what is known; null where nothing tells. */
export function findOffset(known: Sightings, other: Sightings): FoundOffset | null {
  const bounds = boundsOf(known, other);
  const agreed = mostAgreed(bounds);
  if (agreed === null) return null;
  const agreeing = bounds.filter(({ from, to }) => from <= agreed && agreed <= to);
  const count = (kind: Kind): number => agreeing.filter((bound) => bound.kind === kind).length;
  const exact = agreeing.filter(({ side }) => side === 'exact');
  const areNames = exact.length > 0 && exact.every(({ kind }) => kind === 'sameNames');
  const near = refined(agreeing, agreed);
  const micros = areNames ? inOrder(near, exchangesOf(known, other)) : near;
  const drift = driftOf(bounds, micros);
  const shift = following({ micros, drift });
  const against = bounds.filter((bound) => isAgainst(bound, shift(bound.time) - bound.time)).length;
  const isExact = exact.length > 0 || count('exchanges') > 0;
  const isDoubtful =
    against >= agreeing.length || (agreeing.every(({ kind }) => kind === 'addresses') && agreeing.length < 3);
  return {
    micros,
    drift,
    evidence: {
      messages: count('messages'),
      sameNames: count('sameNames'),
      checks: count('checks'),
      exchanges: count('exchanges'),
      ufrags: count('ufrags'),
      addresses: count('addresses'),
      endings: count('endings'),
      against,
      certainty: isDoubtful ? 'doubtful' : isExact ? 'exact' : 'near',
    },
  };
}

/** What a thing says of the offset. */
interface Bound {
  readonly kind: Kind;
  /** `exact`: the offset is `at`. `about`: it is near. `least`: it is that or a little more. `most`: that or a little less. */
  readonly side: 'exact' | 'about' | 'least' | 'most';
  readonly at: number;
  /** Microseconds by the other trace's clock. */
  readonly time: number;
  /** Whether it is of a response, which went the other way than a request. */
  readonly isResponse: boolean;
  /** The offsets that agree with it. */
  readonly from: number;
  readonly to: number;
}

function boundsOf(known: Sightings, other: Sightings): readonly Bound[] {
  const exact = (kind: Kind, ours: Times, theirs: Times): Bound[] =>
    differences(ours, theirs).map(({ at, ...about }) => {
      return { kind, side: 'exact', at, ...about, from: at - EXACTNESS, to: at + EXACTNESS };
    });
  // In the other trace something follows what was described here.
  const follows = (kind: Kind, described: Times, used: Times): Bound[] =>
    differences(described, used).map(({ at, ...about }) => {
      return { kind, side: 'least', at, ...about, from: at - SLACK, to: at + LONGEST_DELAY };
    });
  const precedes = (kind: Kind, used: Times, described: Times): Bound[] =>
    differences(used, described).map(({ at, ...about }) => {
      return { kind, side: 'most', at, ...about, from: at - LONGEST_DELAY, to: at + SLACK };
    });
  const near = (ours: Times, theirs: Times): Bound[] =>
    differences(ours, theirs).map(({ at, ...about }) => {
      return { kind: 'endings', side: 'about', at, ...about, from: at - EXACTNESS, to: at + EXACTNESS };
    });
  const messages = exact('messages', known.messages, other.messages);
  const inBoth = [
    ...messages,
    // The same messages have the same names.
    ...(messages.length > 0 ? [] : exact('sameNames', known.names, other.names)),
    ...exact('checks', known.checks, other.checks),
    ...exact('checks', known.ways, other.loggedWays),
    ...exact('checks', known.loggedWays, other.ways),
    ...exact('checks', known.loggedWays, other.loggedWays),
    ...exact('ufrags', known.describedUfrags, other.describedUfrags),
  ];
  if (inBoth.length === 0) {
    const exchanges = exchangesOf(known, other);
    if (exchanges.length > 0) return exchanges;
  }
  return [
    ...inBoth,
    ...follows('ufrags', known.describedUfrags, other.checkedUfrags),
    ...follows('addresses', known.describedEnds, other.usedEnds),
    ...precedes('ufrags', known.checkedUfrags, other.describedUfrags),
    ...precedes('addresses', known.usedEnds, other.describedEnds),
    ...near(known.endings(), other.lastMedia),
    ...near(known.lastMedia, other.endings()),
  ];
}

/** Where each trace shows one direction of a way, nothing is in both; what one asks, the other answers, however late. */
function exchangesOf(known: Sightings, other: Sightings): readonly Bound[] {
  const answeredThere = differences(known.asked, other.answered).map(({ at, ...about }): Bound => {
    return { kind: 'exchanges', side: 'least', at, ...about, from: at - SLACK, to: FAR };
  });
  const answeredHere = differences(known.answered, other.asked).map(({ at, ...about }): Bound => {
    return { kind: 'exchanges', side: 'most', at, ...about, from: -FAR, to: at + SLACK };
  });
  return [...answeredThere, ...answeredHere];
}

type Times = ReadonlyMap<string, number>;

/** Of what both have, by how much ours is later. */
function differences(ours: Times, theirs: Times): readonly Pick<Bound, 'at' | 'time' | 'isResponse'>[] {
  const found: Pick<Bound, 'at' | 'time' | 'isResponse'>[] = [];
  for (const [key, time] of theirs) {
    const own = key === '' ? undefined : ours.get(key);
    if (own !== undefined) found.push({ at: own - time, time, isResponse: responseKey.test(key) });
  }
  return found;
}

/** How keys of responses begin or, where they are names, end. */
const responseKey = /^(?:SIP\/2\.0|success|error) |\n\d{3}$/;

/** An offset with which the most agrees, by weight; null where there is nothing. */
function mostAgreed(bounds: readonly Bound[]): number | null {
  const ends = bounds.flatMap(({ kind, from, to }) => [
    { at: from, weight: weights[kind] },
    { at: to, weight: -weights[kind] },
  ]);
  // Where one begins and another ends, both hold.
  ends.sort((one, other) => one.at - other.at || other.weight - one.weight);
  let weight = 0;
  let most = 0;
  let best: number | null = null;
  for (const end of ends) {
    weight += end.weight;
    if (weight <= most) continue;
    most = weight;
    best = end.at;
  }
  return best;
}

/** The middle of what tells the offset exactly; else the least with which nothing comes before its description. */
function refined(agreeing: readonly Bound[], agreed: number): number {
  const of = (side: Bound['side']): readonly number[] =>
    agreeing
      .filter((bound) => bound.side === side)
      .map(({ at }) => at)
      .sort((one, other) => one - other);
  const exact = middleOfBothWays(agreeing.filter(({ side }) => side === 'exact'));
  const fitting = exact ?? betweenExchanges(agreeing);
  if (fitting !== null) return fitting;
  const least = of('least').at(-1) ?? -Infinity;
  const most = of('most')[0] ?? Infinity;
  const about = middleOf(of('about'));
  if (about !== null) return Math.min(Math.max(about, least), Math.max(most, least));
  // Clocks with which everything is in order are taken for one.
  if (least <= 0 && most >= 0) return 0;
  return least > -Infinity ? least : most < Infinity ? most : agreed;
}

/** Messages of one name may be those of both legs of a proxy, a little apart: what is asked and answered tells more. */
function inOrder(offset: number, exchanges: readonly Bound[]): number {
  const { least, most } = limitsOf(exchanges);
  if (Math.abs(offset) <= SLACK && least <= 0 && most >= 0) return 0;
  return least > most ? offset : Math.min(Math.max(offset, least), most);
}

/** The offsets with which nothing is answered before it is asked. */
function limitsOf(exchanges: readonly Bound[]): { readonly least: number; readonly most: number } {
  const of = (side: Bound['side']): readonly number[] =>
    exchanges.filter((bound) => bound.side === side).map(({ at }) => at);
  return { least: mostOf(of('least')), most: leastOf(of('most')) };
}

/**
 * Nothing is answered before it is asked. Clocks with which that holds are taken for one where answers come at once;
 * else the middle of what both ways allow is nearest (RFC 5905 §8), and of one way alone what its shortest answer allows.
 */
function betweenExchanges(agreeing: readonly Bound[]): number | null {
  const exchanges = agreeing.filter(({ kind }) => kind === 'exchanges');
  if (exchanges.length === 0) return null;
  const { least, most } = limitsOf(exchanges);
  if (least <= 0 && most >= 0 && Math.min(-least, most) <= SLACK) return 0;
  if (most === Infinity) return least + SHORTEST_ANSWER;
  if (least === -Infinity) return most - SHORTEST_ANSWER;
  return Math.round((least + most) / 2);
}

/** Whether something cannot be as it is with an offset. Media that comes late, or stops early, can. */
function isAgainst({ side, at }: Bound, offset: number): boolean {
  switch (side) {
    case 'exact':
      return Math.abs(at - offset) > EXACTNESS;
    case 'least':
      return at > offset + SLACK;
    case 'most':
      return at < offset - SLACK;
    case 'about':
      return false;
  }
}

/**
 * A request and its response go opposite ways: what each takes from one trace's place to that of the other goes once with
 * the offset and once against it, so the middle of both is nearest (RFC 5905 §8).
 */
function middleOfBothWays(exact: readonly Bound[]): number | null {
  const of = (isResponse: boolean): number | null =>
    middleOf(
      exact
        .filter((bound) => bound.isResponse === isResponse)
        .map(({ at }) => at)
        .sort(ascending),
    );
  const [requests, responses] = [of(false), of(true)];
  if (requests === null || responses === null) return requests ?? responses;
  return Math.round((requests + responses) / 2);
}

function ascending(one: number, other: number): number {
  return one - other;
}

/** Things known exactly for each knot of a drift, knots, and how far a clock may drift, in microseconds. */
const THINGS_PER_KNOT = 5;
const MOST_KNOTS = 8;
const MOST_DRIFT = 10_000_000;

/** How the offset changes, where what is known exactly shows more than chance; a repetition here or there does not. */
function driftOf(bounds: readonly Bound[], offset: number): readonly Knot[] {
  const exact = bounds
    .filter(({ side, at }) => side === 'exact' && Math.abs(at - offset) <= MOST_DRIFT)
    .sort((one, other) => one.time - other.time);
  const count = Math.min(MOST_KNOTS, Math.floor(exact.length / THINGS_PER_KNOT));
  if (count < 2) return [];
  const knots = Array.from({ length: count }, (_, index): Knot => {
    const part = exact.slice(
      Math.floor((index * exact.length) / count),
      Math.floor(((index + 1) * exact.length) / count),
    );
    return {
      at: middleOf(part.map(({ time }) => time)) ?? 0,
      micros: middleOfBothWays(part) ?? offset,
    };
  });
  const offsets = knots.map(({ micros }) => micros);
  return mostOf(offsets) - leastOf(offsets) > SLACK ? knots : [];
}

function middleOf(sorted: readonly number[]): number | null {
  return sorted[sorted.length >> 1] ?? null;
}

/** The same message in whatever log: line ends and what a logger does to the end differ. */
export function textKey({ content }: TextRecord): string {
  return content.replaceAll('\r', '').trimEnd();
}

/** What names a message, whatever a log does to the rest. */
function nameOf(message: SipMessage): string {
  const { callId, cseq, method, status } = factsOf(message);
  return callId === '' || cseq === '' ? '' : [callId, cseq, method, status ?? ''].join('\n');
}

/** The ufrags that a description tells. */
export function ufragsOf(sdp: Sdp): readonly string[] {
  return [sdp.session, ...sdp.media]
    .flatMap((section) => attributesOf(section, 'ice-ufrag'))
    .map(({ attribute }) => attribute.value?.text.trim() ?? '');
}

/** An end of media as a key. */
export function endKey(address: string, port: number): string {
  return `${canonicalAddress(address)} ${port}`;
}

/** From one end to another; empty where either is not known. */
function wayKey(from: LoggedEnd | null, to: LoggedEnd | null): string {
  if (from === null || from.address === null || from.port === null) return '';
  if (to === null || to.address === null || to.port === null) return '';
  return `${endKey(from.address, from.port)} ${endKey(to.address, to.port)}`;
}

function note(times: Map<string, number>, key: string, time: number): void {
  const known = times.get(key);
  if (key !== '' && (known === undefined || time < known)) times.set(key, time);
}
