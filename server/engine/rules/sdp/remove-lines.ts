import { deleteLine } from '../edits';
import type { Edit } from '../rule';
import type { SdpLine } from '../../sdp/sdp';

/** Takes several lines away. Neighbours go in one edit, so that the edits never overlap. */
export function deleteLines(content: string, lines: readonly SdpLine[]): readonly Edit[] {
  const edits: Edit[] = [];
  let run: { readonly start: number; end: number; last: number } | null = null;
  for (const line of lines.toSorted((a, b) => a.index - b.index)) {
    if (run !== null && line.index <= run.last + 1) {
      run.end = line.end;
      run.last = line.index;
      continue;
    }
    if (run !== null) edits.push(deleteLine(content, run));
    run = { start: line.start, end: line.end, last: line.index };
  }
  if (run !== null) edits.push(deleteLine(content, run));
  return edits;
}
