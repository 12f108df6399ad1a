import { allProfiles, defineRule } from '../rule';
import { readableCandidatesOf, typeOf } from './candidates';
import { isLiteAgent } from './lite';

const derivedTypes: readonly string[] = ['srflx', 'prflx', 'relay'];

export const rule = defineRule({
  id: 'ice-candidate-raddr-missing',
  title: 'A srflx, prflx or relay candidate does not name its related address',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1', 'RFC 5245 §15.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, profile, report }) {
    // A lite agent may not have such candidates at all: ice-candidate-not-host.
    if (body.side === 'sbc' && isLiteAgent(body, profile)) return;
    for (const candidate of readableCandidatesOf(body.sdp)) {
      if (!derivedTypes.includes(typeOf(candidate))) continue;
      const missing = [
        ...(candidate.raddr === null ? ['raddr'] : []),
        ...(candidate.rport === null ? ['rport'] : []),
      ];
      if (missing.length === 0) continue;
      report({
        in: body,
        at: candidate.type,
        message:
          `A candidate of this type must name the address it stands for, and ${missing.join(' and ')} ` +
          `${missing.length === 1 ? 'is' : 'are'} missing. The sender must add it, or "raddr 0.0.0.0 rport 9" where ` +
          'it shall stay private.',
      });
    }
  },
});
