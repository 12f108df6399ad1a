import { SECOND } from '../../basics/durations';
import { headerOf } from '../../sip/values';
import { allProfiles, defineRule } from '../rule';
import { relatedTo, secondsIn } from './in-call';

export const rule = defineRule({
  id: 'sip-422-not-retried',
  title: 'A session interval is refused as too small, and the call is not tried with a longer one',
  severity: 'warning',
  otherwise: [{ severity: 'error', when: 'it is tried with one that is too small again' }],
  basis: 'should',
  applies: 'either',
  source: ['RFC 4028 §6, §7.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status === 422,
  check({ message, sip, traced, signalling, call, report }) {
    const least = secondsIn(sip, 'min-se');
    const request = signalling.requestOf(traced);
    if (least === null || request === null) return;
    const at = headerOf(sip, 'min-se') ?? sip.startLine;
    const again = signalling.nextRequestOf(request);
    if (again === null) {
      if (!signalling.wouldShow('receiver', traced, 4 * SECOND)) return;
      report({
        in: message,
        at,
        message:
          `The session interval is refused as below ${least} s, and no INVITE with a longer one follows in this Call-ID. The caller ` +
          `should ask again with Session-Expires and Min-SE of ${least} or more.`,
        related: relatedTo(call, request, 'The request.'),
      });
      return;
    }
    const interval = secondsIn(again.parsed, 'session-expires');
    if (interval === null || interval >= least) return;
    report({
      in: message,
      at,
      severity: 'error',
      message:
        `The session interval is refused as below ${least} s, and the next request asks for ${interval} s again. The caller must write ` +
        `Session-Expires and Min-SE of ${least} or more.`,
      related: relatedTo(call, again, 'The next request.'),
    });
  },
});
