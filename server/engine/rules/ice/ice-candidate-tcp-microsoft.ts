import type { Described } from '../../calls/call';
import type { Candidate } from '../../sdp/candidate';
import { defineRule, teamsProfiles } from '../rule';
import { readableCandidatesOf } from './candidates';

export const rule = defineRule({
  id: 'ice-candidate-tcp-microsoft',
  title: "Teams lists TCP candidates in Microsoft's own notation",
  severity: 'info',
  basis: 'observed',
  applies: 'teams',
  source: ['MS-ICE2', 'RFC 8839 §5.1'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'body',
  sees: ({ body }) => tcpCandidatesOf(body).length > 0,
  check({ body, call, report }) {
    const [first] = tcpCandidatesOf(body);
    if (first === undefined) return;
    // Every answer of a client has them: said once a call.
    const isSaid = call.bodies.some(
      (other) => other.place < body.place && other.side === 'teams' && tcpCandidatesOf(other).length > 0,
    );
    if (isSaid) return;
    report({
      in: body,
      at: first.transport,
      message:
        'Microsoft writes TCP candidates with the transports tcp-act and tcp-pass. This is normal for Teams clients: ' +
        'an SBC that speaks UDP ignores the lines, and nothing has to be changed.',
    });
  },
});

function tcpCandidatesOf({ sdp }: Described): readonly Candidate[] {
  return readableCandidatesOf(sdp).filter(({ transport }) => /^tcp-(?:act|pass)$/i.test(transport.text));
}
