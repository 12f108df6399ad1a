import type { Call, CallMessage, Fork } from '../../calls/call';
import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { isSip, type SipTraceMessage } from '../../traces/message';
import { defineRule, teamsProfiles } from '../rule';

/** Microseconds: who cancels this soon does it because of what came, and not because somebody hung up. */
const atOnce = 500_000;

export const rule = defineRule({
  id: 'call-fork-cancelled',
  title: 'The SBC cancels the call when a second endpoint of Teams answers provisionally',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: [
    'Direct Routing media protocols, "Terminology" and "Converging for forking"',
    'RFC 3261 §12.1, §13.2.2.4',
  ],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isCancelled }) => isCancelled,
  check({ call, signalling, report, notEvaluated }) {
    if (call.sides.caller !== 'sbc') return;
    const cancel = call.messages.find(
      ({ message, retransmissionOf }) => retransmissionOf === null && isCancel(message),
    );
    const message = cancel?.message;
    if (cancel === undefined || message === undefined || !isSip(message)) return;
    // A cut one may have said why.
    if (saysWhy(message) || signalling.isCut(message)) return;
    const early = call.forks.flatMap((fork) => firstEarly(call, fork) ?? []);
    const [first, ...others] = early.filter((each) => each.index < message.index);
    const last = others.at(-1);
    if (first === undefined || last === undefined) return;
    const apart = signalling.elapsed(last, message);
    if (apart === null) {
      notEvaluated('the trace does not tell when the CANCEL was sent');
      return;
    }
    if (apart > atOnce || call.forks.some(({ status }) => status >= 200 && status < 300)) return;
    report({
      in: cancel,
      at: message.parsed.startLine,
      message:
        `The SBC cancels the call ${String(Math.round(apart / 1000))} ms after a provisional answer under a second To tag ` +
        'came. Teams rings several endpoints, and each answers for itself: the SBC must take as many early dialogs as ' +
        'come, and wait for the one that answers with 200.',
      related: [first, last].flatMap((each) => {
        const at = call.messages.find((other) => other.message === each);
        return at === undefined
          ? []
          : [
              {
                in: at,
                at: each.parsed.startLine,
                message: each === last ? 'The second endpoint.' : 'The first endpoint.',
              },
            ];
      }),
    });
  },
});

function isCancel(message: CallMessage['message']): boolean {
  if (!isSip(message)) return false;
  const { status, method } = factsOf(message.parsed);
  return status === null && method === 'CANCEL';
}

/** Whether a CANCEL gives a reason of its own, such as a caller who hung up or a call answered elsewhere (RFC 3326). */
function saysWhy({ parsed }: SipTraceMessage): boolean {
  return headerOf(parsed, 'reason') !== undefined;
}

/** The first provisional answer of a fork. */
function firstEarly(call: Call, { responses }: Fork): SipTraceMessage | null {
  const message = call.messages[responses[0] ?? -1]?.message;
  if (message === undefined || !isSip(message)) return null;
  return (factsOf(message.parsed).status ?? 200) < 200 ? message : null;
}
