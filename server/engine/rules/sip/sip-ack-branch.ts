import { factsOf } from '../../sip/facts';
import { topVia } from '../../sip/values';
import type { SipTraceMessage } from '../../traces/message';
import { unlikeText } from '../changed-values';
import { allProfiles, defineRule } from '../rule';
import { relatedTo, repetitionOf, tagPlace, timesText } from './in-call';

export const rule = defineRule({
  id: 'sip-ack-branch',
  title: 'The ACK of a refusal has another branch or To tag than the refusal',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §17.1.1.3, §17.2.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'ACK',
  check({ message, sip, traced, signalling, call, report }) {
    const own = factsOf(sip);
    const { source, destination } = traced.record.meta;
    if (source === null || destination === null) return;
    const ofInvite = signalling.ofCseq('INVITE', own);
    const isAnswer = ({ parsed, index, record: { meta } }: SipTraceMessage): boolean => {
      const facts = factsOf(parsed);
      return (
        index < traced.index &&
        (facts.status ?? 0) >= 200 &&
        facts.viaCount === own.viaCount &&
        meta.source?.address === destination.address &&
        meta.destination?.address === source.address
      );
    };
    const final = ofInvite.find(isAnswer);
    if (final === undefined) return;
    const facts = factsOf(final.parsed);
    const isBranch = facts.branch !== own.branch;
    if (!isBranch && facts.toTag === own.toTag) return;
    // An ACK of a 2xx is a transaction of its own, and of several refusals nobody knows which one is meant.
    const isOther = (each: SipTraceMessage): boolean =>
      (factsOf(each.parsed).status ?? 0) < 300 || !signalling.isSameHop(each, final);
    if (ofInvite.some((each) => isAnswer(each) && isOther(each))) return;
    const repetition = repetitionOf(signalling, final);
    report({
      in: message,
      at: isBranch ? (topVia(sip)?.branch ?? topVia(sip) ?? sip.startLine) : tagPlace(sip, 'to'),
      message:
        `The ACK of this ${facts.status} has ${isBranch ? 'a branch of its own' : 'another tag in To'}` +
        (isBranch ? unlikeText(own.branch, facts.branch) : unlikeText(own.toTag, facts.toTag)) +
        `${repetition !== null && repetition.times > 1 ? `, and the ${facts.status} is sent ${timesText(repetition)}` : ''}. ` +
        'The ACK of a refusal belongs to the transaction of the INVITE: its sender must copy branch and To tag.',
      related: relatedTo(call, final, 'The refusal.'),
    });
  },
});
