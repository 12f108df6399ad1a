/**
 * A file of bare SDP: whole descriptions or fragments. It is one if it has no SIP message and most of its lines
 * look like SDP; of any other text, such as a log, whole descriptions alone are taken. A second `v=` parts two descriptions,
 * and so do `#!` lines; blank lines do not, for they are what is wrong with the description. Paragraphs of prose are no SDP.
 * The lines above a description may tell its time, and whether it is an offer or an answer: `RTC remote offer:`.
 */
import { unbroken, type Span } from '../../basics/span';
import { ignoredRules, recordDirectives, type Directive } from '../directives';
import { factsOfLine, metaOf, noFacts, together } from '../log-facts';
import type { RecordDirectives, RecordMeta, TextRecord } from '../record';
import type { Scanner } from '../scanner';
import { beginsWithTime } from '../time';

/** How far above a description a line may stand that tells of it, in characters and in lines. */
const REACH = 1200;
const MAX_LINES = 3;
/** The first two lines of a whole description, as no prose has them. */
const whole = /^v=0\r?\no=\S{1,200} \d{1,20} \d{1,20} IN IP[46] /;

/** The bare descriptions of a text that holds no SIP message. */
export function plainSdp(scanner: Scanner, directives: readonly Directive[]): readonly TextRecord[] {
  const paragraphs = readParagraphs(scanner).filter((each) => !isSentence(scanner.text, each));
  const sdpLines = paragraphs.reduce((sum, { sdp }) => sum + sdp, 0);
  const lines = paragraphs.reduce((sum, paragraph) => sum + paragraph.lines, 0);
  if (sdpLines < 1) return [];
  const isSdp = sdpLines * 2 > lines;
  const taken = isSdp ? paragraphs : wholeOf(scanner.text, paragraphs);
  const records: TextRecord[] = [];
  let next = 0;
  let before = 0;
  for (const span of descriptions(taken)) {
    const first = next;
    while (next < directives.length && (directives[next]?.start ?? 0) < span.start) next++;
    const own = directives.slice(first, next).filter((directive) => directive.start >= before);
    const start = own[0]?.start ?? span.start;
    const told = toldAbove(scanner.text, span.start, Math.max(before, start === span.start ? 0 : start));
    before = span.end;
    // What stands above the first description speaks of the whole file.
    const said = recordDirectives(own);
    const ignored = records.length === 0 ? [] : ignoredRules(own);
    records.push({
      kind: 'sdp',
      format: 'sdp',
      span: { start, end: span.end },
      preamble: { start, end: span.start },
      message: span,
      continuations: [],
      content: scanner.text.slice(span.start, span.end),
      map: unbroken(span.start - start),
      meta: told.meta,
      directives: said.role === null ? { ...said, role: told.role } : said,
      ...(ignored.length === 0 ? {} : { ignored }),
      end: span.end >= scanner.text.length ? 'end-of-text' : 'next',
      byteCount: null,
    });
  }
  return records;
}

interface Told {
  readonly meta: RecordMeta;
  readonly role: RecordDirectives['role'];
}

/** What the lines right above a description tell of it, up to what stands before `floor`. */
function toldAbove(text: string, start: number, floor: number): Told {
  const lines = text
    .slice(Math.max(floor, start - REACH), start)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#!'))
    .slice(-MAX_LINES)
    .reverse();
  let facts = noFacts;
  let role: Told['role'] = null;
  for (const line of lines) {
    if (/^[a-z]=/.test(line)) break;
    role ??= roleIn(line);
    facts = together(facts, factsOfLine(line));
    if (facts.time !== null) break;
  }
  return { meta: metaOf(facts), role };
}

function roleIn(line: string): Told['role'] {
  const isOffer = /(?:^|[^a-z])offer(?![a-z])/i.test(line);
  const isAnswer = /(?:^|[^a-z])answer(?![a-z])/i.test(line);
  if (isOffer === isAnswer) return null;
  return isOffer ? 'offer' : 'answer';
}

/** Paragraphs that hold a whole description, and what goes on behind it. */
function wholeOf(text: string, paragraphs: readonly Paragraph[]): readonly Paragraph[] {
  let isOpen = false;
  return paragraphs.filter(({ start, startsDescription: starts, sdp, lines }) => {
    isOpen = starts ? whole.test(text.slice(start, start + 300)) : isOpen && sdp * 2 > lines;
    return isOpen;
  });
}

/** Lines without a blank one between. */
interface Paragraph extends Span {
  readonly lines: number;
  readonly sdp: number;
  readonly startsDescription: boolean;
  /** A directive stands before it. */
  readonly parted: boolean;
}

function readParagraphs(scanner: Scanner): readonly Paragraph[] {
  const { text } = scanner;
  const paragraphs: Paragraph[] = [];
  let start = -1;
  let lines = 0;
  let sdp = 0;
  let parted = false;
  let hasVersion = false;
  let wasVersion = false;
  const close = (end: number): void => {
    if (start < 0) return;
    paragraphs.push({ start, end, lines, sdp, startsDescription: startsDescription(text, start), parted });
    start = -1;
    parted = false;
    hasVersion = false;
    wasVersion = false;
  };
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length) {
    const lineEnd = scanner.endOfLine(at);
    const looks = looksOf(text, at, scanner.withoutCr(at, lineEnd));
    const isVersion = looks === 'sdp' && startsDescription(text, at);
    // What stands before a version line is the log's or the author's, or another description.
    const opens =
      start >= 0 &&
      (isVersion
        ? sdp === 0 || (hasVersion && !wasVersion)
        : looks === 'other' && sdp > 0 && beginsWithTime(text, at));
    if (looks === 'blank' || looks === 'mark' || opens) close(at);
    if (looks === 'mark') {
      if (text.startsWith('#!', at)) parted = true;
    } else if (looks !== 'blank') {
      if (start < 0) {
        start = at;
        lines = 0;
        sdp = 0;
      }
      lines++;
      if (looks === 'sdp') sdp++;
      hasVersion ||= isVersion;
      wasVersion = isVersion;
    }
    at = Math.min(lineEnd + 1, text.length);
  }
  close(text.length);
  return paragraphs;
}

/** A line alone that goes on in words behind an attribute's name, up to its full stop. */
function isSentence(text: string, { start, end, lines }: Paragraph): boolean {
  if (lines !== 1 || end - start > 300) return false;
  const line = text.slice(start, end).trim();
  return line.endsWith('.') && /^a=[a-z-]+ [a-zA-Z]+ [a-zA-Z]/.test(line);
}

function startsDescription(text: string, at: number): boolean {
  return /^\s*v\s*=/i.test(text.slice(at, at + 8));
}

/** `mark`: a directive, a comment, or the fence of a Markdown block, none of which is content. */
function looksOf(text: string, start: number, end: number): 'blank' | 'mark' | 'sdp' | 'other' {
  let at = start;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  if (at === end) return 'blank';
  const first = text.charCodeAt(at);
  if (first === 35 || text.startsWith('```', at)) return 'mark';
  const isLetter = (first >= 97 && first <= 122) || (first >= 65 && first <= 90);
  if (!isLetter) return 'other';
  at++;
  while (at < end && text.charCodeAt(at) <= 32) at++;
  return text.charCodeAt(at) === 61 ? 'sdp' : 'other';
}

function descriptions(paragraphs: readonly Paragraph[]): readonly Span[] {
  const found: Span[] = [];
  let follows = false;
  for (const paragraph of paragraphs) {
    if (paragraph.sdp * 2 <= paragraph.lines) {
      follows = false;
      continue;
    }
    const latest = found.at(-1);
    if (latest !== undefined && follows && !paragraph.startsDescription && !paragraph.parted) {
      found[found.length - 1] = { start: latest.start, end: paragraph.end };
    } else {
      found.push({ start: paragraph.start, end: paragraph.end });
    }
    follows = true;
  }
  return found;
}
