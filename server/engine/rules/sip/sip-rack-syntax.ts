import type { Header } from '../../sip/message';
import { hasAllHeaders, isExcerpt } from '../../sip/condition';
import { headerOf, methodOf } from '../../sip/values';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sip-rack-syntax',
  title: 'RAck is not RSeq, CSeq and method of a reliable answer, or RSeq is no number',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3262 §7.1, §7.2, §10'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method, has }) => (status === null ? method === 'PRACK' : has('rseq')),
  check({ message, sip, report }) {
    if (sip.startLine.kind === 'status') {
      const rseq = headerOf(sip, 'rseq');
      if (rseq === undefined || isSequence(rseq.value.text)) return;
      report({
        in: message,
        at: placeOf(rseq),
        message:
          'RSeq is no number from 1 to 2^31-1, so no PRACK can name it. The sender of this answer must count from such a one on.',
      });
      return;
    }
    if (methodOf(sip) !== 'PRACK') return;
    const rack = headerOf(sip, 'rack');
    if (rack === undefined) {
      if (!hasAllHeaders(sip) || isExcerpt(sip)) return;
      report({
        in: message,
        at: sip.startLine,
        message:
          'The PRACK has no RAck, so it acknowledges nothing and is answered 400. Its sender must write one.',
      });
      return;
    }
    const [rseq = '', cseq = '', method = '', ...rest] = rack.value.text.split(/\s+/);
    if (isSequence(rseq) && /^\d+$/.test(cseq) && method !== '' && rest.length === 0) return;
    report({
      in: message,
      at: placeOf(rack),
      message:
        'RAck must be two numbers and a method: RSeq and CSeq of the answer that it acknowledges. This one is answered 400, ' +
        'the answer is repeated, and the call ends after 32 s. The sender of the PRACK must copy both; where the answer had ' +
        'no RSeq, it must send no PRACK.',
    });
  },
});

function placeOf({ value, name }: Header): Header['value'] {
  return value.text === '' ? name : value;
}

/** RFC 3262 §3, §7.1: 1 to 2^32-1, the first one below 2^31. */
function isSequence(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) > 0 && Number(text) < 2 ** 32;
}
