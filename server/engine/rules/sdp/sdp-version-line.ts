import type { Described } from '../../calls/call';
import type { SdpLine } from '../../sdp/sdp';
import { deleteLine, insertBefore, replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { isLineType } from './line-types';

export const rule = defineRule({
  id: 'sdp-version-line',
  title: 'The session description does not begin with v=0',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5.1', 'RFC 8866 §9'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const first = firstKnownLine(body);
    if (first === null || (first.type === 'v' && first.value.text === '0')) return;
    if (first.type === 'v') {
      report({
        in: body,
        at: first.value,
        message: 'The version is not 0, the only one that SDP has. Whoever wrote the body must send "v=0".',
        fix: { title: 'Set the version to 0', edits: [replace(first.value, '0')] },
      });
      return;
    }
    const late = body.sdp.lines.find((line) => line.type === 'v');
    report({
      in: body,
      at: first,
      message:
        late === undefined
          ? 'The body begins without its "v=0" line. Whoever wrote the body must send "v=0" first.'
          : 'Another line stands before "v=". Whoever wrote the body must send "v=0" first.',
      fix: late === undefined ? insertVersion(body, first) : moveVersion(body, first, late),
    });
  },
});

/**
 * The first line that can be read; null where the body is an excerpt, or where the version line is there but
 * badly formed, of which sdp-line-syntax speaks.
 */
function firstKnownLine({ sdp, standsAlone }: Described): SdpLine | null {
  if (sdp.lines.some((line) => line.type === 'V')) return null;
  const first = sdp.lines.find((line) => isLineType(line.type)) ?? null;
  // Text in a file may be an excerpt. A message's body is none, and nobody cuts an excerpt just behind v=0.
  const isExcerpt = sdp.fragment && standsAlone && first?.type !== 'o';
  return isExcerpt ? null : first;
}

function insertVersion({ content }: Described, first: SdpLine): Fix {
  return { title: 'Insert "v=0"', edits: [insertBefore(content, first, 'v=0')] };
}

function moveVersion({ content }: Described, first: SdpLine, late: SdpLine): Fix {
  return {
    title: 'Move "v=0" to the top',
    edits: [insertBefore(content, first, 'v=0'), deleteLine(content, late)],
  };
}
