import { isIpv4 } from '../../network/address-classes';
import { candidatePriority, TYPE_PREFERENCE } from '../../ice/priority';
import type { Described } from '../../calls/call';
import { isBundledIntoAnother } from '../../sdp/mids';
import { defaultRtpDestination, hasFlag, iceCredentials, usedStreams } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { addOrMoveLine } from '../edits';
import { defineRule, teamsProfiles, type Fix } from '../rule';
import { hasMisspelt } from '../sdp/misspelling';
import { isZeroAddress } from './default-destination';

export const rule = defineRule({
  id: 'ice-candidate-missing',
  title: 'The SBC gives ICE credentials but no candidate',
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Candidate gathering"', 'RFC 5245 §4.2, §4.3', 'RFC 8445 §5.2'],
  profiles: teamsProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    if (sdp.fragment || body.isCut) return;
    for (const media of usedStreams(sdp)) {
      if (iceCredentials(sdp, media) === null || hasFlag(media, 'candidate')) continue;
      // At the wrong level or misspelt: rules of their own speak of that.
      if (hasFlag(sdp.session, 'candidate') || hasMisspelt(media, 'candidate')) continue;
      // RFC 5245 §6.1 has an answer that gives up ICE leave its candidates out.
      if (hasFlag(media, 'ice-mismatch') || isBundledIntoAnother(sdp, media)) continue;
      const fix = candidateFromDefault(body, media);
      report({
        in: body,
        at: media.line,
        message:
          'The stream has a ufrag and a password but no a=candidate line, so Teams knows no address to check. The ' +
          'SBC must offer one UDP host candidate: its public IPv4 address and the port of the m-line.',
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

/** The one candidate of a lite agent is its default destination (RFC 8445 §5.2). */
function candidateFromDefault(body: Described, media: MediaSection): Fix | null {
  const destination = defaultRtpDestination(body.sdp, media);
  if (destination === null || !isIpv4(destination.address.text) || isZeroAddress(destination)) return null;
  const priority = String(candidatePriority(TYPE_PREFERENCE.host, 65535, 1));
  const line = `a=candidate:1 1 UDP ${priority} ${destination.address.text} ${destination.port} typ host`;
  const edits = addOrMoveLine(body, media, line);
  return edits === null ? null : { title: 'Add a candidate from the c= line and the m-line', edits };
}
