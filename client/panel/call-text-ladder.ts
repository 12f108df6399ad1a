import type { ReplayView, Row } from '../../shared/replay-view';

/** Columns of a line: the time, and from one lane to the next. */
const timeWidth = 11;
const spacing = 26;
/** Rows that fit a ticket; what is beyond is counted. */
const most = 400;

/** A call as a ladder of plain characters: the headline, what is wrong, and a line a message. */
export function textLadderOf(view: ReplayView, title: string, facts: string): string {
  const { lanes, rows, headline, verdicts, simulated } = view;
  const wrong = verdicts.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const shown = rows.slice(0, most);
  const head = lineOf(lanes.map(({ title: name }, place) => ({ at: laneAt(place), text: name })));
  const beneath = lineOf(lanes.map(({ subtitle }, place) => ({ at: laneAt(place), text: subtitle })));
  return [
    title,
    ...(simulated === null ? [] : [`(simulated, not what the trace shows: ${simulated})`]),
    headline.text,
    facts,
    ...wrong.map(({ severity, text }) => `- ${severity}: ${text}`),
    '',
    head,
    beneath,
    ...shown.map((row) => rowOf(row, lanes.length)),
    ...(rows.length > shown.length ? [`… ${String(rows.length - shown.length)} more`] : []),
    '',
  ].join('\n');
}

function laneAt(lane: number): number {
  return timeWidth + 4 + lane * spacing;
}

/** Texts around their places, each in the room of its lane. */
function lineOf(texts: readonly { readonly at: number; readonly text: string }[]): string {
  const cells: string[] = [];
  for (const { at, text } of texts) {
    const cut = clip(text, spacing - 2);
    put(cells, Math.max(0, at - Math.floor(cut.length / 2)), cut);
  }
  return textOf(cells);
}

function rowOf(row: Row, lanes: number): string {
  const cells: string[] = [];
  put(cells, 0, row.at === null ? '' : `+${(row.at / 1e6).toFixed(3)}`.padStart(timeWidth - 1));
  for (let lane = 0; lane < lanes; lane += 1) put(cells, laneAt(lane), '|');
  const label = labelOf(row);
  const [left, right] = [Math.min(row.from, row.to), Math.max(row.from, row.to)].map(laneAt);
  if (left === undefined || right === undefined) return textOf(cells);
  if (left === right) {
    put(cells, left + 2, `* ${label}`);
    return textOf(cells);
  }
  put(cells, left + 1, '-'.repeat(right - left - 1));
  if (row.to > row.from) put(cells, right - 1, '>');
  else put(cells, left + 1, '<');
  const text = ` ${clip(label, right - left - 6)} `;
  put(cells, left + Math.floor((right - left - text.length) / 2) + 1, text);
  return textOf(cells);
}

function labelOf(row: Row): string {
  const mark = row.severity === 'error' ? 'x ' : row.severity === 'warning' ? '! ' : '';
  const sdp = row.kind === 'sip' && row.sdp !== null ? ' (SDP)' : '';
  const again = row.kind === 'sip' && row.retransmission ? ' again' : '';
  const count = row.kind !== 'sip' && row.count > 1 ? ` x${String(row.count)}` : '';
  const answer =
    row.kind === 'check' ? { ok: ' ok', error: ' error', none: ' no answer', unseen: '' }[row.answer] : '';
  return `${mark}${row.label}${sdp}${again}${count}${answer}`;
}

function clip(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

function put(cells: string[], at: number, text: string): void {
  Array.from(text).forEach((character, place) => {
    cells[at + place] = character;
  });
}

function textOf(cells: readonly string[]): string {
  return Array.from(cells, (cell: string | undefined) => cell ?? ' ')
    .join('')
    .trimEnd();
}
