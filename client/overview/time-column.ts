import { l10n } from 'vscode';
import type { TraceTime } from '../../shared/times';
import { clock, dateAndClock } from '../common/time';
import { column, type OverviewColumn } from './overview-table';

/** When something began: with its date where not all of it began on one day, as a time of day does not tell the order then. */
export function timeColumn<Row extends { readonly started: TraceTime | null }>(
  rows: readonly Row[],
): OverviewColumn<Row> {
  const [text, width] = severalDays(rows) ? ([dateAndClock, '168px'] as const) : ([clock, '92px'] as const);
  return {
    ...column('time', l10n.t('Time'), width, 2),
    text: ({ started }) => (started === null ? '' : text(started)),
    sortKey: ({ started }) => started?.micros ?? null,
  };
}

function severalDays(rows: readonly { readonly started: TraceTime | null }[]): boolean {
  const day = 86_400_000_000;
  const days = rows.flatMap(({ started }) =>
    started === null || started.date === 'relative' ? [] : [Math.floor(started.micros / day)],
  );
  return new Set(days).size > 1;
}
