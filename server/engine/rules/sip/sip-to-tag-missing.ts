import { isExcerpt } from '../../sip/condition';
import { speaksRfc2543 } from '../../sip/old-forms';
import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { allProfiles, defineRule } from '../rule';

/** Methods whose answer makes or keeps a dialog, which the tag names. */
const makeDialogs: ReadonlySet<string> = new Set(['INVITE', 'SUBSCRIBE', 'REFER', 'NOTIFY']);

export const rule = defineRule({
  id: 'sip-to-tag-missing',
  title: 'A response has no tag in To',
  severity: 'error',
  otherwise: [
    {
      severity: 'info',
      when: 'it makes no dialog: refusals, unreliable ringing, answers to OPTIONS or REGISTER',
    },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §8.2.6.2, §12.1.1', 'RFC 3262 §3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status !== null && status > 100,
  check({ message, sip, traced, signalling, report }) {
    const { status, toTag, method } = factsOf(sip);
    if (status === null || toTag !== '') return;
    const to = headerOf(sip, 'to');
    if (to === undefined || to.value.text === '' || isExcerpt(sip) || speaksRfc2543(sip)) return;
    // Microsoft's proxies answer so, and all is well.
    if (method === 'OPTIONS' && message.side === 'teams') return;
    const request = signalling.requestOf(traced);
    // Of a tag that the request had and the response has not, sip-response-echo speaks.
    if (request !== null && factsOf(request.parsed).toTag !== '') return;
    const isReliable = status < 200 && method === 'INVITE' && headerOf(sip, 'rseq') !== undefined;
    const makesDialog = isReliable || (status >= 200 && status < 300 && makeDialogs.has(method));
    report({
      in: message,
      at: to.value,
      ...(makesDialog
        ? {
            message: `The ${status} has no tag in To, so it makes no dialog: ACK, BYE and later requests fit none. Who answers must add one.`,
          }
        : {
            severity: 'info',
            message: `The ${status} has no tag in To. Who answers should add one; most receivers do without.`,
          }),
    });
  },
});
