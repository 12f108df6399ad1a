import type { Body } from '../../calls/call';
import { sameAddress } from '../../network/address-classes';
import { cryptosOf, defaultRtpDestination, iceCredentials, usedStreams } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { isMasked } from '../../sdp/secrets';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'call-fork-credentials-shared',
  title: 'Two endpoints of a call have the same ICE ufrag and password',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8445 §5.3', 'RFC 5245 §15.4', 'RFC 5245 §7.1.2.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isForked }) => isForked,
  check({ call, report }) {
    if (call.forks.length < 2) return;
    for (const { method, answers } of call.exchanges) {
      if (method !== 'INVITE') continue;
      const firsts = answers.flatMap(({ body, repeats }) =>
        repeats === null && !body.isCut && hasCredentials(body) ? [body] : [],
      );
      for (const [place, body] of firsts.entries()) {
        const other = firsts
          .slice(0, place)
          .find((each) => each.toTag !== body.toTag && sharedStream(each, body) !== null);
        const stream = other === undefined ? null : sharedStream(other, body);
        if (other === undefined || stream === null) continue;
        report({
          in: body,
          at: stream.now.ufrag.attribute.value ?? stream.now.ufrag,
          message:
            'This endpoint has the ufrag and password of another one that answers the same call, but another address or key. ' +
            'Checks name their ends by ufrag alone, so nobody can tell whose they are: each endpoint must make its own.',
          related: [
            {
              in: other,
              at: stream.before.ufrag.attribute.value ?? stream.before.ufrag,
              message: 'The other endpoint.',
            },
          ],
        });
      }
    }
  },
});

type Credentials = NonNullable<ReturnType<typeof iceCredentials>>;

function hasCredentials({ sdp }: Body): boolean {
  return usedStreams(sdp).some((media) => iceCredentials(sdp, media) !== null);
}

/** The first stream in which two ends share credentials and differ in address or key; null for none. */
function sharedStream(
  one: Body,
  other: Body,
): { readonly before: Credentials; readonly now: Credentials } | null {
  for (const now of usedStreams(other.sdp)) {
    const before = one.sdp.media[now.index];
    const own = iceCredentials(other.sdp, now);
    const theirs = before === undefined ? null : iceCredentials(one.sdp, before);
    if (before === undefined || own === null || theirs === null) continue;
    if (!isSameValue(own.ufrag, theirs.ufrag) || !isSameValue(own.pwd, theirs.pwd)) continue;
    // The same description twice is one endpoint, such as a media processor, that answers under two tags.
    if (isElsewhere(one, before, other, now)) return { before: theirs, now: own };
  }
  return null;
}

function isSameValue(one: Credentials['ufrag'], other: Credentials['ufrag']): boolean {
  const text = one.attribute.value?.text ?? '';
  return text !== '' && !isMasked(text) && text === other.attribute.value?.text;
}

function isElsewhere(one: Body, before: MediaSection, other: Body, now: MediaSection): boolean {
  const was = defaultRtpDestination(one.sdp, before);
  const is = defaultRtpDestination(other.sdp, now);
  if (
    was !== null &&
    is !== null &&
    (was.port !== is.port || !sameAddress(was.address.text, is.address.text))
  )
    return true;
  const keyOf = (media: MediaSection): string =>
    cryptosOf(media)
      .flatMap(({ keyParams }) => keyParams.map(({ keySalt }) => keySalt.text))
      .join(' ');
  const [old, key] = [keyOf(before), keyOf(now)];
  return old !== '' && key !== '' && !isMasked(old) && !isMasked(key) && old !== key;
}
