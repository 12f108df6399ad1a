import type { Body } from '../../calls/call';
import { attributeOf, hasFlag } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { allProfiles, defineRule, type Related } from '../rule';
import { offeredStream, offerFor } from '../offered';

export const rule = defineRule({
  id: 'ice-mismatch-present',
  title: 'The answer says that ICE is off for a stream: c= or the m-line of the offer was changed on the way',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.2.5, §5.3', 'RFC 5245 §5.1'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  sees: ({ body: { role, sdp } }) =>
    role !== 'offer' && sdp.media.some((media) => hasFlag(media, 'ice-mismatch')),
  check({ body, call, report }) {
    if (body.role === 'offer') return;
    for (const media of body.sdp.media) {
      const line = attributeOf(media, 'ice-mismatch');
      if (line === null) continue;
      const candidates = hasFlag(media, 'candidate')
        ? ' The a=candidate lines beside it must not be there: the answerer must leave them out.'
        : '';
      report({
        in: body,
        at: line,
        message:
          'The answerer found an address in c= or the m-line of the offer that no candidate names, and uses this ' +
          'stream without ICE. Look for the device that rewrites SDP between the two (SIP ALG, firewall, proxy) and ' +
          `turn that off, or make the offerer write its candidate into c=.${candidates}`,
        related: offeredLine(offerFor(call, body), media),
      });
    }
  },
});

function offeredLine(offer: Body | null, media: MediaSection): readonly Related[] {
  const offered = offeredStream(offer, media);
  if (offer === null || offered === null) return [];
  return [{ in: offer, at: offered.line, message: 'the stream in the offer' }];
}
