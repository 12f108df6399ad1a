/** One call of a text that is too large to be read whole: the pieces of the file that hold its messages. */
import { readWindows } from './text-windows';
import { parseSip } from '../sip/parse';
import { callIdOf } from '../sip/values';
import { decodeText } from '../basics/decode';
import { readText } from './read';
import type { TextRecord } from '../text/record';
import { CallMedia } from './call-media';
import { traceTextFormat } from '../trace-text/read';

/** A file that can be read anywhere. */
export interface TextFile {
  /** Its pieces, from its beginning. */
  pieces(): Iterable<Uint8Array>;
  /** Octets from `start` on, up to `end` or the end of the file. */
  read(start: number, end: number): Uint8Array;
}

export interface CallPlaces {
  readonly callId: string;
  /** Where each piece starts and ends, in octets, one after the other. */
  readonly places: readonly number[];
  /** Octets of the lines at the top of the file that speak of all that follows. */
  readonly heading: number;
}

export type CallReading =
  | { readonly kind: 'read'; readonly text: string }
  /** The call is not in these places: the file has changed. */
  | { readonly kind: 'moved' };

/**
 * The text of a call. Of trace text also what else
 * belongs to the call, for which all of the file is read; yields now and then.
 */
export function* readCallInSlices(
  file: TextFile,
  { callId, places, heading }: CallPlaces,
): Generator<void, CallReading> {
  const top = file.read(0, heading);
  const pieces = inOrder([...inPairs(places)]);
  const text = joined([top, ...pieces.map(([start, end]) => file.read(start, end))]);
  const { records, format } = readText(text);
  const messages = records.filter(
    ({ kind, content }) => kind === 'sip' && callIdOf(parseSip(content)) === callId,
  );
  if (messages.length === 0) return { kind: 'moved' };
  if (format !== traceTextFormat) return { kind: 'read', text };
  const others = yield* packetsOf(file, messages);
  const all = inOrder([...pieces, ...others]);
  return { kind: 'read', text: joined([top, ...all.map(([start, end]) => file.read(start, end))]) };
}

type Piece = readonly [start: number, end: number];

function* inPairs(places: readonly number[]): Generator<Piece> {
  for (let at = 0; at + 1 < places.length; at += 2) yield [places[at] ?? 0, places[at + 1] ?? 0];
}

/** As they stand in the file; what overlaps is one. */
function inOrder(pieces: readonly Piece[]): readonly Piece[] {
  const ordered: Piece[] = [];
  for (const piece of pieces.toSorted(([one], [other]) => one - other)) {
    const last = ordered.at(-1);
    if (last === undefined || piece[0] >= last[1]) ordered.push(piece);
    else ordered[ordered.length - 1] = [last[0], Math.max(last[1], piece[1])];
  }
  return ordered;
}

/** The text of pieces, each on lines of its own. */
function joined(pieces: readonly Uint8Array[]): string {
  // A single piece may be too short to tell UTF-16.
  const { encoding } = decodeText(concatenated(pieces));
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be';
  return pieces
    .map((piece) => (isWide ? new TextDecoder(encoding).decode(piece) : decodeText(piece).text))
    .map((text) => (text === '' || text.endsWith('\n') ? text : `${text}\n`))
    .join('');
}

function concatenated(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let length = 0;
  for (const piece of pieces) {
    whole.set(piece, length);
    length += piece.length;
  }
  return whole;
}

/** Where checks, streams and whatever else went between the ends of a call's media stand. */
function* packetsOf(file: TextFile, messages: readonly TextRecord[]): Generator<void, readonly Piece[]> {
  const media = new CallMedia();
  for (const { content, meta } of messages) media.add(parseSip(content), fullTime(meta));
  const found: Piece[] = [];
  yield* readWindows(file.pieces(), ({ record: { kind, meta }, start, end }) => {
    const { source, destination } = meta;
    if (kind !== 'packet' || source === null || destination === null) return;
    const isMedia = [source, destination].some(
      ({ address, port }) => port !== null && media.has({ address, port }),
    );
    if (isMedia && media.isTimely(fullTime(meta))) found.push([start, end]);
  });
  return found;
}

function fullTime({ time }: TextRecord['meta']): number | null {
  return time?.date === 'full' ? time.micros : null;
}
