import { isRejected } from '../../sdp/query';
import { allProfiles, defineRule } from '../rule';
import { offerFor, offeredStream } from '../offered';

export const rule = defineRule({
  id: 'oa-rejected-stream-fmt',
  title: 'The m-line of a refused stream names no format',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §6'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  sees: ({ body: { role, sdp } }) => role === 'answer' && sdp.media.some(isRejected),
  check({ body, call, report }) {
    if (body.role !== 'answer') return;
    for (const media of body.sdp.media) {
      const { proto, formats } = media.description;
      if (!isRejected(media) || formats.length > 0 || proto.text === '') continue;
      const offer = offerFor(call, body);
      const offered = offeredStream(offer, media);
      const format = offered?.description.formats[0];
      report({
        in: body,
        at: media.line,
        message:
          'The stream is refused, yet its m-line must name at least one format: strict receivers refuse the whole ' +
          'answer. The answerer must write one behind the protocol; which one does not matter.',
        ...(offer === null || offered === null
          ? {}
          : { related: [{ in: offer, at: offered.line, message: 'The offered m-line.' }] }),
        ...(format === undefined
          ? {}
          : {
              fix: {
                title: `Name the offered format ${format.text}`,
                edits: [{ start: proto.end, end: proto.end, newText: ` ${format.text}` }],
              },
            }),
      });
    }
  },
});
