import { l10n } from 'vscode';
import { grades } from '../../shared/diagnosis';
import { callDuration } from '../calls/call-text';
import { countsInWords, party, profileName, sentences, visible } from '../common/text';
import { dateAndClock, microsBetween } from '../common/time';
import type { OverviewCall, OverviewContent } from './trace-source';
import { diagnosisMark, findingMarks, isNothing, nothingFound, notJudged, outcomeMark } from './marks';
import { column, makeTable, type OverviewColumn, type OverviewTable } from './overview-table';
import type { Tags } from './table-model';
import { timeColumn } from './time-column';

/** The calls of a trace; without any, what it holds instead is said. */
export function callsTable(calls: readonly OverviewCall[], content: OverviewContent): OverviewTable {
  return makeTable({
    id: 'calls',
    title: l10n.t('Calls'),
    hint: l10n.t('Enter shows the call in the trace, Ctrl+Enter its panel.'),
    empty: `${l10n.t('No call was found in this trace.')} ${heldBy(content)}`,
    nothing: l10n.t('No call holds these words.'),
    rows: calls,
    columns: [...partyColumns(calls), ...outcomeColumns(calls), ...sizeColumns(calls)],
    keyOf: ({ key }) => key,
    furtherText: ({ callId, from, to, status, reason, diagnosis }) =>
      [callId, from, to, status ?? '', reason ?? '', diagnosis?.text ?? '', diagnosis?.advice ?? ''].join(
        '\n',
      ),
    tags: callTags,
    targetOf: (call) => ({ kind: 'call', call }),
    previewOf,
  });
}

/** Words of a filter that look for findings, whatever language they are shown in. */
export const callTags: Tags<OverviewCall> = {
  '@error': ({ counts }) => counts !== null && counts.error > 0,
  '@warning': ({ counts }) => counts !== null && counts.warning > 0,
};

/** What a trace without calls holds. */
function heldBy({ messages, streams, flows, gaps }: OverviewContent): string {
  const encrypted = gaps.filter(({ kind }) => kind === 'encrypted').length;
  const parts = [
    messages === 0 ? '' : l10n.t('{0} messages', messages.toLocaleString()),
    streams.length === 0 ? '' : l10n.t('{0} media streams', streams.length.toLocaleString()),
    flows.length === 0 ? '' : l10n.t('{0} conversations', flows.length.toLocaleString()),
    encrypted === 0 ? '' : l10n.t('{0} encrypted TLS connections', encrypted.toLocaleString()),
    gaps.length === encrypted
      ? ''
      : l10n.t(
          '{0} places that were not understood, listed beside',
          (gaps.length - encrypted).toLocaleString(),
        ),
  ].filter((part) => part !== '');
  return parts.length > 0
    ? l10n.t('It holds {0}.', parts.join(', '))
    : l10n.t(
        'Read are captures (pcap, pcapng, snoop, k12) with SIP over UDP, TCP, WebSocket, HEP or TLS with its keys, logs of SBCs, proxies and phones, and session descriptions.',
      );
}

/** When, and who called whom. */
function partyColumns(calls: readonly OverviewCall[]): readonly OverviewColumn<OverviewCall>[] {
  return [
    timeColumn(calls),
    {
      ...column('from', l10n.t('From'), 'minmax(108px, 1.6fr)', 1),
      text: (call) => (call.kind === 'sdp' ? '' : visible(party(call.from))),
      sortKey: (call) => party(call.from),
    },
    {
      ...column('to', l10n.t('To'), 'minmax(108px, 1.6fr)', 1),
      text: (call) => (call.kind === 'sdp' ? '' : visible(party(call.to))),
      sortKey: (call) => party(call.to),
    },
  ];
}

/** How it went. */
function outcomeColumns(calls: readonly OverviewCall[]): readonly OverviewColumn<OverviewCall>[] {
  // Beside calls that were not judged, an empty cell would say nothing.
  const isInPart = calls.some(({ counts }) => counts === null);
  return [
    {
      ...column('duration', l10n.t('Duration'), '84px', 2, 'end'),
      text: callDuration,
      sortKey: ({ answered, ended }) => microsBetween(answered, ended) ?? null,
    },
    {
      ...column('outcome', l10n.t('Outcome'), 'minmax(116px, 1fr)', 2),
      text: (call) => outcomeMark(call).text,
      sortKey: (call) => outcomeMark(call).text,
      marks: (call) => [outcomeMark(call)],
    },
    {
      ...column('diagnosis', l10n.t('Diagnosis'), 'minmax(160px, 4fr)', 2),
      text: ({ diagnosis, counts }) => {
        if (diagnosis !== null) return visible(diagnosis.headline);
        return counts === null ? notJudged().text : '';
      },
      // The worst first.
      sortKey: ({ diagnosis }) => (diagnosis === null ? null : grades.indexOf(diagnosis.grade)),
      marks: ({ diagnosis, counts }) => {
        if (diagnosis !== null) return [diagnosisMark(diagnosis)];
        return counts === null ? [notJudged()] : [];
      },
    },
    {
      ...column('profile', l10n.t('Profile'), 'minmax(64px, 0.6fr)', null),
      text: ({ profile }) => profileName(profile),
      sortKey: ({ profile }) => profileName(profile),
    },
    {
      ...column('findings', l10n.t('Findings'), '128px', 2),
      text: ({ counts }) => (counts === null ? notJudged().text : countsInWords(counts)),
      // An error weighs more than any number of warnings.
      sortKey: ({ counts }) =>
        counts === null ? null : counts.error * 1e12 + counts.warning * 1e6 + counts.info,
      marks: ({ counts }) =>
        isInPart && counts !== null && isNothing(counts) ? [nothingFound()] : findingMarks(counts),
    },
  ];
}

/** How many messages, and between which hosts, where the trace tells. */
function sizeColumns(calls: readonly OverviewCall[]): readonly OverviewColumn<OverviewCall>[] {
  const ends = (['source', 'destination'] as const).map((end): OverviewColumn<OverviewCall> => ({
    ...column(end, end === 'source' ? l10n.t('Source') : l10n.t('Destination'), 'minmax(76px, 1.4fr)', null),
    text: (call) => visible(call[end] ?? ''),
    sortKey: (call) => call[end],
  }));
  return [
    {
      ...column('messages', l10n.t('Messages'), '68px', null, 'end'),
      text: ({ messages }) => messages.toLocaleString(),
      sortKey: ({ messages }) => messages,
    },
    ...(calls.some(({ source, destination }) => source !== null || destination !== null) ? ends : []),
  ];
}

/** What is told of the call that is chosen: who, what went wrong, what to do, how it is known. */
function previewOf(call: OverviewCall): readonly string[] {
  const { from, to, started, diagnosis, callId, source, destination } = call;
  const parties = call.kind === 'sdp' ? 'SDP' : `${party(from)} → ${party(to)}`;
  return [
    [parties, started === null ? '' : dateAndClock(started), outcomeMark(call).text, callDuration(call)],
    [diagnosis?.headline ?? ''],
    [diagnosis?.advice ?? ''],
    [diagnosis?.audio ?? ''],
    [source === null && destination === null ? '' : `${source ?? '?'} → ${destination ?? '?'}`, callId],
  ]
    .map((parts) => sentences(parts.filter((part) => part !== '').join(' · ')))
    .filter((line) => line !== '');
}
