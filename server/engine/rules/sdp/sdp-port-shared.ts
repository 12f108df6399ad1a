import type { Described } from '../../calls/call';
import { sameAddress } from '../../network/address-classes';
import { defaultRtpDestination, noPortYet, usedStreams, type Destination } from '../../sdp/query';
import type { MediaSection, Sdp } from '../../sdp/sdp';
import { deleteLine } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { groupsOf, midOf } from '../../sdp/mids';

export const rule = defineRule({
  id: 'sdp-port-shared',
  title: 'Two streams are wanted at one port, and no BUNDLE says so',
  severity: 'warning',
  basis: 'interop',
  applies: 'either',
  source: ['RFC 8866 §5.14', 'RFC 9143 §7'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    if (sdp.media.length < 2) return;
    for (const [media, other] of sharing(body)) {
      report({
        in: body,
        at: media.description.port,
        message:
          `An earlier stream is wanted at port ${media.description.port.text} of the same address. What arrives there cannot be ` +
          'told apart, and SDP leaves open what such lines mean: the far end refuses the offer or answers one stream alone. ' +
          'The sender must give each stream a port of its own. To offer SRTP and RTP as a choice takes RFC 5939 or RFC 8643.',
        related: [{ in: body, at: other.description.port, message: 'The same port.' }],
        // What follows the second line then belongs to the first, as it would without the slip.
        ...(other.index === media.index - 1 && isRepeated(body.sdp, media, other)
          ? { fix: { title: 'Delete the repeated m-line', edits: [deleteLine(body.content, media.line)] } }
          : {}),
      });
    }
  },
});

/** Streams with an earlier one that is wanted at the same place. */
function sharing({ sdp }: Described): readonly (readonly [MediaSection, MediaSection])[] {
  const byPort = new Map<string, { readonly media: MediaSection; readonly at: Destination }[]>();
  const found: (readonly [MediaSection, MediaSection])[] = [];
  for (const media of usedStreams(sdp)) {
    const at = defaultRtpDestination(sdp, media);
    if (at?.port === noPortYet) continue;
    const before = sdp.media[media.index - 1];
    if (before !== undefined && isRepeated(sdp, media, before)) found.push([media, before]);
    if (at === null) continue;
    const key = `${isTcp(media) ? 'TCP' : 'UDP'} ${at.port}`;
    const there = byPort.get(key);
    const same = there?.find((other) => sameAddress(other.at.address.text, at.address.text));
    if (there === undefined) byPort.set(key, [{ media, at }]);
    else if (same === undefined) there.push({ media, at });
    else if (!areGrouped(sdp, media, same.media) && found.at(-1)?.[0] !== media)
      found.push([media, same.media]);
  }
  return found;
}

/** Whether an m-line says again what the one before it does, and no other address sets the two apart. */
function isRepeated(sdp: Sdp, media: MediaSection, before: MediaSection): boolean {
  if (media.line.value.text !== before.line.value.text || areGrouped(sdp, media, before)) return false;
  const one = defaultRtpDestination(sdp, media);
  const other = defaultRtpDestination(sdp, before);
  return one === null || other === null || sameAddress(one.address.text, other.address.text);
}

function isTcp({ description: { proto } }: MediaSection): boolean {
  return /^TCP(?:\/|$)/i.test(proto.text);
}

/** Whether a group takes two streams for one flow or one port: BUNDLE, and FID (RFC 5888 §8.4). */
function areGrouped(sdp: Sdp, one: MediaSection, other: MediaSection): boolean {
  const mids = [midOf(one)?.text, midOf(other)?.text];
  return groupsOf(sdp).some(
    ({ semantics, tags }) =>
      (semantics === 'BUNDLE' || semantics === 'FID') &&
      mids.every((mid) => tags.some(({ text }) => text === mid)),
  );
}
