import { perObject } from '../../basics/memo';
import { linesOfType } from '../../sdp/query';
import type { Sdp, SdpLine } from '../../sdp/sdp';

/** The v= lines behind the first: each begins another description, of which the tree of the first one knows nothing. */
export const furtherVersions: (sdp: Sdp) => readonly SdpLine[] = perObject((sdp) =>
  linesOfType(sdp, 'v').slice(1),
);

/** Whether a body holds more than one description: what would be twice in one of them is no defect then. */
export function holdsSeveral(sdp: Sdp): boolean {
  return furtherVersions(sdp).length > 0;
}
