/** Reads trace text back: each block is a record, found by its head; nothing is guessed. */
import { noConversations } from '../basics/conversation';
import { octetLength } from '../basics/octet-length';
import { unbroken, type Span } from '../basics/span';
import { directivesIn, ignoredRules, ignoresIn, recordDirectives } from '../text/directives';
import type { RecordDirectives, TextRecord } from '../text/record';
import type { TextReading } from '../text/reading';
import { readSipNotes, type SipNotes } from './blocks/sip';
import { clockDirectives, readClocks } from './clocks';
import { conversationsMark, readConversations } from './conversations';
import { headMark, readHead, type BlockHead } from './head';
import { readUnread, unreadDirective } from './unread';

/** The first line of a trace text; the number is the version of the form. */
export const traceTextMark = '#!trace-text 1';

export const traceTextFormat = 'trace-text';

/** Whether a text is a trace text. */
export function isTraceText(text: string): boolean {
  return text.startsWith(traceTextMark) || text.startsWith(`\ufeff${traceTextMark}`);
}

/** Blocks read between two slices. */
const blocksPerSlice = 500;

/** Reads a trace text; yields now and then. */
export function* readTraceText(text: string): Generator<void, TextReading> {
  const records: TextRecord[] = [];
  let at = nextHead(text, 0);
  const directives = directivesIn(text, 0, at).filter(({ name }) => !ownDirectives.has(name.text));
  const told = recordDirectives(directives);
  const ofFile = ignoredRules(directives);
  let above = at;
  const clocks = readClocks(text.slice(0, at));
  const unread = readUnread(text.slice(0, at));
  let seenSip = false;
  let conversations = noConversations;
  while (at < text.length) {
    const headEnd = endOfLine(text, at);
    const line = text.slice(at, headEnd);
    if (line === conversationsMark) {
      conversations = yield* readConversations(text.slice(headEnd));
      break;
    }
    const head = readHead(line);
    const sip = head?.kind === 'sip' ? readSipNotes(head.notes) : null;
    const end = sip === null ? nextHead(text, headEnd) : endOfSip(text, headEnd, sip.octets ?? 0);
    if (head !== null) {
      // Who the first message's sender is, is said of the first message alone.
      const side = sip !== null && !seenSip ? told.side : null;
      const record = recordOf(text, head, sip, { start: at, end }, headEnd, { ...told, side, role: null });
      const ignored = ignoredRules(ignoresIn(text, above, at));
      records.push(ignored.length === 0 ? record : { ...record, ignored });
      seenSip ||= sip !== null;
      // A packet's block reaches to the next one: what stands between them is no part of its line.
      above = sip === null ? headEnd : end;
    }
    at = nextHead(text, Math.max(end - 1, headEnd));
    if (records.length % blocksPerSlice === 0) yield;
  }
  const heading = ofFile.length === 0 ? {} : { ignored: ofFile };
  return { format: traceTextFormat, records, directives, clocks, conversations, unread, ...heading };
}

/** Lines at the top that tell of the capture, not of its messages. */
const ownDirectives: ReadonlySet<string> = new Set([
  'trace-text',
  'capture',
  unreadDirective,
  ...clockDirectives,
]);

function recordOf(
  text: string,
  { time, transport, source, destination, frame }: BlockHead,
  sip: SipNotes | null,
  span: Span,
  headEnd: number,
  directives: RecordDirectives,
): TextRecord {
  const octets = sip?.octets ?? null;
  const start = sip === null ? span.start : Math.min(skipLineEnd(text, headEnd), span.end);
  const message = { start, end: trimEnd(text, start, span.end, sip) };
  return {
    kind: sip === null ? 'packet' : 'sip',
    format: traceTextFormat,
    span,
    preamble: { start: span.start, end: sip === null ? span.start : headEnd },
    message,
    continuations: [],
    content: text.slice(message.start, message.end),
    map: unbroken(message.start - span.start),
    meta: {
      time,
      source,
      destination,
      transport,
      direction: sip?.direction ?? null,
      ...(sip?.logged === true ? {} : { frame }),
    },
    directives,
    end: sip === null ? 'terminator' : 'length',
    byteCount: octets,
    ...(sip?.isCut === true ? { isCut: true } : {}),
  };
}

/**
 * Where a message ends: where its octets do, so that nothing in it is taken for a head; at the next head where
 * the count does not come out.
 */
function endOfSip(text: string, headEnd: number, wanted: number): number {
  let next = nextHead(text, headEnd);
  const start = skipLineEnd(text, headEnd);
  let reached = start;
  let octets = 0;
  for (;;) {
    octets += octetLength(text.slice(reached, next), 'crlf');
    // The blank line before the next head is not the message's.
    if (octets + 4 >= wanted || next >= text.length) return next;
    reached = next;
    next = nextHead(text, next + 1);
  }
}

/** The end of a block without the blank lines that part it from the next one. */
function trimEnd(text: string, start: number, end: number, sip: SipNotes | null): number {
  let at = end;
  while (at > start && (text[at - 1] === '\n' || text[at - 1] === '\r')) at--;
  const octets = sip?.octets ?? null;
  if (sip === null || octets === null) return at;
  const { charset } = sip;
  const shown = text.slice(start, at);
  // Line ends belong to the message as far as its octets reach. Where it had others than CRLF, they stand as they were.
  const asCrlf = octets - octetLength(shown, 'crlf', charset);
  let missing = asCrlf < 0 ? octets - octetLength(shown, 'as-is', charset) : asCrlf;
  while (missing > 0 && at < end) {
    const next = skipLineEnd(text, at);
    if (next === at) break;
    missing -= asCrlf < 0 ? next - at : 2;
    at = next;
  }
  return at;
}

/** The next line that begins like a head, at or behind an offset; the end of the text where there is none. */
function nextHead(text: string, from: number): number {
  if (from === 0 && text.startsWith(headMark)) return 0;
  const at = text.indexOf(`\n${headMark}`, Math.max(0, from - 1));
  return at === -1 ? text.length : at + 1;
}

function endOfLine(text: string, from: number): number {
  let at = text.indexOf('\n', from);
  if (at === -1) at = text.length;
  return at > from && text[at - 1] === '\r' ? at - 1 : at;
}

function skipLineEnd(text: string, from: number): number {
  let at = from;
  if (text[at] === '\r') at++;
  if (text[at] === '\n') at++;
  return at;
}
