import { sameAddress } from '../../network/address-classes';
import type { Candidate } from '../../sdp/candidate';
import { defaultRtpDestination, usedStreams } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { deleteLine } from '../edits';
import { defineRule, teamsProfiles } from '../rule';
import { byComponent, udpOverIpv4In } from './candidates';
import { isAt } from './readable-candidates';

export const rule = defineRule({
  id: 'ice-candidate-count',
  title: 'The SBC offers more than one candidate for a component',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Candidate gathering"', 'RFC 5245 §4.2', 'RFC 8445 §5.2'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    for (const media of usedStreams(sdp)) {
      // IPv6, TCP and host names are wrong for themselves and have rules of their own.
      for (const [component, group] of byComponent(udpOverIpv4In(media))) {
        if (group.length < 2) continue;
        const atDefault = defaultCandidate(sdp, media, group);
        const kept = atDefault ?? group[0];
        const surplus = group.filter((candidate) => candidate !== kept);
        const [first] = surplus;
        if (first === undefined || kept === undefined) continue;
        report({
          in: body,
          at: first.line,
          message:
            `The SBC offers ${group.length} candidates for component ${String(component)}; Direct Routing ` +
            'takes one. The SBC must offer only the address and port of its c= line and m-line.',
          related: [{ in: body, at: kept.line, message: 'The candidate to keep' }],
          ...(atDefault === null
            ? {}
            : {
                fix: {
                  title: 'Keep the candidate that matches the c= line',
                  edits: surplus.map(({ line }) => deleteLine(body.content, line)),
                },
              }),
        });
      }
    }
  },
});

/** The candidate at the default destination; for RTCP the one at its address. */
function defaultCandidate(sdp: Sdp, media: MediaSection, group: readonly Candidate[]): Candidate | null {
  const destination = defaultRtpDestination(sdp, media);
  if (destination === null) return null;
  const { address, port } = destination;
  return (
    group.find((candidate) =>
      candidate.componentValue === 1
        ? isAt(candidate, address.text, port)
        : sameAddress(candidate.address.text, address.text),
    ) ?? null
  );
}
