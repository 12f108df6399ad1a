import type { Severity } from '../../../../shared/severities';
import { hasFlag, isAudio, isRtp, isSecureProfile } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { isCapableOf } from './capabilities';
import { acceptedStreams, isRepeated, type Stream } from './streams';

export const rule = defineRule({
  id: 'oa-proto-mismatch',
  title: 'The answer takes a stream with another protocol than was offered',
  severity: 'warning',
  otherwise: [
    {
      severity: 'info',
      when: 'where only UDP/TLS before RTP/SAVP or RTP/SAVPF differs and the answer has keys: Microsoft documents it',
    },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 8839 §4.3.2', 'RFC 8829 §5.1.2', 'Direct Routing media protocols, "Format for answer"'],
  profiles: allProfiles,
  fixable: false,
  scope: 'offer-answer',
  check({ offer, answer, exchange, profile, report }) {
    for (const { offered, answered } of acceptedStreams(offer.sdp, answer.sdp)) {
      const was = offered.description.proto;
      const is = answered.description.proto;
      if (was.text.toUpperCase() === is.text.toUpperCase() || was.text === '' || is.text === '') continue;
      // With Teams srtp-profile-insecure speaks of the side that is plain.
      if (profile !== 'rfc' && isAudio(answered) && (isPlain(offered) || isPlain(answered))) continue;
      // One that was offered as a capability is told of by sdp-capability-unanswered.
      if (isCapableOf(offer.sdp, offered, is.text) || isRepeated(exchange, answer)) continue;
      report({
        in: answer,
        at: is,
        severity: severityOf({ offered, answered }),
        message:
          `The stream was offered as ${was.text} and is answered as ${is.text}. The two sides may not agree whether media ` +
          `is encrypted and what feedback goes with it: the answerer must answer ${was.text}, or refuse the stream.`,
        related: [{ in: offer, at: was, message: 'The offered protocol.' }],
      });
    }
  },
});

function isPlain(media: MediaSection): boolean {
  return isRtp(media) && !isSecureProfile(media);
}

function severityOf({ offered, answered }: Stream): Severity {
  const [was, is] = [offered, answered].map(({ description }) =>
    description.proto.text.toUpperCase().replace(/^UDP\/TLS\//, ''),
  );
  const isSame = was === is && /^RTP\/SAVPF?$/.test(is ?? '');
  return isSame && (hasFlag(answered, 'crypto') || hasFlag(answered, 'fingerprint')) ? 'info' : 'warning';
}
