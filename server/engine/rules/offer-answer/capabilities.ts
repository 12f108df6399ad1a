/** What an offer says that it could do beside what its m-lines say (RFC 5939). */
import { attributesOf, hasFlag } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';

/** Whether a stream is offered in other configurations, too. */
export function hasConfigurations(media: MediaSection): boolean {
  return hasFlag(media, 'pcfg');
}

/** Whether a transport, such as `RTP/SAVP`, is among the capabilities of a stream or of its session. */
export function isCapableOf(sdp: Sdp, media: MediaSection, proto: string): boolean {
  const wanted = proto.toUpperCase();
  return [media, sdp.session].some((section) =>
    attributesOf(section, 'tcap').some(({ attribute }) =>
      (attribute.value?.text ?? '').toUpperCase().split(/\s+/).includes(wanted),
    ),
  );
}
