import type { Span } from '../../basics/span';
import { hasLostBrackets, speaksRfc2543 } from '../../sip/old-forms';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { oddAddresses, openQuote, partsOf } from './addresses';

/** Headers whose addresses always stand in brackets. */
const bracketed: ReadonlySet<string> = new Set(['route', 'record-route', 'service-route', 'path']);
const optional: ReadonlySet<string> = new Set(['from', 'to', 'contact']);
/** Parameters of a URI that no header has by these names. */
const uriParameter = /;\s*(?:transport|lr|maddr)\s*(?:=|;|$)/i;

export const rule = defineRule({
  id: 'sip-route-syntax',
  title: 'An address that needs angle brackets has none',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §20, §20.10, §20.30, §20.34', 'RFC 3327 §4', 'RFC 3608 §5', 'RFC 4475 §3.1.2.13'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  of: ({ isOdd }) => isOdd,
  check({ message, sip, report }) {
    const { content } = sip;
    for (const { header, ...piece } of oddAddresses(sip)) {
      const isRoute = bracketed.has(header.id);
      if ((!isRoute && !optional.has(header.id)) || openQuote(content, piece) >= 0) continue;
      const { uri, parameters, bracket } = partsOf(content, piece);
      if (bracket !== 'none' || !uri.text.includes(':')) continue;
      const whose = isRoute ? 'route' : uri.text.includes('?') ? 'headers' : parameterOf(parameters.text);
      if (whose === null || (whose !== 'headers' && (hasLostBrackets(sip) || speaksRfc2543(sip)))) continue;
      const whole: Span = whose === 'headers' ? uri : piece;
      report({
        in: message,
        at: whole,
        message: `${messages[whose](header.name.text)} The sender must write it between < and >.`,
        ...(isRoute || whose === 'headers'
          ? {
              fix: {
                title: 'Put it in angle brackets',
                edits: [replace(whole, `<${content.slice(whole.start, whole.end)}>`)],
              },
            }
          : {}),
      });
    }
  },
});

function parameterOf(text: string): 'parameter' | null {
  return uriParameter.test(text) ? 'parameter' : null;
}

const messages = {
  route: (name: string): string =>
    `The address in ${name} stands without angle brackets, so its ;lr is not the URI’s: requests then take another way, or are refused.`,
  headers: (name: string): string =>
    `The URI in ${name} has a question mark and no angle brackets around it. Strict receivers answer 400.`,
  parameter: (name: string): string =>
    `Without angle brackets the parameters in ${name} are the header’s, not the URI’s: the transport, say, is lost.`,
};
