/** The first reading of a trace: what must be known of all of it before any call can be judged by itself. */
import { mostOf } from '../../../shared/extremes';
import { finished } from '../basics/finished';
import type { Profile } from '../../../shared/calls';
import type { TraceTime } from '../../../shared/times';
import type { CallIndex, IndexedLeg } from '../call-index/call-index';
import { type IndexedText, readIndexed } from '../call-index/index-trace';
import { firstTime } from '../evidence/clock';
import { type Encoding, EncodingWatch } from '../basics/decode';
import type { RepairValue } from '../report/shapes';
import type { WindowedRepair } from '../traces/text-windows';

export interface Survey {
  readonly text: IndexedText;
  readonly encoding: Encoding;
  /** How many calls it holds. */
  readonly calls: number;
  /** The time with which others are compared; see {@link firstTime}. */
  readonly first: TraceTime | null;
  /** When its last message came, by the judging clock; null where no time is known. */
  readonly end: number | null;
  /** What was repaired in its layout. */
  readonly repaired: readonly RepairValue[];
}

/**
 * Surveys a text; yields now and then.
 *
 * @param open gives its pieces, from the beginning each time; one may be filled anew for the next one
 * @param chosen the profile that the user chose for all calls; null leaves it to what the trace shows
 */
export function* surveyText(
  kind: 'sngrep' | 'text',
  open: () => Iterable<Uint8Array>,
  chosen: Profile | null,
): Generator<void, Survey> {
  let watch = new EncodingWatch();
  const watched = function* (): Generator<Uint8Array> {
    watch = new EncodingWatch();
    for (const piece of open()) {
      watch.see(piece);
      yield piece;
    }
  };
  const text = yield* readIndexed(kind, watched);
  const { index } = text;
  const calls = yield* index.collect(chosen, isCall, () => undefined);
  const first = firstTime(timesOf(index));
  return {
    text,
    encoding: watch.finish(),
    calls,
    first,
    end: endOf(index, first),
    repaired: text.repairs.length === 0 ? [] : yield* placed(text.repairs, open()),
  };
}

/** Repairs with the lines of their first damages, which are counted only where there are any. */
function* placed(
  repairs: readonly WindowedRepair[],
  pieces: Iterable<Uint8Array>,
): Generator<void, readonly RepairValue[]> {
  const last = mostOf(repairs.map(({ first }) => first));
  const ends: number[] = [];
  let before = 0;
  for (const piece of pieces) {
    for (let at = piece.indexOf(LF); at >= 0 && before + at < last; at = piece.indexOf(LF, at + 1))
      ends.push(before + at);
    before += piece.length;
    if (before > last) break;
    yield;
  }
  return repairs.map(({ what, places, first }) => ({
    what,
    places,
    line: 1 + ends.filter((end) => end < first).length,
  }));
}

const LF = 10;

/** Times of another kind than the first cannot be compared with it. */
function endOf(index: CallIndex, first: TraceTime | null): number | null {
  let end = first?.micros ?? null;
  for (const time of timesOf(index))
    if (end !== null && time?.date === first?.date) end = Math.max(end, time?.micros ?? end);
  return end;
}

function* timesOf(index: CallIndex): Generator<TraceTime | null> {
  for (let row = 0; row < index.size; row++) yield index.timeOf(row);
}

/** Whether any call of a trace has a Call-ID. */
export function holdsCall({ text }: Survey, callId: string): boolean {
  const collecting = text.index.collect(
    null,
    (leg) => (leg.callId === callId ? isCall(leg) : null),
    () => undefined,
  );
  return finished(collecting) > 0;
}

/** Null for what is no call, so that it is not counted. */
function isCall({ decision }: IndexedLeg): true | null {
  return decision.kind === 'call' ? true : null;
}
