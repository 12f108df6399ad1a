import { isMicrosoftHop } from '../../calls/microsoft-hop';
import { groupedBy, lastBefore } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { lists, relatedTo } from './in-call';

/** Methods that not everybody has. */
const optional: ReadonlySet<string> = new Set([
  'UPDATE',
  'PRACK',
  'REFER',
  'INFO',
  'SUBSCRIBE',
  'MESSAGE',
  'NOTIFY',
]);

export const rule = defineRule({
  id: 'sip-method-not-allowed',
  title: 'A request inside a dialog has a method that the other side does not allow',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'it is answered 405 or 501' }],
  basis: 'should',
  applies: 'either',
  source: ['RFC 3261 §20.5, §21.4.6', 'RFC 3311 §4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && optional.has(method),
  check({ message, sip, traced, signalling, call, facts, report }) {
    const { method, toTag } = factsOf(sip);
    if (toTag === '') return;
    const refusal = signalling
      .answersOf(traced)
      .find(({ parsed }) => [405, 501].includes(factsOf(parsed).status ?? 0));
    const allow = allowOf(signalling, traced);
    const isUnlisted = allow !== null && !lists(allow.parsed, 'allow', method);
    // Of a NOTIFY the REFER that asked for it speaks; only a refusal tells.
    if (refusal === undefined && (!isUnlisted || method === 'NOTIFY')) return;
    // dr-refer-unanswered says what the SBC must do.
    if (
      refusal !== undefined &&
      method === 'REFER' &&
      message.side === 'teams' &&
      isMicrosoftHop(call, facts.network)
    )
      return;
    const seen =
      refusal === undefined
        ? `The Allow of the other side does not list ${method}.`
        : `The ${method} is answered ${String(factsOf(refusal.parsed).status)}${isUnlisted ? ', as its Allow said' : ''}.`;
    report({
      in: message,
      at: sip.startLine.kind === 'request' ? sip.startLine.method : sip.startLine,
      ...(refusal === undefined ? {} : { severity: 'error' }),
      message: `${seen} Its sender must do without it towards this peer, or the peer must be configured to take it.`,
      related: [...relatedTo(call, allow, 'Its Allow.'), ...relatedTo(call, refusal, 'The refusal.')],
    });
  },
});

/** The last message with Allow that the receiver sent in the dialog before. */
function allowOf(signalling: Signalling, request: SipTraceMessage): SipTraceMessage | null {
  const { fromTag, toTag } = factsOf(request.parsed);
  const asked = lastBefore(allowing(signalling, toTag), request);
  const answered = lastBefore(allowing(signalling, `${fromTag} ${toTag}`), request);
  return asked === null || (answered?.index ?? -1) > asked.index ? answered : asked;
}

/** Messages with Allow: requests by the tag of who sends them, responses by both tags. */
const allowing = groupedBy(({ parsed }) => {
  if (headerOf(parsed, 'allow') === undefined) return null;
  const { status, fromTag, toTag } = factsOf(parsed);
  return status === null ? fromTag : `${fromTag} ${toTag}`;
});
