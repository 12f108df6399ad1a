import { l10n } from 'vscode';
import { party, visible } from '../common/text';
import { clock, duration, microsBetween } from '../common/time';
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
    columns: [...pathColumns(), ...qualityColumns(), callColumn(calls)],
    keyOf: ({ key }) => key,
    furtherText: ({ ssrc }) => ssrc ?? '',
    targetOf: (stream) => ({ kind: 'stream', stream }),
  });
}

/** When, from where to where, and what. */
function pathColumns(): readonly OverviewColumn<MediaStream>[] {
  return [
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
  ];
}

/** How much of it, and how well it came. */
function qualityColumns(): readonly OverviewColumn<MediaStream>[] {
  return [
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
