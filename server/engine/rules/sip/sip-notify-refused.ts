import { SECOND } from '../../basics/durations';
import { factsOf } from '../../sip/facts';
import { headerOf } from '../../sip/values';
import { allProfiles, defineRule, type MessageSubject } from '../rule';
import { byesIn, dialogOf, lists, relatedTo } from './in-call';
import { isOfTransfer } from './transfers';

export const rule = defineRule({
  id: 'sip-notify-refused',
  title: 'The NOTIFY of a transfer is refused, or none comes',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3515 §2.4.4, §2.4.7', 'RFC 6665 §4.1.3, §4.2.2', 'RFC 4488 §4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) =>
    status !== null && ((method === 'NOTIFY' && status >= 300) || (method === 'REFER' && status < 300)),
  check(subject) {
    const { status, method } = factsOf(subject.sip);
    if (status === null) return;
    if (method === 'NOTIFY') checkRefused(subject, status);
    else checkMissing(subject);
  },
});

/** What crosses a BYE on the way, or makes one side hang up, does so within this time. */
const AT_ONCE = 2 * SECOND;

/** Whether one side had ended the call that the subscription belongs to, or does so within a time. */
function hasBye({ signalling, sip, traced }: MessageSubject, within: number): boolean {
  return byesIn(signalling, dialogOf(factsOf(sip))).some((bye) => {
    const apart = signalling.elapsed(traced, bye);
    return apart === null || apart < within;
  });
}

function checkRefused(subject: MessageSubject, status: number): void {
  const { message, sip, traced, signalling, call, report } = subject;
  const request = signalling.requestOf(traced);
  if (request === null || !isOfTransfer(request.parsed)) return;
  if ((status === 401 || status === 407) && signalling.nextRequestOf(request) !== null) return;
  // Who hung up knows the subscription no more; Microsoft does so right after it was accepted.
  if (hasBye(subject, AT_ONCE)) return;
  report({
    in: message,
    at: sip.startLine,
    message:
      `The NOTIFY of the transfer is answered ${status}, so its sender does not learn how it went. Whoever sends REFER must ` +
      'take NOTIFY in the same dialog until one says that the subscription is terminated.',
    related: relatedTo(call, request, 'The NOTIFY.'),
  });
}

function checkMissing(subject: MessageSubject): void {
  const { message, sip, traced, signalling, call, profile, report } = subject;
  // dr-refer-unanswered speaks of those towards Microsoft.
  if (profile !== 'rfc' || (factsOf(sip).status ?? 0) < 200) return;
  const request = signalling.requestOf(traced);
  if (request === null || isWithoutSubscription(request.parsed) || isWithoutSubscription(sip)) return;
  if (hasBye(subject, 32 * SECOND) || !signalling.wouldShow('sender', traced, 32 * SECOND)) return;
  if ((signalling.ofMethod('NOTIFY').at(-1)?.index ?? -1) > request.index) return;
  report({
    in: message,
    at: sip.startLine,
    message:
      'The REFER is accepted, and for 32 s no NOTIFY says how the transfer goes. Whoever accepts a REFER must send one at once ' +
      'and one at the end.',
    related: relatedTo(call, request, 'The REFER.'),
  });
}

/** RFC 4488, RFC 7614: both sides do without. */
function isWithoutSubscription(message: MessageSubject['sip']): boolean {
  return (
    /^false/i.test(headerOf(message, 'refer-sub')?.value.text ?? '') ||
    lists(message, 'require', 'nosub') ||
    lists(message, 'require', 'explicitsub')
  );
}
