/** `messages`: what was understood, record by record. */
import type { Lines } from '../basics/lines';
import type { DnsMessage } from '../capture/payload/dns';
import type { ParsedMessage } from '../traces/message';
import type { SipMessage } from '../sip/message';
import {
  ERROR_CODE,
  ICE_CONTROLLED,
  ICE_CONTROLLING,
  MAPPED_ADDRESS,
  PRIORITY,
  USE_CANDIDATE,
  USERNAME,
  XOR_MAPPED_ADDRESS,
} from '../stun/attributes';
import {
  hasStunAttribute,
  stunAddress,
  stunHex,
  stunNumber,
  stunText,
  stunValue,
  type StunMessage,
} from '../stun/message';
import { integrityOfTrace, type IntegrityVerdict } from '../ice/trace-integrity';
import { callIdOf, cseqOf, methodOf, statusOf } from '../sip/values';
import { octetLength, octetsOfPart } from '../basics/octet-length';
import { endpointText } from '../text/endpoint';
import type { TextRecord } from '../text/record';
import { toIsoAsFarAsKnown } from '../../../shared/times';
import { inTrace, type TraceMessage } from '../traces/message';
import type { Trace } from '../calls/trace';
import { stunOf } from '../trace-text/packet';
import { withoutControls } from '../../../shared/controls';
import type { ListWriter } from './list-writer';
import type { DnsValue, MessageRow, SipValue, StunValue } from './shapes';

/**
 * Tells of the records of a trace.
 *
 * @param text shown in their place; null for a line each
 */
export function writeMessages(writer: ListWriter, trace: Trace, lines: Lines, text: string | null): void {
  const integrity = integrityOfTrace(trace);
  for (const message of trace.messages) {
    writer.row(() => messageRow(trace, message, lines, integrity));
    if (text === null) writer.lines(() => [messageText(trace, message, lines)]);
  }
  if (text !== null) writer.lines(() => [text]);
}

/** A record as JSON. */
export function messageRow(
  trace: Pick<Trace, 'evidence'>,
  message: TraceMessage,
  lines: Lines,
  integrity: ReadonlyMap<TraceMessage, IntegrityVerdict>,
): MessageRow {
  return {
    ...messageJson(message, lines, integrity.get(message) ?? 'absent'),
    copyOf: copiedFrame(trace, message),
  };
}

/** The frame of the message that counts in place of a copy; null of what is none. */
function copiedFrame({ evidence }: Pick<Trace, 'evidence'>, message: TraceMessage): number | null {
  return evidence.originalOf(message)?.record.meta.frame ?? null;
}

function messageJson(
  message: TraceMessage,
  lines: Lines,
  integrity: IntegrityVerdict,
): Omit<MessageRow, 'copyOf'> {
  const { record, parsed, index } = message;
  const { time, source, destination, transport, direction } = record.meta;
  const stun = stunOf(parsed);
  const dns = parsed.kind === 'packet' && parsed.type === 'dns' ? parsed.dns : null;
  const span = inTrace(message, { start: 0, end: record.content.length });
  return {
    index,
    kind: kindOf(parsed),
    time: toIsoAsFarAsKnown(time),
    frame: record.meta.frame ?? null,
    source,
    destination,
    transport,
    direction,
    line: lines.positionAt(span.start).line,
    endLine: lines.positionAt(Math.max(span.start, span.end - 1)).line,
    ...(record.lost === undefined ? {} : { lost: record.lost }),
    sip: parsed.kind === 'sip' ? sipJson(parsed, message, lines) : null,
    sdp: parsed.kind === 'sdp' ? { mLines: parsed.sdp.media.length, fragment: parsed.sdp.fragment } : null,
    stun: stun === null ? null : stunJson(stun, integrity),
    dns: dns === null ? null : dnsJson(dns),
  };
}

function kindOf(parsed: ParsedMessage): MessageRow['kind'] {
  if (parsed.kind === 'sip') return 'sip';
  if (parsed.kind === 'sdp') return 'other';
  return parsed.type === 'stun' ||
    parsed.type === 'dtls' ||
    parsed.type === 'rtp' ||
    parsed.type === 'rtcp' ||
    parsed.type === 'dns' ||
    parsed.type === 'turn'
    ? parsed.type
    : 'other';
}

function stunJson(stun: StunMessage, integrity: IntegrityVerdict): StunValue {
  const mapped = stunAddress(stun, XOR_MAPPED_ADDRESS) ?? stunAddress(stun, MAPPED_ADDRESS);
  const error = stunValue(stun, ERROR_CODE);
  return {
    class: stun.class,
    method: stun.methodName,
    transactionId: stun.transactionId,
    username: stunText(stun, USERNAME),
    useCandidate: hasStunAttribute(stun, USE_CANDIDATE),
    priority: stunNumber(stun, PRIORITY),
    controlling: stunHex(stun, ICE_CONTROLLING),
    controlled: stunHex(stun, ICE_CONTROLLED),
    mappedAddress: mapped === null ? null : endpointText(mapped),
    errorCode: error?.kind === 'error' ? error.code : null,
    fingerprint: stun.fingerprint,
    integrity,
  };
}

function dnsJson({ id, isResponse, responseCode, questions, records }: DnsMessage): DnsValue {
  return {
    id,
    response: isResponse,
    responseCode,
    questions,
    records: records.map(({ timeToLive, ...record }) => ({ ...record, ttl: timeToLive })),
  };
}

function sipJson(sip: SipMessage, message: TraceMessage, lines: Lines): SipValue {
  const { startLine, content, body } = sip;
  const cseq = cseqOf(sip);
  return {
    startLine: content.slice(startLine.start, startLine.end),
    method: startLine.kind === 'request' ? startLine.method.text : null,
    status: statusOf(sip),
    callId: callIdOf(sip),
    cseq: cseq === null ? null : `${cseq.number.text} ${cseq.method.text}`,
    bodyLength: body === null ? 0 : bodyLengthOf(content.slice(body.start, body.end), message.record),
    errors: sip.problems.map((problem) => {
      const place = lines.positionAt(inTrace(message, problem).start);
      return { message: problem.message, line: place.line, column: place.column };
    }),
  };
}

/** As it was sent, where the trace counts the octets of the message; else with CRLF for each line end. */
function bodyLengthOf(body: string, { content, byteCount }: TextRecord): number {
  const counted = byteCount === null ? null : octetsOfPart(content, body, byteCount);
  return counted ?? octetLength(body, 'crlf');
}

/** A record as a line. */
export function messageText(trace: Pick<Trace, 'evidence'>, message: TraceMessage, lines: Lines): string {
  const { record, parsed } = message;
  const line = lines.positionAt(inTrace(message, { start: 0, end: 0 }).start).line;
  const time = toIsoAsFarAsKnown(record.meta.time) ?? '';
  const what =
    parsed.kind === 'sip'
      ? `${methodText(parsed)}${parsed.content.slice(parsed.startLine.start, parsed.startLine.end)}`
      : parsed.kind === 'sdp'
        ? `SDP, ${parsed.sdp.media.length} m-lines`
        : parsed.title;
  const { lost = 0 } = record;
  const missing =
    lost === 0 ? '' : `(breaks off: ${lost} ${lost === 1 ? 'record' : 'records'} of the log missing)`;
  const original = copiedFrame(trace, message);
  const copy = original === null ? '' : `(copy of frame ${original})`;
  const path = `${endpointText(record.meta.source)} -> ${endpointText(record.meta.destination)}`;
  return withoutControls(
    [`line ${line}`, time, path, what, missing, copy].filter((part) => part !== '').join('  '),
  );
}

/** A response says which request it answers. */
function methodText(sip: SipMessage): string {
  return sip.startLine.kind === 'status' ? `(${methodOf(sip)}) ` : '';
}
