/**
 * Which crypto line really protects a stream: whole packets of it are tried with the key that was negotiated and, where
 * that does not fit, with all others that the trace knows, so that a wrong one can be named.
 */
import { leastOf } from '../../../shared/extremes';
import type { RtpSample } from '../rtp/samples';
import { rtpHeaderLength, rtpPayloadType, rtpSequence } from '../rtp/header';
import { cseqOf } from '../sip/values';
import type { Form } from '../srtp/authentication';
import { SECOND } from '../basics/durations';
import type { Clock } from '../evidence/clock';
import { announcedForm, type CryptoLine, type KeyPeriod, type LineKey, type MediaKeys } from './media-keys';
import type { CryptoPlace, StreamProtection } from './model';
import type { ProtectionFinding } from './protection-finding';
import type { PacketMessage } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import type { End } from '../../../shared/ice';
import { labelOf } from './negotiation';
import type { CallSessions, Session } from './session';
import type { Surroundings } from './surroundings';

/** A stream with whole packets of it. */
export interface SampledStream {
  readonly session: Session;
  readonly sender: End;
  readonly kind: 'rtp' | 'rtcp';
  /** Where it begins. */
  readonly message: TraceMessage;
  /** Microseconds of the first packet. */
  readonly first: number;
  readonly samples: readonly RtpSample[];
  /** Its source was seen before on another path, so that its numbers may have begun anew already. */
  readonly continues: boolean;
  /** DTLS was seen between its ends, so keys may have come that way. */
  readonly sawDtls: boolean;
}

/** A key in a certain use. */
interface Trial {
  readonly how: ProtectionFinding;
  readonly line: CryptoLine;
  readonly key: LineKey;
  readonly form: Form;
  /** The rollover counter. */
  readonly rollovers: number;
}

/** How packets may differ from what a line says. */
type Variant = 'as-announced' | 'tag-length' | 'mki' | 'other-roc';

interface Tried {
  readonly sample: RtpSample;
  /** The rollover counter that its receiver expects. */
  readonly expected: number;
  /** What authenticates it; null where nothing does. */
  readonly match: Trial | null;
  readonly wanted: CryptoLine | null;
  readonly mayBeDtls: boolean;
}

/** How long before and after an answer both the old and the new key are right. */
const changeTime = 2 * SECOND;
/** Rollover counters that are tried: at 50 packets a second one lasts for 22 minutes. */
const mostRollovers = 8;
/** Lengths of an MKI that nobody announced. */
const oddMkis: readonly number[] = [1, 2, 4];
/** The lengths of HMAC-SHA1's tag (RFC 3711 §5.2, RFC 4568 §6.2). */
const tagLengths: readonly number[] = [10, 4];
/**
 * A flood of streams without a right key must not take forever: with more than the negotiated keys only the first streams
 * of a trace are tried, and with so many keys in vain each. What is tried is known of each stream by itself, so it does not
 * matter which calls are judged together.
 */
const THOROUGH_STREAMS = 128;
const MOST_THOROUGH_TRIES = 1500;
const MOST_TRIES = 20;
/** Calls on one port of an SBC that a stream is tried with, the last ones. */
const mostOwners = 4;
/** Lines of other calls that are tried. */
export const MOST_FOREIGN_LINES = 200;
/** Packets a second, more than any sender has. */
const fastest: Readonly<Record<'audio' | 'other', number>> = { audio: 200, other: 2000 };

/** Counts the streams of a trace as they come, to know which ones are tried with more than the negotiated keys. */
export class FirstStreams {
  private readonly seen = new Set<string>();
  private last = Infinity;

  /** Index of the message with which the last of them begins; infinite where all of them are. */
  get until(): number {
    return this.last;
  }

  see({ index, record }: TraceMessage, parsed: PacketMessage): void {
    if (this.last !== Infinity) return;
    if (parsed.type === 'rtp') this.seen.add(`rtp ${index}`);
    else if (parsed.type === 'rtcp') {
      const { source, destination } = record.meta;
      this.seen.add(JSON.stringify([source, destination, parsed.ssrc]));
    }
    if (this.seen.size >= THOROUGH_STREAMS) this.last = index;
  }
}

export class Protections {
  /** Keys that may still be tried in vain for what is looked at. */
  private left = 0;
  private readonly lines = new Map<CallSessions, readonly CryptoLine[]>();

  constructor(
    private readonly keys: MediaKeys,
    private readonly calls: readonly CallSessions[],
    private readonly clock: Clock,
    /** What is known of calls that are not replayed with these; null where all are. */
    private readonly around: Surroundings | null,
    /** Of {@link FirstStreams}. */
    private readonly until: number,
  ) {}

  /** What protects a stream; null where it cannot be known. */
  of(stream: SampledStream): StreamProtection | null {
    const { session, sender, samples, first, message } = stream;
    const isThorough = this.begin(message);
    const periods = this.keys.periods(session.fork, session.stream, sender, this.clock);
    const tried: Tried[] = [];
    // By how much the rollover counter is more than what was counted: as packets have it, and as is right.
    let offset = 0;
    let rightOffset = 0;
    for (const sample of samples) {
      const current = periodsAt(periods, this.clock.known ? first + sample.after : null);
      const lines = [...new Set(current.flatMap((period) => period.lines))];
      // SDES was not negotiated then, or by a key that nobody can read.
      if (lines.length === 0 || lines.some(({ keys }) => keys.length === 0)) continue;
      if (this.left <= 0) return null;
      const isHopeless = tried.length > 1 && tried.every(({ match }) => match === null);
      const likely = Math.max(0, sample.rollovers + offset);
      const expected = Math.max(0, sample.rollovers + rightOffset);
      const found = this.find(stream, sample, likely, lines, periods, isThorough && !isHopeless);
      if (found === null && !isThorough) return null;
      const match =
        found === null ? null : this.judged(stream, found, sample, expected, tried.at(-1) ?? null);
      tried.push({
        sample,
        expected,
        match,
        wanted: current.at(-1)?.lines[0] ?? null,
        mayBeDtls: stream.sawDtls || current.some((period) => period.mayBeDtls),
      });
      if (match === null) continue;
      offset = match.rollovers - sample.rollovers;
      if (match.how !== 'other-roc') rightOffset = offset;
    }
    return conclude(stream, tried);
  }

  /**
   * The session whose key protects packets that come from, or go to, an address which nobody told: the strongest proof
   * of whose media it is. Null where none does.
   *
   * @param sender whose key is tried
   * @param calls that may be meant
   * @param message of the first of them
   */
  ownerOf(
    sender: End,
    kind: 'rtp' | 'rtcp',
    [sample]: readonly RtpSample[],
    calls: readonly CallSessions[],
    message: TraceMessage,
  ): Session | null {
    if (sample === undefined || !this.begin(message)) return null;
    for (const call of calls.slice(-mostOwners).reverse()) {
      const lines = this.linesOf(call).filter(({ place }) => place.end === sender);
      for (const trial of variants(
        'as-negotiated',
        lines,
        ['as-announced', 'other-roc'],
        kind,
        sample.rollovers,
      )) {
        if (this.left <= 0) return null;
        if (this.fits(trial, sample, kind)) return sessionOf(call, trial.line);
      }
    }
    return null;
  }

  /** Begins to look at something; false where only the negotiated keys are tried. */
  private begin({ index }: TraceMessage): boolean {
    const isThorough = index <= this.until;
    this.left = isThorough ? MOST_THOROUGH_TRIES : MOST_TRIES;
    return isThorough;
  }

  private find(
    stream: SampledStream,
    sample: RtpSample,
    expected: number,
    lines: readonly CryptoLine[],
    periods: readonly KeyPeriod[],
    isThorough: boolean,
  ): Trial | null {
    for (const trial of this.trials(stream, expected, lines, periods, isThorough)) {
      if (this.fits(trial, sample, stream.kind)) return trial;
      if (this.left <= 0) return null;
    }
    return null;
  }

  private fits(
    { key: { key }, rollovers, form }: Trial,
    { bytes }: RtpSample,
    kind: 'rtp' | 'rtcp',
  ): boolean {
    const isRight =
      kind === 'rtp' ? key.authenticatesRtp(bytes, rollovers, form) : key.authenticatesRtcp(bytes, form);
    if (!isRight) this.left--;
    return isRight;
  }

  /** What may protect a packet, the likely first. */
  private *trials(
    stream: SampledStream,
    expected: number,
    lines: readonly CryptoLine[],
    periods: readonly KeyPeriod[],
    isThorough: boolean,
  ): Generator<Trial> {
    const { kind, session, sender } = stream;
    yield* variants('as-negotiated', lines, ['as-announced'], kind, expected);
    if (!isThorough) return;
    const others = othersOf(session, sender, lines, periods, this.linesOf(session.fork.of));
    for (const [how, group] of others) yield* variants(how, group, ['as-announced'], kind, expected);
    for (const variant of ['tag-length', 'mki', 'other-roc'] as const)
      yield* variants(variant, lines, [variant], kind, expected);
    for (const [how, group] of others)
      yield* variants(how, group, ['tag-length', 'mki', 'other-roc'], kind, expected);
    yield* variants('other-call', this.foreign(session.fork.of), ['as-announced'], kind, expected);
  }

  private linesOf(sessions: CallSessions): readonly CryptoLine[] {
    let lines = this.lines.get(sessions);
    if (lines === undefined) {
      lines = this.keys.ofCall(sessions);
      this.lines.set(sessions, lines);
    }
    return lines;
  }

  private foreign(own: CallSessions): readonly CryptoLine[] {
    const { around } = this;
    const lines: CryptoLine[] = [];
    const others =
      around === null
        ? this.calls.filter((call) => call !== own).map((call) => () => this.linesOf(call))
        : around
            .lines()
            .filter(({ callKey }) => callKey !== own.call?.key)
            .map((each) => () => each.lines);
    for (const linesOf of others) {
      if (lines.length >= MOST_FOREIGN_LINES) break;
      for (const each of linesOf()) lines.push(each);
    }
    return lines;
  }

  /**
   * A rollover counter that is not the expected one is right all the same where the trace lacks what came before, or
   * where a new key began with a new count.
   */
  private judged(
    { session, first, continues }: SampledStream,
    match: Trial,
    sample: RtpSample,
    expected: number,
    before: Tried | null,
  ): Trial {
    if (match.how !== 'other-roc' && match.how !== 'as-negotiated') return match;
    const right: Trial = { ...match, how: 'as-negotiated' };
    if (match.rollovers === expected || !this.clock.known) return right;
    const odd: Trial = { ...match, how: 'other-roc' };
    const rate = fastest[session.media === 'audio' ? 'audio' : 'other'];
    if (before === null) {
      const call = session.fork.of.call?.messages[0];
      const since = call === undefined ? 0 : this.clock.at(call.message);
      const packets = ((first + sample.after - since) / SECOND) * rate;
      return continues || packets >= rtpSequence(sample.bytes, 0) ? right : odd;
    }
    const isNewKey = before.match !== null && before.match.key.key !== match.key.key;
    if (match.rollovers === 0 && isNewKey) return right;
    const packets = ((sample.after - before.sample.after) / SECOND) * rate;
    return match.rollovers > expected && packets >= 0x8000 ? right : odd;
  }
}

function sessionOf({ forks }: CallSessions, { body, stream }: CryptoLine): Session | null {
  const fork =
    forks.find(({ toTag }) => toTag === body.toTag) ?? forks.find(({ active }) => active) ?? forks[0];
  return fork?.latest(stream) ?? null;
}

/** The periods whose keys are right at a moment; all of them where there is no clock. */
function periodsAt(periods: readonly KeyPeriod[], now: number | null): readonly KeyPeriod[] {
  if (now === null) return periods;
  return periods.filter(({ from }, index) => {
    const end = periods[index + 1]?.from ?? Infinity;
    // Media may run ahead of the first answer.
    return (index === 0 || from <= now + changeTime) && end >= now - changeTime;
  });
}

/** Lines that are not to protect a stream now, by what it would mean if they did. No key comes twice. */
function othersOf(
  { fork }: Session,
  sender: End,
  lines: readonly CryptoLine[],
  periods: readonly KeyPeriod[],
  all: readonly CryptoLine[],
): readonly (readonly [ProtectionFinding, readonly CryptoLine[]])[] {
  const known = new Set(lines.flatMap(({ keys }) => keys.map(({ key }) => key)));
  const fresh = (group: readonly CryptoLine[]): readonly CryptoLine[] =>
    group.filter(({ keys }) => {
      const isNew = keys.some(({ key }) => !known.has(key));
      for (const { key } of keys) known.add(key);
      return isNew;
    });
  const place = leastOf(lines.map(({ body }) => body.place));
  const bodies = new Set(lines.map(({ body }) => body));
  const told = periods.flatMap((period) => period.lines);
  const own = all.filter((line) => line.place.end === sender);
  const ofFork = own.filter(({ body }) => body.toTag === null || body.toTag === fork.toTag);
  return [
    ['key-of-earlier-answer', fresh(told.filter(({ body }) => body.place < place))],
    ['other-line', fresh(own.filter(({ body }) => bodies.has(body)))],
    ['key-of-later-answer', fresh(told)],
    ['key-of-earlier-answer', fresh(ofFork.filter(({ body }) => body.place < place))],
    ['key-of-later-answer', fresh(ofFork)],
    ['other-fork', fresh(own)],
    ['wrong-direction', fresh(all)],
  ];
}

function* variants(
  how: ProtectionFinding,
  lines: readonly CryptoLine[],
  kinds: readonly Variant[],
  packets: 'rtp' | 'rtcp',
  expected: number,
): Generator<Trial> {
  for (const variant of kinds) {
    for (const line of lines) {
      for (const key of line.keys) {
        const form = announcedForm(key, packets);
        if (variant === 'other-roc') {
          // SRTCP tells its index itself.
          if (packets === 'rtcp') continue;
          for (let rollovers = 0; rollovers < mostRollovers; rollovers++)
            if (rollovers !== expected) yield { how, line, key, form, rollovers };
        } else
          for (const odd of formsOf(variant, form, key))
            yield { how, line, key, form: odd, rollovers: expected };
      }
    }
  }
}

function formsOf(
  variant: Exclude<Variant, 'other-roc'>,
  form: Form,
  { key: { suite } }: LineKey,
): readonly Form[] {
  switch (variant) {
    case 'as-announced':
      return [form];
    case 'tag-length':
      return suite.authentication === 'gcm'
        ? []
        : tagLengths
            .filter((length) => length !== form.tagOctets)
            .map((tagOctets) => ({ ...form, tagOctets }));
    case 'mki': {
      const lengths = [...(form.mkiOctets === 0 ? [] : [0]), ...oddMkis];
      return lengths
        .filter((length) => length !== form.mkiOctets)
        .map((mkiOctets) => ({ ...form, mkiOctets }));
    }
  }
}

function conclude(stream: SampledStream, tried: readonly Tried[]): StreamProtection | null {
  const last = tried.at(-1);
  if (last === undefined) return null;
  const name = stream.kind === 'rtp' ? 'SRTP' : 'SRTCP';
  const good = tried.filter(isGood);
  const final = good.at(-1);
  const common = { wanted: last.wanted?.place ?? null, tried: tried.length, good: good.length };
  if (final === undefined) {
    if (tried.some(({ mayBeDtls }) => mayBeDtls)) return null;
    const none = { verified: 'none', crypto: null, ...common } as const;
    return stream.kind === 'rtp' && isPlain(tried)
      ? { ...none, how: 'plain', message: 'plain RTP, although SRTP was negotiated' }
      : { ...none, how: 'no-key', message: `no key of the trace verifies its ${name} packets` };
  }
  const verified = good.length === tried.length ? 'all' : 'some';
  // One packet may be damaged; two at the end are not.
  const lost = tried.slice(tried.lastIndexOf(final) + 1);
  const [firstLost] = lost;
  if (firstLost !== undefined && lost.length > 1 && !lost.some(({ mayBeDtls }) => mayBeDtls)) {
    const message = `from frame ${firstLost.sample.frame} on no key of the trace verifies its ${name} packets`;
    return { verified, how: 'no-key', crypto: final.match.line.place, ...common, message };
  }
  const odd = good.filter(({ match }) => match.how !== 'as-negotiated');
  // A single packet may have been under way when keys changed.
  const telling = odd.length > 1 || final.match.how !== 'as-negotiated' ? (odd.at(-1) ?? final) : final;
  const { how, line } = telling.match;
  const share = verified === 'all' ? '' : ` in ${good.length} of ${tried.length} packets tried`;
  const message =
    how === 'as-negotiated'
      ? `${name} verified${share}, crypto:${line.place.tag} of the ${labelOf(line.place.in)}`
      : oddityText(telling);
  return { verified, how, crypto: line.place, ...common, message };
}

type Good = Tried & { readonly match: Trial };

function isGood(tried: Tried): tried is Good {
  return tried.match !== null;
}

function oddityText({ match, expected, wanted }: Good): string {
  const { how, line, rollovers, form, key } = match;
  const isSame =
    wanted !== null &&
    wanted.place.in !== line.place.in &&
    labelOf(wanted.place.in) === labelOf(line.place.in);
  const here = `packets verify with the key of ${keyText(line.place, isSame)}`;
  const there = wanted === null ? '' : `, not of ${keyText(wanted.place, isSame)}`;
  switch (how) {
    case 'as-negotiated':
    case 'plain':
    case 'no-key':
    case 'key-of-earlier-answer':
    case 'key-of-later-answer':
      return `${here}${there}`;
    case 'other-line':
      return `${here}${there}, which was chosen`;
    case 'other-fork':
      return `${here} of another fork${line.body.toTag === null ? '' : ` (${line.body.toTag})`}${there}`;
    case 'wrong-direction':
      return `${here}, which is its receiver's own${there}`;
    case 'other-call':
      return `${here} of another call${there}`;
    case 'other-roc':
      return `${here} and the rollover counter ${rollovers}, where ${expected} is wanted`;
    case 'tag-length':
      return `${here} and a tag of ${form.tagOctets * 8} bits, which is not what ${line.place.suite} has`;
    case 'mki':
      return form.mkiOctets === 0
        ? `${here}, but lack the MKI of ${octets(key.mkiOctets)} that it announces`
        : `${here} and an MKI of ${octets(form.mkiOctets)}, where ${key.mkiOctets === 0 ? 'none' : octets(key.mkiOctets)} is announced`;
  }
}

function octets(count: number): string {
  return count === 1 ? '1 octet' : `${count} octets`;
}

/** `the 200 (crypto:1)` */
function keyText({ tag, in: message }: CryptoPlace, withSequence: boolean): string {
  const { parsed } = message;
  const sequence = parsed.kind === 'sip' && withSequence ? (cseqOf(parsed)?.number.text ?? null) : null;
  return `the ${labelOf(message)} (${sequence === null ? '' : `CSeq ${sequence}, `}crypto:${tag})`;
}

/** Codecs with so many octets to a tick of 5 ms that a tag cannot pass for a part of them. */
const octetsPerTick: ReadonlyMap<number, number> = new Map([
  [0, 40],
  [8, 40],
  [9, 40],
]);

/** Whether packets are no longer than their codec's frames, so that no tag has room in them. */
function isPlain(tried: readonly Tried[]): boolean {
  let judged = 0;
  for (const { sample } of tried) {
    const { bytes } = sample;
    const tick = octetsPerTick.get(rtpPayloadType(bytes, 0));
    const header = rtpHeaderLength(bytes, 0, bytes.length);
    if (tick === undefined || header === null) continue;
    if (bytes.length === header || (bytes.length - header) % tick !== 0) return false;
    judged++;
  }
  return judged > 0;
}
