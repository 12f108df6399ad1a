/**
 * Reads a text again of which a part has changed: only what stands around the change, by the same reader. Whether the messages
 * around tell enough shows by what they told before: read alone, they must give what all of the text gave.
 */
import type { Change, PiecedText } from '../basics/pieced-text';
import { MAX_DISTANCE } from '../text/logged-packets';
import { dumpFormats, formats } from '../text/formats/index';
import { moveRecord, type TextRecord } from '../text/record';
import { readText } from './read';

/** Messages before and behind the change that are read again. */
const AROUND = 3;
/** More than this is read as fast with all the rest. */
const LONGEST = 1 << 20;

/** Formats of which a message tells something only beside all others. */
const ofWhole: ReadonlySet<string> = new Set([
  ...formats.filter((format) => format.settle !== undefined).map(({ id }) => id),
  ...dumpFormats.map(({ id }) => id),
]);
/** Formats in which a message may go on in a later packet. */
const packeted: ReadonlySet<string> = new Set(
  formats.filter((format) => format.packet !== undefined).map(({ id }) => id),
);

/** Records in place of others; all that stand behind them have moved by as much as the text has grown. */
export interface ChangedRecords {
  /** Place of the first one that is replaced. */
  readonly from: number;
  readonly removed: number;
  readonly put: readonly TextRecord[];
}

/** A message, of which nothing but its record is looked at. */
interface Recorded {
  readonly record: TextRecord;
}

/**
 * The records of a changed text, told by those before; null where that takes a look at all of it.
 *
 * @param all of the text before, which was a log without directives and without damages of its layout
 * @param lacksYear whether the time of some of them may have no year
 */
export function readChange(
  before: PiecedText,
  all: readonly Recorded[],
  lacksYear: boolean,
  after: PiecedText,
  change: Change,
): ChangedRecords | null {
  const first = Math.max(lastAtOrBefore(all, change.start), 0);
  const last = Math.max(lastAtOrBefore(all, change.end), 0);
  const from = Math.max(first - AROUND, 0);
  let to = Math.min(last + AROUND, all.length - 1);
  if (all.slice(from, to + 1).some(({ record }) => packeted.has(record.format)))
    while (to < all.length - 1 && (all[to]?.record.span.start ?? 0) < change.end + MAX_DISTANCE) to++;
  const start = from === 0 ? 0 : (all[from]?.record.span.start ?? 0);
  const end = all[to + 1]?.record.span.start ?? before.length;
  if (end - start > LONGEST || all.length - (to - from + 1) < AROUND) return null;
  const grown = change.newEnd - change.end;
  const old = recordsIn(before.slice(start, end));
  const now = recordsIn(after.slice(start, end + grown));
  if (old === null || now === null || old.length !== to - from + 1) return null;
  // What stands at the edges lacks its neighbours.
  const lead = from === 0 ? 0 : 1;
  const tail = to === all.length - 1 ? 0 : 1;
  const own = all.slice(from, to + 1).map(({ record }) => record);
  for (let place = lead; place < old.length - tail; place++)
    if (!isSame(old[place], start, own[place], 0)) return null;
  const most = Math.min(old.length, now.length) - lead - tail;
  let head = 0;
  while (head < most && isSame(now[lead + head], 0, old[lead + head], 0)) head++;
  let foot = 0;
  while (foot < most - head && isSame(now.at(-1 - tail - foot), -grown, old.at(-1 - tail - foot), 0)) foot++;
  if (head < lead || foot < tail) return null;
  const removed = old.slice(lead + head, old.length - tail - foot);
  const put = now.slice(lead + head, now.length - tail - foot);
  if (!isDatedAlone(lacksYear, [...removed, ...put])) return null;
  for (const record of put) moveRecord(record, start);
  return { from: from + lead + head, removed: removed.length, put };
}

/** What a window tells; null where it tells more than plain messages. */
function recordsIn(text: string): readonly TextRecord[] | null {
  const { records, directives, ignored, repairs } = readText(text);
  if (directives.length > 0 || ignored !== undefined || repairs !== undefined) return null;
  const isPlain = records.every(
    ({ kind, format, continuations, ignored: rules }) =>
      kind === 'sip' && !ofWhole.has(format) && continuations.length === 0 && rules === undefined,
  );
  return isPlain ? records : null;
}

/** Whether no year that is missing may be told by another message. */
function isDatedAlone(lacksYear: boolean, changed: readonly TextRecord[]): boolean {
  if (!lacksYear && !changed.some(isWithoutYear)) return true;
  return changed.every((record) => record.meta.time === null || isWithoutYear(record));
}

/** Whether a record tells the time of its message without the year. */
export function isWithoutYear({ meta }: TextRecord): boolean {
  return meta.time?.date === 'year-missing';
}

/** Whether two records are the same but for their places, which differ by as much for all spans. */
function isSame(
  one: TextRecord | undefined,
  moved: number,
  other: TextRecord | undefined,
  otherMoved: number,
): boolean {
  if (one === undefined || other === undefined) return false;
  if (one.content !== other.content || one.span.start + moved !== other.span.start + otherMoved) return false;
  return told(one) === told(other);
}

/** All but the content, with places that count from the record's. */
function told(record: TextRecord): string {
  const { span, preamble, message, ...rest } = record;
  const places = [span.end, preamble.start, preamble.end, message.start, message.end];
  return JSON.stringify([places.map((place) => place - span.start), ownOrder(rest)]);
}

/** Records of different formats write their fields in different orders. */
function ownOrder(fields: object): readonly (readonly [string, unknown])[] {
  return Object.entries(fields)
    .filter(([name]) => name !== 'content')
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Place of the last record that begins at or before an offset; -1 where none does. */
function lastAtOrBefore(all: readonly Recorded[], offset: number): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.record.span.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
