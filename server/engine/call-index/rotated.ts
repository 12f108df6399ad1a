/** Files that a log or a capture was cut into, as who rotates it does: put in order they are one trace. */
import { type DecodedText, decodeText } from '../basics/decode';
import type { Octets } from '../basics/octets';
import { timeIn } from '../text/time';
import { LONGEST_OVERLAP, LONGEST_PAUSE } from '../traces/join-evidence';
import type { CallIndex } from './call-index';
import { readCapture } from './index-capture';
import { readIndexed } from './index-trace';
import { openTrace } from './open-trace';

/** One of the files, in their order. */
export interface RotatedFile {
  /** Among the files that were given. */
  readonly place: number;
  /** Whether the next one begins with a line of its own, though this one's last line has no end: an editor saved it so. */
  readonly lacksLineEnd: boolean;
}

/**
 * Files in the order in which one goes on where another ends; null where they are no such files. They are
 * of one form, next to each other in time, and few messages stand in two of them: where many do, the same calls were captured
 * at two places. Yields now and then.
 *
 * @param keyLog lines of an SSLKEYLOGFILE
 */
export function* rotationOf(
  files: readonly Octets[],
  keyLog: string,
): Generator<void, readonly RotatedFile[] | null> {
  const stretches: Stretch[] = [];
  for (const [place, open] of files.entries()) {
    const stretch = yield* stretchOf(place, open, keyLog);
    if (stretch === null || stretch.form !== (stretches[0] ?? stretch).form) return null;
    stretches.push(stretch);
  }
  stretches.sort((one, other) => one.from - other.from);
  const names = new Set<number>();
  let end: number | null = null;
  for (const stretch of stretches) {
    if (end !== null && !goesOn(stretch, end, names)) return null;
    end = Math.max(stretch.to, end ?? -Infinity);
    for (const name of stretch.names) names.add(name);
  }
  return stretches.map(({ place, isOpen }, at) => ({
    place,
    lacksLineEnd: isOpen && stretches[at + 1]?.beginsLine === true,
  }));
}

/** What a file shows of a trace. */
interface Stretch {
  readonly place: number;
  /** What it is: files of two forms are not put in a row. */
  readonly form: string;
  /** Whether its last line has no end. */
  readonly isOpen: boolean;
  /** Whether its first line tells a time, as the rest of a line that was cut does not. */
  readonly beginsLine: boolean;
  /** When it begins and ends, in microseconds. */
  readonly from: number;
  readonly to: number;
  /** As {@link CallIndex.names} gives them. */
  readonly names: ReadonlySet<number>;
}

function* stretchOf(place: number, open: Octets, keyLog: string): Generator<void, Stretch | null> {
  const opened = openTrace([open]);
  switch (opened.kind) {
    case 'unreadable':
      return null;
    case 'packets': {
      const { index } = yield* readCapture(opened, () => null, keyLog);
      return shownBy(index, { place, form: opened.format, isOpen: false, beginsLine: false });
    }
    case 'sngrep':
    case 'text': {
      const seen = { last: LF };
      const { index, format, isPlain } = yield* readIndexed(opened.kind, () => noting(open(), seen));
      if (!isPlain) return null;
      const { encoding, text } = beginningOf(open);
      // As far as it decides how texts are put in a row.
      const width = encoding === 'latin-1' ? 'utf-8' : encoding;
      const [firstLine = ''] = text.slice(0, MOST_BEFORE_TIME).split('\n', 1);
      return shownBy(index, {
        place,
        form: `${format} ${width}`,
        isOpen: width === 'utf-8' && seen.last !== LF && seen.last !== CR,
        beginsLine: timeIn(firstLine) !== null,
      });
    }
  }
}

const LF = 10;
const CR = 13;
/** Characters of a line within which a log tells its time. */
const MOST_BEFORE_TIME = 64;

/** Null where it tells no times of day. */
function shownBy(
  index: CallIndex,
  file: Pick<Stretch, 'place' | 'form' | 'isOpen' | 'beginsLine'>,
): Stretch | null {
  let from = Infinity;
  let to = -Infinity;
  for (let row = 0; row < index.size; row++) {
    const time = index.timeOf(row);
    if (time?.date !== 'full') continue;
    from = Math.min(from, time.micros);
    to = Math.max(to, time.micros);
  }
  return from > to ? null : { ...file, from, to, names: new Set(index.names()) };
}

/** Notes the last octet of what goes by. */
function* noting(pieces: Iterable<Uint8Array>, seen: { last: number }): Generator<Uint8Array> {
  for (const piece of pieces) {
    seen.last = piece.at(-1) ?? seen.last;
    yield piece;
  }
}

function beginningOf(open: Octets): DecodedText {
  const [beginning = new Uint8Array(0)] = open();
  return decodeText(beginning);
}

/** Whether a file goes on where those before it end. */
function goesOn({ from, names }: Stretch, end: number, before: ReadonlySet<number>): boolean {
  if (from - end < -LONGEST_OVERLAP || from - end > LONGEST_PAUSE) return false;
  const shared = [...names].filter((name) => before.has(name)).length;
  return shared * 2 < Math.min(names.size, before.size);
}
