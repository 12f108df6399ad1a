/**
 * Logs of Lync and Skype for Business servers, as Snooper and `OCSLogger` write them:
 * `TL_INFO(TF_PROTOCOL) [0]0E0C.1A2C::01/31/2026-10:00:00.123.0000001a (…)$$begin_record`, fields such as
 * `Direction: incoming;source="…"` and `Peer: host:port`, `Start-Line: …`, the headers in an order of their own,
 * `Message-Body: v=0` (`-` where there is none), `$$end_record`. Only the far end's address.
 */
import { ContentBuilder } from '../../basics/content';
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type DumpFormat } from '../format';
import { LineCursor } from '../line-cursor';
import { monthDayYearTime } from '../time';

const BEGIN = '$$begin_record';
const END = '$$end_record';
const START = 'Start-Line: ';
const BODY = 'Message-Body: ';
const MAX_LINE = 600;
const MAX_RECORD = 256 * 1024;

export const lync: DumpFormat = {
  id: 'lync',
  shows: (text, { start }) => text.startsWith(START, start),
  starts: (text, { start, end }) => end - start < MAX_LINE && text.slice(start, end).includes(BEGIN),
  packet(scanner, start) {
    const { text } = scanner;
    const record = new Record(text);
    const lines = LineCursor.below(scanner, start, start + MAX_RECORD);
    while (lines.advance() && !record.isNext(lines)) {
      if (record.take(lines)) continue;
      lines.finish();
      break;
    }
    return {
      end: lines.start,
      meta: remoteMeta(record.direction, record.peer === '' ? null : parseEndpoint(record.peer), {
        time: monthDayYearTime(text.slice(start, scanner.endOfLine(start))),
      }),
      content: record.content.content(),
      stream: null,
    };
  },
};

class Record {
  direction: 'sent' | 'received' = 'received';
  peer = '';
  readonly content: ContentBuilder;
  private inBody = false;

  constructor(private readonly text: string) {
    this.content = new ContentBuilder(text);
  }

  /** Whether the line begins another record. */
  isNext(line: LineCursor): boolean {
    return this.lineOf(line).includes(BEGIN);
  }

  /** Takes a line; false where the record ends in it. */
  take(cursor: LineCursor): boolean {
    const { text, content } = this;
    const { start, end, next } = cursor;
    const line = this.lineOf(cursor);
    const mark = line.indexOf(END);
    const stop = mark < 0 ? next : start + mark;
    if (this.inBody) {
      content.add(start, stop);
    } else if (text.startsWith(BODY.trimEnd(), start)) {
      this.openBody(start, Math.min(start + BODY.length, stop), stop, Math.min(stop, end));
    } else if (content.length > 0) {
      if (mark < 0) content.add(start, stop);
    } else if (text.startsWith(START, start)) {
      content.add(start + START.length, stop);
    } else if (line.startsWith('Direction: ')) {
      this.direction = line.startsWith('outgoing', 'Direction: '.length) ? 'sent' : 'received';
    } else if (line.startsWith('Peer: ')) {
      this.peer = line.slice('Peer: '.length).trim();
    }
    return mark < 0;
  }

  private openBody(start: number, from: number, stop: number, end: number): void {
    const said = this.text.slice(from, end).trim();
    // The blank line behind the headers has no other place.
    this.content.put('\r\n', start);
    this.inBody = true;
    if (said !== '-' && said !== '–' && said !== '') this.content.add(from, stop);
  }

  private lineOf({ start, end }: LineCursor): string {
    return this.text.slice(start, Math.min(end, start + MAX_LINE));
  }
}
