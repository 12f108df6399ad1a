import type { Described } from '../../calls/call';
import type { Sdp, SdpLine, Section } from '../../sdp/sdp';
import { deleteLines, insertBefore, lineEndOf, replace } from '../edits';
import { allProfiles, defineRule, type Edit } from '../rule';
import { mediaRank, sessionRank } from './line-types';

type Rank = (type: string) => number | null;

/** No section that anybody sends has more lines. */
const mostReordered = 10_000;

export const rule = defineRule({
  id: 'sdp-line-order',
  title: 'The lines of a section are not in the order that SDP fixes',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8866 §5', 'RFC 8866 §9'],
  profiles: allProfiles,
  fixable: true,
  scope: 'description',
  check({ body, report }) {
    const { sdp } = body;
    if (sdp.fragment) return;
    for (const section of [sdp.session, ...sdp.media]) {
      const isSession = section === sdp.session;
      const rank = isSession ? sessionRank : mediaRank;
      const found = firstOutOfOrder(section, rank);
      if (found !== null) {
        report({
          in: body,
          at: found.late,
          message:
            `The ${found.late.type}= line stands behind ${article(found.before.type)} ${found.before.type}= line. ` +
            `The order ${isSession ? 'above the first m-line is v o s i u e p c b t k a' : 'below an m-line is i c b k a'}: ` +
            'parsers that follow it refuse the body. The sender must reorder the lines.',
          related: [{ in: body, at: found.before, message: 'This line may only come later.' }],
          ...(section.lines.length > mostReordered
            ? {}
            : {
                fix: { title: 'Put the lines of this section in order', edits: reorder(body, section, rank) },
              }),
        });
      }
    }
    for (const lines of misplacedSessionLines(sdp)) {
      const [line] = lines;
      const edits = moveToSession(body, lines);
      report({
        in: body,
        at: line,
        message:
          `The ${line.type}= line stands below an m-line but speaks of the whole session. ` +
          'The sender must put it above the first m-line.',
        ...(edits === null ? {} : { fix: { title: 'Move the line above the first m-line', edits } }),
      });
    }
  },
});

type Lines = readonly [SdpLine, ...SdpLine[]];

/** Lines below the m-lines that belong above, by their types. v= is sdp-version-line's business. */
function misplacedSessionLines(sdp: Sdp): readonly Lines[] {
  const found = new Map<string, [SdpLine, ...SdpLine[]]>();
  for (const line of sdp.media.flatMap((media) => media.lines)) {
    if (line.type === 'v' || sessionRank(line.type) === null || mediaRank(line.type) !== null) continue;
    const sameType = found.get(line.type);
    if (sameType === undefined) found.set(line.type, [line]);
    else sameType.push(line);
  }
  return [...found.values()];
}

/** Puts lines above the first m-line that do not stand there yet. */
function moveToSession({ content, sdp }: Described, lines: Lines): readonly Edit[] | null {
  const target = placeInSession(sdp, lines[0]);
  if (target === null) return null;
  const present = new Set(sdp.session.lines.map((line) => content.slice(line.start, line.end)));
  const texts = new Set(lines.map((line) => content.slice(line.start, line.end)));
  const missing = [...texts].filter((text) => !present.has(text));
  const gone = deleteLines(content, lines);
  return missing.length === 0
    ? gone
    : [insertBefore(content, target, missing.join(lineEndOf(content, target))), ...gone];
}

interface OutOfOrder {
  readonly late: SdpLine;
  /** The first line that should have come behind it. */
  readonly before: SdpLine;
}

function firstOutOfOrder(section: Section, rank: Rank): OutOfOrder | null {
  let highest = -1;
  for (const line of section.lines) {
    const own = line.type === 'v' ? null : rank(line.type);
    if (own === null) continue;
    if (own < highest) {
      const before = section.lines.find((each) => each.type !== 'v' && (rank(each.type) ?? -1) > own);
      return before === undefined ? null : { late: line, before };
    }
    highest = own;
  }
  return null;
}

/** A stable sort: lines of one type keep their order, and what cannot be ranked stays behind its neighbour. */
function reorder({ content }: Described, section: Section, rank: Rank): readonly Edit[] {
  let last = -1;
  const ranked = section.lines.map((line) => {
    last = rank(line.type) ?? last;
    return { line, rank: last };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .flatMap(({ line }, place) => {
      const there = section.lines[place];
      return there === undefined || there === line
        ? []
        : [replace(there, content.slice(line.start, line.end))];
    });
}

/** The line before which a session line belongs: the first of a later type, else the first m-line. */
function placeInSession(sdp: Sdp, line: SdpLine): SdpLine | null {
  const own = sessionRank(line.type) ?? 0;
  const later = sdp.session.lines.find((each) => (sessionRank(each.type) ?? -1) > own);
  return later ?? sdp.media[0]?.line ?? null;
}

function article(type: string): string {
  return 'aeimors'.includes(type) ? 'an' : 'a';
}
