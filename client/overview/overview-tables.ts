import type { OverviewContent } from './trace-source';
import { callsTable } from './calls-table';
import { flowsTable } from './flows-table';
import { gapsTable } from './gaps-table';
import type { OverviewTable } from './overview-table';
import { streamsTable } from './streams-table';
import { upkeepTable } from './upkeep-table';

/** The tables of an overview; those without rows are left out, but for the calls, where nothing stands for them. */
export function overviewTables(content: OverviewContent): readonly OverviewTable[] {
  const { calls, upkeep, streams, flows, gaps } = content;
  return [
    ...(calls.length === 0 && flows.length > 0 ? [] : [callsTable(calls, content)]),
    ...(upkeep.length === 0 ? [] : [upkeepTable(upkeep, calls)]),
    ...(flows.length === 0 ? [] : [flowsTable(flows)]),
    ...(streams.length === 0 ? [] : [streamsTable(streams, calls)]),
    ...(gaps.length === 0 ? [] : [gapsTable(gaps)]),
  ];
}
