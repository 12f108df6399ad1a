import type { Call } from '../../calls/call';
import { hasBranchCookie } from '../../sip/old-forms';
import { factsOf } from '../../sip/facts';
import { topVia } from '../../sip/values';
import { isSip } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'sip-branch-cookie',
  title: 'The branch of the topmost Via does not begin with z9hG4bK and go on behind it',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §8.1.1.7', 'RFC 3261 §17.2.3', 'RFC 4475 §3.2.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status === null,
  check({ message, sip, call, report }) {
    const { branch, method } = factsOf(sip);
    if (isUnique(branch)) return;
    const via = topVia(sip);
    if (via === null || (method !== 'INVITE' && belongsToInvite(call, method))) return;
    const seen =
      branch === ''
        ? 'has no branch'
        : hasBranchCookie(branch)
          ? 'has a branch of the cookie z9hG4bK alone'
          : 'has a branch without the cookie z9hG4bK';
    report({
      in: message,
      at: via.branch ?? via,
      message:
        `The topmost Via ${seen}: receivers must tell transactions apart as RFC 2543 did, and take answers, repetitions and ` +
        'ACKs for another’s more easily. The sender must begin it with z9hG4bK and make it unique.',
    });
  },
});

function isUnique(branch: string): boolean {
  return hasBranchCookie(branch) && branch.length > 7;
}

/** Of an ACK or CANCEL nothing is said that its INVITE has been told of. */
function belongsToInvite({ messages }: Call, method: string): boolean {
  if (method !== 'ACK' && method !== 'CANCEL') return false;
  return messages.some(({ message }) => {
    if (!isSip(message)) return false;
    const facts = factsOf(message.parsed);
    return facts.status === null && facts.method === 'INVITE' && !isUnique(facts.branch);
  });
}
