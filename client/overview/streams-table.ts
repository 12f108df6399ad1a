import { l10n } from 'vscode';
import { party, sentences, visible } from '../common/text';
import { duration } from '../common/time';
import type { Mark } from '../webview/protocol';
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
      ...endColumns(streams),
      ...(streams.some(({ sender }) => sender !== null) ? [directionColumn()] : []),
      ...(streams.some(({ fork }) => fork !== '') ? [forkColumn()] : []),
      codecColumn(),
      ssrcColumn(),
      ...amountColumns<MediaStream>(),
      ...qualityColumns(),
      ...(streams.some(({ keys }) => keys !== null) ? [keyColumn()] : []),
      callColumn(calls),
    ],
    keyOf: ({ key }) => key,
    furtherText: ({ ssrc }) => ssrc ?? '',
    targetOf: (stream) => ({ kind: 'stream', stream }),
    previewOf,
  });
}

/** From whom to whom. */
function directionColumn(): OverviewColumn<MediaStream> {
  return {
    ...column('direction', l10n.t('Direction'), '112px', 2),
    text: ({ sender }) => directionName(sender),
    sortKey: ({ sender }) => directionName(sender) || null,
  };
}

function directionName(sender: MediaStream['sender']): string {
  switch (sender) {
    case 'sbc':
      return l10n.t('SBC → Teams');
    case 'teams':
      return l10n.t('Teams → SBC');
    case 'caller':
      return l10n.t('caller → callee');
    case 'callee':
      return l10n.t('callee → caller');
    case null:
      return '';
  }
}

function forkColumn(): OverviewColumn<MediaStream> {
  return {
    ...column('fork', l10n.t('Fork'), '48px', null),
    text: ({ fork }) => visible(fork),
    sortKey: ({ fork }) => fork || null,
  };
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
      ...column('lost', l10n.t('Lost'), '84px', 2, 'end'),
      text: lossText,
      // The share counts: ten of a hundred are worse than twenty of a thousand.
      sortKey: lossShare,
    },
    {
      ...column('gap', l10n.t('Largest Gap'), '84px', null, 'end'),
      text: gapText,
      sortKey: ({ longestSilence, longestGap }) =>
        longestSilence ?? (longestGap === null ? null : longestGap * usualPacket),
    },
    {
      ...column('jitter', l10n.t('Jitter'), '56px', null, 'end'),
      text: ({ jitter }) => (jitter === null ? '' : `${jitter.toFixed(1)} ms`),
      sortKey: ({ jitter }) => jitter,
    },
  ];
}

/** Microseconds of voice in a packet, to sort gaps that are counted in packets among those that are timed. */
const usualPacket = 20_000;

function lossShare({ lost, packets }: MediaStream): number | null {
  return lost === null ? null : lost / Math.max(1, packets + lost);
}

/** `12 (1.5 %)` */
function lossText(stream: MediaStream): string {
  const { lost } = stream;
  if (lost === null || lost === 0) return lost === null ? '' : '0';
  const percent = (lossShare(stream) ?? 0) * 100;
  return `${lost.toLocaleString()} (${percent < 0.1 ? '< 0.1' : percent.toFixed(1)} %)`;
}

/** How long nothing came, or how many packets in a row did not. */
function gapText({ longestSilence, longestGap }: MediaStream): string {
  if (longestSilence !== null) return duration(longestSilence);
  if (longestGap === null || longestGap === 0) return '';
  return longestGap === 1 ? l10n.t('1 packet') : l10n.t('{0} packets', longestGap.toLocaleString());
}

/** Whether the call's keys open it. */
function keyColumn(): OverviewColumn<MediaStream> {
  return {
    ...column('key', l10n.t('Key'), '88px', 2),
    text: ({ keys }) => keyMark(keys).text,
    sortKey: ({ keys }) => keyMark(keys).text || null,
    marks: ({ keys }) => (keys === null ? undefined : [keyMark(keys)]),
  };
}

function keyMark(keys: MediaStream['keys']): Mark {
  switch (keys?.verified) {
    case 'all':
      return { icon: 'answered', tone: 'good', text: l10n.t('verified') };
    case 'some':
      return { icon: 'warning', tone: 'warning', text: l10n.t('in part') };
    case 'none':
      return { icon: 'error', tone: 'error', text: l10n.t('wrong') };
    case undefined:
      return { icon: 'partial', tone: 'muted', text: '' };
  }
}

/** What is told of the stream that is chosen. */
function previewOf(stream: MediaStream): readonly string[] {
  const { source, destination, kind, codec, ssrc, sender, fork, keys } = stream;
  const lost = lossText(stream);
  const gap = gapText(stream);
  return [
    [`${source} → ${destination}`, directionName(sender), fork],
    [`${kind} ${codec}`.trim(), ssrc === null ? '' : `SSRC ${ssrc}`],
    [lost === '' ? '' : l10n.t('Lost: {0}', lost), gap === '' ? '' : l10n.t('largest gap: {0}', gap)],
    [keys?.message ?? ''],
  ]
    .map((parts) => sentences(parts.filter((part) => part !== '').join(' · ')))
    .filter((line) => line !== '');
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
