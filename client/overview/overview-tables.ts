import { l10n } from 'vscode';
import type { SeverityCounts } from '../../shared/severities';
import { callDuration, outcomeInWords } from '../calls/call-text';
import { TableModel, type Column } from './table-model';
import { countsInWords, party, profileName, visible } from '../common/text';
import { clock, dateAndClock, duration, microsBetween } from '../common/time';
import type { Gap, MediaStream, OverviewCall, OverviewContent, OverviewTarget } from './trace-source';
import type {
  CellSpec,
  ColumnSpec,
  Mark,
  PageRequest,
  RowSpec,
  TableId,
  TableSpec,
} from '../webview/protocol';

/** A table of the overview: what the webview draws, and the rows behind it. */
export interface OverviewTable {
  readonly spec: TableSpec;
  page(request: PageRequest): { readonly total: number; readonly status: string; readonly rows: RowSpec[] };
  /** What a row is about. */
  target(key: string): OverviewTarget | undefined;
}

/** The tables of an overview; those without rows are left out, but for the calls. */
export function overviewTables(content: OverviewContent): readonly OverviewTable[] {
  const { calls, streams, gaps } = content;
  return [
    callsTable(calls, gaps.length > 0),
    ...(streams.length === 0 ? [] : [streamsTable(streams, calls)]),
    ...(gaps.length === 0 ? [] : [gapsTable(gaps)]),
  ];
}

/** The findings as pictures with numbers. */
export function findingMarks(counts: SeverityCounts | null): Mark[] {
  if (counts === null) return [{ icon: 'partial', tone: 'muted', text: l10n.t('not checked') }];
  const { error, warning, info } = counts;
  const marks: readonly Mark[] = [
    { icon: 'error', tone: 'error', text: String(error) },
    { icon: 'warning', tone: 'warning', text: String(warning) },
    { icon: 'info', tone: 'info', text: String(info) },
  ];
  return marks.filter(({ text }) => text !== '0');
}

function isNothing({ error, warning, info }: SeverityCounts): boolean {
  return error + warning + info === 0;
}

function nothingFound(): Mark {
  return { icon: 'answered', tone: 'good', text: countsInWords({ error: 0, warning: 0, info: 0 }) };
}

/** The outcome of a call as picture and words. */
export function outcomeMark(call: OverviewCall): Mark {
  if (call.kind === 'sdp') return { icon: 'body', tone: 'plain', text: 'SDP' };
  if (call.kind === 'other') return { icon: 'request', tone: 'plain', text: visible(call.method ?? 'SIP') };
  const tones = {
    answered: 'good',
    rejected: 'error',
    cancelled: 'warning',
    unanswered: 'warning',
    partial: 'muted',
  } as const;
  return { icon: call.outcome, tone: tones[call.outcome], text: outcomeInWords(call) };
}

/** A column with all that the table, its sorting and its drawing need. */
interface OverviewColumn<Row> extends Column<Row>, Omit<ColumnSpec, 'id'> {
  marks?(row: Row): Mark[];
}

function callsTable(calls: readonly OverviewCall[], hasGaps: boolean): OverviewTable {
  // Beside calls that were not checked, an empty cell would say nothing.
  const isInPart = calls.some(({ counts }) => counts === null);
  const [timeText, timeWidth] = severalDays(calls)
    ? ([dateAndClock, '168px'] as const)
    : ([clock, '92px'] as const);
  const columns: readonly OverviewColumn<OverviewCall>[] = [
    {
      ...column('time', l10n.t('Time'), timeWidth, 2),
      text: ({ started }) => (started === null ? '' : timeText(started)),
      sortKey: ({ started }) => started?.micros ?? null,
    },
    {
      ...column('from', l10n.t('From'), 'minmax(96px, 2fr)', 1),
      text: (call) => (call.kind === 'sdp' ? '' : visible(party(call.from))),
      sortKey: (call) => party(call.from),
    },
    {
      ...column('to', l10n.t('To'), 'minmax(96px, 2fr)', 1),
      text: (call) => (call.kind === 'sdp' ? '' : visible(party(call.to))),
      sortKey: (call) => party(call.to),
    },
    {
      ...column('duration', l10n.t('Duration'), '84px', 2, 'end'),
      text: callDuration,
      sortKey: ({ answered, ended }) => microsBetween(answered, ended) ?? null,
    },
    {
      ...column('outcome', l10n.t('Outcome'), 'minmax(124px, 1.4fr)', 2),
      text: (call) => outcomeMark(call).text,
      sortKey: (call) => outcomeMark(call).text,
      marks: (call) => [outcomeMark(call)],
    },
    {
      ...column('profile', l10n.t('Profile'), 'minmax(40px, 122px)', 2),
      text: ({ profile }) => profileName(profile),
      sortKey: ({ profile }) => profileName(profile),
    },
    {
      ...column('findings', l10n.t('Findings'), '112px', 2),
      text: ({ counts }) => (counts === null ? l10n.t('not checked') : countsInWords(counts)),
      // An error weighs more than any number of warnings.
      sortKey: ({ counts }) =>
        counts === null ? null : counts.error * 1e12 + counts.warning * 1e6 + counts.info,
      marks: ({ counts }) =>
        isInPart && counts !== null && isNothing(counts) ? [nothingFound()] : findingMarks(counts),
    },
  ];
  return table({
    id: 'calls',
    title: l10n.t('Calls'),
    hint: l10n.t('Enter shows the call in the trace.'),
    empty: hasGaps
      ? l10n.t('No call was found in this trace. What was not understood is listed beside.')
      : l10n.t('No call was found in this trace.'),
    nothing: l10n.t('No call holds these words.'),
    rows: calls,
    columns,
    keyOf: ({ key }) => key,
    furtherText: ({ callId, from, to, status, reason }) =>
      [callId, from, to, status ?? '', reason ?? ''].join('\n'),
    targetOf: (call) => ({ kind: 'call', call }),
  });
}

/** Whether calls began on different days: then a time of day does not tell which was first. */
function severalDays(calls: readonly OverviewCall[]): boolean {
  const day = 86_400_000_000;
  const days = calls.flatMap(({ started }) =>
    started === null || started.date === 'relative' ? [] : [Math.floor(started.micros / day)],
  );
  return new Set(days).size > 1;
}

function streamsTable(streams: readonly MediaStream[], calls: readonly OverviewCall[]): OverviewTable {
  const byKey = new Map(calls.map((call) => [call.key, call]));
  const callOf = ({ call }: MediaStream): string => {
    const found = call === null ? undefined : byKey.get(call);
    return found === undefined ? '' : visible(`${party(found.from)} → ${party(found.to)}`);
  };
  const columns: readonly OverviewColumn<MediaStream>[] = [
    {
      ...column('time', l10n.t('Time'), '92px', 2),
      text: ({ started }) => (started === null ? '' : clock(started)),
      sortKey: ({ started }) => started?.micros ?? null,
    },
    {
      ...column('source', l10n.t('Source'), 'minmax(156px, 2fr)', 1),
      text: ({ source }) => visible(source),
      sortKey: ({ source }) => source,
    },
    {
      ...column('destination', l10n.t('Destination'), 'minmax(156px, 2fr)', 1),
      text: ({ destination }) => visible(destination),
      sortKey: ({ destination }) => destination,
    },
    {
      ...column('codec', l10n.t('Media'), 'minmax(80px, 1fr)', 1),
      text: ({ kind, codec }) => visible(`${kind} ${codec}`.trim()),
      sortKey: ({ kind, codec }) => `${kind} ${codec}`,
    },
    {
      ...column('duration', l10n.t('Duration'), '64px', 2, 'end'),
      text: ({ started, ended }) => {
        const micros = microsBetween(started, ended);
        return micros === undefined ? '' : duration(micros);
      },
      sortKey: ({ started, ended }) => microsBetween(started, ended) ?? null,
    },
    {
      ...column('packets', l10n.t('Packets'), '58px', 2, 'end'),
      text: ({ packets }) => packets.toLocaleString(),
      sortKey: ({ packets }) => packets,
    },
    {
      ...column('lost', l10n.t('Lost'), '44px', 2, 'end'),
      text: ({ lost }) => lost?.toLocaleString() ?? '',
      sortKey: ({ lost }) => lost,
    },
    {
      ...column('jitter', l10n.t('Jitter'), '56px', 2, 'end'),
      text: ({ jitter }) => (jitter === null ? '' : `${jitter.toFixed(1)} ms`),
      sortKey: ({ jitter }) => jitter,
    },
    {
      ...column('call', l10n.t('Call'), 'minmax(40px, 2fr)', 2),
      text: callOf,
      sortKey: (stream) => callOf(stream) || null,
    },
  ];
  return table({
    id: 'streams',
    title: l10n.t('Media Streams'),
    hint: l10n.t('Enter shows the stream in the trace.'),
    empty: '',
    nothing: l10n.t('No stream holds these words.'),
    rows: streams,
    columns,
    keyOf: ({ key }) => key,
    furtherText: ({ ssrc }) => ssrc ?? '',
    targetOf: (stream) => ({ kind: 'stream', stream }),
  });
}

interface GapRow {
  readonly gap: Gap;
  readonly key: string;
}

function gapsTable(gaps: readonly Gap[]): OverviewTable {
  const rows = gaps.map((gap, index) => ({ gap, key: String(index) }));
  const columns: readonly OverviewColumn<GapRow>[] = [
    {
      ...column('kind', l10n.t('What'), '120px', 1),
      text: ({ gap: { kind } }) => gapName(kind),
      sortKey: ({ gap: { kind } }) => gapName(kind),
      marks: ({ gap: { kind } }) => [
        kind === 'malformed' || kind === 'cut' || kind === 'lost' || kind === 'unreadable'
          ? { icon: 'warning', tone: 'warning', text: gapName(kind) }
          : { icon: 'info', tone: 'info', text: gapName(kind) },
      ],
    },
    {
      ...column('place', l10n.t('Where'), 'minmax(90px, 1fr)', 1),
      text: ({ gap: { place } }) => visible(place),
      sortKey: ({ gap: { at } }) => at,
    },
    {
      ...column('message', l10n.t('Why'), 'minmax(120px, 3fr)', 2),
      text: ({ gap: { message } }) => visible(message),
      sortKey: ({ gap: { message } }) => message,
    },
  ];
  return table({
    id: 'gaps',
    title: l10n.t('Not Understood'),
    hint: l10n.t('Enter shows the place in the trace, or the page of the rule.'),
    empty: '',
    nothing: l10n.t('None of it holds these words.'),
    rows,
    columns,
    keyOf: ({ key }) => key,
    furtherText: ({ gap: { rule } }) => rule ?? '',
    targetOf: ({ gap }) => ({ kind: 'gap', gap }),
  });
}

function gapName(kind: Gap['kind']): string {
  switch (kind) {
    case 'malformed':
      return l10n.t('Malformed');
    case 'cut':
      return l10n.t('Cut off');
    case 'lost':
      return l10n.t('Lost records');
    case 'unreadable':
      return l10n.t('Not read');
    case 'outside':
      return l10n.t('Other lines');
    case 'not-evaluated':
      return l10n.t('Not evaluated');
    case 'withheld':
      return l10n.t('Withheld');
  }
}

interface TableParts<Row> {
  readonly id: TableId;
  readonly title: string;
  readonly hint: string;
  readonly empty: string;
  readonly nothing: string;
  readonly rows: readonly Row[];
  readonly columns: readonly OverviewColumn<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly furtherText: (row: Row) => string;
  readonly targetOf: (row: Row) => OverviewTarget;
}

function table<Row>(parts: TableParts<Row>): OverviewTable {
  const { id, title, hint, empty, nothing, rows, columns } = parts;
  const model = new TableModel(rows, columns, parts.furtherText);
  return {
    spec: {
      id,
      title,
      hint,
      empty,
      nothing,
      total: rows.length,
      columns: columns.map(({ id: name, title: heading, align, width, line }) => ({
        id: name,
        title: heading,
        align,
        width,
        line,
      })),
    },
    page: ({ query, from, count }) => {
      const page = model.page(query, from, count);
      const all = rows.length.toLocaleString();
      const status = page.total === rows.length ? '' : l10n.t('{0} of {1}', page.total.toLocaleString(), all);
      return { total: page.total, status, rows: page.rows.map((row) => rowOf(parts, row)) };
    },
    target: (key) => {
      const found = rows.find((row) => parts.keyOf(row) === key);
      return found === undefined ? undefined : parts.targetOf(found);
    },
  };
}

function rowOf<Row>({ columns, keyOf }: TableParts<Row>, row: Row): RowSpec {
  const cells = columns.map((each): CellSpec => {
    const marks = each.marks?.(row);
    return { text: each.text(row), ...(marks === undefined ? {} : { marks }) };
  });
  const label = columns
    .map(({ title }, place) => [title, cells[place]?.text ?? ''] as const)
    .filter(([, text]) => text !== '')
    .map(([title, text]) => `${title} ${text}`)
    .join(', ');
  return { key: keyOf(row), label, cells };
}

function column(
  id: string,
  title: string,
  width: string,
  line: 1 | 2,
  align: 'start' | 'end' = 'start',
): ColumnSpec {
  return { id, title, width, line, align };
}
