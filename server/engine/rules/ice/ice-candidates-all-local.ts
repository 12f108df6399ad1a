import { addressClass } from '../../network/address-classes';
import type { Candidate } from '../../sdp/candidate';
import { allProfiles, defineRule } from '../rule';
import { candidateSections, readableCandidatesIn } from './candidates';

export const rule = defineRule({
  id: 'ice-candidates-all-local',
  title: 'No candidate of a stream can be reached from another network',
  severity: 'info',
  basis: 'observed',
  applies: 'either',
  source: ['RFC 8445 §5.1.1.1', 'RFC 8839 §5.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'description',
  check({ body, profile, report }) {
    // What an SBC may announce to Teams clients is told by ice-candidate-special-address.
    if (profile === 'teams-bypass' && body.side === 'sbc') return;
    for (const section of candidateSections(body.sdp)) {
      const candidates = readableCandidatesIn(section);
      const [first, ...others] = candidates;
      if (first === undefined || !candidates.every(isLocal)) continue;
      report({
        in: body,
        at: first.address,
        message:
          `${others.length === 0 ? 'The only candidate of this stream is' : 'All candidates of this stream are'} a loopback or ` +
          'link-local address, or a name that only its own network knows. There can be a path only if this end sends checks ' +
          'to a far end that it reaches. If there is none, the sender needs a STUN or TURN server.',
      });
    }
  },
});

function isLocal({ address: { text } }: Candidate): boolean {
  const kind = addressClass(text);
  return kind === null ? /\.local\.?$/i.test(text) : kind === 'loopback' || kind === 'link-local';
}
