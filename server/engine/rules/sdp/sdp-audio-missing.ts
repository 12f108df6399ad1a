import { isAudio, usedStreams } from '../../sdp/query';
import { defineRule, teamsProfiles } from '../rule';

export const rule = defineRule({
  id: 'sdp-audio-missing',
  title: "The SBC's first offer has no audio",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Plan Direct Routing, "Media traffic: Codecs"'],
  profiles: teamsProfiles,
  fixable: false,
  scope: 'body',
  sees: ({ body: { sdp } }) => !usedStreams(sdp).some(isAudio),
  check({ body, report }) {
    const { sdp } = body;
    // A later offer may have fax alone.
    if (body.role !== 'offer' || !(body.initial ?? body.standsAlone) || sdp.fragment || body.isCut) return;
    if (usedStreams(sdp).some(isAudio)) return;
    const refused = sdp.media.find(isAudio);
    const at = refused?.line ?? sdp.media[0]?.line ?? sdp.lines[0];
    if (at === undefined) return;
    report({
      in: body,
      at,
      message:
        `The offer ${refused === undefined ? 'has no m=audio' : 'has its audio at port 0, which switches it off'}. A call over ` +
        'Direct Routing is a call with audio: Teams refuses it, or it stays silent. The SBC must offer audio.',
    });
  },
});
