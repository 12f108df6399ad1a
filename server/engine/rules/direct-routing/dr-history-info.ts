import { addressesOf, headerOf } from '../../sip/values';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'dr-history-info',
  title: 'A header in a URI of History-Info is not escaped',
  severity: 'info',
  basis: 'must',
  applies: 'either',
  source: ['RFC 7044 §5', 'RFC 3261 §19.1.1, §25.1', 'Direct Routing SIP protocol, "History-Info header"'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  of: ({ has }) => has('history-info'),
  check({ message, sip, report }) {
    // Microsoft itself wrote it so.
    if (message.side === 'teams' || headerOf(sip, 'history-info') === undefined) return;
    for (const { uri } of addressesOf(sip, 'history-info')) {
      const { headers } = uri;
      if (headers === null || !/[;"]/.test(headers.text)) continue;
      report({
        in: message,
        at: headers,
        message:
          'In the headers of a URI, ; and " stand as %3B and %22. As it is, who reads History-Info loses why and how often ' +
          'the call was forwarded. Its sender must escape them.',
        fix: { title: 'Escape them', edits: [replace(headers, escaped(headers.text))] },
      });
    }
  },
});

const escapes: Readonly<Record<string, string>> = {
  ';': '%3B',
  '"': '%22',
  '=': '%3D',
  ' ': '%20',
  ',': '%2C',
};

/** Escapes values; the equals sign behind a name stays. */
function escaped(headers: string): string {
  return headers
    .split('&')
    .map((header) => {
      const behindName = header.indexOf('=') + 1;
      const value = header.slice(behindName).replace(/[;"=, ]/g, (mark) => escapes[mark] ?? mark);
      return header.slice(0, behindName) + value;
    })
    .join('&');
}
