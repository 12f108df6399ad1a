/**
 * AudioCodes' syslog. A record is `[S=76337880] [SID=cd9263:28:29209476]  text [Time:13-09@14:47:14.279]` behind
 * the collector's own prefix; its text has lines of its own, which viewers indent and collectors escape as `#012`.
 * `---- Incoming SIP Message from 192.0.2.1:5061 to SIPInterface #1 (…) TLS … ----` tells the far end; the message
 * stands behind it or in the next record of the session (SID). A long message goes on in the records that follow,
 * broken anywhere. S counts all records, so a gap shows that some were lost on their way.
 */
import { ContentBuilder } from '../../basics/content';
import { parseEndpoint } from '../endpoint';
import { addUnescaped, escapesIn } from '../escapes';
import { remoteMeta, unknownMeta, type DumpFormat } from '../format';
import type { RecordMeta } from '../record';
import type { TraceTime } from '../../../../shared/times';
import { LineCursor } from '../line-cursor';
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
    const record = new Entry(text, opening, start);
    const lines = new LineCursor(scanner, start, start + MAX_LENGTH);
    for (let count = 0; lines.advance() && count < MAX_LINES && record.holds(lines); count++) {
      if (record.take(lines)) continue;
      lines.finish();
      break;
    }
    const { time: when, meta } = record;
    const content = record.content.content();
    const known = meta ?? (content.text === '' ? unknownMeta : bannerAbove(scanner, start, opening.session));
    const prefix = timeIn(text.slice(opening.start, opening.headStart));
    return {
      end: lines.start,
      meta: { ...known, time: when === null ? prefix : onYearOf(prefix, when) },
      content,
      stream: opening.session,
      position: { at: opening.number, length: 1, repeats: false },
      closes: record.closes || content.text === '',
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

/** A record while its lines are read. */
class Entry {
  meta: RecordMeta | null = null;
  time: TraceTime | null = null;
  /** A message ended in it. */
  closes = false;
  readonly content: ContentBuilder;
  private lineStart: number;
  private inMessage: boolean;

  constructor(
    private readonly text: string,
    private readonly opening: Opening,
    private readonly start: number,
  ) {
    this.content = new ContentBuilder(text);
    this.lineStart = Math.max(start, opening.textStart);
    this.inMessage = this.lineStart === opening.textStart && !this.isOther(this.lineStart);
  }

  /** Whether the line belongs to the record: neither another record begins there, nor the next message's banner. */
  holds({ start, end }: LineCursor): boolean {
    const { text, opening } = this;
    if (start !== this.start) {
      if (headIn(text, start, end) !== null || beginsWithTime(text, start)) return false;
      this.lineStart = behindIndent(text, start, end, opening.column);
    }
    const isUsed = this.meta !== null || this.content.length > 0;
    return !isUsed || readBanner(text, this.lineStart, end) === null;
  }

  /** Takes a line; false where the record ends with it. */
  take({ start, end, lineEnd, next }: LineCursor): boolean {
    const { text, lineStart, content } = this;
    const stamp = time.exec(text.slice(Math.max(lineStart, end - MAX_TIME), end));
    const banner = readBanner(text, lineStart, end);
    if (banner !== null) {
      this.meta = banner;
      this.inMessage = false;
    } else if (beginsStartLine(text, lineStart)) this.inMessage = true;
    else if (this.isOther(lineStart)) {
      if (this.inMessage && content.length > 0) this.closes = true;
      this.inMessage = false;
    }
    if (this.inMessage) {
      let contentEnd = stamp === null ? end : end - stamp[0].length;
      // Viewers put a blank behind a record's first line.
      if (start === this.start && stamp === null && text.charCodeAt(contentEnd - 1) === 32) contentEnd--;
      this.add(lineStart, contentEnd);
      if (stamp === null) content.add(lineEnd, next);
    }
    if (stamp !== null) this.time = timeOf(stamp);
    return stamp === null;
  }

  private add(from: number, to: number): void {
    const { text, content } = this;
    const kind = escapesIn(text.slice(from, Math.min(to, from + MAX_LENGTH)));
    if (kind === null) content.add(from, Math.max(from, to));
    else addUnescaped(content, text, from, to, kind);
  }

  /** Whether the log says something of its own: that begins with a bracket. */
  private isOther(at: number): boolean {
    return this.text.charCodeAt(at) === 40;
  }
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
  const line = text.slice(start, Math.min(end, start + MAX_BANNER));
  const parts = line.includes(MARK) ? banner.exec(line) : null;
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
