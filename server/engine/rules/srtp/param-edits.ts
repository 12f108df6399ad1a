/** Edits of session parameters. */
import type { SessionParam } from '../../sdp/crypto';
import { replace } from '../edits';
import type { Edit } from '../rule';

/** Takes a session parameter away together with the blanks before it. */
export function deleteParam(content: string, param: SessionParam): Edit {
  let start = param.start;
  while (content[start - 1] === ' ' || content[start - 1] === '\t') start--;
  return replace({ start, end: param.end }, '');
}
