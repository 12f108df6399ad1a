/** The values of the headers that calls, rules and editor features look into, with positions. */
import { perObject } from '../basics/memo';
import { tokenAt, type Span, type Token } from '../basics/span';
import type { Header, SipMessage } from './message';
import { indexWithin, parseParams, parseUri, paramOf, type Param, type Uri } from './uri';

/** One address of From, To, Contact, Route and their like (RFC 3261 §20.10). */
export interface NameAddr extends Span {
  /** With its quotes, where it has them. */
  readonly displayName: Token | null;
  readonly uri: Uri;
  /** The header's parameters: behind `>`; without `<>` all of them (RFC 3261 §20.10). */
  readonly params: readonly Param[];
}

/** One hop of a Via (RFC 3261 §20.42). */
export interface Via extends Span {
  /** `SIP/2.0/UDP` as written. */
  readonly protocol: Token;
  /** Upper case. */
  readonly transport: string;
  readonly host: Token;
  readonly port: Token | null;
  readonly params: readonly Param[];
  readonly branch: Token | null;
}

export interface CSeq {
  readonly number: Token;
  readonly method: Token;
}

/** The first header of an id. */
export function headerOf(message: SipMessage, id: string): Header | undefined {
  for (const header of message.headers) if (header.id === id) return header;
  return undefined;
}

/** All headers of an id, in order. */
export function headersOf(message: SipMessage, id: string): readonly Header[] {
  return message.headers.filter((header) => header.id === id);
}

/** The method of a request, or the method a response answers by its CSeq; empty where the trace has none. */
export function methodOf(message: SipMessage): string {
  return message.startLine.kind === 'request'
    ? message.startLine.method.text.toUpperCase()
    : (cseqOf(message)?.method.text.toUpperCase() ?? '');
}

/** The status of a response; null for a request. */
export function statusOf(message: SipMessage): number | null {
  return message.startLine.kind === 'status' ? message.startLine.status : null;
}

/** The Call-ID; empty where the trace has none. */
export function callIdOf(message: SipMessage): string {
  return headerOf(message, 'call-id')?.value.text ?? '';
}

export function cseqOf(message: SipMessage): CSeq | null {
  const value = headerOf(message, 'cseq')?.value;
  if (value === undefined) return null;
  const match = /^(\d+)(\s+)(\S+)/.exec(value.text);
  if (match === null) return null;
  const [, digits = '', blanks = '', method = ''] = match;
  const methodStart = value.start + digits.length + blanks.length;
  return {
    number: { start: value.start, end: value.start + digits.length, text: digits },
    method: { start: methodStart, end: methodStart + method.length, text: method },
  };
}

/** The tag of From or To; null where it has none. */
export function tagOf(message: SipMessage, id: 'from' | 'to'): Token | null {
  const [address] = addressesOf(message, id);
  return address === undefined ? null : (paramOf(address.params, 'tag')?.value ?? null);
}

/** The addresses of all headers of an id, in order, comma lists taken apart. */
export function addressesOf(message: SipMessage, id: string): readonly NameAddr[] {
  let only: Header | null = null;
  for (const header of message.headers) {
    if (header.id !== id) continue;
    // Nearly always there is one.
    if (only !== null)
      return headersOf(message, id).flatMap((each) => headerAddresses(each, message.content));
    only = header;
  }
  return only === null ? [] : headerAddresses(only, message.content);
}

/** The addresses of one header, of a message's content. */
export const headerAddresses = perObject((header: Header, content: string): readonly NameAddr[] =>
  splitList(content, header.value).map((piece) => parseNameAddr(content, piece)),
);

/** All hops of all Via headers, topmost first. */
export function viasOf(message: SipMessage): readonly Via[] {
  return headersOf(message, 'via').flatMap((header) =>
    splitList(message.content, header.value).map((piece) => parseVia(message.content, piece)),
  );
}

/** The topmost hop. */
export function topVia(message: SipMessage): Via | null {
  const header = headerOf(message, 'via');
  return header === undefined ? null : firstHop(header, message.content);
}

/** The first hop of one Via header, of a message's content. */
const firstHop = perObject((header: Header, content: string): Via | null => {
  const [first] = splitList(content, header.value);
  return first === undefined ? null : parseVia(content, first);
});

/** The number in Content-Length; null where the header is missing or holds no number. */
export function contentLengthOf(
  message: SipMessage,
): { readonly header: Header; readonly length: number } | null {
  const header = headerOf(message, 'content-length');
  if (header === undefined || !/^\d{1,9}$/.test(header.value.text)) return null;
  return { header, length: Number(header.value.text) };
}

function parseNameAddr(content: string, span: Span): NameAddr {
  const open = openBracket(content, span);
  if (open === -1) {
    // Without <> every parameter is the header's, not the URI's (RFC 3261 §20.10).
    const semicolon = indexWithin(content, ';', span.start, span.end);
    const uriEnd = semicolon === -1 ? span.end : semicolon;
    return {
      start: span.start,
      end: span.end,
      displayName: null,
      uri: parseUri(content, span.start, uriEnd),
      params: parseParams(content, uriEnd, span.end),
    };
  }
  const close = indexWithin(content, '>', open, span.end);
  const uriEnd = close === -1 ? span.end : close;
  const display = trim(content, span.start, open);
  return {
    start: span.start,
    end: span.end,
    displayName: display.start === display.end ? null : tokenAt(content, display.start, display.end),
    uri: parseUri(content, open + 1, uriEnd),
    params: parseParams(content, Math.min(uriEnd + 1, span.end), span.end),
  };
}

function openBracket(content: string, span: Span): number {
  let quoted = false;
  for (let at = span.start; at < span.end; at++) {
    const code = content.charCodeAt(at);
    if (code === 92 && quoted) at++;
    else if (code === 34) quoted = !quoted;
    else if (code === 60 && !quoted) return at;
  }
  return -1;
}

function parseVia(content: string, span: Span): Via {
  // `SIP / 2.0 / UDP host` is legal too (RFC 3261 §25.1), so the protocol ends behind its second slash's word.
  const first = indexWithin(content, '/', span.start, span.end);
  const second = first === -1 ? -1 : indexWithin(content, '/', first + 1, span.end);
  let at = second === -1 ? span.start : second + 1;
  while (at < span.end && content.charCodeAt(at) <= 32) at++;
  const transportStart = at;
  while (at < span.end && content.charCodeAt(at) > 32 && content.charCodeAt(at) !== 59) at++;
  const protocol = tokenAt(content, span.start, at);
  const transport = content.slice(transportStart, at).toUpperCase();
  while (at < span.end && content.charCodeAt(at) <= 32) at++;
  const semicolon = indexWithin(content, ';', at, span.end);
  const hostEnd = semicolon === -1 ? span.end : semicolon;
  const sentBy = trim(content, at, hostEnd);
  const colon = portColon(content, sentBy);
  const params = parseParams(content, hostEnd, span.end);
  return {
    start: span.start,
    end: span.end,
    protocol,
    transport,
    host: tokenAt(content, sentBy.start, colon === -1 ? sentBy.end : colon),
    port: colon === -1 ? null : tokenAt(content, colon + 1, sentBy.end),
    params,
    branch: paramOf(params, 'branch')?.value ?? null,
  };
}

function portColon(content: string, span: Span): number {
  const bracket =
    content.charCodeAt(span.start) === 91 ? indexWithin(content, ']', span.start, span.end) : -1;
  return indexWithin(content, ':', bracket === -1 ? span.start : bracket, span.end);
}

/** The pieces of a comma list; commas in quotes and in <> do not part it. */
export function splitList(content: string, value: Span): readonly Span[] {
  const pieces: Span[] = [];
  let start = value.start;
  let quoted = false;
  let bracketed = false;
  for (let at = value.start; at < value.end; at++) {
    const code = content.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 60) bracketed = true;
    else if (code === 62) bracketed = false;
    else if (code === 44 && !bracketed) {
      pieces.push(trim(content, start, at));
      start = at + 1;
    }
  }
  pieces.push(trim(content, start, value.end));
  return pieces.filter((piece) => piece.end > piece.start);
}

/** The words of a header that lists them, such as Allow or Supported, in order. */
export function tokensOf(message: SipMessage, { value }: Header): readonly Token[] {
  const { content } = message;
  return splitList(content, value).map(({ start, end }) => tokenAt(content, start, end));
}

function trim(content: string, start: number, end: number): Span {
  while (start < end && content.charCodeAt(start) <= 32) start++;
  while (end > start && content.charCodeAt(end - 1) <= 32) end--;
  return { start, end };
}
