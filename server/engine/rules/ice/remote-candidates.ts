/** The `a=remote-candidates` lines of a stream, judged as one thing: some write one line a component. */
import { deleteLines } from '../edits';
import type { Body, Described } from '../../calls/call';
import { attributesOf } from '../../sdp/query';
import type { AttributeLine, MediaSection } from '../../sdp/sdp';
import type { Fix } from '../rule';

export interface RemoteCandidateLines {
  readonly media: MediaSection;
  readonly first: AttributeLine;
  readonly removal: Fix;
}

/** The lines of each stream that has some. */
export function remoteCandidateLines({ sdp, content }: Described): readonly RemoteCandidateLines[] {
  return sdp.media.flatMap((media) => {
    const lines = attributesOf(media, 'remote-candidates');
    const [first] = lines;
    if (first === undefined) return [];
    const title =
      lines.length === 1 ? 'Delete the line' : 'Delete the a=remote-candidates lines of this stream';
    return [{ media, first, removal: { title, edits: deleteLines(content, lines) } }];
  });
}

/** Whether a body is the offer that opens its dialog, so that ICE cannot have completed yet. */
export function opensDialog({ role, initial, toTag }: Body): boolean {
  // With a To tag there is a dialog already, be it one that the trace does not show from its beginning.
  return role === 'offer' && initial === true && toTag === null;
}
