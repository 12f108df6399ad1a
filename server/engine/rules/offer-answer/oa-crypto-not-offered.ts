import {
  attributeOf,
  attributesOf,
  effectiveAttribute,
  hasFlag,
  isAudio,
  isRtp,
  isSecureProfile,
} from '../../sdp/query';
import { isWrittenOtherwise } from '../sdp/misspelling';
import { deleteLines } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { acceptedStreams } from './streams';

export const rule = defineRule({
  id: 'oa-crypto-not-offered',
  title: 'The answer has SDES keys, and the offer has none',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 4568 §5.1.2', 'RFC 8643'],
  profiles: allProfiles,
  fixable: true,
  scope: 'offer-answer',
  check({ offer, answer, profile, report }) {
    if (offer.sdp.fragment) return;
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const key = attributeOf(answered, 'crypto');
      if (key === null || !isRtp(offered) || hasFlag(offered, 'crypto')) continue;
      // Offered at the wrong level, with a slip, or as a capability.
      if (hasFlag(offer.sdp.session, 'crypto') || isWrittenOtherwise(offered, 'crypto')) continue;
      if ([offered, offer.sdp.session].some((section) => hasFlag(section, 'acap'))) continue;
      // Rules of Direct Routing say of the offer that it is plain RTP, or that the SBC's lacks its key.
      if (profile !== 'rfc' && isAudio(offered) && (offer.side === 'sbc' || !isSecureProfile(offered)))
        continue;
      const isDtls = effectiveAttribute(offer.sdp, offered, 'fingerprint') !== null;
      report({
        in: answer,
        at: key,
        message:
          `The stream was offered ${isDtls ? 'with a DTLS fingerprint' : 'without any key'}, and the answer gives an SDES ` +
          'key. An answer can only take a key line that was offered: the answerer may encrypt what the offerer cannot ' +
          'decrypt. It must leave a=crypto out, or refuse the stream.',
        related: [{ in: offer, at: offered.line, message: 'No a=crypto was offered for this stream.' }],
        fix: {
          title: 'Delete a=crypto',
          edits: deleteLines(answer.content, attributesOf(answered, 'crypto')),
        },
      });
    }
  },
});
