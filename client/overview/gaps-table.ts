import { l10n } from 'vscode';
import { visible } from '../common/text';
import type { Gap } from './trace-source';
import { column, makeTable, type OverviewColumn, type OverviewTable } from './overview-table';

interface GapRow {
  readonly gap: Gap;
  readonly key: string;
}

/** What was not understood. */
export function gapsTable(gaps: readonly Gap[]): OverviewTable {
  const rows = gaps.map((gap, index) => ({ gap, key: String(index) }));
  const columns: readonly OverviewColumn<GapRow>[] = [
    {
      ...column('kind', l10n.t('What'), '120px', 1),
      text: ({ gap: { kind } }) => gapName(kind),
      sortKey: ({ gap: { kind } }) => gapName(kind),
      marks: ({ gap: { kind } }) => [
        kind === 'malformed' ||
        kind === 'cut' ||
        kind === 'lost' ||
        kind === 'unreadable' ||
        kind === 'encrypted'
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
  return makeTable({
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
    case 'encrypted':
      return l10n.t('Encrypted');
    case 'outside':
      return l10n.t('Other lines');
  }
}
