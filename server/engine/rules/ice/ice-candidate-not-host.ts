import type { Candidate } from '../../sdp/candidate';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { byComponent, candidateSections, readableCandidatesIn, typeOf } from './candidates';
import { isLiteAgent } from './lite';
import { deleteRelatedAddress } from './related-address';

export const rule = defineRule({
  id: 'ice-candidate-not-host',
  title: "A lite agent's candidate is not of type host",
  severity: 'error',
  basis: 'must',
  applies: 'sbc',
  source: ['RFC 8445 §5.2', 'RFC 5245 §4.2', 'Direct Routing media protocols, "ICE Lite requirements"'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    if (!isLiteAgent(body, profile)) return;
    for (const section of candidateSections(body.sdp)) {
      const candidates = readableCandidatesIn(section);
      const ofComponents = byComponent(candidates);
      for (const candidate of candidates) {
        if (typeOf(candidate) === 'host') continue;
        const isOnly = ofComponents.get(candidate.componentValue)?.length === 1;
        const fix = isOnly ? hostFix(body.content, candidate) : null;
        report({
          in: body,
          at: candidate.type,
          message:
            'A lite agent has host candidates only, and this one is not. An SBC behind NAT still offers its public ' +
            'address as "typ host", without raddr and rport: the SBC must write it so.',
          ...(fix === null ? {} : { fix }),
        });
      }
    }
  },
});

/** A srflx address is the SBC's own seen from outside, so it may stand as host where no other candidate does. */
function hostFix(content: string, candidate: Candidate): Fix | null {
  if (typeOf(candidate) !== 'srflx') return null;
  return {
    title: 'Make it a host candidate',
    edits: [replace(candidate.type, 'host'), ...deleteRelatedAddress(content, candidate)],
  };
}
