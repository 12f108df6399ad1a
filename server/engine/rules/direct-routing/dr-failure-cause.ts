import { groupedBy } from '../../evidence/message-groups';
import { microsoftResponse } from '../../sip/microsoft-responses';
import { reasonsOf, reasonText } from '../../sip/reason';
import { statusWords } from '../../sip/status-words';
import type { CallMessage } from '../../calls/call';
import { factsOf } from '../../sip/facts';
import { isSip, type SipTraceMessage } from '../../traces/message';
import type { Severity } from '../../../../shared/severities';
import { defineRule, teamsProfiles, type CallSubject } from '../rule';

/** Asked again by the other side in a way that the refusal names (RFC 3261 §8.1.3.5, §14.1, §22; RFC 4028 §7). */
const asksAgain: ReadonlySet<number> = new Set([401, 407, 420, 421, 422, 423, 491]);
/** What users and numbers bring about every day. */
const everyday: ReadonlySet<number> = new Set([404, 480, 486, 600, 603]);

export const rule = defineRule({
  id: 'dr-failure-cause',
  title: 'An INVITE is refused',
  severity: 'warning',
  otherwise: [
    { severity: 'info', when: 'for 404, 480, 486, 600 and 603, and where another branch answers the call' },
  ],
  basis: 'teams',
  applies: 'either',
  source: [
    'Troubleshoot Direct Routing, "SIP response code 403" and its sister pages',
    'Direct Routing trunk failover on outbound calls',
    'RFC 3261 §21',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isRefused }) => isRefused,
  check(subject) {
    const { call, report } = subject;
    for (const refusal of call.messages) {
      const { message, retransmissionOf } = refusal;
      if (retransmissionOf !== null || !isSip(message)) continue;
      const { status, method } = factsOf(message.parsed);
      if (status === null || status < 300 || method !== 'INVITE' || isHandled(subject, message, status))
        continue;
      report({
        in: refusal,
        at: message.parsed.startLine,
        severity: severityOf(subject, message, status),
        message: messageOf(refusal, message, status),
      });
    }
  },
});

/** Whether a refusal is no failure: the request was cancelled, or comes again as the refusal wants it. */
function isHandled({ signalling }: CallSubject, refusal: SipTraceMessage, status: number): boolean {
  if (status === 487) return cancels(signalling, factsOf(refusal.parsed).cseq).length > 0;
  if (!asksAgain.has(status)) return false;
  const request = signalling.requestOf(refusal);
  return request !== null && signalling.nextRequestOf(request) !== null;
}

/** CANCELs by the number in CSeq. */
const cancels = groupedBy(({ parsed }) => {
  const { method, cseq } = factsOf(parsed);
  return method === 'CANCEL' ? cseq : null;
});

/** Of a forked call that one branch answers, the refusals of the others are no failure. */
function severityOf({ signalling }: CallSubject, refusal: SipTraceMessage, status: number): Severity {
  if (everyday.has(status)) return 'info';
  const isAnswered = signalling.answersOf(refusal).some(({ parsed }) => {
    const other = factsOf(parsed).status ?? 0;
    return other >= 200 && other < 300;
  });
  return isAnswered ? 'info' : 'warning';
}

function messageOf({ side }: CallMessage, { parsed }: SipTraceMessage, status: number): string {
  const known = side === 'teams' ? microsoftResponse(parsed) : null;
  const words = statusWords(status);
  const who = side === 'teams' ? 'Microsoft' : side === 'sbc' ? 'The SBC' : 'The callee';
  const phrase = parsed.startLine.kind === 'status' ? parsed.startLine.phrase.text : '';
  const said = reasonsOf(parsed).map(reasonText).join(', ');
  const code = known === null || known.code === 0 ? '' : `, Microsoft's code ${String(known.code)}`;
  return (
    `${who} refuses the INVITE with ${`${String(status)} ${phrase}`.trim()}${said === '' ? '' : ` (${said})`}${code}: ` +
    `${known?.meaning ?? words.meaning}. ${known?.action ?? actionOf(words.action, side)}`
  ).trim();
}

/** What the SBC refuses has its cause behind the SBC as often as in the INVITE. */
function actionOf(action: string, side: CallMessage['side']): string {
  const asked = action === '' ? 'There is nothing to mend in signalling.' : action;
  return side === 'sbc' ? `${asked} Look on the SBC for the trunk or rule that it comes from.` : asked;
}
