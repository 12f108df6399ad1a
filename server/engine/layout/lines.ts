/** What a line of a text looks like, apart from any log: the first line of a message or description, a header, SDP. */

const MAX_NAME = 64;

const wellKnown = new Set(
  (
    'via from to call-id cseq contact max-forwards record-route route content-length content-type user-agent ' +
    'server allow supported require proxy-require date event expires authorization proxy-authorization ' +
    'www-authenticate proxy-authenticate accept subject organization timestamp reason session-expires min-se ' +
    'allow-events diversion p-asserted-identity privacy v f t i m l c k s u o r b x'
  ).split(' '),
);

/** Behind the name of a header that begins at an offset (its blanks included), or -1 where none does. */
export function endOfHeaderName(text: string, start: number, end: number): number {
  if (!isLetter(text.charCodeAt(start))) return -1;
  let at = start + 1;
  const limit = Math.min(end, start + MAX_NAME);
  while (at < limit && isNameCode(text.charCodeAt(at))) at++;
  const name = at;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  return at < limit && text.charCodeAt(at) === 58 ? name : -1;
}

/** Whether a name is one of the headers that nearly every message has. */
export function isWellKnown(text: string, start: number, end: number): boolean {
  return wellKnown.has(text.slice(start, end).toLowerCase());
}

/** Whether a well-known header begins at an offset. */
export function startsWellKnown(text: string, start: number, end: number): boolean {
  const name = endOfHeaderName(text, start, end);
  return name > 0 && isWellKnown(text, start, name);
}

/** `x=`: what every line of SDP begins with (RFC 8866 §5). */
export function isSdpLine(text: string, start: number, end: number): boolean {
  const type = text.charCodeAt(start);
  return end - start >= 2 && text.charCodeAt(start + 1) === 61 && type >= 97 && type <= 122;
}

const startLine = /SIP\/2\.0 [1-6]\d\d(?!\d)|[A-Z]{3,9} {1,4}(?:sips?|tel|urn|im|pres):/y;

/** Whether a start line begins at an offset, wherever it ends. */
export function startsMessage(text: string, at: number): boolean {
  // Headers begin with one capital, so hardly any line needs the expression.
  if (!isCapital(text.charCodeAt(at)) || !isCapital(text.charCodeAt(at + 1))) return false;
  startLine.lastIndex = at;
  return startLine.test(text);
}

/** Whether the first line of a description stands at an offset. */
export function startsDescription(text: string, at: number): boolean {
  if (!text.startsWith('v=0', at)) return false;
  // ngrep prints a dot for the CR.
  const code = text.charCodeAt(text.charCodeAt(at + 3) === 46 ? at + 4 : at + 3);
  return Number.isNaN(code) || code <= 32;
}

const dumpLine = /(?:0x)?[\da-f]{4,8}:? {1,3}[\da-f]{2}/iy;

/** Whether a line of a dump in hexadecimal digits begins at an offset: its place, then octets. */
export function isDumpLine(text: string, at: number): boolean {
  dumpLine.lastIndex = at;
  return dumpLine.test(text);
}

/** Whether a message or a description begins at an offset. */
export function startsFirstLine(text: string, at: number): boolean {
  return startsMessage(text, at) || startsDescription(text, at);
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** Token characters of RFC 3261 §25.1. */
function isNameCode(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    code === 45 ||
    code === 95 ||
    code === 46 ||
    code === 33 ||
    code === 126
  );
}

/** Where the line that holds an offset ends: at its LF, or the end of the text. */
export function endOfLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}

/** Where the line begins above the one that begins at an offset; 0 where that is the first one. */
export function startOfLineAbove(text: string, start: number): number {
  // `lastIndexOf` takes -1 for 0: a line end that the text begins with would be found for ever.
  return start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
}

/** The end of a line without the CR, or CRs, before its end. */
export function withoutCr(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) === 13) at--;
  return at;
}

/** Whether a line holds nothing but blanks. */
export function isBlankLine(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isBlank(code) && code !== 13) return false;
  }
  return true;
}
