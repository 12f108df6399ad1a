import { perObject } from '../../basics/memo';
import { fmtpOf } from '../../sdp/fmtp';
import { isRejected, isRtp } from '../../sdp/query';
import { rtpmapOf } from '../../sdp/rtpmap';
import type { AttributeLine, MediaSection, Sdp } from '../../sdp/sdp';
import { deleteLines } from '../edits';
import { allProfiles, defineRule } from '../rule';
import { codecsOf } from './codecs';

export const rule = defineRule({
  id: 'sdp-rtpmap-orphan',
  title: 'A line speaks of a payload type that its m-line does not list',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §6.6', 'RFC 8866 §6.15', 'RFC 4585 §4.2'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    for (const media of body.sdp.media) {
      // A refused stream keeps what it had (RFC 3264 §8.2).
      if (!isRtp(media) || isRejected(media) || media.description.formats.length === 0) continue;
      const listed = new Set(codecsOf(media).map(({ payloadType }) => payloadType));
      for (const [payloadType, [first, ...others]] of orphans(media, listed)) {
        if (first === undefined) continue;
        report({
          in: body,
          at: first,
          message:
            `Payload type ${payloadType} is not on the m-line, so this says nothing: either the number is wrong, or the ` +
            'codec was taken off the m-line alone. The sender must list the number, or leave the line out.',
          related: others.map((line) => ({ in: body, at: line, message: 'This line, too.' })),
          ...(listedFormats(body.sdp).has(String(payloadType))
            ? {}
            : {
                fix: {
                  title:
                    others.length === 0
                      ? 'Delete the line'
                      : `Delete the lines of payload type ${payloadType}`,
                  edits: deleteLines(body.content, [first, ...others]),
                },
              }),
        });
      }
    }
  },
});

/** What m-lines list. A number that another one lists is of lines of that stream, in a wrong place. */
const listedFormats = perObject(
  ({ media }: Sdp): ReadonlySet<string> =>
    new Set(media.flatMap(({ description: { formats } }) => formats.map(({ text }) => text))),
);

function orphans(
  media: MediaSection,
  listed: ReadonlySet<number>,
): ReadonlyMap<number, readonly AttributeLine[]> {
  const found = new Map<number, AttributeLine[]>();
  for (const line of media.attributes) {
    const payloadType = namedBy(line);
    if (payloadType === null || payloadType > 127 || listed.has(payloadType)) continue;
    const lines = found.get(payloadType);
    if (lines === undefined) found.set(payloadType, [line]);
    else lines.push(line);
  }
  return found;
}

/** The payload type that a line speaks of; null where it speaks of none, or of all (`*`). */
function namedBy(line: AttributeLine): number | null {
  switch (line.attribute.name.text) {
    case 'rtpmap':
      return rtpmapOf(line).payloadTypeValue;
    case 'fmtp':
      return fmtpOf(line).payloadTypeValue;
    case 'rtcp-fb': {
      const number = /^\s*(\d{1,3})(?=\s)/.exec(line.attribute.value?.text ?? '')?.[1];
      return number === undefined ? null : Number(number);
    }
    default:
      return null;
  }
}
