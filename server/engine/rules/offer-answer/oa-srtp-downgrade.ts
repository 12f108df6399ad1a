import type { Body, Call } from '../../calls/call';
import { attributeOf, effectiveAttribute, hasFlag, isAudio, isRtp, isSecureProfile } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { offerFor, offeredStream } from '../offered';
import { allProfiles, defineRule } from '../rule';
import { goingOn } from './earlier';

export const rule = defineRule({
  id: 'oa-srtp-downgrade',
  title: 'A later description takes the encryption off a stream',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where keys are offered all the same' }],
  basis: 'interop',
  applies: 'either',
  source: ['RFC 3264 §8', 'RFC 4568 §7.1.4', 'RFC 8643'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check(subject) {
    const { body, profile, report } = subject;
    for (const { previous, before, after } of goingOn(body)) {
      if (!isRtp(after) || !isSecureProfile(before) || isSecureProfile(after)) continue;
      // With Teams srtp-profile-insecure speaks of every such line.
      if (profile !== 'rfc' && isAudio(after)) continue;
      if (body.role === 'answer' && !isOwnDoing(subject.call, body, after)) continue;
      const left = ['fingerprint', 'crypto'].find((name) => hasFlag(after, name));
      report({
        in: body,
        at: after.description.proto,
        severity: left === 'crypto' ? 'warning' : 'error',
        message:
          `The stream was ${before.description.proto.text} and is now ${after.description.proto.text}` +
          (left === undefined ? '' : `, with a=${left} left under it`) +
          '. The far end refuses it, or one side goes on encrypting and the other hears noise or nothing: the sender must ' +
          'describe the stream as it was agreed on.',
        related: [
          {
            in: previous,
            at:
              attributeOf(before, 'crypto') ??
              effectiveAttribute(previous.sdp, before, 'fingerprint') ??
              before.line,
            message: 'Encrypted before.',
          },
        ],
      });
    }
  },
});

/**
 * Whether an answer takes it off itself: a plain offer leaves it no choice. One that has no key at all is told of by
 * oa-crypto-missing or oa-fingerprint-missing.
 */
function isOwnDoing(call: Call, body: Body, media: MediaSection): boolean {
  const offered = offeredStream(offerFor(call, body), media);
  return (
    offered !== null &&
    isSecureProfile(offered) &&
    effectiveAttribute(body.sdp, media, 'fingerprint') !== null &&
    !hasFlag(media, 'crypto')
  );
}
