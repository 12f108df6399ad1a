import { hasFlag, hasIce, isAudio, isRejected, isRtp } from '../../sdp/query';
import { addOrMoveLine } from '../edits';
import { bypassProfile, defineRule } from '../rule';
import { hasMisspelt } from './misspelling';

export const rule = defineRule({
  id: 'sdp-rtcp-mux-missing',
  title: "The SBC's media bypass offer has no a=rtcp-mux",
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Format for offer from SBC in bypass mode"', 'RFC 5761 §5.1.1'],
  profiles: bypassProfile,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    // An offer without ICE asks for no bypass.
    if (body.role !== 'offer' || !hasIce(sdp) || sdp.fragment || body.isCut) return;
    for (const media of sdp.media) {
      if (!isAudio(media) || !isRtp(media) || isRejected(media) || hasFlag(media, 'rtcp-mux')) continue;
      // Written at the wrong level or with a slip: rules of their own speak of that.
      if (hasFlag(sdp.session, 'rtcp-mux') || hasMisspelt(media, 'rtcp-mux')) continue;
      const edits = addOrMoveLine(body, media, 'a=rtcp-mux');
      report({
        in: body,
        at: media.line,
        message:
          'The offer has no a=rtcp-mux. Teams clients send RTP and RTCP over one port, and the offer that ' +
          'Microsoft documents has the line: the SBC must add it.',
        ...(edits === null ? {} : { fix: { title: 'Add a=rtcp-mux', edits } }),
      });
    }
  },
});
