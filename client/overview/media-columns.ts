import { l10n } from 'vscode';
import type { TraceTime } from '../../shared/times';
import { visible } from '../common/text';
import { duration, microsBetween } from '../common/time';
import { column, type OverviewColumn } from './overview-table';
import { timeColumn } from './time-column';

/** What all rows of media have: packets between two ends. */
interface Passage {
  readonly started: TraceTime | null;
  readonly ended: TraceTime | null;
  readonly source: string;
  readonly destination: string;
  readonly packets: number;
}

/** When, and from where to where. */
export function endColumns<Row extends Passage>(rows: readonly Row[]): readonly OverviewColumn<Row>[] {
  return [
    timeColumn(rows),
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
  ];
}

/** How long, and how much of it. */
export function amountColumns<Row extends Passage>(): readonly OverviewColumn<Row>[] {
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
  ];
}
