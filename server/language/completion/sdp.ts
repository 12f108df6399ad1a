/** Completion inside a session description, by what has been typed of the line. */
import { attributeValueProposals } from './attribute-values';
import { mediaLineProposals } from './media-line';
import type { SdpCompletionPlace } from './place';
import { noProposals, type Proposals } from './proposal';
import { attributeProposals, lineProposals } from './sdp-lines';
import { sessionLineProposals } from './session-lines';

export function sdpProposals(place: SdpCompletionPlace): Proposals {
  const { before } = place;
  const attribute = /^a=([^\s:]+):(.*)$/.exec(before);
  if (attribute !== null) return attributeValueProposals(place, attribute[1] ?? '', attribute[2] ?? '');
  if (/^a=[^\s:]*$/.test(before)) return { typed: before.length, proposals: attributeProposals(place) };
  if (/^[\w-]*$/.test(before)) {
    return { typed: before.length, proposals: [...lineProposals(place), ...attributeProposals(place)] };
  }
  const media = /^m=(.*)$/.exec(before);
  if (media !== null) return mediaLineProposals(place, media[1] ?? '');
  const line = /^([a-z])=(.*)$/.exec(before);
  return line === null ? noProposals : sessionLineProposals(place, line[1] ?? '', line[2] ?? '');
}
