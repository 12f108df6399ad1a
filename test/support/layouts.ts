/** Ways in which the layout of a text is spoiled between a log and where it is read. */

export interface Layout {
  readonly name: string;
  spoil(text: string): string;
  /** What is to be said of it; null where nothing is, as logs themselves look so. */
  readonly said: string | null;
  /** Lines are broken, so texts that are no messages line by line are another thing behind it. */
  readonly breaksLines?: true;
  /** Lines begin with a log's prefix, which directives never do. */
  readonly hidesDirectives?: true;
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

/** As the source of a mail has it (RFC 2045 §6.7). */
const quotedPrintable = (text: string): string =>
  each(text, (line) => {
    let whole = '';
    let part = '';
    for (const character of line) {
      const coded = character === '=' ? '=3D' : character;
      if (part.length + coded.length > 75) {
        whole += `${part}=\n`;
        part = '';
      }
      part += coded;
    }
    return whole + part;
  });

/** As WordPad saves it, or TextEdit, which puts no word for a line end. */
const rtf = (text: string, lineEnd: string): string =>
  `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}{\\f1\\fmodern Courier New;}}\r\n` +
  `{\\colortbl ;\\red0\\green0\\blue255;}{\\*\\generator Riched20 10.0.19041}\\viewkind4\\uc1 \r\n\\pard\\f0\\fs22\\lang9 ` +
  text
    .replace(/[\\{}]/g, '\\$&')
    .replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0)}?`)
    .replace(/<(sip:[^>\s]+)>/g, '<{{\\field{\\*\\fldinst{HYPERLINK $1 }}{\\fldrslt{\\ul\\cf1 $1}}}}>')
    .replace(/\r?\n/g, lineEnd) +
  '}\r\n\0';

const behind = (prefix: string, text: string): string => each(text, (line) => prefix + line);

const quotes = 'quote marks removed';
const indents = 'indentation removed';
const numbers = 'line numbers removed';
const html = 'HTML read as text';
const spaced = 'blank lines between lines removed';
const signs = 'signs of line ends removed';
const wrapped = 'wrapped lines joined';

export const layouts: readonly Layout[] = [
  {
    name: 'lines that end with CR alone',
    said: 'line ends of CR alone put right',
    spoil: (text) => text.replace(/\r?\n/g, '\r'),
  },
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
    name: 'a page of <div>',
    said: html,
    spoil: (text) =>
      lines(text)
        .map((line) => `<div>${line === '' ? '<br>' : escape(line)}</div>`)
        .join(''),
  },
  {
    name: 'a table of lines',
    said: html,
    spoil: (text) =>
      `<table>${each(text, (line, at) => `<tr><td>${at + 1}</td><td>${escape(line)}</td></tr>`)}</table>`,
  },
  {
    name: 'the source of a mail',
    said: 'quoted-printable decoded',
    spoil: quotedPrintable,
  },
  {
    name: 'vertical tabs for line ends',
    said: 'line ends put right',
    spoil: (text) => lines(text).join('\v'),
  },
  {
    name: 'lines filled up to 300 columns',
    said: 'blanks behind lines removed',
    spoil: (text) => each(text, (line) => line.padEnd(300)),
  },
  {
    name: 'found by grep -A in several files',
    said: 'file names removed',
    spoil: (text) => each(text, (line) => `/var/log/sbc.log.1${line.includes('SIP/2.0') ? ':' : '-'}${line}`),
  },
  {
    name: 'behind a prefix, wrapped by a terminal',
    hidesDirectives: true,
    said: wrapped,
    breaksLines: true,
    spoil: (text) => terminal(behind('[pod/sbc-0/proxy] ', text), 80),
  },
  {
    name: 'behind a prefix, wrapped by a mail and quoted',
    hidesDirectives: true,
    said: wrapped,
    breaksLines: true,
    spoil: (text) => behind('> ', mail(behind('sbc-1  | ', text), 80)),
  },
  {
    name: 'behind a prefix, lines doubled and numbered',
    hidesDirectives: true,
    said: spaced,
    spoil: (text) =>
      each(behind('I/flutter (12345): ', text), (line, at) => `${String(at + 1).padStart(5)}  ${line}\n`),
  },
  {
    name: 'indented, lines doubled',
    said: spaced,
    spoil: (text) => each(text, (line) => `    ${line}\n`),
  },
  {
    name: 'printed by cat -A',
    said: signs,
    spoil: (text) => each(text, (line) => `${line}^M$`),
  },
  {
    name: 'line ends as programs quote them',
    said: signs,
    spoil: (text) => each(text, (line) => `${line}\\r\\n`),
  },
  {
    name: 'line ends as a word processor shows them',
    said: signs,
    spoil: (text) => each(text, (line) => `${line}¶`),
  },
  {
    name: 'a terminal that waits after each page',
    said: 'prompts of a pager removed',
    spoil: (text) =>
      each(text, (line, at) =>
        at % 24 === 23 ? ` --More-- ${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}${line}` : line,
      ),
  },
  {
    name: 'pages of a document',
    said: 'page breaks removed',
    spoil: (text) => each(text, (line, at) => (at % 50 === 49 ? `${line}\n\nPage ${at} of 999\n\f` : line)),
  },
  {
    name: 'links of a mail',
    said: 'links read as text',
    spoil: (text) => text.replace(/sip:([\w+.]+@[\w.-]+\w)/g, 'sip:$1<mailto:$1>'),
  },
  {
    name: 'links of Markdown',
    said: 'links read as text',
    spoil: (text) => text.replace(/<(sip:[^>\s]+)>/g, '<[$1]($1)>'),
  },
  {
    name: 'links of a chat',
    said: 'links read as text',
    spoil: (text) => text.replace(/<sip:([^>;\s]+@[^>;\s]+)/g, '<sip:<mailto:$1|$1>'),
  },
  {
    name: 'escaped for Markdown',
    said: 'escapes of Markdown removed',
    spoil: (text) => text.replace(/[<>_*]/g, '\\$&'),
  },
  { name: 'a document in RTF', said: 'RTF read as text', spoil: (text) => rtf(text, '\\f1\\par\r\n\\f0 ') },
  { name: 'a document in RTF of a Mac', said: 'RTF read as text', spoil: (text) => rtf(text, '\\\n') },
  {
    name: 'numbers on lines of their own',
    said: numbers,
    spoil: (text) => each(text, (line, at) => `${at + 1}\n${line}`),
  },
  { name: 'escaped twice for a page', said: html, spoil: (text) => escape(escape(text)) },
  {
    name: 'colours that lost their escape character',
    said: 'terminal colours removed',
    spoil: (text) => each(text, (line) => `[1;34m${line}[0m`),
  },
  {
    name: 'places to break lines at, without width',
    said: null,
    spoil: (text) => text.replace(/(?<=sip:[^\n]*)[;=@]/g, '$&\u200b'),
  },
  {
    name: 'curly quotes behind a prefix',
    hidesDirectives: true,
    said: 'curly quotes straightened',
    spoil: (text) => behind('sbc-1  | ', text.replace(/(?<=^(?:From|To): )"([^"\n]*)"/gim, '\u201c$1\u201d')),
  },
  {
    name: 'a column of a spreadsheet',
    said: 'lines taken out of quotes',
    spoil: (text) => each(text, (line) => (/[",]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line)),
  },
  {
    name: 'a list of strings',
    said: 'lines taken out of quotes',
    spoil: (text) => `[\n${each(text, (line) => `  ${JSON.stringify(line)},`)}]\n`,
  },
  {
    name: 'lines in objects, behind a prefix',
    hidesDirectives: true,
    said: 'lines taken out of objects',
    spoil: (text) =>
      each(behind('[pod/sbc-0/proxy] ', text), (line) => JSON.stringify({ stream: 'a', line })),
  },
];
