/** Ways in which the layout of a text is spoiled between a log and where it is read. */

export interface Layout {
  readonly name: string;
  spoil(text: string): string;
  /** What is to be said of it; null where nothing is, as logs themselves look so. */
  readonly said: string | null;
  /** Lines are broken, so texts that are no messages line by line are another thing behind it. */
  readonly breaksLines?: true;
}

const lines = (text: string): readonly string[] => text.replace(/\r\n/g, '\n').replace(/\n$/, '').split('\n');
const each = (text: string, change: (line: string, at: number) => string): string =>
  `${lines(text).map(change).join('\n')}\n`;

/** Breaks at a column, whatever stands there. */
export const terminal = (text: string, width: number): string =>
  each(text, (line) => (line === '' ? '' : (line.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n')));

/** Breaks at the last blank that fits; a word that does not fit at all stays whole. */
export const mail = (text: string, width: number): string =>
  each(text, (line) => {
    const broken: string[] = [];
    let rest = line;
    while (rest.length > width) {
      const at = rest.lastIndexOf(' ', width);
      if (at <= 0) break;
      broken.push(rest.slice(0, at));
      rest = rest.slice(at + 1);
    }
    return [...broken, rest].join('\n');
  });

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const quotes = 'quote marks removed';
const indents = 'indentation removed';
const numbers = 'line numbers removed';
const html = 'HTML read as text';
const spaced = 'blank lines between lines removed';
const wrapped = 'wrapped lines joined';

export const layouts: readonly Layout[] = [
  { name: 'quoted', said: quotes, spoil: (text) => each(text, (line) => `> ${line}`) },
  { name: 'quoted twice', said: quotes, spoil: (text) => each(text, (line) => `>> ${line}`.trimEnd()) },
  {
    name: 'quoted below a greeting',
    said: quotes,
    spoil: (text) =>
      `Hi all,\n\nsee the trace:\n\n${each(text, (line) => `> ${line}`)}\nAny idea?\n\nBest, Ann\n`,
  },
  { name: 'indented', said: indents, spoil: (text) => each(text, (line) => `    ${line}`) },
  { name: 'indented by tabs', said: indents, spoil: (text) => each(text, (line) => `\t\t${line}`) },
  {
    name: 'indented by no-break blanks',
    said: indents,
    spoil: (text) => each(text, (line) => `\u00a0\u00a0\u00a0 ${line}`),
  },
  {
    name: 'numbered by cat -n',
    said: numbers,
    spoil: (text) => each(text, (line, at) => `${String(at + 1).padStart(6)}\t${line}`),
  },
  {
    name: 'numbered by grep -n',
    said: numbers,
    spoil: (text) => each(text, (line, at) => `${at + 1}:${line}`),
  },
  {
    name: 'a page with <pre>',
    said: html,
    spoil: (text) => `<p>My trace:</p>\n<pre><code>${escape(text)}</code></pre>\n<p>Thanks</p>\n`,
  },
  {
    name: 'a page with <br>',
    said: html,
    spoil: (text) => `<div>${each(text, (line) => `${escape(line)}<br />`)}</div>\n`,
  },
  {
    name: 'a page with <br> alone',
    said: html,
    spoil: (text) => `<div>${lines(text).map(escape).join('<br>')}</div>\n`,
  },
  {
    name: 'a page of paragraphs',
    said: html,
    spoil: (text) => each(text, (line) => `<p>${line === '' ? '&nbsp;' : escape(line)}</p>`),
  },
  {
    name: 'fenced',
    said: null,
    spoil: (text) => `The trace:\n\n\`\`\`sip\n${each(text, (line) => line)}\`\`\`\n`,
  },
  {
    name: 'coloured',
    said: 'terminal colours removed',
    spoil: (text) => each(text, (line) => `\u001b[32m${line}\u001b[0m`),
  },
  { name: 'lines doubled', said: spaced, spoil: (text) => each(text, (line) => `${line}\n`) },
  { name: 'lines tripled', said: spaced, spoil: (text) => each(text, (line) => `${line}\n\n \n`) },
  {
    name: 'lines of no-break blanks between',
    said: spaced,
    spoil: (text) => each(text, (line) => `${line}\n\u00a0`),
  },
  {
    name: 'CR doubled',
    said: 'line ends put right',
    spoil: (text) =>
      lines(text)
        .map((line) => `${line}\r\r\n`)
        .join(''),
  },
  { name: 'wrapped at 64', said: wrapped, breaksLines: true, spoil: (text) => terminal(text, 64) },
  { name: 'wrapped at 72', said: wrapped, breaksLines: true, spoil: (text) => terminal(text, 72) },
  { name: 'wrapped at 80', said: wrapped, breaksLines: true, spoil: (text) => terminal(text, 80) },
  { name: 'wrapped by a mail', said: wrapped, breaksLines: true, spoil: (text) => mail(text, 72) },
  {
    name: 'wrapped by a mail and quoted',
    said: wrapped,
    breaksLines: true,
    spoil: (text) => each(mail(text, 72), (line) => `> ${line}`),
  },
  {
    name: 'quoted and wrapped by a terminal',
    said: wrapped,
    breaksLines: true,
    spoil: (text) =>
      terminal(
        each(text, (line) => `> ${line}`),
        80,
      ),
  },
  {
    name: 'numbered, then quoted in a page',
    said: html,
    spoil: (text) =>
      `<pre>${escape(each(text, (line, at) => `> ${String(at + 1).padStart(4)}  ${line}`))}</pre>\n`,
  },
  {
    name: 'indented, lines doubled',
    said: spaced,
    spoil: (text) => each(text, (line) => `    ${line}\n`),
  },
];
