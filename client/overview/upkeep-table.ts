import { l10n } from 'vscode';
import type { Upkeep } from '../../shared/upkeep';
import { visible } from '../common/text';
import { duration } from '../common/time';
import type { Mark } from '../webview/protocol';
import { column, makeTable, type OverviewColumn, type OverviewTable } from './overview-table';
import type { OverviewCall } from './trace-source';

interface Row extends Omit<Upkeep, 'call'> {
  /** That of the first of the requests that it sums up. */
  readonly call: OverviewCall;
}

/** Registrations and keep-alives of a trace, by who sends them to whom. */
export function upkeepTable(upkeep: readonly Upkeep[], calls: readonly OverviewCall[]): OverviewTable {
  const callOf = new Map(calls.map((call) => [call.key, call]));
  return makeTable<Row>({
    id: 'upkeep',
    title: l10n.t('Registrations and Keep-Alives'),
    hint: l10n.t('Enter shows the first one in the trace, Ctrl+Enter its panel.'),
    empty: '',
    nothing: l10n.t('No registration or keep-alive holds these words.'),
    rows: upkeep.flatMap((each): readonly Row[] => {
      const call = callOf.get(each.call);
      return call === undefined ? [] : [{ ...each, call }];
    }),
    columns: [...whoColumns(), ...outcomeColumns()],
    keyOf: ({ call }) => call.key,
    furtherText: ({ outcome }) => outcome,
    targetOf: ({ call }) => ({ kind: 'call', call }),
  });
}

function whoColumns(): readonly OverviewColumn<Row>[] {
  return [
    {
      ...column('method', l10n.t('What'), '92px', 1),
      text: ({ method }) => visible(method),
      sortKey: ({ method }) => method,
    },
    {
      ...column('who', l10n.t('From'), 'minmax(120px, 2fr)', 1),
      text: ({ who }) => visible(who),
      sortKey: ({ who }) => who,
    },
    {
      ...column('target', l10n.t('To'), 'minmax(120px, 2fr)', 1),
      text: ({ target }) => visible(target),
      sortKey: ({ target }) => target,
    },
  ];
}

function outcomeColumns(): readonly OverviewColumn<Row>[] {
  return [
    {
      ...column('outcome', l10n.t('Last Outcome'), 'minmax(124px, 1.4fr)', 2),
      text: ({ outcome }) => visible(outcome),
      sortKey: ({ outcome }) => outcome,
      marks: (row) => [markOf(row)],
    },
    {
      ...column('requests', l10n.t('Sent'), '64px', 2, 'end'),
      text: ({ requests }) => requests.toLocaleString(),
      sortKey: ({ requests }) => requests,
    },
    {
      ...column('failed', l10n.t('Failed'), '64px', 2, 'end'),
      text: ({ failed }) => (failed === 0 ? '' : failed.toLocaleString()),
      sortKey: ({ failed }) => failed,
    },
    {
      ...column('interval', l10n.t('Interval'), '84px', 2, 'end'),
      text: ({ interval }) => (interval === null ? '' : duration(interval)),
      sortKey: ({ interval }) => interval,
    },
    {
      ...column('roundTrip', l10n.t('Round Trip'), '92px', 2, 'end'),
      text: ({ roundTrip }) => (roundTrip === null ? '' : duration(roundTrip)),
      sortKey: ({ roundTrip }) => roundTrip,
    },
  ];
}

function markOf({ outcome, failed, requests }: Row): Mark {
  const isGood = outcome.startsWith('2');
  if (isGood) return { icon: 'answered', tone: 'good', text: visible(outcome) };
  return { icon: 'rejected', tone: failed === requests ? 'error' : 'warning', text: visible(outcome) };
}
