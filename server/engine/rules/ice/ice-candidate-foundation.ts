import type { Described } from '../../calls/call';
import type { Profile } from '../../../../shared/calls';
import { candidatesOf } from '../../sdp/query';
import type { Candidate } from '../../sdp/candidate';
import type { Section } from '../../sdp/sdp';
import { replace } from '../edits';
import { allProfiles, defineRule, type Report } from '../rule';
import { byComponent, candidateSections, typeOf, udpOverIpv4In } from './candidates';
import { EarlierCandidates } from './earlier-candidates';
import { isLiteAgent } from './lite';

export const rule = defineRule({
  id: 'ice-candidate-foundation',
  title: "A candidate's foundation is malformed, or does not group the candidates as it should",
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1', 'RFC 8445 §5.1.1.3, §5.2', 'RFC 5245 §4.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, profile, report }) {
    for (const section of candidateSections(body.sdp)) {
      checkForm(body, section, report);
      checkGroups(body, profile, section, report);
    }
  },
});

function checkForm(body: Described, section: Section, report: Report): void {
  for (const { foundation, problems } of candidatesOf(section)) {
    const isOnlyFault = problems.every(({ part }) => part === 'foundation' || part === 'spacing');
    if (problems.length === 0 || foundation.text === '' || !isOnlyFault) continue;
    if (problems.every(({ part }) => part !== 'foundation')) continue;
    report({
      in: body,
      at: foundation,
      message:
        'The foundation must be 1 to 32 letters, digits, "+" or "/". A strict receiver drops the candidate: the ' +
        'sender must change it, such as to 1.',
    });
  }
}

/** A lite agent's candidates share a foundation when, and only when, they share the IP address. */
function checkGroups(body: Described, profile: Profile, section: Section, report: Report): void {
  if (!isLiteAgent(body, profile)) return;
  const candidates = udpOverIpv4In(section).filter((candidate) => typeOf(candidate) === 'host');
  // Those of one component are not compared.
  if (byComponent(candidates).size < 2) return;
  const byAddress = new EarlierCandidates();
  const byFoundation = new EarlierCandidates();
  for (const candidate of candidates) {
    const address = candidate.address.text;
    const foundation = candidate.foundation.text;
    // Two candidates for one component are one too many, whatever their foundations: another rule speaks.
    const sibling = byAddress.ofOtherComponent(address, candidate);
    const stranger = byFoundation.ofOtherComponent(foundation, candidate);
    byAddress.add(address, candidate);
    byFoundation.add(foundation, candidate);
    if (sibling !== null) {
      if (sibling.foundation.text !== candidate.foundation.text)
        reportSplit(body, candidate, sibling, report);
      continue;
    }
    if (stranger === null) continue;
    report({
      in: body,
      at: candidate.foundation,
      message:
        'Another candidate with another IP address has the same foundation. The sender must give each address a ' +
        'foundation of its own.',
      related: [{ in: body, at: stranger.foundation, message: 'The same foundation' }],
    });
  }
}

function reportSplit(body: Described, candidate: Candidate, sibling: Candidate, report: Report): void {
  report({
    in: body,
    at: candidate.foundation,
    message:
      'Another candidate with the same IP address has a different foundation. Candidates of one address must share ' +
      'it: the sender must write the same foundation on both lines.',
    related: [{ in: body, at: sibling.foundation, message: 'The other foundation' }],
    fix: {
      title: 'Use the foundation of the other candidate',
      edits: [replace(candidate.foundation, sibling.foundation.text)],
    },
  });
}
