/** Calls of all open traces, found by Call-ID, number or host. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import { inTrace } from '../engine/traces/message';
import { callLabel, outcomeLabel } from './labels';
import { rangeOf, type TraceView } from './view';

const most = 500;

export function provideWorkspaceSymbols(
  views: readonly TraceView[],
  query: string,
): readonly WorkspaceSymbol[] {
  const wanted = query.toLowerCase();
  const found: WorkspaceSymbol[] = [];
  for (const view of views) {
    for (const call of view.analysis.trace.calls) {
      const first = call.messages[0]?.message;
      if (first === undefined || call.kind === 'sdp') continue;
      if (!`${call.callId}\n${call.from}\n${call.to}`.toLowerCase().includes(wanted)) continue;
      if (found.length === most) return found;
      const end = first.parsed.kind === 'sip' ? first.parsed.startLine.end : 0;
      found.push({
        // Editors filter by the name, so all that may be asked for stands in it.
        name: `${callLabel(call)}  ${call.callId}`,
        containerName: outcomeLabel(call),
        kind: SymbolKind.Namespace,
        location: { uri: view.uri, range: rangeOf(view, inTrace(first, { start: 0, end })) },
      });
    }
  }
  return found;
}
