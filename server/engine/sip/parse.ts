/**
 * Reads a SIP message (RFC 3261 §7) from its content. It never fails: what does not fit the grammar stands in
 * `problems`, and the rest of the message is read all the same.
 */
import type { Problem } from '../basics/problem';
import { finished } from '../basics/finished';
import { parseSdpInSlices } from '../sdp/parse';
import type { Sdp } from '../sdp/sdp';
import { tokenAt, type Span, type Token } from '../basics/span';
import type { BodyPart, Header, SipMessage, StartLine } from './message';
import { headerId } from './names';

const CR = 13;
const LF = 10;
const SP = 32;
const HT = 9;

/**
 * Reads a message from its content.
 *
 * @param isCut what the trace says of its end
 */
export function parseSip(content: string, isCut = false): SipMessage {
  const problems: Problem[] = [];
  const firstEnd = lineEnd(content, 0);
  const startLine = parseStartLine(content, 0, firstEnd, problems);
  const { headers, bodyStart } = parseHeaders(
    content,
    skipLineEnd(content, firstEnd),
    content.length,
    problems,
  );
  const body = bodyStart < content.length ? { start: bodyStart, end: content.length } : null;
  const parts = body === null ? [] : parseParts(content, headers, body, problems);
  return { kind: 'sip', content, startLine, headers, bodyStart, body, parts, problems, isCut };
}

/** Where the line that holds `from` ends: at its CR, its LF or the end. */
function lineEnd(content: string, from: number, end = content.length): number {
  let at = content.indexOf('\n', from);
  if (at === -1 || at > end) at = end;
  if (at > from && content.charCodeAt(at - 1) === CR) at--;
  return at;
}

/** The first offset behind a line end that stands at `at`. */
function skipLineEnd(content: string, at: number): number {
  if (content.charCodeAt(at) === CR) at++;
  if (content.charCodeAt(at) === LF) at++;
  return at;
}

function parseStartLine(content: string, start: number, end: number, problems: Problem[]): StartLine {
  const first = content.indexOf(' ', start);
  const firstBlank = first === -1 || first > end ? end : first;
  if (content.slice(start, start + 4).toUpperCase() === 'SIP/') {
    return parseStatusLine(content, start, firstBlank, end, problems);
  }
  // Blanks behind the version are wrong (RFC 4475 §3.1.2.10), but none of the URI's.
  const versionEnd = trimmed(content, firstBlank, end).end;
  const lastBlank = content.lastIndexOf(' ', versionEnd - 1);
  const uriStart = Math.min(firstBlank + 1, end);
  const hasVersion = lastBlank > firstBlank;
  const version = hasVersion ? tokenAt(content, lastBlank + 1, end) : tokenAt(content, end, end);
  const uri = trimmed(content, uriStart, hasVersion ? lastBlank : end);
  if (version.text !== 'SIP/2.0') {
    problems.push({
      start,
      end,
      message: 'the request line must read METHOD URI SIP/2.0 with one blank between',
    });
  }
  return { kind: 'request', start, end, method: tokenAt(content, start, firstBlank), uri, version };
}

function parseStatusLine(
  content: string,
  start: number,
  firstBlank: number,
  end: number,
  problems: Problem[],
): StartLine {
  const codeStart = Math.min(firstBlank + 1, end);
  const blank = content.indexOf(' ', codeStart);
  const codeEnd = blank === -1 || blank > end ? end : blank;
  const code = tokenAt(content, codeStart, codeEnd);
  if (!/^[1-6]\d\d$/.test(code.text)) {
    problems.push({
      start: codeStart,
      end: codeEnd,
      message: 'the status code must be three digits, 100 to 699',
    });
  }
  const status = Number.parseInt(code.text, 10);
  return {
    kind: 'status',
    start,
    end,
    version: tokenAt(content, start, firstBlank),
    code,
    status: Number.isNaN(status) ? 0 : status,
    phrase: tokenAt(content, Math.min(codeEnd + 1, end), end),
  };
}

interface HeaderBlock {
  readonly headers: readonly Header[];
  /** Behind the empty line; the end where there is none. */
  readonly bodyStart: number;
}

function parseHeaders(content: string, start: number, end: number, problems: Problem[]): HeaderBlock {
  const headers: Header[] = [];
  let at = start;
  while (at < end) {
    const firstEnd = lineEnd(content, at, end);
    if (firstEnd === at) return { headers, bodyStart: Math.min(skipLineEnd(content, at), end) };
    // The empty line was lost: sdp-body-without-blank-line says so.
    if (beginsDescription(content, at, firstEnd)) return { headers, bodyStart: at };
    const headerEnd = endOfFolds(content, firstEnd, end);
    const header = parseHeader(content, at, firstEnd, headerEnd);
    if (header === null) {
      problems.push({ start: at, end: firstEnd, message: 'a header line must read Name: value' });
    } else {
      headers.push(header);
    }
    at = skipLineEnd(content, headerEnd);
  }
  return { headers, bodyStart: end };
}

/** Whether a line is the first of a session description, which no header is. */
function beginsDescription(content: string, start: number, end: number): boolean {
  return content.startsWith('v=0', start) && skipBlanks(content, start + 3, end) === end;
}

/** Lines that begin with a blank continue the header (RFC 3261 §7.3.1); a line of blanks alone does not. */
function endOfFolds(content: string, firstEnd: number, end: number): number {
  let at = firstEnd;
  for (;;) {
    const next = skipLineEnd(content, at);
    if (next >= end || next === at || !isBlank(content.charCodeAt(next))) return at;
    const nextEnd = lineEnd(content, next, end);
    if (skipBlanks(content, next, nextEnd) === nextEnd) return at;
    at = nextEnd;
  }
}

function parseHeader(content: string, start: number, firstEnd: number, end: number): Header | null {
  const colon = content.indexOf(':', start);
  if (colon === -1 || colon >= firstEnd) return null;
  const name = trimmed(content, start, colon);
  if (name.text === '' || name.start !== start) return null;
  return { start, end, name, id: headerId(name.text), value: trimmed(content, colon + 1, end) };
}

function trimmed(content: string, start: number, end: number): Token {
  while (start < end && isBlankOrLineEnd(content.charCodeAt(start))) start++;
  while (end > start && isBlankOrLineEnd(content.charCodeAt(end - 1))) end--;
  return tokenAt(content, start, end);
}

function skipBlanks(content: string, start: number, end: number): number {
  while (start < end && isBlank(content.charCodeAt(start))) start++;
  return start;
}

function isBlank(code: number): boolean {
  return code === SP || code === HT;
}

function isBlankOrLineEnd(code: number): boolean {
  return code === SP || code === HT || code === CR || code === LF;
}

function parseParts(
  content: string,
  headers: readonly Header[],
  body: Span,
  problems: Problem[],
): readonly BodyPart[] {
  const typeHeader = headers.find((header) => header.id === 'content-type');
  const contentType = typeHeader === undefined ? null : mediaType(typeHeader.value.text);
  if (typeHeader !== undefined && contentType?.startsWith('multipart/') === true) {
    const boundary = boundaryOf(typeHeader.value.text);
    if (boundary !== null) return splitMultipart(content, body, boundary, problems);
    problems.push({
      start: typeHeader.value.start,
      end: typeHeader.value.end,
      message: 'a multipart body needs a boundary parameter',
    });
  }
  return [bodyPart(content, [], contentType, body)];
}

function bodyPart(
  content: string,
  headers: readonly Header[],
  contentType: string | null,
  span: Span,
): BodyPart {
  const isSdp = contentType === 'application/sdp' || (contentType === null && looksLikeSdp(content, span));
  const part = { start: headers[0]?.start ?? span.start, end: span.end, headers, contentType, content: span };
  return isSdp ? new Described(part, content) : { ...part, sdp: null };
}

/** A part with a description, which is read when somebody asks for it: of many messages only the headers are wanted. */
class Described implements BodyPart {
  readonly start: number;
  readonly end: number;
  readonly headers: readonly Header[];
  readonly contentType: string | null;
  readonly content: Span;
  #sdp: Sdp | null = null;

  constructor(
    { start, end, headers, contentType, content }: Omit<BodyPart, 'sdp'>,
    private readonly of: string,
  ) {
    this.start = start;
    this.end = end;
    this.headers = headers;
    this.contentType = contentType;
    this.content = content;
  }

  get sdp(): Sdp {
    return (this.#sdp ??= finished(this.readInSlices()));
  }

  *readInSlices(): Generator<void, Sdp> {
    return (this.#sdp ??= yield* parseSdpInSlices(this.of, this.content.start, this.content.end));
  }
}

/** Reads the descriptions of a message, which may be long: who asks for them later finds them read. */
export function* readDescriptionsInSlices({ parts }: SipMessage): Generator<void> {
  for (const part of parts) if (part instanceof Described) yield* part.readInSlices();
}

function looksLikeSdp(content: string, span: Span): boolean {
  return content.startsWith('v=0', span.start);
}

/** `application/sdp; charset=x` → `application/sdp`. */
function mediaType(value: string): string {
  const semicolon = value.indexOf(';');
  return (semicolon === -1 ? value : value.slice(0, semicolon)).trim().toLowerCase();
}

function boundaryOf(value: string): string | null {
  const match = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/i.exec(value);
  return match?.[1] ?? match?.[2] ?? null;
}

/** The parts between the boundary lines (RFC 2046 §5.1.1). A missing last boundary loses nothing. */
function splitMultipart(
  content: string,
  body: Span,
  boundary: string,
  problems: Problem[],
): readonly BodyPart[] {
  const mark = `--${boundary}`;
  const parts: BodyPart[] = [];
  let open: number | null = null;
  let closed = false;
  for (let at = body.start; at < body.end && !closed;) {
    const end = lineEnd(content, at, body.end);
    if (content.startsWith(mark, at)) {
      if (open !== null) parts.push(partBetween(content, open, at, problems));
      closed = content.startsWith('--', at + mark.length);
      open = closed ? null : skipLineEnd(content, end);
    }
    const next = skipLineEnd(content, end);
    at = next > at ? next : end + 1;
  }
  if (open !== null) {
    parts.push(partBetween(content, open, body.end, problems));
    problems.push({ start: body.end, end: body.end, message: `the multipart body has no closing boundary` });
  }
  return parts;
}

function partBetween(content: string, start: number, end: number, problems: Problem[]): BodyPart {
  const { headers, bodyStart } = parseHeaders(content, start, end, problems);
  const typeHeader = headers.find((header) => header.id === 'content-type');
  const contentType = typeHeader === undefined ? null : mediaType(typeHeader.value.text);
  // The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1).
  let contentEnd = end;
  if (contentEnd > bodyStart && content.charCodeAt(contentEnd - 1) === LF) contentEnd--;
  if (contentEnd > bodyStart && content.charCodeAt(contentEnd - 1) === CR) contentEnd--;
  return bodyPart(content, headers, contentType, { start: bodyStart, end: contentEnd });
}
