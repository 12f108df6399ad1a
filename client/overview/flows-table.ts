import { l10n } from 'vscode';
import { visible } from '../common/text';
import { amountColumns, endColumns } from './media-columns';
import type { MediaFlow } from './trace-source';
import { column, makeTable, type OverviewColumn, type OverviewTable } from './overview-table';

/** The conversations of a capture at a client: which were tried, and where media ended up. */
export function flowsTable(flows: readonly MediaFlow[]): OverviewTable {
  return makeTable({
    id: 'flows',
    title: l10n.t('Flows'),
    hint: l10n.t('Enter shows the first message of the flow in the trace.'),
    empty: '',
    nothing: l10n.t('No flow holds these words.'),
    rows: flows,
    columns: [...endColumns(flows), ...meaningColumns(), ...amountColumns<MediaFlow>(), octetsColumn()],
    keyOf: ({ key }) => key,
    furtherText: () => '',
    targetOf: (flow) => ({ kind: 'flow', flow }),
  });
}

/** What it is in the path of media. */
function meaningColumns(): readonly OverviewColumn<MediaFlow>[] {
  return [
    {
      ...column('protocol', l10n.t('Protocol'), 'minmax(72px, 1fr)', 2),
      text: ({ protocol }) => visible(protocol),
      sortKey: ({ protocol }) => protocol,
    },
    {
      ...column('part', l10n.t('Media'), '76px', 1),
      text: ({ part }) => partName(part),
      sortKey: ({ part }) => (part === null ? null : partName(part)),
      marks: ({ part }) =>
        part === 'stayed' ? [{ icon: 'answered', tone: 'good', text: partName(part) }] : undefined,
    },
    {
      ...column('flow', l10n.t('Flow'), '44px', 1),
      text: ({ flow }) => flow ?? '',
      sortKey: ({ flow }) => flow,
    },
    {
      ...column('class', l10n.t('What'), 'minmax(84px, 1fr)', 2),
      text: ({ class: kind }) => kind,
      sortKey: ({ class: kind }) => kind,
    },
    {
      ...column('interface', l10n.t('Adapter'), 'minmax(64px, 1fr)', 2),
      text: ({ interface: name }) => visible(name ?? ''),
      sortKey: ({ interface: name }) => name,
    },
  ];
}

function octetsColumn(): OverviewColumn<MediaFlow> {
  return {
    ...column('octets', l10n.t('Bytes'), '70px', 2, 'end'),
    text: ({ octets }) => octets.toLocaleString(),
    sortKey: ({ octets }) => octets,
  };
}

function partName(part: MediaFlow['part']): string {
  switch (part) {
    case 'stayed':
      return l10n.t('stayed');
    case 'tried':
      return l10n.t('tried');
    case null:
      return '';
  }
}
