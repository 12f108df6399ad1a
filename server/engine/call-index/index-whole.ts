/** Indexes a trace that is read as a whole, as an analysis reads it. */
import { MessageSignal } from '../calls/signal';
import { copyOf } from '../basics/bytes';
import { parseSip } from '../sip/parse';
import { decodeText } from '../text/decode';
import { readText } from '../traces/read';
import type { TextRecord } from '../text/record';
import { traceTextFormat } from '../trace-text/read';
import { renderCapture } from '../trace-text/render';
import { CallIndex } from './call-index';
import { type IndexedTrace, nothingFound } from './index-trace';

/** The longest string that V8 makes. */
const LONGEST_TEXT = 2 ** 29 - 24;

export type WholeIndexing =
  | ({ readonly kind: 'indexed' } & IndexedTrace)
  /** The reason is no sentence of its own: it follows the name of the file. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Indexes any trace.
 *
 * @param open gives the pieces of the file, from its beginning each time
 * @param keyLog lines of an SSLKEYLOGFILE
 */
export function indexWhole(open: () => Iterable<Uint8Array>, keyLog: string): WholeIndexing {
  const rendering = renderCapture(copies(open()), keyLog);
  switch (rendering.kind) {
    case 'rendered':
      return indexText(rendering.capture.text, rendering.capture.problems);
    case 'unsupported':
      return { kind: 'unreadable', reason: rendering.message };
    case 'no-capture': {
      const whole = joined([...copies(open())]);
      if (whole.length > LONGEST_TEXT) return { kind: 'unreadable', reason: 'too large to read at once' };
      const { text, binary } = decodeText(whole);
      if (binary) return { kind: 'unreadable', reason: 'neither text nor a capture of packets' };
      return indexText(text, []);
    }
  }
}

function indexText(text: string, problems: readonly string[]): WholeIndexing {
  const index = new CallIndex();
  const { records } = readText(text);
  for (const [place, record] of records.entries()) {
    if (record.kind !== 'sip') continue;
    index.add(new MessageSignal({ index: place, record, parsed: parseSip(record.content) }), place);
  }
  const empty = text.trim() === '' ? 'the file is empty' : nothingFound;
  return { kind: 'indexed', index, notes: [...problems, ...(records.every(isLogLine) ? [empty] : [])] };
}

/** Whether a record is a line of a log, which alone makes no trace. */
function isLogLine({ kind, format }: TextRecord): boolean {
  return kind === 'packet' && format !== traceTextFormat;
}

function* copies(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const piece of pieces) yield copyOf(piece, 0, piece.length);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
