import type { ReplayView, Row } from '../../shared/replay-view';

/** Mermaid draws no text that is longer (its `maxTextSize` is 50,000 characters). */
const longest = 48_000;

/** A call as text of a Mermaid sequence diagram. What the trace says in it is escaped: it stays one line of text. */
export function mermaidOf(view: ReplayView): string {
  const lines = view.rows.map((row) => ({ row, text: linesOf(row).join('\n') }));
  const room = longest - headOf(view, lines.length).length;
  const kept = shortened(lines, room);
  return [headOf(view, lines.length - kept.length), ...kept.map(({ text }) => text), ''].join('\n');
}

/**
 * A text for a place where Mermaid wants one: whatever could mean something to Mermaid, to the Markdown around it or
 * to a browser is written as the number of its character (mermaid.js.org, "Entity codes to escape characters").
 */
export function escaped(text: string): string {
  return Array.from(text.slice(0, 300), (character) =>
    /^[\p{L}\p{N} .,()+/=@_·–…→⇄✓-]$/u.test(character)
      ? character
      : /^[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]$/u.test(character)
        ? ' '
        : `#${character.codePointAt(0) ?? 0};`,
  )
    .join('')
    .replaceAll('#58; ', ': ') // a colon before a space means nothing
    .trim();
}

interface Line {
  readonly row: Row;
  readonly text: string;
}

function headOf({ lanes, headline, simulated }: ReplayView, left: number): string {
  const notes = [
    simulated === null ? '' : `simulated, not what the trace shows: ${simulated}`,
    headline.text,
    left === 0 ? '' : `${left} rows are left out here`,
  ];
  return [
    'sequenceDiagram',
    ...lanes.map(
      ({ title, subtitle }, place) =>
        `  participant ${nameOf(place)} as ${escaped(subtitle === '' ? title : `${title} (${subtitle})`) || '-'}`,
    ),
    ...(lanes.length === 0
      ? []
      : notes.filter((note) => note !== '').map((note) => noteOver(0, lanes.length - 1, note))),
  ].join('\n');
}

function linesOf(row: Row): string[] {
  const time = row.at === null ? '' : ` (${(row.at / 1e6).toFixed(3)} s)`;
  return [
    `  ${nameOf(row.from)}${arrowOf(row)}${nameOf(row.to)}: ${escaped(`${labelOf(row)}${time}`) || '-'}`,
    ...row.defects.map((defect) => noteOver(row.from, row.to, defect)),
  ];
}

function arrowOf(row: Row): string {
  if (row.evidence === 'predicted') return '-->>';
  return row.kind === 'check' && row.answer === 'none' ? '-x' : '->>';
}

function labelOf(row: Row): string {
  switch (row.kind) {
    case 'sip':
      return row.sdp === null ? row.label : `${row.label} SDP ${row.sdp === 'unknown' ? '' : row.sdp}`;
    case 'check': {
      const times = row.count > 1 ? ` ${row.count} times` : '';
      const answers = {
        ok: ' ⇄ ok',
        error: ` ⇄ ${row.error ?? 'error'}`,
        none: ', no answer',
        unseen: ', answer not captured',
      } as const;
      return `${row.label}${times}${answers[row.answer]}`;
    }
    case 'packet':
      if (row.count < 2) return row.label;
      return row.what === 'media' ? `${row.label}, ${row.count} packets` : `${row.label} ${row.count} times`;
  }
}

function noteOver(from: number, to: number, text: string): string {
  const [left, right] = from < to ? [from, to] : [to, from];
  const place = left === right ? nameOf(left) : `${nameOf(left)},${nameOf(right)}`;
  return `  Note over ${place}: ${escaped(text) || '-'}`;
}

function nameOf(lane: number): string {
  return `L${lane}`;
}

/** What fits: without the checks and packets that tell least where not all does, then from the beginning. */
function shortened(lines: readonly Line[], room: number): readonly Line[] {
  if (lengthOf(lines) <= room) return lines;
  const telling = lines.filter(
    ({ row }) =>
      row.defects.length > 0 ||
      (row.kind === 'sip' ? !row.retransmission : row.kind === 'check' && row.nominates),
  );
  let length = 0;
  const end = telling.findIndex(({ text }) => (length += text.length + 1) > room);
  return end === -1 ? telling : telling.slice(0, end);
}

function lengthOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { text }) => sum + text.length + 1, 0);
}
