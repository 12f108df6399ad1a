/**
 * AudioCodes' syslog. A record is `[S=76337880] [SID=cd9263:28:29209476]  text [Time:13-09@14:47:14.279]` behind
 * the collector's own prefix; its text has lines of its own, which viewers indent and collectors escape as `#012`.
 * `---- Incoming SIP Message from 192.0.2.1:5061 to SIPInterface #1 (…) TLS … ----` tells the far end; the message
 * stands behind it or in the next record of the session (SID). A long message goes on in the records that follow,
 * broken anywhere. S counts all records, so a gap shows that some were lost on their way.
 */
import { ContentBuilder } from '../content';
import { parseEndpoint } from '../endpoint';
import { addUnescaped, escapesIn } from '../escapes';
import { remoteMeta, unknownMeta, type DumpFormat } from '../format';
import type { RecordMeta } from '../record';
import type { TraceTime } from '../../../../shared/times';
import type { Scanner } from '../scanner';
import { beginsStartLine } from '../start-line';
import { beginsWithTime, dayMonthTime, onYearOf, timeIn } from '../time';

const head = /\[S=(\d{1,12})\] {0,4}\[[SB]ID[=:]([^\]\s]{1,80})\] {0,2}/;
/** The collector's prefix is shorter. */
const MAX_PREFIX = 256;
const banner =
  /---- ?(Incoming|Outgoing) SIP Message (?:from|to) (\S{1,80}) (?:from|to) SIPInterface #\d{1,6}(?: \([^)]{0,80}\))? ?([A-Z]{2,4})?/;
const MARK = ' SIP Message ';
const MAX_BANNER = 400;
const time = / ?\[Time:(\d\d)-(\d\d)@(\d\d:\d\d:\d\d\.\d{1,6})\]\s*$/;
const MAX_TIME = 40;
/** Records are cut at some thousand octets. */
const MAX_LINES = 600;
const MAX_LENGTH = 64 * 1024;
/** How far above its message a banner may stand. */
const MAX_ABOVE = 60;

export const audiocodesSyslog: DumpFormat = {
  id: 'audiocodes-syslog',
  shows(text, { start }, marker) {
    // A message that begins its line stands below a banner, which ends with dashes.
    if (beginsStartLine(text, start) && !text.slice(Math.max(0, start - 8), start).includes('----'))
      return false;
    if (text.slice(start, Math.min(marker, start + MAX_PREFIX)).includes('[S=')) return true;
    return text.slice(Math.max(0, start - MAX_BANNER), start).includes(MARK);
  },
  starts: (text, { start, end }) => headIn(text, start, end) !== null || isBanner(text, start, end),
  packet(scanner, start) {
    const { text } = scanner;
    const opening = recordAt(scanner, start);
    if (opening === null) return null;
    const content = new ContentBuilder(text);
    let meta: RecordMeta | null = null;
    let when: TraceTime | null = null;
    let closes = false;
    let at = start;
    let lineStart = Math.max(start, opening.textStart);
    let inMessage = lineStart === opening.textStart && text.charCodeAt(lineStart) !== 40;
    for (let count = 0; count < MAX_LINES && at < text.length && at - start < MAX_LENGTH; count++) {
      const lineEnd = scanner.endOfLine(at);
      const end = scanner.withoutCr(at, lineEnd);
      if (count > 0) {
        if (headIn(text, at, end) !== null || beginsWithTime(text, at)) break;
        lineStart = behindIndent(text, at, end, opening.column);
      }
      const stamp = time.exec(text.slice(Math.max(lineStart, end - MAX_TIME), end));
      const bannerHere = isBanner(text, lineStart, end) ? readBanner(text, lineStart, end) : null;
      if (bannerHere !== null) {
        // The next message's.
        if (meta !== null || content.length > 0) break;
        meta = bannerHere;
        inMessage = false;
      } else if (beginsStartLine(text, lineStart)) {
        inMessage = true;
      } else if (text.charCodeAt(lineStart) === 40) {
        if (inMessage && content.length > 0) closes = true;
        inMessage = false;
      }
      if (inMessage) {
        let contentEnd = stamp === null ? end : end - stamp[0].length;
        // Viewers put a blank behind a record's first line.
        if (count === 0 && stamp === null && text.charCodeAt(contentEnd - 1) === 32) contentEnd--;
        const kind = escapesIn(text.slice(lineStart, Math.min(contentEnd, lineStart + MAX_LENGTH)));
        if (kind === null) content.add(lineStart, Math.max(lineStart, contentEnd));
        else addUnescaped(content, text, lineStart, contentEnd, kind);
        if (stamp === null) content.add(lineEnd, Math.min(lineEnd + 1, text.length));
      }
      at = Math.min(lineEnd + 1, text.length);
      if (stamp !== null) {
        when = timeOf(stamp);
        break;
      }
    }
    const found = content.content();
    const known = meta ?? (found.text === '' ? unknownMeta : bannerAbove(scanner, start, opening.session));
    const prefix = timeIn(text.slice(opening.start, opening.headStart));
    return {
      end: at,
      meta: { ...known, time: when === null ? prefix : onYearOf(prefix, when) },
      content: found,
      stream: opening.session,
      position: { at: opening.number, length: 1, repeats: false },
      closes: closes || found.text === '',
    };
  },
};

interface Opening {
  readonly start: number;
  readonly headStart: number;
  readonly number: number;
  readonly session: string;
  readonly textStart: number;
  /** Where in its line the record's text begins, and viewers begin its other lines. */
  readonly column: number;
}

function headIn(text: string, start: number, end: number): RegExpExecArray | null {
  const line = text.slice(start, Math.min(end, start + MAX_PREFIX));
  return line.includes('[S=') ? head.exec(line) : null;
}

/** The record that a line begins, or to which it belongs. */
function recordAt(scanner: Scanner, at: number): Opening | null {
  const { text } = scanner;
  let start = at;
  for (let count = 0; count < MAX_ABOVE; count++) {
    const found = headIn(text, start, scanner.endOfLine(start));
    if (found !== null) {
      const column = found.index + found[0].length;
      return {
        start,
        headStart: start + found.index,
        number: Number(found[1]),
        session: found[2] ?? '',
        textStart: start + column,
        column,
      };
    }
    if (start === 0) return null;
    start = lineAbove(scanner, start);
    if (at - start > MAX_LENGTH) return null;
  }
  return null;
}

function lineAbove(scanner: Scanner, start: number): number {
  return start < 2 ? 0 : scanner.text.lastIndexOf(scanner.eol === 10 ? '\n' : '\r', start - 2) + 1;
}

function behindIndent(text: string, start: number, end: number, column: number): number {
  let at = start;
  while (at < end && at - start < column && text.charCodeAt(at) === 32) at++;
  // Fewer blanks are the message's own, such as those of a folded header.
  return at - start === column || at === end ? at : start;
}

function isBanner(text: string, start: number, end: number): boolean {
  const line = text.slice(start, Math.min(end, start + MAX_BANNER));
  return line.includes(MARK) && banner.test(line);
}

function readBanner(text: string, start: number, end: number): RecordMeta | null {
  const parts = banner.exec(text.slice(start, Math.min(end, start + MAX_BANNER)));
  if (parts === null) return null;
  return remoteMeta(parts[1] === 'Incoming' ? 'received' : 'sent', parseEndpoint(parts[2] ?? ''), {
    transport: parts[3] ?? null,
  });
}

/** What the banner says that stands in the session's record before. */
function bannerAbove(scanner: Scanner, start: number, session: string): RecordMeta {
  const { text } = scanner;
  let latest: RecordMeta | null = null;
  let at = start;
  for (let count = 0; count < MAX_ABOVE && at > 0 && start - at < MAX_LENGTH; count++) {
    at = lineAbove(scanner, at);
    const end = scanner.endOfLine(at);
    if (latest === null && isBanner(text, at, end)) latest = readBanner(text, at, end);
    const found = headIn(text, at, end);
    if (found === null) continue;
    if (found[2] === session) return latest ?? unknownMeta;
    latest = null;
  }
  return unknownMeta;
}

function timeOf(stamp: RegExpExecArray): TraceTime | null {
  return dayMonthTime(Number(stamp[1]), Number(stamp[2]), stamp[3] ?? '');
}
