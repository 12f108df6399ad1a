/** A message cut out of its trace, so that it can be analysed where the trace is not: plain data for another thread. */
import { parseRecord } from '../analysis/messages';
import { LineIndex, lineStartOf, type Lines, nextLineOf, type Position } from '../basics/lines';
import { detached } from '../basics/detached';
import type { Clock } from '../evidence/clock';
import { RecentTrees } from '../sip/recent-trees';
import type { TextRecord } from '../text/record';
import type { TraceMessage } from '../traces/message';
import { readPlainBlock } from '../traces/plain-block';
import { readText } from '../traces/read';

/** A piece of a trace's text that holds a message, from the start of a line on. */
export interface Excerpt {
  /** Place of the message in the trace, from 0. */
  readonly index: number;
  readonly text: string;
  /** Where it begins in the text of the trace, in UTF-16 units. */
  readonly start: number;
  /** The number of its first line, from 1. */
  readonly line: number;
  /** When the message came by the judging clock, in microseconds. */
  readonly micros: number;
  readonly found: FoundRecord;
}

export type FoundRecord =
  /** It is read out of the text, which nothing around it changes: its place among the messages of the text, from 0. */
  | { readonly kind: 'block'; readonly place: number; readonly isLast: boolean }
  /** It was read amid others; its content is left out where it stands unbroken in the text. */
  | {
      readonly kind: 'record';
      readonly record: Omit<TextRecord, 'content'>;
      readonly content: string | null;
    };

/** Cuts a record out of a text in which it was read. */
export function excerptOf(
  record: TextRecord,
  whole: { readonly text: string; readonly start: number },
): Pick<Excerpt, 'text' | 'start' | 'found'> {
  const { content, ...rest } = record;
  const { span, continuations, map } = record;
  const from = lineStartOf(whole.text, span.start);
  const lastEnd = Math.max(span.end, continuations.at(-1)?.end ?? 0);
  const text = whole.text.slice(from, nextLineOf(whole.text, lastEnd));
  const at = span.start - from + (map.trace[0] ?? 0);
  const isUnbroken = map.content.length === 1 && text.startsWith(content, at);
  return {
    // A slice would keep all of its text alive.
    text: detached(text),
    start: whole.start + from,
    found: {
      kind: 'record',
      record: moved(rest, whole.start),
      content: isUnbroken ? null : detached(content),
    },
  };
}

function moved(record: Omit<TextRecord, 'content'>, by: number): Omit<TextRecord, 'content'> {
  const move = ({ start, end }: TextRecord['span']): TextRecord['span'] => ({
    start: start + by,
    end: end + by,
  });
  return {
    ...record,
    span: move(record.span),
    preamble: move(record.preamble),
    message: move(record.message),
    continuations: record.continuations.map(move),
  };
}

/** The message of an excerpt, of which the clock is told when it came; none where its text holds none. */
export function messageOf(
  excerpt: Excerpt,
  clock: Clock,
  trees = new RecentTrees(),
): readonly TraceMessage[] {
  const record = recordOf(excerpt);
  if (record === null) return [];
  const { kind, content, isCut } = record;
  const parsed = kind === 'sip' ? trees.message(content, isCut) : parseRecord(record);
  const message = { index: excerpt.index, record, parsed };
  clock.place(message, excerpt.micros);
  return [message];
}

/** The record of an excerpt, its offsets those of the trace; null where its text holds none. */
function recordOf({ text, start, found }: Excerpt): TextRecord | null {
  switch (found.kind) {
    case 'record': {
      const { record, content } = found;
      const at = record.span.start - start + (record.map.trace[0] ?? 0);
      const length = record.message.end - record.message.start;
      return { ...record, content: content ?? text.slice(at, at + length) };
    }
    case 'block': {
      const record = readBlock(text, found);
      return record === undefined ? null : { ...moved(record, start), content: record.content };
    }
  }
}

/** What stands behind a block shows that a message without a length ends there, and not with its file. */
const behind = '2000/01/01 00:00:00.000000 192.0.2.1:1 -> 192.0.2.2:1\nOPTIONS sip:a@b SIP/2.0\nVia: c\n\n';

function readBlock(
  text: string,
  { place, isLast }: Extract<FoundRecord, { readonly kind: 'block' }>,
): TextRecord | undefined {
  const plain = place === 0 ? readPlainBlock(text) : null;
  if (plain !== null) return plain;
  const record = readText(text).records[place];
  return isLast || record?.end !== 'end-of-text' ? record : readText(text + behind).records[place];
}

const MOST_RECENT = 512;

/** Lines of a trace of which only excerpts are there. */
export class ExcerptLines implements Lines {
  private readonly excerpts: readonly Excerpt[];
  /** Of those that were asked for last. */
  private readonly recent = new Map<Excerpt, LineIndex>();

  /** @param rest of the trace, as far as it is there; null where nobody asks for it */
  constructor(
    excerpts: readonly Excerpt[],
    private readonly rest: ExcerptLines | null = null,
  ) {
    this.excerpts = excerpts.toSorted((one, other) => one.start - other.start);
  }

  positionAt(offset: number): Position {
    const elsewhere = this.elsewhere(offset);
    if (elsewhere !== null) return elsewhere.positionAt(offset);
    const excerpt = this.at(offset);
    if (excerpt === undefined) return { line: 1, column: 1 };
    let lines = this.recent.get(excerpt);
    if (lines === undefined) {
      lines = new LineIndex(excerpt.text);
      if (this.recent.size >= MOST_RECENT) this.recent.clear();
      this.recent.set(excerpt, lines);
    }
    const { line, column } = lines.positionAt(offset - excerpt.start);
    return { line: excerpt.line + line - 1, column };
  }

  textFrom(offset: number, most: number): string {
    const elsewhere = this.elsewhere(offset);
    if (elsewhere !== null) return elsewhere.textFrom(offset, most);
    const excerpt = this.at(offset);
    if (excerpt === undefined) return '';
    const at = offset - excerpt.start;
    return excerpt.text.slice(at, at + most);
  }

  /** The rest of the trace, where it alone holds an offset. */
  private elsewhere(offset: number): ExcerptLines | null {
    const { rest } = this;
    return rest?.holds(offset) === true && !this.holds(offset) ? rest : null;
  }

  private holds(offset: number): boolean {
    const excerpt = this.at(offset);
    return excerpt !== undefined && offset >= excerpt.start && offset < excerpt.start + excerpt.text.length;
  }

  /** The excerpt that holds an offset: of several the shortest way from its start, as pieces of a message lie far apart. */
  private at(offset: number): Excerpt | undefined {
    const { excerpts } = this;
    let low = 0;
    let high = excerpts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((excerpts[middle]?.start ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    for (let place = low; place >= 0; place--) {
      const excerpt = excerpts[place];
      if (excerpt !== undefined && offset <= excerpt.start + excerpt.text.length) return excerpt;
    }
    return excerpts[low];
  }
}
