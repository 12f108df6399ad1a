/**
 * Linphone's log (belle-sip): `channel [0x7f…]: received [1000] new bytes from [TLS://sip.example.com:5061]:` and
 * `channel [0x7f…]: message sent to [UDP://192.0.2.1:5060], size: [500] bytes`, behind the library's time, with the
 * octets from the next line on. What is received are pieces of the stream, as they came. Only the far end's address.
 */
import { ContentBuilder } from '../../basics/content';
import { parseEndpoint } from '../endpoint';
import { remoteMeta, type DumpFormat } from '../format';
import { endOfOctets } from '../octets';
import { beginsWithTime, timeIn } from '../time';

const head =
  /channel \[(\w{1,20})\]: (?:received \[(\d{1,9})\] new bytes from \[([A-Za-z]{2,4}):\/\/([^\]]{1,100})\]|message sent to \[([A-Za-z]{2,4}):\/\/([^\]]{1,100})\], size: \[(\d{1,9})\] bytes):?\s*$/;
const library = /^[a-z]{2,20}-(?:message|warning|error|debug)-/;
const REACH = 400;

export const linphone: DumpFormat = {
  id: 'linphone',
  shows(text, { start }) {
    // The line above ends with a colon, or says how many bytes.
    if (!/[:s]\r?\n$/.test(text.slice(Math.max(0, start - 3), start))) return false;
    return text.slice(Math.max(0, start - REACH), start).includes('channel [');
  },
  starts: (text, { start, end }) => readHead(text, start, end) !== null,
  packet(scanner, start) {
    const { text } = scanner;
    const lineEnd = scanner.endOfLine(start);
    const parts = readHead(text, start, lineEnd);
    if (parts === null) return null;
    const received = parts[2] !== undefined;
    const from = Math.min(lineEnd + 1, text.length);
    const count = Number(parts[2] ?? parts[7]);
    const end = endOfOctets(
      scanner,
      from,
      count,
      (at) => beginsWithTime(text, at) || library.test(text.slice(at, at + 40)),
    );
    const content = new ContentBuilder(text);
    content.add(from, end);
    const line = text.slice(start, Math.min(lineEnd, start + REACH));
    return {
      end: Math.max(end, from),
      meta: remoteMeta(received ? 'received' : 'sent', parseEndpoint(parts[4] ?? parts[6] ?? ''), {
        time: timeIn(line),
        transport: (parts[3] ?? parts[5] ?? '').toUpperCase(),
      }),
      content: content.content(),
      stream: `${received ? 'received' : 'sent'} ${parts[1] ?? ''}`,
    };
  },
};

function readHead(text: string, start: number, end: number): RegExpExecArray | null {
  const line = text.slice(start, Math.min(end, start + REACH));
  return line.includes('channel [') ? head.exec(line) : null;
}
