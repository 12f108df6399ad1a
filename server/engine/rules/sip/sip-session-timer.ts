import { durationText, SECOND } from '../../basics/durations';
import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { groupedBy, lastBefore } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { dialogOf, relatedTo } from './in-call';
import { sessionExpiresOf, type SessionExpires } from './session-timers';

/** Behind the end of the session, in microseconds. */
const late = 5 * SECOND;

export const rule = defineRule({
  id: 'sip-session-timer',
  title: 'The call ends when its session timer runs out, as nobody refreshed it',
  severity: 'warning',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 4028 §7.2, §10'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status === null && method === 'BYE',
  check({ message, sip, traced, signalling, call, report }) {
    if (namesOtherCause(traced)) return;
    const refresh = lastRefresh(signalling, traced);
    if (refresh === null) return;
    const { accepted, timer } = refresh;
    const passed = signalling.elapsed(accepted, traced);
    if (passed === null || timer.refresher === null) return;
    // RFC 4028 §10: a third of the interval before its end, 32 s at most.
    const end = timer.interval * SECOND;
    if (passed < end - Math.min(32 * SECOND, end / 3) || passed > end + late) return;
    const isRefresher =
      (factsOf(accepted.parsed).fromTag === factsOf(sip).fromTag) === (timer.refresher === 'uac');
    if (isRefresher) return;
    report({
      in: message,
      at: sip.startLine,
      message:
        `This BYE comes ${durationText(passed)} after the session was last refreshed, and Session-Expires was ${timer.interval} s: its sender waited ` +
        'for a re-INVITE or UPDATE of the other side, which should have come at half of that time. Look why the other side ' +
        'sends none, or why it does not arrive.',
      related: relatedTo(call, accepted, 'The last refresh.'),
    });
  },
});

/** A hangup that gives a cause of its own (RFC 3326). */
function namesOtherCause({ parsed }: SipTraceMessage): boolean {
  const reason = headerOf(parsed, 'reason')?.value.text ?? '';
  return reason !== '' && !/timer|expire|cause=(?:102|408)\b/i.test(reason);
}

/** The last 2xx to an INVITE or UPDATE of the dialog, of either side; null where that sets no timer. */
function lastRefresh(
  signalling: Signalling,
  bye: SipTraceMessage,
): { readonly accepted: SipTraceMessage; readonly timer: SessionExpires } | null {
  const accepted = lastBefore(refreshes(signalling, dialogOf(factsOf(bye.parsed))), bye);
  const timer = accepted === null ? null : sessionExpiresOf(accepted.parsed);
  return accepted === null || timer === null ? null : { accepted, timer };
}

/** The 2xx to INVITEs and UPDATEs, by dialog. */
const refreshes = groupedBy(({ parsed }) => {
  const facts = factsOf(parsed);
  const { status, method } = facts;
  if (status === null || status < 200 || status >= 300) return null;
  return method === 'INVITE' || method === 'UPDATE' ? dialogOf(facts) : null;
});
