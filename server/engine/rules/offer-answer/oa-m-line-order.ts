import type { Body } from '../../calls/call';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { replace } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { mediaType } from './streams';

export const rule = defineRule({
  id: 'oa-m-line-order',
  title: "The answer's m-lines are not in the offer's order",
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  check({ offer, answer, report }) {
    const offered = offer.sdp.media;
    const answered = answer.sdp.media;
    // Of a missing or added m-line speaks oa-m-line-count; excerpts may hold a part only.
    if (offered.length !== answered.length || offer.sdp.fragment || answer.sdp.fragment) return;
    for (const [place, wrong] of answered.entries()) {
      const wanted = offered[place];
      if (wanted === undefined || mediaType(wanted) === mediaType(wrong)) continue;
      const fix = reorder(answer, offer.sdp);
      report({
        in: answer,
        at: wrong.description.media,
        message:
          `The offer's m-line number ${place + 1} is ${quote(wanted)}, the answer's is ${quote(wrong)}. ` +
          "m-lines pair by their place alone: the answerer must keep the offer's order.",
        related: [{ in: offer, at: wanted.line, message: 'The offered m-line at this place.' }],
        ...(fix === null ? {} : { fix }),
      });
      return;
    }
  },
});

function quote({ description }: MediaSection): string {
  return `"${description.media.text}"`;
}

/** The answer's sections in the offer's order; null where they are not the same media types. */
function reorder({ content, sdp }: Body, offer: Sdp): Fix | null {
  const byType = new Map<string, MediaSection[]>();
  for (const section of sdp.media) {
    const sameType = byType.get(mediaType(section));
    if (sameType === undefined) byType.set(mediaType(section), [section]);
    else sameType.push(section);
  }
  // Taken from the end: a long body shall not be shifted once for every m-line.
  for (const sections of byType.values()) sections.reverse();
  const ordered: MediaSection[] = [];
  for (const offered of offer.media) {
    const section = byType.get(mediaType(offered))?.pop();
    if (section === undefined) return null;
    ordered.push(section);
  }
  const edits = sdp.media.flatMap((section, place) => {
    const wanted = ordered[place];
    return wanted === undefined || wanted === section
      ? []
      : [replace(section, content.slice(wanted.start, wanted.end))];
  });
  return { title: "Put the m-lines in the offer's order", edits };
}
