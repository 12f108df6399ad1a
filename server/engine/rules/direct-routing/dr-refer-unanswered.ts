import { SECOND } from '../../basics/durations';
import { perObject } from '../../basics/memo';
import type { Call, CallMessage } from '../../calls/call';
import { isMicrosoftHop } from '../../calls/microsoft-hop';
import { FOLLOWS } from '../../calls/trunk-events';
import { factsOf } from '../../sip/facts';
import { isSip, type SipTraceMessage } from '../../traces/message';
import { transactionsOf, type Sent } from '../call/transactions';
import { defineRule, teamsProfiles, type CallSubject } from '../rule';
import { fragmentOf, isOfTransfer } from '../sip/transfers';
import { relatedTo } from '../sip/in-call';
import { isConsultative, isTargetOf, isWithoutSubscription } from './transfers';

/** Timer F (RFC 3261 §17.1.2.2). */
const WAIT = 32 * SECOND;
/** Microsoft sends such a REFER again with what was wanted, or later. */
const retried: ReadonlySet<number> = new Set([401, 407, 491]);

export const rule = defineRule({
  id: 'dr-refer-unanswered',
  title: 'The SBC does not do what a REFER of Microsoft asks for',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'where it does not tell how the transfer went' },
    { severity: 'info', when: 'where no INVITE follows, in a trace that holds one call alone' },
  ],
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing SIP protocol, "SIP proxy send the Refer to the SBC and acts as a transferor"',
    'Issues that affect call transfers to Direct Routing',
    'RFC 3515 §2.4.2, §2.4.4, §2.4.5',
    'RFC 4488 §4',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isReferred }) => isReferred,
  watch() {
    let first: string | null = null;
    let holdsOthers = false;
    return (event, later, report) => {
      if (event.kind === 'connection') return;
      first ??= event.callId;
      holdsOthers ||= event.callId !== first;
      if (event.kind !== 'transfer' || event.accepted === null || !event.isWatched) return;
      const until = event.accepted + FOLLOWS;
      const followed = later.flatMap((each) =>
        each.kind === 'invitation' && (each.micros ?? Infinity) <= until && isTargetOf(each, event)
          ? [each]
          : [],
      );
      if (followed.some(({ isToMicrosoft }) => isToMicrosoft)) return;
      const [elsewhere] = followed;
      const isFiltered =
        !holdsOthers && !later.some(({ kind, callId }) => kind !== 'connection' && callId !== event.callId);
      report({
        ...(isFiltered ? { severity: 'info' as const } : {}),
        message:
          elsewhere !== undefined
            ? `The SBC accepts the transfer and sends the INVITE${elsewhere.address === null ? '' : ` to ${elsewhere.address}`}, not to ` +
              'Microsoft. The target in Refer-To is reached by Microsoft alone: the SBC must send it to the proxy that it names.'
            : 'The SBC accepts the transfer, and no INVITE to the target in Refer-To follows within ten seconds' +
              (isFiltered ? ' in this trace, which holds this call alone' : '') +
              '. The SBC must send one to the proxy that Refer-To names.',
      });
    };
  },
  check(subject) {
    const { call, facts } = subject;
    const refers = call.messages.filter(
      ({ side, message, retransmissionOf }) =>
        side === 'teams' && retransmissionOf === null && isSip(message) && isRequest(message, 'REFER'),
    );
    if (refers.length === 0 || !isMicrosoftHop(call, facts.network)) return;
    for (const refer of refers) if (isSip(refer.message)) checkRefer(subject, refer, refer.message);
  },
});

function checkRefer(subject: CallSubject, refer: CallMessage, traced: SipTraceMessage): void {
  const { call, signalling, report } = subject;
  const final = signalling.answersOf(traced).find(({ parsed }) => (factsOf(parsed).status ?? 0) >= 200);
  if (final === undefined) {
    if (!signalling.wouldShow('receiver', traced, WAIT)) return;
    report({
      in: refer,
      at: traced.parsed.startLine,
      message:
        'The SBC does not answer this REFER within 32 s, so the Teams user cannot transfer the call. The SBC must answer 202 ' +
        'and send an INVITE to the target in Refer-To.',
    });
    return;
  }
  const status = factsOf(final.parsed).status ?? 0;
  const at = call.messages.find(({ message }) => message === final);
  if (at === undefined) return;
  if (status < 300) {
    checkAccepted(subject, traced, final, at);
    return;
  }
  if (retried.has(status) && signalling.nextRequestOf(traced) !== null) return;
  report({
    in: at,
    at: final.parsed.startLine,
    message:
      `The SBC answers the REFER with ${String(status)}, so the Teams user cannot transfer the call. Microsoft sends REFER as ` +
      'the SBC lists it in Allow: the SBC must take it, or not list it.',
    related: relatedTo(call, traced, 'The REFER.'),
  });
}

/** What follows a 202: how the transfer went, while the call still stands (RFC 3515 §2.4.4). */
function checkAccepted(
  { call, signalling, report }: CallSubject,
  refer: SipTraceMessage,
  accepted: SipTraceMessage,
  at: CallMessage,
): void {
  if (isWithoutSubscription(refer.parsed) || isWithoutSubscription(accepted.parsed)) return;
  const bye = byesOf(call).find(({ message }) => message.index > accepted.index);
  if (bye === undefined) return;
  const { message: ended } = bye;
  const notifies = notifiesOf(call).filter(
    ({ message: { index } }) => index > accepted.index && index < ended.index,
  );
  if (bye.in.side === 'sbc') {
    const isTold = notifies.some(
      ({ message }) => signalling.isCut(message) || (fragmentOf(message.parsed)?.status ?? 0) >= 200,
    );
    if (isTold) return;
    report({
      in: bye.in,
      at: ended.parsed.startLine,
      severity: 'warning',
      message:
        'The SBC ends the call before a NOTIFY tells how the transfer went, so Teams may show it as failed. The SBC must first ' +
        'send the final NOTIFY, and leave the BYE to Microsoft.',
      related: relatedTo(call, accepted, 'The SBC accepts the transfer.'),
    });
    return;
  }
  // After a blind transfer Microsoft hangs up at once; of a consultation it waits for the result.
  if (!isConsultative(refer.parsed) || notifies.length > 0 || !signalling.isHeardAfter('sender', accepted))
    return;
  report({
    in: at,
    at: accepted.parsed.startLine,
    severity: 'warning',
    message:
      'The SBC accepts the transfer, and no NOTIFY says how it went before Microsoft ends the call. Teams waits for it where ' +
      'a consultation is transferred: the SBC must send NOTIFY with what the new call gets.',
    related: relatedTo(call, refer, 'The REFER.'),
  });
}

const byesOf = perObject((call: Call) => requestsOf(call, 'BYE'));

/** What the SBC tells of transfers. */
const notifiesOf = perObject((call: Call) =>
  requestsOf(call, 'NOTIFY').filter(({ in: { side }, sip }) => side === 'sbc' && isOfTransfer(sip)),
);

function requestsOf(call: Call, method: string): readonly Sent[] {
  return transactionsOf(call, method).map(({ request }) => request);
}

function isRequest({ parsed }: SipTraceMessage, wanted: string): boolean {
  const { status, method } = factsOf(parsed);
  return status === null && method === wanted;
}
