import type { Body } from '../../calls/call';
import type { Problem } from '../../problem';
import { lineAt } from '../../sdp/query';
import type { SdpLine } from '../../sdp/sdp';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { cutLineOf } from './cut-off';
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
  check({ body, call, report }) {
    const cut = cutLineOf(call, body);
    for (const problem of body.sdp.problems) {
      const line = lineAt(body.sdp, problem.start);
      if (line !== null && line === cut) continue;
      const fix = line === null ? removeBlankLine(body, problem) : stripBlanks(body, line);
      report({
        in: body,
        at: problem,
        message: `${problem.message}. Receivers drop the line or refuse the body; the sender must correct it.`,
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

/** Blanks around a good type letter and its `=` are the one fault with a mechanical cure. */
function stripBlanks({ content }: Body, line: SdpLine): Fix | null {
  if (!isLineType(line.type) || line.value.text === '') return null;
  const head = { start: line.start, end: line.value.start };
  if (content.slice(head.start, head.end) === `${line.type}=`) return null;
  return { title: 'Strip the blanks around "="', edits: [replace(head, `${line.type}=`)] };
}

function removeBlankLine({ content }: Body, problem: Problem): Fix | null {
  if (content.slice(problem.start, problem.end).trim() !== '') return null;
  return { title: 'Delete the blank line', edits: [replace(problem, '')] };
}
