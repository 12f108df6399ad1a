/** Files that a log or a capture was cut into, as who rotates it does: put in order they are one trace. */
import { decodeText } from '../basics/decode';
import type { Octets } from '../basics/octets';
import { LONGEST_OVERLAP, LONGEST_PAUSE } from '../traces/join-evidence';
import type { CallIndex } from './call-index';
import { readCapture } from './index-capture';
import { readIndexed } from './index-trace';
import { openTrace } from './open-trace';

/**
 * The places of files in the order in which one goes on where another ends; null where they are no such files. They are
 * of one form, next to each other in time, and few messages stand in two of them: where many do, the same calls were captured
 * at two places. Yields now and then.
 *
 * @param keyLog lines of an SSLKEYLOGFILE
 */
export function* rotationOf(
  files: readonly Octets[],
  keyLog: string,
): Generator<void, readonly number[] | null> {
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
  return stretches.map(({ place }) => place);
}

/** What a file shows of a trace. */
interface Stretch {
  readonly place: number;
  /** What it is: files of two forms are not put in a row. */
  readonly form: string;
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
      return shownBy(index, place, opened.format);
    }
    case 'sngrep':
    case 'text': {
      const { index, format, isPlain } = yield* readIndexed(opened.kind, open);
      return isPlain ? shownBy(index, place, `${format} ${widthOf(open)}`) : null;
    }
  }
}

/** Null where it tells no times of day. */
function shownBy(index: CallIndex, place: number, form: string): Stretch | null {
  let from = Infinity;
  let to = -Infinity;
  for (let row = 0; row < index.size; row++) {
    const time = index.timeOf(row);
    if (time?.date !== 'full') continue;
    from = Math.min(from, time.micros);
    to = Math.max(to, time.micros);
  }
  return from > to ? null : { place, form, from, to, names: new Set(index.names()) };
}

/** The encoding of a text, as far as it decides how texts are put in a row. */
function widthOf(open: Octets): string {
  const [beginning = new Uint8Array(0)] = open();
  const { encoding } = decodeText(beginning);
  return encoding === 'latin-1' ? 'utf-8' : encoding;
}

/** Whether a file goes on where those before it end. */
function goesOn({ from, names }: Stretch, end: number, before: ReadonlySet<number>): boolean {
  if (from - end < -LONGEST_OVERLAP || from - end > LONGEST_PAUSE) return false;
  const shared = [...names].filter((name) => before.has(name)).length;
  return shared * 2 < Math.min(names.size, before.size);
}
