/** SIP and tel URIs with positions (RFC 3261 §19.1, RFC 3966). */
import { tokenAt, type Span, type Token } from '../basics/span';

export interface Param extends Span {
  readonly name: Token;
  /** Null for a parameter without `=`. */
  readonly value: Token | null;
}

export interface Uri extends Span {
  /** As written, without the colon; empty where there is none. */
  readonly scheme: Token;
  /** What stands before `@`, without a password; for `tel` the number. Null where there is no `@`. */
  readonly user: Token | null;
  /** Host name or literal address, brackets of IPv6 included. Empty for `tel`. */
  readonly host: Token;
  readonly port: Token | null;
  readonly params: readonly Param[];
  /** What follows `?`. */
  readonly headers: Token | null;
}

/** Reads a URI that stands between two offsets. Never fails: what is missing is empty. */
export function parseUri(content: string, start: number, end: number): Uri {
  const colon = indexWithin(content, ':', start, end);
  const scheme = colon === -1 ? tokenAt(content, start, start) : tokenAt(content, start, colon);
  const rest = colon === -1 ? start : colon + 1;
  if (scheme.text.toLowerCase() === 'tel') return parseTel(content, scheme, start, rest, end);

  // `?` and `;` may stand in the user part, so look for them behind the `@` (RFC 3261 §25.1).
  const at = indexWithin(content, '@', rest, end);
  const hostStart = at === -1 ? rest : at + 1;
  const question = indexWithin(content, '?', hostStart, end);
  const beforeHeaders = question === -1 ? end : question;
  const semicolon = indexWithin(content, ';', hostStart, beforeHeaders);
  const hostEnd = semicolon === -1 ? beforeHeaders : semicolon;
  const portColon = portColonOf(content, hostStart, hostEnd);
  return {
    start,
    end,
    scheme,
    user: at === -1 ? null : userToken(content, rest, at),
    host: tokenAt(content, hostStart, portColon === -1 ? hostEnd : portColon),
    port: portColon === -1 ? null : tokenAt(content, portColon + 1, hostEnd),
    params: semicolon === -1 ? [] : parseParams(content, semicolon, beforeHeaders),
    headers: question === -1 ? null : tokenAt(content, question + 1, end),
  };
}

/** Reads `;name=value;flag` from its first semicolon on. Quoted values are kept with their quotes. */
export function parseParams(content: string, start: number, end: number): readonly Param[] {
  const params: Param[] = [];
  let at = start;
  while (at < end) {
    const pieceStart = content.charCodeAt(at) === 59 ? at + 1 : at;
    const pieceEnd = endOfPiece(content, pieceStart, end);
    const param = parseParam(content, pieceStart, pieceEnd);
    if (param !== null) params.push(param);
    at = Math.max(pieceEnd, at + 1);
  }
  return params;
}

/** The first parameter of a name; names are case-insensitive. */
export function paramOf(params: readonly Param[], name: string): Param | undefined {
  return params.find((param) => param.name.text.toLowerCase() === name);
}

function parseTel(content: string, scheme: Token, start: number, rest: number, end: number): Uri {
  const semicolon = indexWithin(content, ';', rest, end);
  const numberEnd = semicolon === -1 ? end : semicolon;
  return {
    start,
    end,
    scheme,
    user: tokenAt(content, rest, numberEnd),
    host: tokenAt(content, numberEnd, numberEnd),
    port: null,
    params: semicolon === -1 ? [] : parseParams(content, semicolon, end),
    headers: null,
  };
}

function userToken(content: string, start: number, at: number): Token {
  const colon = indexWithin(content, ':', start, at);
  return tokenAt(content, start, colon === -1 ? at : colon);
}

/** The colon before a port: the last one, unless it stands inside the brackets of an IPv6 address. */
function portColonOf(content: string, start: number, end: number): number {
  const bracket = content.charCodeAt(start) === 91 ? indexWithin(content, ']', start, end) : -1;
  return indexWithin(content, ':', bracket === -1 ? start : bracket, end);
}

function parseParam(content: string, start: number, end: number): Param | null {
  const equals = indexWithin(content, '=', start, end);
  const name = trimmedToken(content, start, equals === -1 ? end : equals);
  if (name.text === '') return null;
  const value = equals === -1 ? null : trimmedToken(content, equals + 1, end);
  return { start: name.start, end: value?.end ?? name.end, name, value };
}

function endOfPiece(content: string, start: number, end: number): number {
  let quoted = false;
  for (let at = start; at < end; at++) {
    const code = content.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (code === 92 && quoted) at++;
    else if (code === 59 && !quoted) return at;
  }
  return end;
}

function trimmedToken(content: string, start: number, end: number): Token {
  while (start < end && content.charCodeAt(start) <= 32) start++;
  while (end > start && content.charCodeAt(end - 1) <= 32) end--;
  return tokenAt(content, start, end);
}

/** Where a character stands between two offsets; -1 where it does not. Never looks further: lists are long. */
export function indexWithin(content: string, needle: string, start: number, end: number): number {
  for (let at = start, code = needle.charCodeAt(0); at < end; at++) {
    if (content.charCodeAt(at) === code) return at;
  }
  return -1;
}
