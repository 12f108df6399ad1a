/**
 * A file that holds one datagram: behind the message there may be octets that its Content-Length leaves out, and
 * receivers ignore them (RFC 3261 §18.3; RFC 4475 §3.1.1.8 shows a second request there).
 */
import { octetLength } from '../basics/octet-length';
import { unbroken } from '../basics/span';
import { factsOf } from '../sip/facts';
import { parseSip } from '../sip/parse';
import { contentLengthOf, topVia } from '../sip/values';
import { bare } from './formats/bare';
import type { TextRecord } from './record';

/** Only so short a text is one datagram. */
const LONGEST = 65_535;

/**
 * The records of a text; two that are one datagram become one. It is taken for one where every line ends in CRLF, the first
 * message went over UDP and ends where its Content-Length says, and what follows is no message by itself: it belongs to
 * another call, and the text does not end where its own Content-Length says.
 */
export function joinTrailingOctets(text: string, records: readonly TextRecord[]): readonly TextRecord[] {
  const [first, second, ...others] = records;
  if (first === undefined || second === undefined || others.length > 0 || text.length > LONGEST)
    return records;
  if (first.format !== bare.id || second.format !== bare.id || first.end !== 'length') return records;
  if (first.span.start > 0 || second.preamble.start < second.preamble.end || hasLoneLineFeed(text))
    return records;
  const message = parseSip(first.content);
  const trailing = parseSip(text.slice(second.message.start));
  const said = contentLengthOf(trailing)?.length ?? null;
  if (
    contentLengthOf(message) === null ||
    topVia(message)?.transport !== 'UDP' ||
    factsOf(message).callId === factsOf(trailing).callId ||
    said === null ||
    said === octetLength(trailing.content.slice(trailing.bodyStart), 'as-is')
  )
    return records;
  const end = second.span.end;
  return [
    {
      ...first,
      span: { start: first.span.start, end },
      message: { start: first.message.start, end },
      content: text.slice(first.message.start, end),
      map: unbroken(first.message.start - first.span.start),
    },
  ];
}

function hasLoneLineFeed(text: string): boolean {
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    if (text.charCodeAt(at - 1) !== 13) return true;
  return false;
}
