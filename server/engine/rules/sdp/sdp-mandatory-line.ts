import type { Described } from '../../calls/call';
import { candidatesOf, isRejected } from '../../sdp/query';
import type { MediaSection, Sdp, SdpLine } from '../../sdp/sdp';
import { deleteLine, insertAfter } from '../edits';
import { allProfiles, defineRule, type Fix } from '../rule';
import { sessionRank } from './line-types';

const sessionLines = [
  { type: 'o', what: 'the origin line, by which a changed body is told from a repeated one', text: null },
  { type: 's', what: 'the session name', text: 's=-' },
  { type: 't', what: 'the time line', text: 't=0 0' },
] as const;

export const rule = defineRule({
  id: 'sdp-mandatory-line',
  title: 'A line that every session description needs is missing',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5', 'RFC 8866 §5.7', 'RFC 8866 §9'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    const version = sdp.lines.find((line) => line.type === 'v');
    if (sdp.fragment || version === undefined) return;
    const present = new Set(sdp.lines.map((line) => line.type));
    const isCut = body.isCut;
    const lastSection = sdp.media.at(-1) ?? sdp.session;
    for (const { type, what, text } of isCut && lastSection === sdp.session ? [] : sessionLines) {
      if (present.has(type)) continue;
      report({
        in: body,
        at: version,
        message:
          `The body has no ${type}= line: ${what}. ` +
          (text === null ? 'The sender must add it.' : `The sender must add it; "${text}" is enough.`),
        ...(text === null ? {} : { fix: insertSessionLine(body, version, type, text) }),
      });
    }
    if (sdp.session.connections.length > 0) return;
    for (const media of sdp.media) {
      if (media.connections.length > 0 || isRejected(media) || (isCut && media === lastSection)) continue;
      const fix = insertConnection(body, media);
      report({
        in: body,
        at: media.line,
        message:
          'No c= line says to which address the media goes, neither here nor above the first m-line. ' +
          'The sender must add one.',
        ...(fix === null ? {} : { fix }),
      });
    }
  },
});

function insertSessionLine({ content, sdp }: Described, version: SdpLine, type: string, text: string): Fix {
  const own = sessionRank(type) ?? 0;
  const before = sdp.session.lines.findLast((line) => (sessionRank(line.type) ?? own) < own);
  return { title: `Insert "${text}"`, edits: [insertAfter(content, before ?? version, text)] };
}

/** The one RTP candidate of the stream is where its media goes. */
function insertConnection({ content, sdp }: Described, media: MediaSection): Fix | null {
  const [candidate, ...others] = candidatesOf(media).filter((each) => each.componentValue === 1);
  if (candidate === undefined || others.length > 0 || !candidate.valid) return null;
  const address = candidate.address.text;
  const text = `c=IN ${address.includes(':') ? 'IP6' : 'IP4'} ${address}`;
  const stray = sdp.media.filter(isRejected).flatMap(({ connections }) => connections);
  const moved = stray.find((line) => content.slice(line.start, line.end) === text);
  if (moved !== undefined && stray.length === 1) return moveToSession(content, sdp, moved, text);
  const title = media.lines.findLast((line) => line.type === 'm' || line.type === 'i') ?? media.line;
  return { title: `Insert "${text}"`, edits: [insertAfter(content, title, text)] };
}

/** A refused stream needs no c= line, so the only one stands in the wrong place. */
function moveToSession(content: string, sdp: Sdp, line: SdpLine, text: string): Fix | null {
  const own = sessionRank('c') ?? 0;
  const before = sdp.session.lines.findLast(({ type }) => (sessionRank(type) ?? own) < own);
  return before === undefined
    ? null
    : {
        title: 'Move the c= line above the first m-line',
        edits: [insertAfter(content, before, text), deleteLine(content, line)],
      };
}
