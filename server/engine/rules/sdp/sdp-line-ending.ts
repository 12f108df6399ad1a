import type { Body, Described } from '../../calls/call';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sdp-line-ending',
  title: 'Lines of the body end with LF alone, those of the headers with CRLF',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5'],
  profiles: allProfiles,
  // No editor writes both line ends into one text.
  fixable: false,
  scope: 'body',
  sees: ({ body }) => body.sdp.lines.some((line) => endsWithLineFeed(body, line.end)),
  check({ body, report }) {
    // A text without any CR tells how its logger ends lines, not how the sender did.
    if (body.part === null || !endsHeadersWithCrlf(body)) return;
    const lone = body.sdp.lines.filter((line) => endsWithLineFeed(body, line.end));
    const [first] = lone;
    if (first === undefined) return;
    report({
      in: body,
      at: first,
      message:
        `${lone.length === 1 ? 'This line ends' : `${lone.length} lines of the body end`} with LF, while the headers end ` +
        'with CRLF, which SDP wants, too. Most receivers take either; strict ones refuse the body. The sender must end ' +
        'each line with CRLF and count Content-Length anew.',
    });
  },
});

function endsHeadersWithCrlf({ content, sdp }: Body): boolean {
  let at = content.indexOf('\n');
  if (at < 0 || at >= sdp.start) return false;
  for (; at >= 0 && at < sdp.start; at = content.indexOf('\n', at + 1))
    if (content[at - 1] !== '\r') return false;
  return true;
}

function endsWithLineFeed({ content }: Described, end: number): boolean {
  return content[end] === '\n';
}
