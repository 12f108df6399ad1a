import { cseqOf } from '../../sip/values';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sip-cseq-method',
  title: 'CSeq names another method than the request line',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §8.1.1.5', 'RFC 4475 §3.1.2.17, §3.1.2.18'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  of: ({ status }) => status === null,
  check({ message, sip, report }) {
    if (sip.startLine.kind !== 'request') return;
    const cseq = cseqOf(sip);
    const { method } = sip.startLine;
    if (cseq === null || cseq.method.text === method.text) return;
    report({
      in: message,
      at: cseq.method,
      message:
        `The method of the request is ${method.text}, but its CSeq says ${cseq.method.text}. Receivers answer 400, and its answers fit no ` +
        'transaction: the sender must name the same method in both, as ACK and CANCEL do, too.',
      fix: { title: `Write ${method.text}`, edits: [replace(cseq.method, method.text)] },
    });
  },
});
