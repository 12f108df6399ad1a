import { octetLength, octetsOfPart } from '../../basics/octet-length';
import type { TextRecord } from '../../text/record';
import { traceTextFormat } from '../../trace-text/read';
import type { Header, SipMessage } from '../../sip/message';
import { contentLengthOf, headerOf, topVia } from '../../sip/values';
import type { Span } from '../../basics/span';
import { insertAfter, replace } from '../edits';
import { stopsWithinLine } from '../../sip/cut';
import { allProfiles, defineRule, type Fix, type MessageSubject } from '../rule';

/** Transports without message borders of their own, on which Content-Length parts the messages. */
const streams: ReadonlySet<string> = new Set(['TCP', 'TLS', 'TLS-SCTP', 'TLS-TCP']);

export const rule = defineRule({
  id: 'sip-content-length',
  title: 'Content-Length does not tell how long the body is',
  severity: 'error',
  otherwise: [
    {
      severity: 'info',
      when: 'in a log, which may have changed line ends, wrapped lines or cut the message',
    },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §18.3', 'RFC 3261 §20.14'],
  profiles: allProfiles,
  fixable: true,
  scope: 'message',
  check(subject) {
    const { sip } = subject;
    const header = headerOf(sip, 'content-length');
    const said = contentLengthOf(sip);
    // Nobody counted what was repaired.
    if (subject.message.message.record.isMended === true) return;
    // What a packet log lost was counted, too; where the file just ends, it is said.
    if (stopsWithinLine(sip) && subject.message.message.record.end !== 'end-of-text') return;
    if (header === undefined) {
      reportMissing(subject);
    } else if (said === null) {
      if (!isLeftOut(header)) reportNoNumber(subject, header);
    } else if (
      said.length !== sip.content.length - sip.bodyStart ||
      subject.message.message.record.format === traceTextFormat
    ) {
      judge(subject, header, said.length);
    }
  },
});

function judge(subject: MessageSubject, header: Header, said: number): void {
  const { sip, message } = subject;
  const counted = capturedOctets(sip, message.message.record);
  if (counted === null ? isCountable(sip) && !possibleLengths(sip).includes(said) : counted !== said)
    reportWrong(subject, header, said, counted);
}

/** The octets of the body as a capture counts them; null where the trace is none, or lacks the end of the message. */
function capturedOctets({ content, bodyStart, isCut }: SipMessage, record: TextRecord): number | null {
  const { format, byteCount, meta } = record;
  // Of joined traces some messages are a log's.
  if (format !== traceTextFormat || meta.frame === undefined || byteCount === null || isCut) return null;
  return octetsOfPart(content, content.slice(bodyStart), byteCount);
}

function reportMissing({ message, sip, report }: MessageSubject): void {
  const { record } = message.message;
  const via = topVia(sip);
  const transport = record.meta.transport ?? via?.transport ?? '';
  const last = sip.headers.at(-1);
  if (!streams.has(transport) || last === undefined || !headersEnd(sip) || !isCountable(sip)) return;
  const octets = octetsOf(sip);
  report({
    in: message,
    at: via !== null && streams.has(via.transport) ? via.protocol : sip.startLine,
    message:
      `The message has no Content-Length. Over ${transport} the receiver cannot tell where it ends: the sender must ` +
      `add the header, here with ${octets}.`,
    ...(record.format === handWritten ? {} : { severity: 'info' as const }),
    fix: {
      title: 'Add Content-Length',
      edits: [insertAfter(sip.content, last, `Content-Length: ${octets}`)],
    },
  });
}

function reportNoNumber({ message, sip, report }: MessageSubject, { value, name }: Header): void {
  report({
    in: message,
    at: value.text === '' ? name : value,
    message: 'Content-Length is no number of octets. The sender must write how long the body is.',
    ...(value.text === '' || !isCountable(sip) ? {} : { fix: setLength(value, octetsOf(sip)) }),
  });
}

function reportWrong(
  { message, sip, report }: MessageSubject,
  { value }: Header,
  said: number,
  counted: number | null,
): void {
  const { record } = message.message;
  const octets = counted ?? octetsOf(sip);
  if (isBehindDatagram(sip, said)) {
    report({
      in: message,
      at: value,
      severity: 'info',
      message: `Behind the ${said} octets of the body ${octets - said} more follow in the datagram. Receivers ignore them; its sender should not send them.`,
    });
    return;
  }
  const mayBeCut = record.end === 'end-of-text' && octets < said;
  const seen = `Content-Length says ${said} octets, but the body has ${octets}`;
  if (counted === null && (record.format !== handWritten || mayBeCut || !isAsSent(sip))) {
    report({
      in: message,
      at: value,
      message:
        `${seen}, as far as this text shows. Either it is not what was sent, to the letter, or the sender counted ` +
        'wrong: then receivers lose the rest of the body or wait for more. A capture tells which.',
      severity: 'info',
      ...(record.format === handWritten && !mayBeCut ? { fix: setLength(value, octets) } : {}),
    });
    return;
  }
  report({
    in: message,
    at: value,
    message:
      `${seen}. Receivers ${octets > said ? 'lose the rest of the body' : 'wait for more or refuse the message'}: ` +
      'whoever changed the body last must count it again.',
    ...(counted === null ? { fix: setLength(value, octets) } : {}),
  });
}

/** Whether what follows the body is another message, in a datagram (RFC 3261 §18.3). */
function isBehindDatagram(sip: SipMessage, said: number): boolean {
  if (topVia(sip)?.transport !== 'UDP') return false;
  const rest = sip.content.slice(sip.bodyStart + said);
  return /^(?:\r\n)*(?:[A-Z]{3,10} [^\s<>]{1,400} SIP\/2\.0|SIP\/2\.0 [1-6]\d\d)[ \r]/.test(
    rest.slice(0, 600),
  );
}

/** The format of messages that stand in a text without a logger's additions. */
const handWritten = 'bare';

function setLength(value: Span, octets: number): Fix {
  return { title: `Set Content-Length to ${octets}`, edits: [replace(value, String(octets))] };
}

/** `...`, as documentation prints it where the number does not matter. */
function isLeftOut({ value }: Header): boolean {
  return value.text !== '' && /^\.+$/.test(value.text);
}

/** The octets of the body as it was sent, each of its lines ending in CRLF. */
function octetsOf({ content, bodyStart }: SipMessage): number {
  return octetLength(content.slice(bodyStart), 'crlf');
}

/** All lengths that the body may have had, whatever the text did to its line ends and to its last one. */
function possibleLengths({ content, bodyStart }: SipMessage): readonly number[] {
  const body = content.slice(bodyStart);
  const counts = [octetLength(body, 'crlf'), octetLength(body, 'as-is'), body.length];
  // An editor or logger may drop the last line end. One that it adds is left out by the text reader.
  return body === '' || body.endsWith('\n') ? counts : [...counts, ...counts.map((count) => count + 2)];
}

/** Octets that were no text are lost in a text. */
function isCountable({ content, bodyStart }: SipMessage): boolean {
  return !content.includes('\uFFFD', bodyStart) && !content.includes('\0', bodyStart);
}

/** Whether the text shows the CRs that SIP has, and its headers are whole: nothing was converted or wrapped. */
function isAsSent({ content, problems }: SipMessage): boolean {
  if (problems.length > 0) return false;
  for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) {
    if (content[at - 1] !== '\r') return false;
  }
  return true;
}

/** Whether the empty line behind the headers is there, so that no header was cut off. */
function headersEnd({ content, bodyStart }: SipMessage): boolean {
  return content.endsWith('\n\n', bodyStart) || content.endsWith('\n\r\n', bodyStart);
}
