import { groupedBy, lastBefore } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import { cseqOf } from '../../sip/values';
import { replace } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { isOfNoInvite } from './acks';
import { relatedTo } from './in-call';

/** Final answers to INVITEs that no ACK belongs to, by the tags of From and To. */
const unacknowledged = groupedBy((message, signalling: Signalling) => {
  const { status, method, fromTag, toTag } = factsOf(message.parsed);
  if (method !== 'INVITE' || status === null || status < 200) return null;
  return signalling.acksOf(message).length === 0 ? `${fromTag} ${toTag}` : null;
});

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
  of: ({ status, method }) => status === null && method === 'ACK',
  check({ message, sip, traced, signalling, call, report }) {
    const { cseq, fromTag, toTag } = factsOf(sip);
    const number = cseqOf(sip)?.number;
    if (number === undefined) return;
    if (!isOfNoInvite(signalling, sip)) return;
    const final = lastBefore(unacknowledged(signalling, `${fromTag} ${toTag}`), traced);
    // Of an INVITE before the trace nobody knows.
    if (final === null || signalling.requestOf(final) === null) return;
    const right = factsOf(final.parsed).cseq;
    report({
      in: message,
      at: number,
      message:
        `The ACK has CSeq ${cseq}, but the INVITE that it acknowledges had ${right}. The callee drops it, repeats its answer, and the ` +
        'call drops after 32 s: the caller must copy the number.',
      related: relatedTo(call, final, 'The answer that it should acknowledge.'),
      fix: { title: `Write ${right}`, edits: [replace(number, right)] },
    });
  },
});
