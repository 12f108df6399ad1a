/** Who takes part in ICE, and who as a lite agent. */
import type { Body, Described } from '../../calls/call';
import { perObject } from '../../basics/memo';
import type { Profile } from '../../../../shared/calls';
import { carriesIce, direction, effectiveAttribute, hasFlag, hasIce, usedStreams } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';

/** Whether a description says that its sender is lite; at the wrong level, too, of which another rule speaks. */
export const saysLite: (sdp: Sdp) => boolean = perObject(
  ({ session, media }) =>
    hasFlag(session, 'ice-lite') || media.some((section) => hasFlag(section, 'ice-lite')),
);

/** Whether what RFC 8445 §5.2 asks of a lite agent is asked of a body's sender. Direct Routing wants every SBC lite. */
export function isLiteAgent(body: Described, profile: Profile): boolean {
  return saysLite(body.sdp) || (profile !== 'rfc' && body.side === 'sbc');
}

/** Whether a description takes part in ICE with at least one stream in use. */
export function isIceBody(sdp: Sdp): boolean {
  return (
    saysLite(sdp) ||
    hasFlag(sdp.session, 'ice-pwd') ||
    carriesIce(sdp.session) ||
    usedStreams(sdp).some((media) => carriesIce(media) || hasFlag(media, 'ice-pwd'))
  );
}

/** Whether a stream went on hold without the ICE lines that it had, of which ice-hold-without-ice speaks. */
export function lostIceOnHold({ sdp, previousAgreed }: Body, media: MediaSection): boolean {
  if (previousAgreed === null || !hasIce(previousAgreed.sdp) || direction(sdp, media) === 'sendrecv')
    return false;
  return (
    !hasFlag(media, 'candidate') &&
    credentialNames.every((name) => effectiveAttribute(sdp, media, name) === null)
  );
}

const credentialNames = ['ice-ufrag', 'ice-pwd'] as const;
