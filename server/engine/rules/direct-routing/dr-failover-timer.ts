import type { Call } from '../../calls/call';
import { perObject } from '../../basics/memo';
import { durationText, SECOND } from '../../basics/durations';
import { factsOf } from '../../sip/facts';
import { reasonsOf } from '../../sip/reason';
import { isSip, type SipTraceMessage } from '../../traces/message';
import { type Sent, sentAt } from '../call/transactions';
import { defineRule, teamsProfiles } from '../rule';

/** Microseconds: FailoverTimeSeconds of a gateway is 10 unless it was changed, less what a capture may be late by. */
const failover = 9.5 * SECOND;
/** A caller who gives up for himself waits longer than any failover timer, or less. */
const longest = 31 * SECOND;

export const rule = defineRule({
  id: 'dr-failover-timer',
  title: "The SBC answers Microsoft's INVITE with nothing but 100 until Microsoft gives it up",
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'where Microsoft says that its failover timer expired' }],
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Troubleshoot Direct Routing, "SIP response code 408", 500001',
    'Set-CsOnlinePSTNGateway, FailoverTimeSeconds',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isCancelled }) => isCancelled,
  check({ call, signalling, report }) {
    if (call.sides.callee !== 'sbc') return;
    for (const cancel of call.messages) {
      const { message, retransmissionOf } = cancel;
      if (retransmissionOf !== null || !isSip(message) || !isRequest(message, 'CANCEL')) continue;
      const invite = firstInvites(call).get(factsOf(message.parsed).cseq);
      if (invite === undefined) continue;
      const statuses = signalling.answersOf(invite.message).map(({ parsed }) => factsOf(parsed).status ?? 0);
      // A 100 shows that the SBC's direction was captured; any other answer stops the timer.
      if (!statuses.includes(100) || statuses.some((status) => status > 100 && status !== 487)) continue;
      const waited = signalling.elapsed(invite.message, message);
      const isSaid = reasonsOf(message.parsed).some(({ text }) => /failover/i.test(text));
      if (!isSaid && (waited === null || waited < failover || waited > longest)) continue;
      const after = waited === null ? '' : ` after ${durationText(waited)}`;
      report({
        in: cancel,
        at: message.parsed.startLine,
        ...(isSaid ? { severity: 'error' as const } : {}),
        message:
          (isSaid
            ? `Microsoft gives this trunk up${after}`
            : `Microsoft cancels the call${after}, most likely by its failover timer`) +
          ', as the SBC sent nothing but ' +
          '100. The SBC must send a 18x or a final response within the failover timer (FailoverTimeSeconds, 10 s): pass on ' +
          'what the trunk answers at once, or raise the timer to 20 s where call set-up takes long.',
        related: [{ in: invite.in, at: invite.message.parsed.startLine, message: 'The INVITE.' }],
      });
    }
  },
});

/** The first INVITE with each number in CSeq. */
const firstInvites = perObject((call: Call): ReadonlyMap<string, Sent> => {
  const invites = new Map<string, Sent>();
  for (const { place } of call.messages) {
    const sent = sentAt(call, place);
    if (sent === null || !isRequest(sent.message, 'INVITE') || invites.has(sent.facts.cseq)) continue;
    invites.set(sent.facts.cseq, sent);
  }
  return invites;
});

function isRequest({ parsed }: SipTraceMessage, wanted: string): boolean {
  const { status, method } = factsOf(parsed);
  return status === null && method === wanted;
}
