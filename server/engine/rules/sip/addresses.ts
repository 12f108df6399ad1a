/**
 * Addresses and Vias that are not written as nearly all are. Rules of their syntax look at these alone, so that an
 * ordinary message costs them nothing.
 */
import { perObject } from '../../basics/memo';
import { tokenAt, type Span, type Token } from '../../basics/span';
import { isTorn } from '../../sip/condition';
import type { Header, SipMessage } from '../../sip/message';
import { holdsAddresses } from '../../sip/names';
import { splitList } from '../../sip/values';

/** One address, or one Via, of a header; a comma alone where the list has an empty place. */
export interface Piece extends Span {
  readonly header: Header;
}

const word = String.raw`[\w.!%*+\x60'~-]+`;
const parameters = String.raw`(?:;[\w.-]+(?:=[\w.!*+~:/[\]-]+)?)*`;
const host = String.raw`[\w.-]+(?::\d{1,5})?`;
const plainAddress = new RegExp(
  String.raw`^(?:"[^"\\]*" ?|${word} )?<sips?:(?:[\w.+*!~=&$#-]+@)?${host}${parameters}>${parameters}$`,
);
const plainVia = new RegExp(String.raw`^SIP/2\.0/[A-Z]+ ${host}${parameters}$`);

/** The addresses of a message that are not in the plainest form. */
export const oddAddresses = perObject((message: SipMessage): readonly Piece[] =>
  oddPieces(message, holdsAddresses, plainAddress),
);

/** The same of its Vias. */
export const oddVias = perObject((message: SipMessage): readonly Piece[] =>
  oddPieces(message, (id) => id === 'via', plainVia),
);

const none: readonly Piece[] = [];

function oddPieces(message: SipMessage, isMeant: (id: string) => boolean, plain: RegExp): readonly Piece[] {
  const { content, headers } = message;
  let odd: Piece[] | null = null;
  for (const header of headers) {
    if (!isMeant(header.id) || plain.test(header.value.text) || isTorn(message, header)) continue;
    odd ??= [];
    for (const { start, end } of splitList(content, header.value))
      if (!plain.test(content.slice(start, end))) odd.push({ header, start, end });
    const comma = emptyItem(content, header.value);
    if (comma >= 0) odd.push({ header, start: comma, end: comma + 1 });
  }
  return odd ?? none;
}

/** The comma of a list before another one; -1 where each parts two values. */
function emptyItem(content: string, { start, end }: Span): number {
  let comma = -1;
  let isQuoted = false;
  for (let at = start; at < end; at++) {
    const code = content.charCodeAt(at);
    if (code <= 32) continue;
    if (code === 44 && !isQuoted) {
      if (comma >= 0) return comma;
      comma = at;
      continue;
    }
    comma = -1;
    if (code === 92 && isQuoted) at++;
    else if (code === 34) isQuoted = !isQuoted;
  }
  return -1;
}

/** An address in its parts. */
export interface AddressParts {
  /** What stands before `<`; the whole address where there is none. */
  readonly display: Token;
  /** Between the brackets; without them all before the first semicolon. */
  readonly uri: Token;
  /** From its first semicolon on. */
  readonly parameters: Token;
  readonly bracket: 'closed' | 'open' | 'none';
}

export function partsOf(content: string, { start, end }: Span): AddressParts {
  const open = unquoted(content, '<', start, end);
  if (open < 0) {
    const semicolon = unquoted(content, ';', start, end);
    const uriEnd = semicolon < 0 ? end : semicolon;
    return {
      display: tokenAt(content, start, start),
      uri: tokenAt(content, start, uriEnd),
      parameters: tokenAt(content, uriEnd, end),
      bracket: 'none',
    };
  }
  const close = content.indexOf('>', open);
  const isClosed = close >= 0 && close < end;
  return {
    display: tokenAt(content, start, open),
    uri: tokenAt(content, open + 1, isClosed ? close : end),
    parameters: isClosed ? tokenAt(content, close + 1, end) : tokenAt(content, end, end),
    bracket: isClosed ? 'closed' : 'open',
  };
}

/** Where a character stands outside quotes; -1 where it does not. */
function unquoted(content: string, mark: string, start: number, end: number): number {
  const code = mark.charCodeAt(0);
  let isQuoted = false;
  for (let at = start; at < end; at++) {
    const each = content.charCodeAt(at);
    if (each === 92 && isQuoted) at++;
    else if (each === 34) isQuoted = !isQuoted;
    else if (each === code && !isQuoted) return at;
  }
  return -1;
}

/** Where a quote opens that nothing closes; -1 where all are closed. */
export function openQuote(content: string, { start, end }: Span): number {
  let opened = -1;
  for (let at = start; at < end; at++) {
    const code = content.charCodeAt(at);
    if (code === 92 && opened >= 0) at++;
    else if (code === 34) opened = opened < 0 ? at : -1;
  }
  return opened;
}
