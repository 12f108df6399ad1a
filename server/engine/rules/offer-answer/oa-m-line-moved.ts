import { isRejected } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';
import { allProfiles, defineRule } from '../rule';
import { mediaType } from './streams';

export const rule = defineRule({
  id: 'oa-m-line-moved',
  title: 'A later offer puts a stream at another place',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §8, §8.1, §8.3.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    const { previousAgreed: previous, sdp, role } = body;
    if (role !== 'offer' || previous === null || sdp.fragment || previous.sdp.fragment) return;
    const before = previous.sdp.media;
    // Of one that is missing oa-m-line-removed speaks.
    if (sdp.media.length < before.length) return;
    const place = before.findIndex((media, at) => !isRejected(media) && differ(media, sdp.media[at]));
    const was = before[place];
    const is = sdp.media[place];
    if (was === undefined || is === undefined) return;
    // One place may change its type, as audio to fax (§8.3.3); the stream itself must not turn up elsewhere.
    const moved = sdp.media.find(
      (media, at) =>
        at !== place &&
        !isRejected(media) &&
        mediaType(media) === mediaType(was) &&
        differ(media, before[at]),
    );
    if (moved === undefined) return;
    report({
      in: body,
      at: is.description.media,
      message:
        `m-line number ${place + 1} was ${was.description.media.text} and is now ${is.description.media.text}; ` +
        `${moved.description.media.text} stands at number ${moved.index + 1}. Streams are matched by their place, so each ` +
        'end takes one for the other: the offerer must keep the order, and put new m-lines below.',
      related: [
        { in: previous, at: was.line, message: 'The m-line at this place before.' },
        { in: body, at: moved.line, message: 'Where it is now.' },
      ],
    });
  },
});

/** A place that was not there before differs from anything. */
function differ(one: MediaSection, other: MediaSection | undefined): boolean {
  return other === undefined || mediaType(one) !== mediaType(other);
}
