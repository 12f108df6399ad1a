import { durationText, SECOND } from '../../basics/durations';
import { factsOf } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import type { SipTraceMessage } from '../../traces/message';
import { hasAllHeaders } from '../../sip/condition';
import { paramOf } from '../../sip/uri';
import { addressesOf, headerOf } from '../../sip/values';
import { allProfiles, defineRule, type MessageSubject } from '../rule';
import { relatedTo, secondsIn } from './in-call';

export const rule = defineRule({
  id: 'sip-registration-lapsed',
  title: 'A registration ran out before it was renewed, or was not made at all',
  severity: 'warning',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 3261 §10.2.4, §10.2.8, §10.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method }) => status !== null && method === 'REGISTER',
  check(subject) {
    const { status } = factsOf(subject.sip);
    if (status === null) return;
    if (status === 423) checkTooBrief(subject);
    else if (status >= 200 && status < 300) checkRenewal(subject);
  },
});

function checkTooBrief({ message, sip, traced, signalling, call, report }: MessageSubject): void {
  const request = signalling.requestOf(traced);
  if (request === null || signalling.nextRequestOf(request) !== null) return;
  if (!signalling.wouldShow('receiver', traced, 4 * SECOND)) return;
  report({
    in: message,
    at: headerOf(sip, 'min-expires') ?? sip.startLine,
    message:
      'The registration is refused as too brief, and no REGISTER with a longer time follows. The client must ask again with ' +
      'Expires of Min-Expires or more.',
    related: relatedTo(call, request, 'The REGISTER.'),
  });
}

function checkRenewal(subject: MessageSubject): void {
  const { message, sip, traced, signalling, call, report } = subject;
  const request = signalling.requestOf(traced);
  if (request === null) return;
  if (reportUnbound(subject, request)) return;
  const granted = grantedTime(sip, request.parsed);
  const next = signalling.nextRequestOf(request);
  if (granted === null || granted === 0 || next === null) return;
  // With numbers missing between, the trace has a gap.
  if (Number(factsOf(next.parsed).cseq) - Number(factsOf(request.parsed).cseq) !== 1) return;
  const passed = signalling.elapsed(traced, next);
  if (passed === null || passed <= (granted + 1) * SECOND) return;
  report({
    in: message,
    at: sip.startLine,
    message:
      `The registration holds for ${granted} s, and the next REGISTER comes ${durationText(passed)} later: in between nobody could be ` +
      'called there. The client must renew it before its end.',
    related: relatedTo(call, next, 'The next REGISTER.'),
  });
}

/** Says that the answer lists no binding, though the client asked for one (RFC 3261 §10.3, step 8). */
function reportUnbound({ message, sip, call, report }: MessageSubject, request: SipTraceMessage): boolean {
  const [asked] = addressesOf(request.parsed, 'contact');
  if (asked === undefined || headerOf(sip, 'contact') !== undefined || !hasAllHeaders(sip)) return false;
  const seconds =
    paramOf(asked.params, 'expires')?.value?.text ?? headerOf(request.parsed, 'expires')?.value.text;
  // It asks to be taken off.
  if (asked.uri.host.text === '' || (seconds !== undefined && /^0+$/.test(seconds))) return false;
  report({
    in: message,
    at: sip.startLine,
    message:
      'The registrar accepts the REGISTER and lists no Contact, so nothing was bound and nobody can call there. Look in the ' +
      'registrar why it keeps none; some leave the list out though they must not.',
    related: relatedTo(call, request, 'The REGISTER.'),
  });
  return true;
}

/** Seconds that the registrar grants to the contact of a request; null where nothing says. */
function grantedTime(answer: SipMessage, request: SipMessage): number | null {
  const [asked] = addressesOf(request, 'contact');
  if (asked === undefined) return null;
  const own = addressesOf(answer, 'contact').find(
    ({ uri }) => uri.user?.text === asked.uri.user?.text && uri.host.text === asked.uri.host.text,
  );
  const expires = own === undefined ? undefined : paramOf(own.params, 'expires')?.value?.text;
  if (expires !== undefined && /^\d{1,9}$/.test(expires)) return Number(expires);
  return secondsIn(answer, 'expires');
}
