/** Places of `raddr` and `rport` in a candidate line, keyword included. */
import { leastOf, mostOf } from '../../../../shared/extremes';
import type { Candidate } from '../../sdp/candidate';
import { isBlank } from '../../sdp/fields';
import type { Span, Token } from '../../basics/span';
import type { Edit } from '../rule';

/** From the first of the two keywords to the end of the last of the two values; null where neither is there. */
export function relatedAddressSpan(content: string, candidate: Candidate): Span | null {
  const pairs = pairsOf(content, candidate);
  if (pairs.length === 0) return null;
  return {
    start: leastOf(pairs.map((pair) => pair.start)),
    end: mostOf(pairs.map((pair) => pair.end)),
  };
}

/** Takes both out, with the blank before each. */
export function deleteRelatedAddress(content: string, candidate: Candidate): readonly Edit[] {
  return pairsOf(content, candidate).map(({ start, end }) => ({
    start: blanksBefore(content, start),
    end,
    newText: '',
  }));
}

function pairsOf(content: string, { raddr, rport }: Candidate): readonly Span[] {
  return [raddr, rport].filter((value) => value !== null).map((value) => withKeyword(content, value));
}

/** Only blanks stand between a keyword and its value. */
function withKeyword(content: string, value: Token): Span {
  let start = blanksBefore(content, value.start);
  while (start > 0 && !isBlank(content.charCodeAt(start - 1))) start--;
  return { start, end: value.end };
}

function blanksBefore(content: string, offset: number): number {
  let at = offset;
  while (at > 0 && isBlank(content.charCodeAt(at - 1))) at--;
  return at;
}
