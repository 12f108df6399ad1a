/** Text that was taken out of another one, and how it is put together. */
import { toTrace, type OffsetMap, type Span } from './span';

export interface Content {
  readonly text: string;
  /** Offsets of the content → offsets of the text it was taken from. */
  readonly map: OffsetMap;
}

/** One text of several pieces of another. */
export function join(text: string, spans: readonly Span[]): Content {
  const pieces = new ContentBuilder(text);
  for (const span of spans) pieces.add(span.start, span.end);
  return pieces.content();
}

/** One content of several that stand one behind the other in the same text. */
export function concat(parts: readonly Content[]): Content {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const content: number[] = [];
  const trace: number[] = [];
  let text = '';
  for (const part of parts) {
    if (part.text === '') continue;
    for (const [at, offset] of part.map.content.entries()) {
      content.push(text.length + offset);
      trace.push(part.map.trace[at] ?? 0);
    }
    text += part.text;
  }
  return content.length === 0 ? nothing : { text, map: { content, trace } };
}

/** Content from an offset on. */
export function contentFrom(whole: Content, start: number): Content {
  if (start <= 0) return whole;
  if (start >= whole.text.length) return nothing;
  const content = [0];
  const trace = [toTrace(whole.map, start)];
  for (const [at, offset] of whole.map.content.entries()) {
    if (offset <= start) continue;
    content.push(offset - start);
    trace.push(whole.map.trace[at] ?? 0);
  }
  return { text: whole.text.slice(start), map: { content, trace } };
}

/** The map of content that was taken from a text that was itself put together. */
export function compose(inner: OffsetMap, outer: OffsetMap, length: number): OffsetMap {
  const content: number[] = [];
  const trace: number[] = [];
  let run = runAt(outer.content, inner.trace[0] ?? 0);
  for (let i = 0; i < inner.content.length; i++) {
    let at = inner.content[i] ?? 0;
    const end = inner.content[i + 1] ?? length;
    let middle = inner.trace[i] ?? 0;
    // A mender may put what stands behind a message before it.
    if (middle < (outer.content[run] ?? 0)) run = runAt(outer.content, middle);
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

/** The last run that begins at or before an offset. */
function runAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export const nothing: Content = { text: '', map: { content: [0], trace: [0] } };

/** Puts content together from pieces of a text; each piece stands behind the one before. */
export class ContentBuilder {
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

  get length(): number {
    return this.#length;
  }

  /** Whether what comes next begins a line. */
  get isAtLineStart(): boolean {
    if (this.#to > this.#from) return this.#text.charCodeAt(this.#to - 1) === 10;
    return this.#length === 0 || this.#parts.at(-1)?.endsWith('\n') === true;
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

  /**
   * Adds characters that the log prints in another way: `at` is where the first one stands, and each further one
   * is taken to stand one behind.
   */
  put(characters: string, at: number): void {
    if (characters === '') return;
    if (at === this.#to && at > this.#from && this.#text.startsWith(characters, at)) {
      this.add(at, at + characters.length);
      return;
    }
    this.#flush();
    this.#content.push(this.#length);
    this.#trace.push(at);
    this.#parts.push(characters);
    this.#length += characters.length;
    this.#from = -1;
    this.#to = -1;
  }

  content(): Content {
    this.#flush();
    if (this.#content.length === 0) return nothing;
    return { text: this.#parts.join(''), map: { content: this.#content, trace: this.#trace } };
  }

  #flush(): void {
    if (this.#to > this.#from) this.#parts.push(this.#text.slice(this.#from, this.#to));
    this.#from = this.#to;
  }
}
