/** Takes what a logger put between and around the lines out of a message, and keeps where each piece stood. */
import type { OffsetMap, Span } from '../span';
import { withoutDot } from './extent';
import { behindPrefix, type Layout } from './layout';
import type { Scanner } from './scanner';

export interface Content {
  readonly text: string;
  /** Offsets of the content → offsets of the text it was taken from. */
  readonly map: OffsetMap;
}

/** The content of a message that stands at a span of the scanner's text. */
export function contentOf(scanner: Scanner, message: Span, layout: Layout): Content {
  const { text } = scanner;
  const coloured = scanner.nextEscape(message.start) < message.end;
  if (layout.prefix === null && !layout.dotted && !coloured) {
    return { text: text.slice(message.start, message.end), map: { content: [0], trace: [message.start] } };
  }
  const pieces = new Pieces(text);
  let at = message.start;
  while (at < message.end) {
    const lineEnd = scanner.endOfLine(at);
    const end = Math.min(lineEnd, message.end);
    const next = Math.min(lineEnd + 1, message.end);
    const trimmed = scanner.withoutCr(at, end);
    const start =
      at === message.start || layout.prefix === null ? at : lineStart(text, layout.prefix, at, trimmed);
    const contentEnd = layout.dotted ? withoutDot(text, start, trimmed) : trimmed;
    if (coloured) pieces.addWithoutColours(start, contentEnd);
    else pieces.add(start, contentEnd);
    pieces.add(contentEnd === trimmed ? trimmed : end, next);
    at = next;
  }
  return pieces.content();
}

/** One text of several pieces of another. */
export function join(text: string, spans: readonly Span[]): Content {
  const pieces = new Pieces(text);
  for (const span of spans) pieces.add(span.start, span.end);
  return pieces.content();
}

/** The map of content that was taken from a text that was itself put together. */
export function compose(inner: OffsetMap, outer: OffsetMap, length: number): OffsetMap {
  const content: number[] = [];
  const trace: number[] = [];
  let run = 0;
  for (let i = 0; i < inner.content.length; i++) {
    let at = inner.content[i] ?? 0;
    const end = inner.content[i + 1] ?? length;
    let middle = inner.trace[i] ?? 0;
    do {
      while (run + 1 < outer.content.length && (outer.content[run + 1] ?? 0) <= middle) run++;
      content.push(at);
      trace.push((outer.trace[run] ?? 0) + middle - (outer.content[run] ?? 0));
      const left = (outer.content[run + 1] ?? Infinity) - middle;
      at += left;
      middle += left;
    } while (at < end);
  }
  return { content, trace };
}

class Pieces {
  readonly #text: string;
  readonly #parts: string[] = [];
  readonly #content: number[] = [];
  readonly #trace: number[] = [];
  #length = 0;
  #from = -1;
  #to = -1;

  constructor(text: string) {
    this.#text = text;
  }

  add(start: number, end: number): void {
    if (end <= start) return;
    if (start !== this.#to) {
      this.#flush();
      this.#content.push(this.#length);
      this.#trace.push(start);
      this.#from = start;
    }
    this.#to = end;
    this.#length += end - start;
  }

  addWithoutColours(start: number, end: number): void {
    let at = start;
    // eslint-disable-next-line no-control-regex -- the escape character is what is meant
    for (const colour of this.#text.slice(start, end).matchAll(/\u001b\[[\d;]{0,16}[A-Za-z]/g)) {
      this.add(at, start + colour.index);
      at = start + colour.index + colour[0].length;
    }
    this.add(at, end);
  }

  content(): Content {
    this.#flush();
    if (this.#content.length === 0) return { text: '', map: { content: [0], trace: [0] } };
    return { text: this.#parts.join(''), map: { content: this.#content, trace: this.#trace } };
  }

  #flush(): void {
    if (this.#to > this.#from) this.#parts.push(this.#text.slice(this.#from, this.#to));
    this.#from = this.#to;
  }
}

function lineStart(text: string, prefix: Span, start: number, end: number): number {
  const behind = behindPrefix(text, prefix, start, end);
  return behind < 0 ? start : behind;
}
