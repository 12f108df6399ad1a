import { factsOf } from '../../sip/facts';
import type { Span } from '../../basics/span';
import type { SipMessage } from '../../sip/message';
import { cseqOf, headerOf, topVia } from '../../sip/values';
import { unlikeText } from '../changed-values';
import { allProfiles, defineRule } from '../rule';
import { invitesOf } from './cancels';
import { relatedTo, tagPlace } from './in-call';

export const rule = defineRule({
  id: 'sip-cancel-mismatch',
  title: 'A CANCEL differs from the INVITE that it cancels',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §9.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'CANCEL',
  check({ message, sip, traced, signalling, call, report }) {
    const require = headerOf(sip, 'require') ?? headerOf(sip, 'proxy-require');
    if (require !== undefined)
      report({
        in: message,
        at: require,
        message: `A CANCEL must not have ${require.name.text}, as nobody may refuse it for that. Its sender must leave it out.`,
      });
    const { meant, other } = invitesOf(signalling, traced);
    const invite = meant ?? other;
    if (invite === null || signalling.isCut(invite)) return;
    const fault = meant === null ? branchFault(invite.parsed, sip) : faultOf(meant.parsed, sip);
    if (fault === null) return;
    report({
      in: message,
      at: fault.at,
      message:
        `The ${fault.what} of the CANCEL is not that of its INVITE${fault.values}. The receiver finds nothing to cancel and answers 481, and the ` +
        'phone goes on ringing: the sender must copy it from the INVITE.',
      related: relatedTo(call, invite, 'The INVITE.'),
    });
  },
});

interface Fault {
  readonly at: Span;
  readonly what: string;
  /** Of both, in parentheses. */
  readonly values: string;
}

function branchFault(invite: SipMessage, cancel: SipMessage): Fault {
  const values = unlikeText(factsOf(cancel).branch, factsOf(invite).branch);
  return { at: topVia(cancel)?.branch ?? topVia(cancel) ?? cancel.startLine, what: 'branch', values };
}

function faultOf(invite: SipMessage, cancel: SipMessage): Fault | null {
  const asked = factsOf(invite);
  const own = factsOf(cancel);
  if (asked.cseq !== own.cseq)
    return {
      at: cseqOf(cancel)?.number ?? cancel.startLine,
      what: 'CSeq number',
      values: unlikeText(own.cseq, asked.cseq),
    };
  if (asked.fromTag !== own.fromTag)
    return { at: tagPlace(cancel, 'from'), what: 'From tag', values: unlikeText(own.fromTag, asked.fromTag) };
  if (asked.toTag !== own.toTag)
    return { at: tagPlace(cancel, 'to'), what: 'To tag', values: unlikeText(own.toTag, asked.toTag) };
  if (invite.startLine.kind === 'request' && cancel.startLine.kind === 'request') {
    const { uri } = cancel.startLine;
    const asIs = invite.startLine.uri.text;
    if (uri.text !== asIs) return { at: uri, what: 'request URI', values: unlikeText(uri.text, asIs) };
  }
  return null;
}
