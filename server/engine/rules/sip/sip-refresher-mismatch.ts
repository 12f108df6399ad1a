import { factsOf } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import type { Severity } from '../../../../shared/severities';
import { groupedBy } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import { allProfiles, defineRule } from '../rule';
import { lists, relatedTo } from './in-call';
import { sessionExpiresOf, type SessionExpires } from './session-timers';

export const rule = defineRule({
  id: 'sip-refresher-mismatch',
  title: 'The answer names another refresher of the session than the request, or none',
  severity: 'error',
  otherwise: [
    {
      severity: 'warning',
      when: 'the caller shall refresh, and the answer does not require it or the caller cannot',
    },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 4028 §4, §7.2, §9'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status, method, has }) =>
    status !== null &&
    status >= 200 &&
    status < 300 &&
    (method === 'INVITE' || method === 'UPDATE') &&
    has('session-expires'),
  check({ message, sip, traced, signalling, call, report }) {
    const answered = sessionExpiresOf(sip);
    if (answered === null || signalling.isCut(traced)) return;
    const request = signalling.requestOf(traced);
    const fault = faultOf(signalling, sip, answered, request?.parsed ?? null);
    if (fault === null) return;
    report({ in: message, at: answered.header, ...fault, related: relatedTo(call, request, 'The request.') });
  },
});

function faultOf(
  signalling: Signalling,
  answer: SipMessage,
  { refresher }: SessionExpires,
  request: SipMessage | null,
): { readonly message: string; readonly severity?: Severity } | null {
  if (refresher === null)
    return {
      message:
        'Session-Expires of this answer names no refresher, so each side waits for the other, and the call ends when the time ' +
        'is over. Who answers must write ;refresher=uac or ;refresher=uas.',
    };
  const asked = request === null ? null : (sessionExpiresOf(request)?.refresher ?? null);
  if (asked !== null && asked !== refresher)
    return {
      message:
        `The request says refresher=${asked}, the answer refresher=${refresher}. Who asks may choose: who answers must keep it, or both ` +
        'refresh, or neither, and then the call ends when the time is over.',
    };
  if (refresher !== 'uac' || request === null) return null;
  if (knowing(signalling, factsOf(request).fromTag).length === 0)
    return {
      severity: 'warning',
      message:
        'The answer leaves the refreshing to a caller that never said it can: Supported has no timer. Who answers must refresh ' +
        'itself, with refresher=uas.',
    };
  if (lists(answer, 'require', 'timer')) return null;
  return {
    severity: 'warning',
    message:
      'The answer leaves the refreshing to the caller and does not say Require: timer, so the caller may not know of it. Who ' +
      'answers must add that.',
  };
}

/** What shows that its sender knows timers, by his tag: other requests of the caller count. */
const knowing = groupedBy(({ parsed }) => {
  const { status, fromTag, toTag } = factsOf(parsed);
  const knows =
    lists(parsed, 'supported', 'timer') || lists(parsed, 'require', 'timer') || isRefresher(parsed);
  return knows ? (status === null ? fromTag : toTag) : null;
});

/** Who names a refresher knows what that is. */
function isRefresher(message: SipMessage): boolean {
  return factsOf(message).status === null && (sessionExpiresOf(message)?.refresher ?? null) !== null;
}
