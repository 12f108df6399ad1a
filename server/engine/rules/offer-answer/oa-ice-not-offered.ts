import { hasIce } from '../../sdp/query';
import type { AttributeLine, Sdp } from '../../sdp/sdp';
import { isIceBody } from '../ice/lite';
import { deleteLines } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { misspeltAttribute } from '../sdp/misspelling';
import { iceAttributes } from './refusal';

export const rule = defineRule({
  id: 'oa-ice-not-offered',
  title: 'The answer has ICE lines, and the offer has none',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.3.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  ofForms: true,
  check({ offer, answer, profile, report }) {
    if (offer.sdp.fragment || hasIce(offer.sdp) || !isIceBody(answer.sdp)) return;
    if (linesOf(offer.sdp).length > 0) return;
    // An SBC that offers none to Teams is told so by ice-lite-missing.
    if (profile === 'teams-bypass' && offer.side === 'sbc') return;
    if (hasMisspeltIce(offer.sdp)) return;
    const lines = linesOf(answer.sdp);
    const [first] = lines;
    if (first === undefined) return;
    report({
      in: answer,
      at: first,
      message:
        'The answer speaks ICE and the offer does not. The offerer passes over these lines, sends no check and answers ' +
        'none: media goes to the addresses of c= and the m-lines. The answerer must leave them out.',
      fix: { title: 'Delete the ICE lines', edits: deleteLines(answer.content, lines) },
    });
  },
});

function linesOf({ session, media }: Sdp): readonly AttributeLine[] {
  return [session, ...media].flatMap(({ attributes }) =>
    attributes.filter(({ attribute: { name } }) => iceAttributes.has(name.text) || name.text === 'ice-lite'),
  );
}

function hasMisspeltIce({ session, media }: Sdp): boolean {
  return [session, ...media].some(({ attributes }) =>
    attributes.some(({ attribute: { name } }) => iceAttributes.has(misspeltAttribute(name.text) ?? '')),
  );
}
