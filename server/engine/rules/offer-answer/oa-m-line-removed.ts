import { insertAfter } from '../edits';
import { allProfiles, defineRule } from '../rule';

export const rule = defineRule({
  id: 'oa-m-line-removed',
  title: 'A later offer has fewer m-lines than the session',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3264 §8'],
  profiles: allProfiles,
  fixable: true,
  scope: 'body',
  ofLater: true,
  check({ body, report }) {
    const { previousAgreed: previous, sdp, role, isCut, content } = body;
    if (role !== 'offer' || previous === null || isCut || sdp.fragment || previous.sdp.fragment) return;
    const lost = previous.sdp.media.slice(sdp.media.length);
    const [first] = lost;
    if (first === undefined) return;
    const last = sdp.lines.at(-1);
    const text = lost
      .map(({ description: { media, proto, formats } }) =>
        ['m=' + media.text, '0', proto.text, ...formats.map((format) => format.text)].join(' '),
      )
      .join(content.includes('\r\n') ? '\r\n' : '\n');
    report({
      in: body,
      at: sdp.media.at(-1)?.line ?? sdp.lines[0] ?? sdp,
      message:
        `The session has ${previous.sdp.media.length} m-lines and this offer ${sdp.media.length}. Streams are matched by ` +
        `their place: one that ends stays as an m-line with port 0. The offerer must add ${first.description.media.text} ` +
        'with port 0.',
      related: [{ in: previous, at: first.line, message: 'This m-line is missing.' }],
      ...(last === undefined
        ? {}
        : { fix: { title: 'Add the m-lines with port 0', edits: [insertAfter(content, last, text)] } }),
    });
  },
});
