import { factsOf } from '../../sip/facts';
import { cseqOf } from '../../sip/values';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { relatedTo } from './in-call';

export const rule = defineRule({
  id: 'sip-ack-cseq',
  title: 'The CSeq of an ACK is that of no INVITE',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §13.2.2.4, §17.1.1.3'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  check({ message, sip, traced, signalling, call, report }) {
    const { status, method, cseq, fromTag, toTag } = factsOf(sip);
    const number = cseqOf(sip)?.number;
    if (status !== null || method !== 'ACK' || number === undefined) return;
    const invites = signalling.ofMethod('INVITE');
    if (invites.some(({ parsed }) => factsOf(parsed).cseq === cseq && factsOf(parsed).fromTag === fromTag))
      return;
    const unacknowledged = invites.findLast((each) => {
      const facts = factsOf(each.parsed);
      return (
        each.index < traced.index &&
        (facts.status ?? 0) >= 200 &&
        facts.fromTag === fromTag &&
        facts.toTag === toTag &&
        signalling.acksOf(each).length === 0
      );
    });
    // Of an INVITE before the trace nobody knows.
    if (unacknowledged === undefined || signalling.requestOf(unacknowledged) === null) return;
    const right = factsOf(unacknowledged.parsed).cseq;
    report({
      in: message,
      at: number,
      message:
        `The ACK has CSeq ${cseq}, but the INVITE that it acknowledges had ${right}. The callee drops it, repeats its answer, and the ` +
        'call drops after 32 s: the caller must copy the number.',
      related: relatedTo(call, unacknowledged, 'The answer that it should acknowledge.'),
      fix: { title: `Write ${right}`, edits: [replace(number, right)] },
    });
  },
});
