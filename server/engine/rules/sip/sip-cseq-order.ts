import { perObject } from '../../basics/memo';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import { cseqOf } from '../../sip/values';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { relatedTo } from './in-call';

export const rule = defineRule({
  id: 'sip-cseq-order',
  title: 'The CSeq of a request is not higher than that of the one before',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'it is answered 500 or 481' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §12.2.1.1, §12.2.2'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status === null,
  check({ message, sip, traced, signalling, call, report }) {
    const earlier = lowered(signalling).get(traced);
    if (earlier === undefined || !signalling.isBefore(earlier, traced)) return;
    const refused = signalling
      .answersOf(traced)
      .some(
        (answer) =>
          signalling.isSameHop(answer, traced) && [481, 500].includes(factsOf(answer.parsed).status ?? 0),
      );
    report({
      in: message,
      at: cseqOf(sip)?.number ?? sip.startLine,
      ...(refused ? { severity: 'error' } : {}),
      message:
        `The CSeq ${factsOf(sip).cseq} of this request is not higher than ${factsOf(earlier.parsed).cseq}, which the same side used ` +
        'before. The receiver answers 500 or takes it for a repetition: the sender must count on.',
      related: relatedTo(call, earlier, 'The higher one.'),
    });
  },
});

/** Requests of a dialog whose number is lower than one before, or that of another method → the one before. */
const lowered = perObject((signalling: Signalling): ReadonlyMap<SipTraceMessage, SipTraceMessage> => {
  const highest = new Map<string, SipTraceMessage>();
  const seen = new Set<string>();
  const found = new Map<SipTraceMessage, SipTraceMessage>();
  for (const message of signalling.messages) {
    const { status, method, cseq, fromTag, toTag, branch, viaCount } = factsOf(message.parsed);
    // ACK and CANCEL have the number of their INVITE.
    if (status !== null || method === 'ACK' || method === 'CANCEL' || cseq === '') continue;
    const { source, destination } = message.record.meta;
    const hop = `${fromTag} ${viaCount} ${source?.address ?? ''} ${destination?.address ?? ''}`;
    const transaction = `${hop} ${branch} ${method} ${cseq}`;
    if (seen.has(transaction)) continue;
    seen.add(transaction);
    // The request that made the dialog had no tag yet, and a call may be made anew.
    const dialog = `${hop} ${toTag}`;
    const before = highest.get(dialog) ?? (toTag === '' ? undefined : highest.get(`${hop} `));
    if (before !== undefined && toTag !== '') {
      const other = factsOf(before.parsed);
      const number = Number(cseq);
      if (number < Number(other.cseq) || (number === Number(other.cseq) && method !== other.method)) {
        found.set(message, before);
        continue;
      }
    }
    highest.set(dialog, message);
  }
  return found;
});
