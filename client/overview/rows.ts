/** What the menu of a row does. */
import { commands, env } from 'vscode';
import { overviewTables } from './overview-tables';
import type { OverviewTable } from './overview-table';
import type { OverviewCall, TraceSource } from './trace-source';

/** A row of an overview. */
export interface OverviewRow {
  readonly source: TraceSource;
  /** {@link OverviewTable.spec}'s id */
  readonly table: string;
  readonly key: string;
}

/** The call of a row of calls. */
export function callOf({ source, table, key }: OverviewRow): OverviewCall | undefined {
  // A row of requests that are no call has the key of the first of them.
  const isOfCall = table === 'calls' || table === 'upkeep';
  return isOfCall ? source.content?.calls.find((call) => call.key === key) : undefined;
}

/** Shows in the trace what a row is about. */
export async function showRow(row: OverviewRow): Promise<void> {
  const target = tableOf(row)?.target(row.key);
  if (target !== undefined) await row.source.open(target, false);
}

/** Shows a call in the trace, and the findings beneath it. */
export async function showFindings(row: OverviewRow): Promise<void> {
  await showRow(row);
  await commands.executeCommand('workbench.actions.view.problems');
}

/** Copies the cells of a row, with tabs between them, as spreadsheets take them. */
export async function copyRow(row: OverviewRow): Promise<void> {
  const cells = tableOf(row)?.cells(row.key);
  if (cells !== undefined) await env.clipboard.writeText(cells.join('\t'));
}

function tableOf({ source: { content }, table }: OverviewRow): OverviewTable | undefined {
  return content === undefined ? undefined : overviewTables(content).find(({ spec }) => spec.id === table);
}
