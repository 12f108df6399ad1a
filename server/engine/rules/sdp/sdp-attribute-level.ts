import type { Described } from '../../calls/call';
import type { AttributeLine, Section } from '../../sdp/sdp';
import { deleteLines, insertAtSectionEnd, insertAtSessionEnd, lineEndOf } from '../edits';
import { allProfiles, defineRule, type Edit, type Fix } from '../rule';

/** Attributes whose loss a call feels. Others are wrong at a wrong level, too, but nobody misses them. */
const mediaOnly: ReadonlySet<string> = new Set([
  'candidate',
  'crypto',
  'fmtp',
  'ice-mismatch',
  'maxptime',
  'mid',
  'ptime',
  'remote-candidates',
  'rtcp',
  'rtcp-fb',
  'rtcp-mux',
  'rtpmap',
  'ssrc',
]);
const sessionOnly: ReadonlySet<string> = new Set(['group', 'ice-lite', 'ice-pacing']);

export const rule = defineRule({
  id: 'sdp-attribute-level',
  title: 'An attribute stands at a level where it has no meaning',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: [
    'RFC 8839 §5.1–5.6',
    'RFC 4568 §4',
    'RFC 3605 §2.1',
    'RFC 8035 §3.1',
    'RFC 4585 §4.2',
    'RFC 5888 §4, §5',
    'RFC 8866 §6',
  ],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    // An excerpt may begin in the middle of a media section.
    if (sdp.fragment || sdp.media.length === 0) return;
    for (const [name, lines] of linesByName(sdp.session, mediaOnly)) {
      report({
        in: body,
        at: lines[0],
        message:
          `a=${name} speaks of one stream, but stands above the first m-line, where receivers ignore it. ` +
          'The sender must put it below the m-line it is meant for.',
        ...withFix(moveBelow(body, lines)),
      });
    }
    for (const media of sdp.media) {
      for (const [name, lines] of linesByName(media, sessionOnly)) {
        report({
          in: body,
          at: lines[0],
          message:
            `a=${name} speaks of the whole session, but stands below an m-line, where receivers ignore it. ` +
            'The sender must put it above the first m-line.',
          ...withFix(moveAbove(body, lines)),
        });
      }
    }
  },
});

type Lines = readonly [AttributeLine, ...AttributeLine[]];

function linesByName(section: Section, names: ReadonlySet<string>): ReadonlyMap<string, Lines> {
  const found = new Map<string, [AttributeLine, ...AttributeLine[]]>();
  for (const line of section.attributes) {
    const name = line.attribute.name.text;
    if (!names.has(name)) continue;
    const lines = found.get(name);
    if (lines === undefined) found.set(name, [line]);
    else lines.push(line);
  }
  return found;
}

/** With several streams only the sender knows which one is meant. */
function moveBelow(body: Described, lines: Lines): Fix | null {
  const [only, ...others] = body.sdp.media;
  if (only === undefined || others.length > 0) return null;
  const move = movedTo(body, lines, only, (text) => insertAtSectionEnd(body.content, only, text));
  return move === null ? null : { title: 'Move below the m-line', edits: move };
}

function moveAbove(body: Described, lines: Lines): Fix | null {
  const { content, sdp } = body;
  const move = movedTo(body, lines, sdp.session, (text) => insertAtSessionEnd(content, sdp, text));
  return move === null ? null : { title: 'Move above the first m-line', edits: move };
}

/** Takes lines away where they stand, and puts in where they belong those that do not stand there yet. */
function movedTo(
  { content }: Described,
  lines: Lines,
  target: Section,
  insert: (text: string) => Edit | null,
): readonly Edit[] | null {
  const present = new Set(target.attributes.map(({ value }) => value.text));
  const missing = lines.filter(({ value }) => !present.has(value.text));
  const gone = deleteLines(content, lines);
  if (missing.length === 0) return gone;
  const text = missing.map((line) => content.slice(line.start, line.end)).join(lineEndOf(content, lines[0]));
  const added = insert(text);
  return added === null ? null : [added, ...gone];
}

function withFix(fix: Fix | null): { readonly fix?: Fix } {
  return fix === null ? {} : { fix };
}
