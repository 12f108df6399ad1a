import { hasAllHeaders, isExcerpt } from '../../sip/condition';
import { speaksRfc2543 } from '../../sip/old-forms';
import type { SipMessage } from '../../sip/message';
import { headerOf, headersOf } from '../../sip/values';
import { insertAfter } from '../edits';
import { allProfiles, defineRule } from '../rule';

/** Header id → how it is written. */
const needed = [
  ['via', 'Via'],
  ['from', 'From'],
  ['to', 'To'],
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
] as const;

export const rule = defineRule({
  id: 'sip-mandatory-headers',
  title: 'A header that every message must have is missing',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'Max-Forwards alone is missing: a proxy adds it, an endpoint needs it not' },
    { severity: 'info', when: 'so much is missing that somebody took it out before showing the message' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §8.1.1, §8.2.6.2', 'RFC 3261 §16.3, §16.6', 'RFC 3261 §7.3.1, §7.3.3'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  check({ message, sip, report }) {
    if (hasAll(sip)) return;
    const has = (id: string): boolean => headerOf(sip, id) !== undefined;
    const isRequest = sip.startLine.kind === 'request';
    const missing = needed.filter(([id]) => !has(id)).map(([, name]) => name);
    const needsHops = isRequest && !has('max-forwards');
    if ((missing.length === 0 && !needsHops) || !hasAllHeaders(sip)) return;
    if (missing.length > 0) {
      const seen = `The ${isRequest ? 'request' : 'response'} has no ${missing.join(', no ')}.`;
      report({
        in: message,
        at: sip.startLine,
        ...(isExcerpt(sip)
          ? {
              severity: 'info',
              message: `${seen} It cannot have been sent so: headers were taken out of this text, and what they would tell is not judged.`,
            }
          : {
              message: `${seen} Receivers answer 400 or drop it, as nothing tells where it belongs: the sender must write it.`,
            }),
      });
      return;
    }
    if (speaksRfc2543(sip)) return;
    const via = headersOf(sip, 'via').at(-1);
    report({
      in: message,
      at: sip.startLine,
      severity: 'warning',
      message:
        'The request has no Max-Forwards, so nothing but a proxy on its way ends a loop. Its sender must write ' +
        'Max-Forwards: 70.',
      ...(via === undefined
        ? {}
        : {
            fix: {
              title: 'Add Max-Forwards: 70',
              edits: [insertAfter(sip.content, via, 'Max-Forwards: 70')],
            },
          }),
    });
  },
});

const bits: ReadonlyMap<string, number> = new Map([
  ['max-forwards', 1],
  ...needed.map(([id], place) => [id, 2 << place] as const),
]);
const all = (2 << needed.length) - 1;

/** Whether nothing is missing, as nearly always. */
function hasAll({ headers, startLine }: SipMessage): boolean {
  let seen = startLine.kind === 'request' ? 0 : 1;
  for (const { id } of headers) seen |= bits.get(id) ?? 0;
  return seen === all;
}
