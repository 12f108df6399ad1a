import type { Span } from '../../span';
import { deleteLine } from '../edits';
import type { Edit } from '../rule';

/** Takes lines away, given in order. The last line of a text shares its line end with the one above. */
export function deleteLines(content: string, lines: readonly Span[]): readonly Edit[] {
  let end = 0;
  return lines.map((line) => {
    const edit = deleteLine(content, line);
    const start = Math.max(edit.start, end);
    end = edit.end;
    return { ...edit, start };
  });
}
