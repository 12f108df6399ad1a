import { isToBeRefused, offerFor, offeredStream } from '../offered';
import { deleteLines, insertAfter, lineEndOf, refusedLines } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { isParallel } from './streams';
import { rtpmapsOf, type Codec } from '../sdp/codecs';
import { unknownPayloads } from '../sdp/unknown-payloads';
import type { Body } from '../../calls/call';
import { attributesOf } from '../../sdp/query';
import type { MediaSection } from '../../sdp/sdp';

export const rule = defineRule({
  id: 'oa-answer-rtpmap',
  title: 'The answer lists a payload type of which nothing says what it is',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6.1', 'RFC 3551 §6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body }) =>
    body.role === 'answer' && body.sdp.media.some((media) => unknownPayloads(body, media).length > 0),
  check({ body, call, profile, report }) {
    if (body.role !== 'answer') return;
    for (const media of body.sdp.media) {
      const unknown = unknownPayloads(body, media);
      const [first] = unknown;
      if (first === undefined || isToBeRefused(profile, body, media)) continue;
      const offer = offerFor(call, body);
      const offered = offeredStream(offer, media);
      const numbers = unknown.map(({ payloadType }) => payloadType).join(', ');
      const isPaired = offer !== null && isParallel(offer.sdp, body.sdp);
      const fix = isPaired ? copyMaps(body, media, offered, unknown) : null;
      report({
        in: body,
        at: first.format,
        message:
          `The answer takes payload type${unknown.length === 1 ? '' : 's'} ${numbers} without a=rtpmap. An answer must ` +
          'say what such a number stands for, even where the offer said it: the answerer must add the line.',
        ...(offer === null || offered === null
          ? {}
          : { related: [{ in: offer, at: offered.line, message: 'What was offered.' }] }),
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

/** Null where the offer has no rtpmap for one of them. */
function copyMaps(
  { content, sdp }: Body,
  media: MediaSection,
  offered: MediaSection | null,
  unknown: readonly Codec[],
): Fix | null {
  if (offered === null) return null;
  const known = rtpmapsOf(offered);
  const lines = unknown.map(({ payloadType }) => known.get(payloadType)?.[0] ?? null);
  const text = lines.flatMap((map) =>
    map === null ? [] : [`a=rtpmap:${map.line.attribute.value?.text ?? ''}`],
  );
  if (text.length === 0 || text.length < unknown.length) return null;
  // A refused stream has no use for them: an m-line got between.
  const refused = refusedLines(sdp, content);
  const strays = [...new Set(text)].flatMap((line) => refused.get(line) ?? []);
  const behind = attributesOf(media, 'rtpmap').at(-1) ?? media.line;
  const insert = insertAfter(content, behind, text.join(lineEndOf(content, behind)));
  return { title: "Copy the offer's a=rtpmap", edits: [insert, ...deleteLines(content, strays)] };
}
