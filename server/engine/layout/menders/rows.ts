/**
 * Rows as clients of data bases print them: tables with bars between the columns, in which psql puts `+` behind each line of a cell
 * that goes on and MySQL breaks the line, and records of a line a column (`\x`, `\G`). Each message becomes lines of its own,
 * below a line of what the other columns tell.
 */
import { ContentBuilder } from '../../basics/content';
import type { Span } from '../../basics/span';
import { endOfLine, startOfLineAbove, startsFirstLine, withoutCr } from '../lines';
import type { Mender } from '../mender';
import { headLine } from '../strings/head';
import { addUnescaped } from '../strings/unescape';

/** Pieces of heads that hardly any other text has. */
const signs = ['+--', '┼──', '[ RECORD ', '. row **', '\n---'];
const heads =
  /^(?:(-\[ RECORD \d+ \])[-+]*|(\*{10,40} \d+\. row \*{10,40})|[+├]?[-─]{3,}(?:[+┼][-─]{3,})*[+┤]?)[ \t]*\r?$/gm;
const recordEnd = /^(?:\*{10,40} \d+\. row|\d+ rows? in set)/gm;
/** How a row, a rule, or the end of a table begins. */
const framed = /^(?:[+├└][-─]|[|│] )/;
const dashes = /[-─]+/g;
const MAX_COLUMNS = 64;
const MAX_VALUE = 80;
/** Names of columns are shorter. */
const MAX_NAME = 70;

/** What a row has in a column: its lines, or all of them as one piece. */
interface Cell {
  readonly name: string;
  readonly lines: readonly Span[];
}

interface Row extends Span {
  readonly cells: readonly Cell[];
}

export const rows: Mender = {
  what: 'messages taken out of a table',
  keepsOctets: false,
  mend(text) {
    if (!signs.some((sign) => text.includes(sign))) return null;
    const content = new ContentBuilder(text);
    const places: number[] = [];
    let at = 0;
    for (const head of text.matchAll(heads)) {
      for (const row of head.index < at ? [] : rowsBelow(text, head)) {
        const message = row.cells.find(({ lines }) => holdsMessage(text, lines));
        if (message === undefined) continue;
        content.add(at, row.start);
        take(content, text, row, message);
        at = row.end;
        places.push(row.start);
      }
    }
    if (places.length === 0) return null;
    content.add(at, text.length);
    return { content: content.content(), places };
  },
};

/** Whether a message begins with some lines, or with one piece, and goes on: a drawing may have its first line in a box. */
function holdsMessage(text: string, [first, ...more]: readonly Span[]): boolean {
  if (first === undefined || !startsFirstLine(text, first.start)) return false;
  return more.length > 0 || /\n|\\n|#012/.test(text.slice(first.start, first.end));
}

function take(content: ContentBuilder, text: string, row: Row, message: Cell): void {
  const fields = row.cells
    .filter((cell) => cell !== message)
    .map(({ name, lines: [line] }) => ({ name, value: text.slice(line?.start, line?.end).trim() }))
    .filter(({ value }) => value.length <= MAX_VALUE);
  content.put(`${headLine(fields)}\n`, row.start);
  const [only, ...more] = message.lines;
  if (only !== undefined && more.length === 0) {
    if (text.slice(only.start, only.end).includes('\n')) content.add(only.start, only.end);
    else addUnescaped(content, text, only.start, only.end);
  } else {
    for (const { start, end } of message.lines) {
      // psql shows CRs.
      const line = text.slice(start, end).trimEnd();
      content.add(start, start + line.length - (line.endsWith('\\r') ? 2 : 0));
      content.put('\n', end);
    }
  }
  if (!content.isAtLineStart) content.put('\n', row.end);
  content.put('\n', row.end);
}

function rowsBelow(text: string, head: RegExpExecArray): Iterable<Row> {
  const start = endOfLine(text, head.index) + 1;
  if (head[1] !== undefined) return [psqlRecord(text, start)];
  if (head[2] !== undefined) return [mysqlRecord(text, start)];
  return tableRows(text, head.index);
}

/** `name | value  +`, then `     | more` */
function psqlRecord(text: string, start: number): Row {
  const bar = text.slice(start, start + MAX_NAME).indexOf('| ');
  const cells: { readonly name: string; readonly lines: Span[] }[] = [];
  let line = lineAt(text, start);
  while (bar > 0 && isBar(text, line, bar)) {
    const name = text.slice(line.start, line.start + bar).trim();
    const value = { start: Math.min(line.start + bar + 2, line.end), end: line.end };
    const lines = name === '' ? cells.at(-1)?.lines : undefined;
    const above = lines?.pop();
    if (lines === undefined || above === undefined) cells.push({ name, lines: [value] });
    else lines.push({ start: above.start, end: above.end - (isMark(text, above.end - 1) ? 1 : 0) }, value);
    line = lineBelow(text, line);
  }
  return { start, end: Math.min(line.start, text.length), cells };
}

/** `  name: value`, with all colons in one column but those of the message. */
function mysqlRecord(text: string, start: number): Row {
  recordEnd.lastIndex = start;
  const end = recordEnd.exec(text)?.index ?? text.length;
  const colon = text.slice(start, start + MAX_NAME).indexOf(': ');
  const cellAt = (line: Span): Cell => ({
    name: text.slice(line.start, line.start + colon).trim(),
    lines: [{ start: Math.min(line.start + colon + 2, line.end), end: line.end }],
  });
  const isField = (line: Span): boolean =>
    line.start + colon < line.end && /^[\w ()]+:/.test(text.slice(line.start, line.start + colon + 1));
  const above: Cell[] = [];
  let line = lineAt(text, start);
  while (line.start < end && isField(line) && !startsFirstLine(text, line.start + colon + 2)) {
    above.push(cellAt(line));
    line = lineBelow(text, line);
  }
  const below: Cell[] = [];
  let bottom = end;
  while (bottom > line.end && isField(lineAt(text, startOfLineAbove(text, bottom)))) {
    bottom = startOfLineAbove(text, bottom);
    below.push(cellAt(lineAt(text, bottom)));
  }
  const [message] = cellAt(line).lines;
  const cells = message === undefined ? [] : [{ name: '', lines: [{ start: message.start, end: bottom }] }];
  return { start, end, cells: [...above, ...cells, ...below] };
}

/** A column of a table, in offsets of its lines. */
interface Column extends Span {
  readonly name: string;
}

/** The rows below a line that tells where the columns are; the line above it has their names. */
function* tableRows(text: string, rule: number): Generator<Row> {
  const names = startOfLineAbove(text, rule);
  const columns = [...text.slice(rule, endOfLine(text, rule)).matchAll(dashes)].map(({ index, 0: dash }) => ({
    name: text.slice(names + index, names + index + dash.length).trim(),
    start: index,
    end: index + dash.length,
  }));
  if (columns.length > MAX_COLUMNS) return;
  let row = rowAt(text, lineBelow(text, lineAt(text, rule)), columns);
  while (row !== null) {
    yield row;
    row = rowAt(text, lineAt(text, row.end), columns);
  }
}

function rowAt(text: string, first: Span, columns: readonly Column[]): Row | null {
  const isFramed = columns[0]?.start !== 0;
  const bars = isFramed ? columns : columns.slice(0, -1);
  const broken = bars.find(({ end }) => !isBar(text, first, end));
  if (broken !== undefined) return isFramed ? brokenRow(text, first, columns, broken) : null;
  const cells = columns.map(({ name }) => ({ name, lines: [] as Span[] }));
  let goesOn: readonly boolean[] = columns.map(() => true);
  let line = first;
  // Cells begin behind a blank.
  while (goesOn.includes(true) && text.charAt(line.start + (columns[0]?.start ?? 0)) === ' ') {
    const below = goesOn;
    goesOn = columns.map(({ start, end }, place) => {
      const stop = Math.min(line.start + end - 1, line.end);
      if (below[place] === true)
        cells[place]?.lines.push({ start: Math.min(line.start + start + 1, stop), end: stop });
      return stop < line.end && isMark(text, stop);
    });
    line = lineBelow(text, line);
  }
  return line === first ? null : { start: first.start, end: Math.min(line.start, text.length), cells };
}

/** A row of MySQL's, in one cell of which a message breaks the line. */
function brokenRow(text: string, first: Span, columns: readonly Column[], broken: Column): Row | null {
  const start = first.start + broken.start + 1;
  if (!framed.test(text.slice(first.start, first.start + 2)) || !startsFirstLine(text, start)) return null;
  const place = columns.indexOf(broken);
  const before = columns.slice(0, place);
  let line = lineBelow(text, first);
  while (line.start < text.length && !framed.test(text.slice(line.start, line.start + 2)))
    line = lineBelow(text, line);
  const cells: Cell[] = before.map(({ name, ...span }) => ({
    name,
    lines: [{ start: first.start + span.start, end: first.start + span.end }],
  }));
  const whole = text.slice(start, line.start);
  let end = whole.lastIndexOf('|');
  for (const { name } of columns.slice(place + 1).reverse()) {
    const bar = end < 1 ? -1 : whole.lastIndexOf('|', end - 1);
    cells.push({ name, lines: [{ start: start + bar + 1, end: start + end }] });
    end = bar;
  }
  if (end < 0) return null;
  return {
    start: first.start,
    end: line.start,
    cells: [...cells, { name: '', lines: [{ start, end: start + end }] }],
  };
}

function lineAt(text: string, start: number): Span {
  return { start, end: withoutCr(text, start, endOfLine(text, start)) };
}

function lineBelow(text: string, { end }: Span): Span {
  return lineAt(text, endOfLine(text, end) + 1);
}

function isBar(text: string, { start, end }: Span, at: number): boolean {
  return start + at < end && /[|\u2502]/.test(text.charAt(start + at));
}

function isMark(text: string, at: number): boolean {
  return /[+\u21b5]/.test(text.charAt(at));
}
