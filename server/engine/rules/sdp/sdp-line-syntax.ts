import type { Body, Call } from '../../calls/call';
import type { Problem } from '../../basics/problem';
import type { Span } from '../../basics/span';
import { lineAt } from '../../sdp/query';
import type { SdpLine } from '../../sdp/sdp';
import { behindLineEnd, replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { isLineType } from './line-types';

export const rule = defineRule({
  id: 'sdp-line-syntax',
  title: 'A line of the body is not of the form type=value',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5', 'RFC 8866 §9'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body: { sdp } }) => sdp.problems.length > 0,
  check({ body, call, report }) {
    const end = isEndUnknown(call, body) ? logStart(body) : Infinity;
    for (const problem of body.sdp.problems) {
      if (problem.start >= end) break;
      const line = lineAt(body.sdp, problem.start);
      const fix = line === null ? removeBlankLines(body, problem) : stripBlanks(body, line);
      report({
        in: body,
        at: problem,
        message: `${problem.message}. Receivers drop the line or refuse the body; the sender must correct it.`,
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

/** Whether the body ends only because another message or the end of the file follows. */
function isEndUnknown(call: Call, body: Body): boolean {
  const end = call.messages[body.place]?.message.record.end;
  return end === 'next' || end === 'end-of-text';
}

/**
 * Where the lines of a logger that nobody knows begin behind the body: behind a blank line, with no line of SDP
 * after them. Infinity where there are none.
 */
function logStart({ sdp: { lines }, content }: Body): number {
  const isOdd = (line: SdpLine): boolean => !isLineType(line.type);
  const last = lines.findLast((line) => !isOdd(line));
  const [first] = last === undefined ? lines : lines.slice(lines.indexOf(last) + 1);
  if (first === undefined || !isOdd(first)) return Infinity;
  if (last === undefined) return first.start;
  const lineEnds = content.slice(last.end, first.start).match(/\r?\n|\r/g);
  return lineEnds !== null && lineEnds.length > 1 ? last.end : Infinity;
}

/** Blanks around a good type letter and its `=` are the one fault with a mechanical cure. */
function stripBlanks({ content }: Body, line: SdpLine): Fix | null {
  if (!isLineType(line.type) || line.value.text === '') return null;
  const head = { start: line.start, end: line.value.start };
  if (content.slice(head.start, head.end) === `${line.type}=`) return null;
  return { title: 'Strip the blanks around "="', edits: [replace(head, `${line.type}=`)] };
}

/** All of them at once: one defect, one fix. */
function removeBlankLines({ content, sdp: { lines } }: Body, problem: Problem): Fix | null {
  if (content.slice(problem.start, problem.end).trim() !== '') return null;
  const gaps = lines.flatMap((line, place): readonly Span[] => {
    const next = lines[place + 1];
    const start = next === undefined ? line.end : behindLineEnd(content, line.end);
    return next !== undefined && start < next.start ? [{ start, end: next.start }] : [];
  });
  // A line that cannot be read may stand in between.
  const blank = gaps.filter(({ start, end }) => /^[\s\0]+$/.test(content.slice(start, end)));
  const title =
    blank.length > 1 || problem.end - problem.start > 2 ? 'Delete the blank lines' : 'Delete the blank line';
  return { title, edits: blank.map((gap) => replace(gap, '')) };
}
