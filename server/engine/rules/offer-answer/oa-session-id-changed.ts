import { allProfiles, defineRule } from '../rule';
import { isSameOriginAddress, isSameSession } from './origins';

export const rule = defineRule({
  id: 'oa-session-id-changed',
  title: 'A later offer names another session in o=',
  severity: 'warning',
  otherwise: [{ severity: 'info', when: 'where only the address in o= changes' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §8'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    const { previousAgreed: previous, sdp, role } = body;
    const before = previous?.sdp.origin ?? null;
    const after = sdp.origin;
    if (role !== 'offer' || previous === null || before === null || after === null) return;
    const isOther = !isSameSession(before, after);
    if (!isOther && isSameOriginAddress(before, after)) return;
    report({
      in: body,
      at: isOther
        ? { start: after.username.start, end: after.sessionId.end }
        : { start: after.netType.start, end: after.address.end },
      severity: isOther ? 'warning' : 'info',
      message: isOther
        ? `o= goes from "${before.username.text} ${before.sessionId.text}" to "${after.username.text} ` +
          `${after.sessionId.text}" within one dialog. Only the version may change; many receivers take it all the same, ` +
          'strict ones for a session that they do not know. The sender must keep name and id.'
        : `The address in o= goes from ${before.address.text} to ${after.address.text} within one dialog. Only the ` +
          'version may change, but no media goes there: an SBC that hands the call over often does so.',
      related: [
        {
          in: previous,
          at: { start: before.username.start, end: before.address.end },
          message: 'The o= that was agreed on before.',
        },
      ],
    });
  },
});
