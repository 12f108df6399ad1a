import type { Described } from '../../calls/call';
import type { Candidate } from '../../sdp/candidate';
import { allProfiles, defineRule } from '../rule';
import { candidatesByKind, candidateSections } from './candidates';

export const rule = defineRule({
  id: 'ice-candidate-fqdn',
  title: "A candidate's address is a name, not an IP address",
  severity: 'error',
  otherwise: [{ severity: 'info', when: 'for the .local name of a browser, unless the SBC sends it' }],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, report }) {
    for (const candidate of candidateSections(body.sdp).flatMap(
      (section) => candidatesByKind(section).name,
    )) {
      const isHidden = isHiddenByBrowser(body, candidate);
      report({
        in: body,
        at: candidate.address,
        severity: isHidden ? 'info' : 'error',
        message: isHidden
          ? 'A browser hides its private address behind a name that only its own network can resolve. The far end ' +
            'ignores this candidate; the others decide whether there is a path.'
          : 'The candidate names no IP address. A receiver must ignore such a candidate, so it leads nowhere: the ' +
            'sender must write the IP address itself.',
      });
    }
  },
});

/** Names in .local are made by browsers, one for each private address (mDNS). */
function isHiddenByBrowser(body: Described, { address }: Candidate): boolean {
  return body.side !== 'sbc' && address.text.toLowerCase().endsWith('.local');
}
