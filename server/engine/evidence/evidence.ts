/**
 * What a trace can show: one look at it as evidence, before anything is judged. It says which packets are copies, which
 * directions were not captured, what the clocks do and what is cut; and it alone gives leave to claim an absence.
 */
import { type CaptureClocks, steadyClocks } from '../basics/capture-clocks';
import type { TraceMessage } from '../traces/message';
import { Clock } from './clock';
import { type CopyCounts, findCopies } from './copies';
import { findCuts } from './cuts';
import { findOneWay, type OneWay } from './directions';
import { Flows } from './flows';
import { lossOf } from './loss';
import { findLostBetween } from './lost-between';
import { type EvidenceNote, notesOf } from './notes';
import { findTranslations, type Translations } from './translation';
import { type Absence, type Leave, leaveFor, type WarrantGround } from './warrant';
import { findUndelivered, type UndeliveredByWay } from './undelivered';

export interface TraceEvidence {
  readonly clock: Clock;
  readonly clocks: CaptureClocks;
  readonly copies: CopyCounts;
  readonly translations: Translations;
  readonly oneWay: readonly OneWay[];
  /** The last message; null where there is none. */
  readonly last: TraceMessage | null;
  /** When the last one came, by the judging clock; null where no time is known. */
  readonly end: number | null;
  /** On which absence is claimed or doubted. */
  readonly ground: WarrantGround;
  /** Whether any media packet came from, or went to, an address. */
  readonly sawMediaOf: (address: string) => boolean;
  /** Whether a message counts: a copy does not, nor what the outside of a NAT shows as well. */
  readonly counts: (message: TraceMessage) => boolean;
  /** The message that counts in place of one that does not; null of one that counts. */
  readonly originalOf: (message: TraceMessage) => TraceMessage | null;
  /** Leave to claim that something never came. */
  readonly leaveFor: (absence: Absence) => Leave;
  /** What left one side of a NAT and never came out on the other, though both were captured. */
  readonly lostBetween: ReadonlySet<TraceMessage>;
  /** What ICMP says of SIP messages. */
  readonly undelivered: UndeliveredByWay;
  /** What is to be known before anything is believed that is said of the trace, in the order in which it matters. */
  readonly notes: readonly EvidenceNote[];
}

/** Looks at a trace; of one that was logged, not captured, there is nothing to look at. */
export function weigh(
  messages: readonly TraceMessage[],
  clocks: CaptureClocks = steadyClocks,
  clock = Clock.of(messages, clocks),
): TraceEvidence {
  const captured = messages.every(isCaptured) ? messages : messages.filter(isCaptured);
  const copies = findCopies(captured, clock);
  const once = without(captured, copies.of);
  const found = findTranslations(once, clock);
  const { translations, twins } = found;
  const counted = without(once, twins);
  const lostBetween = findLostBetween(counted, found, clock);
  const flows = new Flows(
    lostBetween.size === 0 ? counted : counted.filter((message) => !lostBetween.has(message)),
    clock,
    (end) => translations.outsideOf(end),
  );
  const oneWay = findOneWay(flows);
  const { heard } = flows;
  const ground: WarrantGround = { heard, oneWay, span: spanOf(captured, clock), loss: lossOf(flows) };
  const last = messages.at(-1) ?? null;
  return {
    clock,
    clocks,
    copies: { messages: copies.messages, media: copies.media, apart: copies.apart },
    translations,
    oneWay,
    last,
    end: last === null || !clock.known ? null : clock.lastOf(last),
    ground,
    sawMediaOf: (address) => heard.media.has(address),
    counts: ({ index }) => !copies.of.has(index) && !twins.has(index),
    originalOf: (message) => {
      const original = copies.of.get(message.index) ?? null;
      return twins.get((original ?? message).index) ?? original;
    },
    leaveFor: (absence) => leaveFor(absence, ground),
    lostBetween,
    undelivered: findUndelivered(messages, clock),
    notes: notesOf({ captured, clock, clocks, copies, found, oneWay, cuts: findCuts(counted) }),
  };
}

function isCaptured({ record }: TraceMessage): boolean {
  return record.meta.frame !== undefined;
}

function without(
  messages: readonly TraceMessage[],
  left: ReadonlyMap<number, TraceMessage>,
): readonly TraceMessage[] {
  return left.size === 0 ? messages : messages.filter(({ index }) => !left.has(index));
}

function spanOf(captured: readonly TraceMessage[], clock: Clock): WarrantGround['span'] {
  const [first] = captured;
  if (first === undefined) return null;
  const last = captured.reduce((time, message) => Math.max(time, clock.lastOf(message)), clock.at(first));
  return { first: clock.at(first), last };
}
