/** Evidence as plain data: where some messages of a trace are judged, and the rest of it is not there. */
import type { CaptureClocks } from '../basics/capture-clocks';
import type { TraceMessage } from '../traces/message';
import type { TraceTime } from '../../../shared/times';
import type { Clock } from './clock';
import type { CopyCounts } from './copies';
import type { OneWay, OneWayFacts } from './directions';
import type { TraceEvidence } from './evidence';
import type { EvidenceNote, NoteFacts } from './notes';
import { type TranslationFacts, Translations } from './translation';
import type { UndeliveredByWay } from './undelivered';
import { leaveFor, type WarrantGround } from './warrant';

/** Messages stand in it by their places in the trace. */
export interface CarriedEvidence {
  /** See `firstTime`. */
  readonly first: TraceTime | null;
  readonly clocks: CaptureClocks;
  readonly copies: CopyCounts;
  readonly translations: TranslationFacts;
  readonly oneWay: readonly (OneWayFacts & { readonly at: number })[];
  readonly end: number | null;
  readonly last: number | null;
  readonly ground: WarrantGround;
  readonly lostBetween: ReadonlySet<number>;
  readonly undelivered: UndeliveredByWay;
  readonly notes: readonly (NoteFacts & Pick<EvidenceNote, 'hosts'> & { readonly at: number | null })[];
}

export function carried(evidence: TraceEvidence): CarriedEvidence {
  const { clock, clocks, copies, translations, end, last, lostBetween, undelivered } = evidence;
  const oneWay = evidence.oneWay.map(({ in: { index: at }, ...facts }) => ({ ...facts, at }));
  return {
    first: clock.first,
    clocks,
    copies,
    translations: translations.facts,
    oneWay,
    end,
    last: last?.index ?? null,
    ground: { ...evidence.ground, oneWay },
    lostBetween: new Set([...lostBetween].map(({ index }) => index)),
    undelivered,
    notes: evidence.notes.map(({ in: message, ...facts }) => ({ ...facts, at: message?.index ?? null })),
  };
}

/** The messages without which evidence cannot be told, whatever is judged: what shows it, and the last one. */
export function witnessesOf({ oneWay, last, notes }: TraceEvidence): ReadonlySet<TraceMessage> {
  return new Set([...oneWay, ...notes, { in: last }].flatMap(({ in: message }) => message ?? []));
}

/**
 * The evidence of a trace for some messages of it, all of which count.
 *
 * @param clock knows their times and those of the witnesses
 * @param witnesses by their places
 */
export function uncarried(
  facts: CarriedEvidence,
  messages: readonly TraceMessage[],
  clock: Clock,
  witnesses: ReadonlyMap<number, TraceMessage>,
): TraceEvidence {
  const { clocks, copies, end, ground, undelivered } = facts;
  const own = new Map(
    messages.flatMap((message) => (witnesses.has(message.index) ? [[message.index, message]] : [])),
  );
  const at = (index: number | null): TraceMessage | null =>
    index === null ? null : (own.get(index) ?? witnesses.get(index) ?? null);
  return {
    clock,
    clocks,
    copies,
    translations: new Translations(facts.translations),
    oneWay: facts.oneWay.flatMap(({ at: index, ...each }): readonly OneWay[] => {
      const message = at(index);
      return message === null ? [] : [{ ...each, in: message }];
    }),
    last: at(facts.last),
    end,
    ground,
    sawMediaOf: (address) => ground.heard.media.has(address),
    counts: () => true,
    originalOf: () => null,
    leaveFor: (absence) => leaveFor(absence, ground),
    lostBetween: new Set(messages.filter(({ index }) => facts.lostBetween.has(index))),
    undelivered,
    notes: facts.notes.map(({ at: index, ...note }): EvidenceNote => ({ ...note, in: at(index) })),
  };
}
