import { isBundledIntoAnother } from '../../sdp/mids';
import { carriesIce, effectiveAttribute, hasFlag, usedStreams } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { isToBeRefused } from '../offered';
import { hasMisspelt } from '../sdp/misspelling';
import { isIceBody, lostIceOnHold } from './lite';

export const rule = defineRule({
  id: 'ice-credentials-missing',
  title: 'A stream of an ICE description has no ice-ufrag or no ice-pwd',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §5.4', 'RFC 5245 §15.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  sees: ({ body: { sdp } }) => usedStreams(sdp).some((media) => missingIn(sdp, media).length > 0),
  check({ body, profile, report }) {
    const { sdp } = body;
    if (sdp.fragment || !isIceBody(sdp) || body.isCut) return;
    for (const media of usedStreams(sdp)) {
      const missing = missingIn(sdp, media);
      if (missing.length === 0 || isExcused(sdp, media) || lostIceOnHold(body, media)) continue;
      if (isToBeRefused(profile, body, media)) continue;
      // Under a misspelt name, of which another rule speaks.
      if (missing.some((name) => hasMisspelt(media, name) || hasMisspelt(sdp.session, name))) continue;
      const names = missing.map((name) => `a=${name}`).join(' and ');
      report({
        in: body,
        at: media.line,
        message:
          `The stream has no ${names}, neither here nor before the first m-line. Checks are signed with these two ` +
          'values, so none can succeed: the sender must write both, freshly made.',
      });
    }
  },
});

function missingIn(sdp: Sdp, media: MediaSection): readonly string[] {
  return ['ice-ufrag', 'ice-pwd'].filter((name) => effectiveAttribute(sdp, media, name) === null);
}

/** Whether a stream without ICE lines of its own needs none: another one's hold, or ICE was given up for it. */
function isExcused(sdp: Sdp, media: MediaSection): boolean {
  if (hasFlag(media, 'ice-mismatch')) return true;
  return !carriesIce(media) && isBundledIntoAnother(sdp, media);
}
