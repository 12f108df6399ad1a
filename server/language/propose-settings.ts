/** Settings of the network that the open traces speak for. */
import { placesOf } from '../engine/report/path';
import { proposalText, traceProposal } from '../engine/report/proposal';
import type { TraceView } from './view';

/** JSON with comments, for the user to review; null where the traces speak for nothing. */
export function proposeNetworkSettings(views: readonly TraceView[]): string | null {
  return proposalText(
    views.map(({ analysis, lines, uri }) =>
      traceProposal(uri.slice(uri.lastIndexOf('/') + 1), analysis, placesOf({ lines, isCapture: false })),
    ),
  );
}
