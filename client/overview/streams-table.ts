import { l10n } from 'vscode';
import { party, visible } from '../common/text';
import { amountColumns, endColumns } from './media-columns';
import type { MediaStream, OverviewCall } from './trace-source';
import { column, makeTable, type OverviewColumn, type OverviewTable } from './overview-table';

/** The streams of media of a trace. */
export function streamsTable(streams: readonly MediaStream[], calls: readonly OverviewCall[]): OverviewTable {
  return makeTable({
    id: 'streams',
    title: l10n.t('Media Streams'),
    hint: l10n.t('Enter shows the stream in the trace.'),
    empty: '',
    nothing: l10n.t('No stream holds these words.'),
    rows: streams,
    columns: [
      ...endColumns<MediaStream>(),
      codecColumn(),
      ssrcColumn(),
      ...amountColumns<MediaStream>(),
      ...qualityColumns(),
      callColumn(calls),
    ],
    keyOf: ({ key }) => key,
    furtherText: ({ ssrc }) => ssrc ?? '',
    targetOf: (stream) => ({ kind: 'stream', stream }),
  });
}

function codecColumn(): OverviewColumn<MediaStream> {
  return {
    ...column('codec', l10n.t('Media'), 'minmax(80px, 1fr)', 1),
    text: ({ kind, codec }) => visible(`${kind} ${codec}`.trim()),
    sortKey: ({ kind, codec }) => `${kind} ${codec}`,
  };
}

function ssrcColumn(): OverviewColumn<MediaStream> {
  return {
    ...column('ssrc', l10n.t('SSRC'), '76px', null),
    text: ({ ssrc }) => ssrc ?? '',
    sortKey: ({ ssrc }) => ssrc,
  };
}

/** How well it came. */
function qualityColumns(): readonly OverviewColumn<MediaStream>[] {
  return [
    {
      ...column('lost', l10n.t('Lost'), '44px', 2, 'end'),
      text: ({ lost }) => lost?.toLocaleString() ?? '',
      sortKey: ({ lost }) => lost,
    },
    {
      ...column('jitter', l10n.t('Jitter'), '56px', null, 'end'),
      text: ({ jitter }) => (jitter === null ? '' : `${jitter.toFixed(1)} ms`),
      sortKey: ({ jitter }) => jitter,
    },
  ];
}

/** The call it belongs to. */
function callColumn(calls: readonly OverviewCall[]): OverviewColumn<MediaStream> {
  const byKey = new Map(calls.map((call) => [call.key, call]));
  const callOf = ({ call }: MediaStream): string => {
    const found = call === null ? undefined : byKey.get(call);
    return found === undefined ? '' : visible(`${party(found.from)} → ${party(found.to)}`);
  };
  return {
    ...column('call', l10n.t('Call'), 'minmax(40px, 2fr)', 2),
    text: callOf,
    sortKey: (stream) => callOf(stream) || null,
  };
}
