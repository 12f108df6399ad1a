import { offerFor, offeredStream } from '../offered';
import { insertAfter, insertAtSectionEnd } from '../edits';
import { allProfiles, defineRule, type Edit, type Fix } from '../rule';
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
  check({ body, call, report }) {
    if (body.role !== 'answer') return;
    for (const media of body.sdp.media) {
      const unknown = unknownPayloads(body, media);
      const [first] = unknown;
      if (first === undefined) continue;
      const offer = offerFor(call, body);
      const offered = offeredStream(offer, media);
      const numbers = unknown.map(({ payloadType }) => payloadType).join(', ');
      const fix = copyMaps(body, media, offered, unknown);
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
  { content }: Body,
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
  if (text.length < unknown.length) return null;
  const behind = attributesOf(media, 'rtpmap').at(-1);
  const edits = text.flatMap((line): readonly Edit[] => {
    const edit =
      behind === undefined ? insertAtSectionEnd(content, media, line) : insertAfter(content, behind, line);
    return edit === null ? [] : [edit];
  });
  return edits.length === 0 ? null : { title: "Copy the offer's a=rtpmap", edits: [joined(edits)] };
}

/** All of them are inserted at one place. */
function joined(edits: readonly Edit[]): Edit {
  const [first] = edits;
  return {
    start: first?.start ?? 0,
    end: first?.end ?? 0,
    newText: edits.map(({ newText }) => newText).join(''),
  };
}
