/** What edits change of a text, in the form that `patch` and `git apply` take. */
import { applyEdits, type TextEdit } from '../sdp/write';

/** Lines around a change. */
const context = 3;

/**
 * The difference as a unified diff; empty where there is none.
 *
 * @param edits in order, without overlap
 */
export function unifiedDiff(path: string, text: string, edits: readonly TextEdit[]): string {
  const old = new Lines(text);
  const hunks = hunksOf(touchedBy(edits, old).map((touched) => changeOf(old, touched)));
  if (hunks.length === 0) return '';
  let shift = 0;
  const written = hunks.map((changes) => {
    const from = Math.max(0, (changes[0]?.start ?? 0) - context);
    const to = Math.min(old.lines.length, (changes.at(-1)?.end ?? 0) + context);
    const body: string[] = [];
    let at = from;
    for (const { start, end, added } of changes) {
      for (const line of old.lines.slice(at, start)) body.push(marked(' ', line));
      for (const line of old.lines.slice(start, end)) body.push(marked('-', line));
      for (const line of added) body.push(marked('+', line));
      at = end;
    }
    for (const line of old.lines.slice(at, to)) body.push(marked(' ', line));
    const grows = changes.reduce((sum, { start, end, added }) => sum + added.length - (end - start), 0);
    const head = `@@ -${range(from, to - from)} +${range(from + shift, to - from + grows)} @@\n`;
    shift += grows;
    return head + body.join('');
  });
  return `--- ${path}\n+++ ${path}\n${written.join('')}`;
}

/** The lines of a text, each with its line end, and where they begin. */
class Lines {
  readonly lines: readonly string[];
  readonly #starts: readonly number[];

  constructor(readonly text: string) {
    this.lines = text === '' ? [] : text.split(/(?<=\n)/);
    let at = 0;
    this.#starts = this.lines.map((line) => (at += line.length) - line.length);
  }

  /** Where a line begins; the end of the text behind the last one. */
  startOf(line: number): number {
    return this.#starts[line] ?? this.text.length;
  }

  /** The line that an offset is in; behind the last one at the end, unless that has no line end. */
  lineAt(offset: number): number {
    if (offset === this.text.length && offset > 0 && !this.text.endsWith('\n')) return this.lines.length - 1;
    let low = 0;
    let high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.startOf(middle + 1) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Lines that edits touch, counted from 0; the end is exclusive. */
interface Touched {
  readonly start: number;
  readonly end: number;
  readonly edits: readonly TextEdit[];
}

function touchedBy(edits: readonly TextEdit[], old: Lines): readonly Touched[] {
  const touched: { start: number; end: number; edits: TextEdit[] }[] = [];
  for (const edit of edits) {
    const start = old.lineAt(edit.start);
    const end = Math.min(old.lines.length, old.lineAt(edit.end) + 1);
    const last = touched.at(-1);
    if (last === undefined || start >= last.end) {
      touched.push({ start, end, edits: [edit] });
    } else {
      last.end = Math.max(last.end, end);
      last.edits.push(edit);
    }
  }
  return touched;
}

interface Change {
  readonly start: number;
  readonly end: number;
  /** What takes their place. */
  readonly added: readonly string[];
}

function changeOf(old: Lines, { start, end, edits }: Touched): Change {
  const span = { start: old.startOf(start), end: old.startOf(end) };
  const { lines: added } = new Lines(applyEdits(old.text, span, edits));
  let before = 0;
  while (start + before < end && before < added.length && old.lines[start + before] === added[before])
    before++;
  let behind = 0;
  while (
    end - behind > start + before &&
    added.length - behind > before &&
    old.lines[end - behind - 1] === added[added.length - behind - 1]
  )
    behind++;
  return { start: start + before, end: end - behind, added: added.slice(before, added.length - behind) };
}

/** Changes whose surroundings meet stand in one hunk. */
function hunksOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    if (change.start === change.end && change.added.length === 0) continue;
    const last = hunks.at(-1);
    const before = last?.at(-1);
    if (last === undefined || before === undefined || change.start - before.end > 2 * context)
      hunks.push([change]);
    else last.push(change);
  }
  return hunks;
}

function marked(mark: ' ' | '-' | '+', line: string): string {
  return line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;
}

/** An empty range is named by the line before it. */
function range(from: number, count: number): string {
  return `${count === 0 ? from : from + 1},${count}`;
}
