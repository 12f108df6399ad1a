/**
 * Reads of a SIP message's octets what calls are decided by, and nothing else: no tree, no text. It knows the forms
 * that traffic has. A message in any other form is odd and left to the parser; so what is read here is what the
 * parser would read.
 */
import { asciiOf } from '../basics/bytes';
import { agentBeginnings, isPstnHubHost, proxyDomains } from '../network/microsoft';
import { parseSdp } from '../sdp/parse';
import { isSecureProfile } from '../sdp/query';
import { EMPTY, FOREIGN, markOfOctets } from '../basics/marks';
import type { ByteStrings } from './byte-strings';
import { LineEnds } from './line-ends';
import { flag } from './message-table';

const HT = 9;
const LF = 10;
const CR = 13;
const SP = 32;
const QUOTE = 34;
const STAR = 42;
const COMMA = 44;
const SLASH = 47;
const COLON = 58;
const SEMICOLON = 59;
const LESS = 60;
const EQUALS = 61;
const GREATER = 62;
const QUESTION = 63;
const AT = 64;
const BRACKET = 91;
const BACKSLASH = 92;

/** The headers that matter, as bits. */
const VIA = 1;
const FROM = 2;
const TO = 4;
const CALL_ID = 8;
const CSEQ = 16;
const CONTACT = 32;
const CONTENT_TYPE = 64;
const RECORD_ROUTE = 128;
const USER_AGENT = 256;
const SERVER = 512;
const CONTENT_LENGTH = 1024;
const REASON = 2048;

const viaName = octetsOf('via');
const fromName = octetsOf('from');
const toName = octetsOf('to');
const callIdName = octetsOf('call-id');
const cseqName = octetsOf('cseq');
const contactName = octetsOf('contact');
const contentTypeName = octetsOf('content-type');
const contentLengthName = octetsOf('content-length');
const recordRouteName = octetsOf('record-route');
const reasonName = octetsOf('reason');
const userAgentName = octetsOf('user-agent');
const serverName = octetsOf('server');
const agentNames = agentBeginnings.map(octetsOf);
const hubNames = proxyDomains.map(octetsOf);
const versionText = octetsOf('SIP/2.0');
const sdpType = octetsOf('application/sdp');
const multipartType = octetsOf('multipart/');
const branchName = octetsOf('branch');
const tagName = octetsOf('tag');
const telScheme = octetsOf('tel');
const sdpBeginning = octetsOf('v=0');
const iceLite = octetsOf('ice-lite');
const iceUfrag = octetsOf('ice-ufrag');
const candidate = octetsOf('candidate');

/** 1 for what a header's name may be made of. */
const nameOctets = new Uint8Array(256);
for (let octet = 0; octet < 128; octet++) {
  const letter = String.fromCharCode(octet);
  if (/[\w.!~-]/.test(letter)) nameOctets[octet] = 1;
}

/** Facts of the message that was scanned last. Strings are numbers, those that are only compared are marks. */
export class SipScan {
  callId = EMPTY;
  method = EMPTY;
  /** 0 in a request. */
  status = 0;
  cseq = EMPTY;
  branch = EMPTY;
  fromTag = EMPTY;
  toTag = EMPTY;
  /** Phrase of a response. */
  phrase = EMPTY;
  /** Value of the Reason header. */
  reason = EMPTY;
  viaCount = 0;
  /** Bits of {@link flag}: what the message itself says. */
  flags = 0;
  /** As Content-Length says; -1 where it says nothing. */
  contentLength = -1;
  /** The empty line behind the headers was seen. */
  hasWholeHead = false;
  /** A line of the description does not end in CRLF, or is empty. */
  hasOddLines = false;

  /** Headers that were read, as bits. */
  private seen = 0;
  private isSdp = false;
  private signsAsMicrosoft = false;
  /** Length of the header name found last. */
  private nameLength = 0;
  /** Where the URIs of From and To stand. */
  private fromStart = 0;
  private fromEnd = 0;
  private toStart = 0;
  private toEnd = 0;
  /** Where the tag of To stands. */
  private toTagStart = 0;
  private toTagEnd = 0;
  /** Where the URI of the address read last stands; of a URI read last, up to its parameters. */
  private uriStart = 0;
  private uriEnd = 0;
  private isHub = false;
  private tag = EMPTY;
  private tagStart = 0;
  private tagEnd = 0;
  readonly lineEnds = new LineEnds();
  private readonly hubs = new Map<number, boolean>();
  private readonly secure = new Map<number, boolean>();

  /**
   * Content-Length counts, and lines between headers that are none make a message odd: in a text they may be somebody
   * else's.
   */
  isStrict = false;

  /** @param callIds numbers Call-IDs: each that is new begins a call */
  constructor(
    private readonly strings: ByteStrings,
    private readonly callIds: ByteStrings,
  ) {}

  /** Scans a message; false where it is odd. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    const body = this.scanHead(bytes, start, end);
    return body >= 0 && this.scanBody(bytes, body, end);
  }

  /** Scans start line and headers; gives where the body begins, or -1 where something is odd. */
  scanHead(bytes: Uint8Array, start: number, end: number): number {
    this.reset();
    this.lineEnds.in(bytes);
    const lineEnd = this.lineEnds.next(start, end);
    if (!this.startLine(bytes, start, withoutCr(bytes, start, lineEnd))) return -1;
    const body = this.headers(bytes, lineEnd + 1, end);
    if (this.signsAsMicrosoft) this.flags |= flag.sentByMicrosoft;
    return body;
  }

  private reset(): void {
    this.callId = EMPTY;
    this.method = EMPTY;
    this.status = 0;
    this.cseq = EMPTY;
    this.branch = EMPTY;
    this.fromTag = EMPTY;
    this.toTag = EMPTY;
    this.phrase = EMPTY;
    this.reason = EMPTY;
    this.fromStart = 0;
    this.fromEnd = 0;
    this.toStart = 0;
    this.toEnd = 0;
    this.viaCount = 0;
    this.flags = 0;
    this.contentLength = -1;
    this.hasWholeHead = false;
    this.seen = 0;
    this.isSdp = false;
    this.signsAsMicrosoft = false;
  }

  /** Scans the body of the message whose head was scanned last; false where it is odd. */
  scanBody(bytes: Uint8Array, start: number, end: number): boolean {
    return start >= end || !this.holdsSdp(bytes, start, end) || this.description(bytes, start, end);
  }

  /** URI of From, without parameters; {@link FOREIGN} where it is odd. */
  fromUri(bytes: Uint8Array): number {
    return this.uriText(bytes, this.fromStart, this.fromEnd);
  }

  /** URI of To, likewise. */
  toUri(bytes: Uint8Array): number {
    return this.uriText(bytes, this.toStart, this.toEnd);
  }

  /** The tag of To as text. */
  toTagText(bytes: Uint8Array): number {
    return this.toTag === EMPTY ? EMPTY : this.strings.intern(bytes, this.toTagStart, this.toTagEnd);
  }

  private uriText(bytes: Uint8Array, start: number, end: number): number {
    if (start === end) return EMPTY;
    return this.readUri(bytes, start, end) ? this.strings.intern(bytes, this.uriStart, this.uriEnd) : FOREIGN;
  }

  /** Whether the body of the message whose head was scanned last is a session description. */
  holdsSdp(bytes: Uint8Array, start: number, end: number): boolean {
    return (this.seen & CONTENT_TYPE) !== 0 ? this.isSdp : beginsExactly(sdpBeginning, bytes, start, end);
  }

  private startLine(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes[start + 3] === SLASH) return this.statusLine(bytes, start, end);
    let blank = start;
    while (blank < end && isUpper(bytes[blank] ?? 0)) blank++;
    const version = end - versionText.length;
    if (blank === start || bytes[blank] !== SP || version <= blank + 1 || bytes[version - 1] !== SP)
      return false;
    if (!beginsExactly(versionText, bytes, version, end)) return false;
    this.method = this.strings.intern(bytes, start, blank);
    let from = blank + 1;
    let to = version - 1;
    while (from < to && bytes[from] === SP) from++;
    while (to > from && bytes[to - 1] === SP) to--;
    if (!this.readUri(bytes, from, to)) return false;
    if (this.isHub) this.flags |= flag.sentToMicrosoft;
    return true;
  }

  private statusLine(bytes: Uint8Array, start: number, end: number): boolean {
    const at = start + versionText.length + 1;
    if (at + 3 > end || !beginsExactly(versionText, bytes, start, end) || bytes[at - 1] !== SP) return false;
    if (at + 3 < end && bytes[at + 3] !== SP) return false;
    let status = 0;
    for (let digit = at; digit < at + 3; digit++) {
      const value = (bytes[digit] ?? 0) - 48;
      if (value < 0 || value > 9) return false;
      status = status * 10 + value;
    }
    this.status = status;
    const phrase = Math.min(at + 4, end);
    // A line may end there.
    for (let place = phrase; place < end; place++) if ((bytes[place] ?? 0) < SP) return false;
    this.phrase = this.strings.intern(bytes, phrase, end);
    return status >= 100 && status < 700 && this.phrase !== FOREIGN;
  }

  /** Reads the headers from a line on; gives where the body begins, or -1 where something is odd. */
  private headers(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    let wasRead = false;
    while (at < end) {
      const first = bytes[at] ?? 0;
      if (first === LF || first === CR) {
        this.hasWholeHead = true;
        if (first === LF) return at + 1;
        return bytes[at + 1] === LF ? at + 2 : -1;
      }
      const header = this.headerAt(bytes, at, first);
      if (header === 0) {
        if (first === SP || first === HT) {
          // A line that continues a header that matters.
          if (wasRead) return -1;
        } else {
          wasRead = false;
          if (this.isStrict && !isHeader(bytes, at, end)) return -1;
        }
        at = this.lineEnds.next(at, end) + 1;
        continue;
      }
      let value = at + this.nameLength;
      if (bytes[value] !== COLON) return -1;
      value++;
      at = this.lineEnds.next(value, end);
      let valueEnd = at;
      while (value < valueEnd && isBlank(bytes[value] ?? 0)) value++;
      while (valueEnd > value && isBlank(bytes[valueEnd - 1] ?? 0)) valueEnd--;
      if (!this.header(header, bytes, value, valueEnd)) return -1;
      this.seen |= header;
      wasRead = true;
      at++;
    }
    return end;
  }

  /** Which header that matters a line begins with; 0 for any other. Sets the length of its name. */
  private headerAt(bytes: Uint8Array, at: number, first: number): number {
    switch (first | 32) {
      case 0x76: // v
        return this.named(VIA, viaName, true, bytes, at);
      case 0x66: // f
        return this.named(FROM, fromName, true, bytes, at);
      case 0x74: // t
        return this.named(TO, toName, true, bytes, at);
      case 0x69: // i
        return isNameEnd(bytes[at + 1]) ? this.compact(CALL_ID) : 0;
      case 0x6c: // l
        return this.isStrict && isNameEnd(bytes[at + 1]) ? this.compact(CONTENT_LENGTH) : 0;
      case 0x6d: // m
        return isNameEnd(bytes[at + 1]) ? this.compact(CONTACT) : 0;
      case 0x63: // c
        return (
          this.named(CONTENT_TYPE, contentTypeName, true, bytes, at) ||
          (this.isStrict && this.named(CONTENT_LENGTH, contentLengthName, false, bytes, at)) ||
          this.named(CALL_ID, callIdName, false, bytes, at) ||
          this.named(CSEQ, cseqName, false, bytes, at) ||
          this.named(CONTACT, contactName, false, bytes, at)
        );
      case 0x72: // r
        return (
          this.named(REASON, reasonName, false, bytes, at) ||
          (this.status === 0 ? this.named(RECORD_ROUTE, recordRouteName, false, bytes, at) : 0)
        );
      case 0x75: // u
        return this.named(USER_AGENT, userAgentName, false, bytes, at);
      case 0x73: // s
        return this.named(SERVER, serverName, false, bytes, at);
      default:
        return 0;
    }
  }

  private named(
    header: number,
    name: Uint8Array,
    hasCompact: boolean,
    bytes: Uint8Array,
    at: number,
  ): number {
    if (hasCompact && isNameEnd(bytes[at + 1])) return this.compact(header);
    const { length } = name;
    if (!isNameEnd(bytes[at + length]) || !begins(name, bytes, at, at + length)) return 0;
    this.nameLength = length;
    return header;
  }

  private compact(header: number): number {
    this.nameLength = 1;
    return header;
  }

  private header(header: number, bytes: Uint8Array, start: number, end: number): boolean {
    const isFirst = (this.seen & header) === 0;
    switch (header) {
      case VIA:
        return this.via(bytes, start, end, isFirst);
      case FROM:
        if (!isFirst) return true;
        if (!this.address(bytes, start, end, true)) return false;
        this.fromStart = this.uriStart;
        this.fromEnd = this.uriEnd;
        this.fromTag = this.tag;
        return this.fromTag !== FOREIGN;
      case TO:
        if (!isFirst) return true;
        if (!this.address(bytes, start, end, true)) return false;
        this.toStart = this.uriStart;
        this.toEnd = this.uriEnd;
        this.toTag = this.tag;
        this.toTagStart = this.tagStart;
        this.toTagEnd = this.tagEnd;
        return this.toTag !== FOREIGN;
      case CALL_ID:
        if (isFirst) this.callId = this.callIds.intern(bytes, start, end);
        return this.callId !== FOREIGN;
      case CSEQ:
        return !isFirst || this.readCseq(bytes, start, end);
      case CONTACT:
      case RECORD_ROUTE:
        if (!isFirst || (end - start === 1 && bytes[start] === STAR)) return true;
        if (!this.address(bytes, start, end, false)) return false;
        if (!this.readUri(bytes, this.uriStart, this.uriEnd)) return false;
        if (this.isHub) this.flags |= flag.sentByMicrosoft;
        return true;
      case REASON:
        if (isFirst) this.reason = this.strings.intern(bytes, start, end);
        return this.reason !== FOREIGN;
      case CONTENT_TYPE:
        return !isFirst || this.readContentType(bytes, start, end);
      case CONTENT_LENGTH:
        return !isFirst || this.readContentLength(bytes, start, end);
      case USER_AGENT:
        // A Server counts only where there is no User-Agent.
        if (isFirst) this.signsAsMicrosoft = isMicrosoftAgent(bytes, start, end);
        return true;
      default:
        if (isFirst && (this.seen & USER_AGENT) === 0)
          this.signsAsMicrosoft = isMicrosoftAgent(bytes, start, end);
        return true;
    }
  }

  private via(bytes: Uint8Array, start: number, end: number, isTop: boolean): boolean {
    if (!beginsExactly(versionText, bytes, start, end) || bytes[start + versionText.length] !== SLASH)
      return false;
    let pieceEnd = end;
    this.viaCount++;
    for (let at = start; at < end; at++) {
      const octet = bytes[at] ?? 0;
      // All of them are below this, as few others are.
      if (octet > LESS || (octet > QUOTE && octet < COMMA)) continue;
      if (octet === QUOTE || octet === LESS) return false;
      if (octet !== COMMA) continue;
      if (pieceEnd === end) pieceEnd = at;
      at++;
      while (at < end && (bytes[at] ?? 0) <= SP) at++;
      if (at === end || bytes[at] === COMMA) return false;
      this.viaCount++;
    }
    if (!isTop) return true;
    let params = start;
    while (params < pieceEnd && bytes[params] !== SEMICOLON) params++;
    if (this.isHubHost(bytes, ...sentByOf(bytes, start + versionText.length, params)))
      this.flags |= this.status === 0 ? flag.sentByMicrosoft : flag.sentToMicrosoft;
    if (!this.param(branchName, bytes, params, pieceEnd)) return false;
    this.branch = this.tag;
    return this.branch !== FOREIGN;
  }

  private readCseq(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    while (at < end && isDigit(bytes[at] ?? 0)) at++;
    if (at === start || bytes[at] !== SP) return false;
    this.cseq = markOfOctets(bytes, start, at);
    while (at < end && bytes[at] === SP) at++;
    const method = at;
    while (at < end && isUpper(bytes[at] ?? 0)) at++;
    if (at === method || at !== end) return false;
    if (this.status !== 0) this.method = this.strings.intern(bytes, method, at);
    return true;
  }

  private readContentType(bytes: Uint8Array, start: number, end: number): boolean {
    const at = start + sdpType.length;
    if (begins(sdpType, bytes, start, end)) {
      this.isSdp = at === end || bytes[at] === SEMICOLON;
      return this.isSdp || !isBlank(bytes[at] ?? 0);
    }
    return !begins(multipartType, bytes, start, end);
  }

  private readContentLength(bytes: Uint8Array, start: number, end: number): boolean {
    if (start === end || end - start > 7) return false;
    let length = 0;
    for (let at = start; at < end; at++) {
      if (!isDigit(bytes[at] ?? 0)) return false;
      length = length * 10 + (bytes[at] ?? 0) - 48;
    }
    this.contentLength = length;
    return true;
  }

  /**
   * Reads the first address of a header: sets where its URI stands, its host and its tag. Whatever needs more than a
   * look at single characters is odd.
   */
  private address(bytes: Uint8Array, start: number, end: number, hasTag: boolean): boolean {
    let at = start;
    if (bytes[at] === QUOTE) {
      at++;
      while (at < end && bytes[at] !== QUOTE) {
        if (bytes[at] === BACKSLASH) return false;
        at++;
      }
      if (at === end) return false;
      at++;
    }
    const quotedEnd = at;
    while (at < end && bytes[at] !== LESS) {
      if (bytes[at] === QUOTE) return false;
      // Without <> the first piece of a list ends here.
      if (bytes[at] === COMMA) end = at;
      else at++;
    }
    let params: number;
    if (at < end) {
      const uri = at + 1;
      at = uri;
      while (at < end && bytes[at] !== GREATER) {
        if (bytes[at] === QUOTE || bytes[at] === LESS) return false;
        at++;
      }
      if (at === end) return false;
      this.uriStart = uri;
      this.uriEnd = at;
      params = at + 1;
    } else {
      if (quotedEnd > start) return false;
      params = start;
      while (params < end && bytes[params] !== SEMICOLON) params++;
      this.uriStart = start;
      this.uriEnd = params;
    }
    if (this.uriStart === this.uriEnd) return false;
    if (!hasTag) return true;
    for (at = params; at < end && bytes[at] !== COMMA; at++) {
      if (bytes[at] === QUOTE || bytes[at] === LESS) return false;
    }
    return this.param(tagName, bytes, params, at);
  }

  /** Sets {@link tag} to the value of a parameter among those of a range without quotes. */
  private param(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
    this.tag = EMPTY;
    let at = start;
    while (at < end) {
      while (at < end && (bytes[at] === SEMICOLON || (bytes[at] ?? 0) <= SP)) at++;
      let pieceEnd = at;
      while (pieceEnd < end && bytes[pieceEnd] !== SEMICOLON) pieceEnd++;
      if (begins(name, bytes, at, pieceEnd)) {
        at += name.length;
        if (at === pieceEnd) return true;
        if ((bytes[at] ?? 0) <= SP) return false;
        if (bytes[at] === EQUALS) {
          at++;
          while (at < pieceEnd && (bytes[at] ?? 0) <= SP) at++;
          while (pieceEnd > at && (bytes[pieceEnd - 1] ?? 0) <= SP) pieceEnd--;
          this.tag = markOfOctets(bytes, at, pieceEnd);
          this.tagStart = at;
          this.tagEnd = pieceEnd;
          return true;
        }
      }
      at = pieceEnd;
    }
    return true;
  }

  /** Sets where a URI stands without its parameters, and whether its host is one of Microsoft's proxies. */
  private readUri(bytes: Uint8Array, start: number, end: number): boolean {
    let colon = start;
    while (colon < end && bytes[colon] !== COLON) colon++;
    if (colon === end || (bytes[start] ?? 0) <= SP || (bytes[end - 1] ?? 0) <= SP) return false;
    const isTel = colon - start === telScheme.length && begins(telScheme, bytes, start, colon);
    let host = colon + 1;
    // What ends the host: `;` and `?` may stand in the user part, before the first `@`.
    let at = end;
    let hasUser = isTel;
    for (let place = host; place < end; place++) {
      const octet = bytes[place] ?? 0;
      if (octet > AT || octet < SEMICOLON) continue;
      if (octet === AT && !hasUser) {
        hasUser = true;
        host = place + 1;
        at = end;
      } else if (at === end && (octet === SEMICOLON || (octet === QUESTION && !isTel))) at = place;
    }
    if (bytes[at] === SEMICOLON && at < end) {
      const next = at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
      if (next <= SP || next === SEMICOLON || next === EQUALS || next === QUESTION) return false;
    }
    if (at > start && (bytes[at - 1] ?? 0) <= SP) return false;
    this.uriStart = start;
    this.uriEnd = at;
    this.isHub = !isTel && this.isHubHost(bytes, host, at);
    return true;
  }

  private isHubHost(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    if (bytes[start] === BRACKET) return false;
    while (at < end && bytes[at] !== COLON) at++;
    if (!mayBeHub(bytes, start, at)) return false;
    const number = this.strings.intern(bytes, start, at);
    if (number === FOREIGN) return false;
    let known = this.hubs.get(number);
    if (known === undefined) {
      known = isPstnHubHost(asciiOf(bytes, start, at));
      this.hubs.set(number, known);
    }
    return known;
  }

  /** Reads a session description up to the end. */
  private description(bytes: Uint8Array, start: number, end: number): boolean {
    let inSession = true;
    this.hasOddLines = false;
    let at = start;
    while (at < end) {
      const first = bytes[at] ?? 0;
      if (first === CR || first === LF) {
        this.hasOddLines = true;
        at++;
        continue;
      }
      // The parser puts up with more.
      if (first < 0x61 || first > 0x7a || bytes[at + 1] !== EQUALS || isBlank(bytes[at + 2] ?? 0))
        return false;
      if (first === 0x61) {
        if (!this.attribute(bytes, at + 2, end, inSession)) return false;
      } else if (first === 0x6d) {
        inSession = false;
        if (!this.mediaLine(bytes, at + 2, end)) return false;
      }
      at = this.lineEnds.nextBreak(at, end);
      if (bytes[at] === CR && bytes[at + 1] === LF && at + 1 < end) at += 2;
      else {
        this.hasOddLines = true;
        at++;
      }
    }
    return true;
  }

  private attribute(bytes: Uint8Array, at: number, end: number, inSession: boolean): boolean {
    const first = bytes[at];
    let nameEnd: number;
    let bit: number;
    if (first === 0x69 && beginsExactly(iceLite, bytes, at, end)) {
      nameEnd = at + iceLite.length;
      bit = inSession ? flag.iceLite : 0;
    } else if (first === 0x69 && beginsExactly(iceUfrag, bytes, at, end)) {
      nameEnd = at + iceUfrag.length;
      bit = flag.ice;
    } else if (first === 0x63 && beginsExactly(candidate, bytes, at, end)) {
      nameEnd = at + candidate.length;
      bit = flag.ice;
    } else return true;
    const next = nameEnd < end ? (bytes[nameEnd] ?? 0) : LF;
    if (next === SP || next === HT || next === 0) return false;
    if (next === COLON || next === CR || next === LF) this.flags |= bit;
    return true;
  }

  private mediaLine(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    // Media and port, then the protocol.
    for (let field = 0; field < 2; field++) {
      while (at < end && (bytes[at] ?? 0) > SP) at++;
      if (bytes[at] !== SP || (bytes[at + 1] ?? 0) <= SP) return false;
      at++;
    }
    const proto = at;
    while (at < end && (bytes[at] ?? 0) > SP) at++;
    const number = this.strings.intern(bytes, proto, at);
    if (number === FOREIGN) return false;
    let secure = this.secure.get(number);
    if (secure === undefined) {
      secure = parseSdp(`m=audio 9 ${asciiOf(bytes, proto, at)} 0`).media.some(isSecureProfile);
      this.secure.set(number, secure);
    }
    this.flags |= secure ? flag.media | flag.secure : flag.media;
    return true;
  }
}

function octetsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Whether a range begins with lower case letters, in any case. */
function begins(wanted: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const { length } = wanted;
  if (end - start < length) return false;
  for (let index = 0; index < length; index++) {
    if (((bytes[start + index] ?? 0) | 32) !== wanted[index]) return false;
  }
  return true;
}

function beginsExactly(wanted: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  const { length } = wanted;
  if (end - start < length) return false;
  for (let index = 0; index < length; index++) if (bytes[start + index] !== wanted[index]) return false;
  return true;
}

function isMicrosoftAgent(bytes: Uint8Array, start: number, end: number): boolean {
  for (const name of agentNames) if (beginsExactly(name, bytes, start, end)) return true;
  return false;
}

/** Whether a host name ends as those of Microsoft's proxies do. */
function mayBeHub(bytes: Uint8Array, start: number, end: number): boolean {
  for (const name of hubNames) if (begins(name, bytes, Math.max(start, end - name.length), end)) return true;
  return false;
}

/** Host and port of a Via whose transport stands in a range. */
function sentByOf(bytes: Uint8Array, from: number, to: number): readonly [start: number, end: number] {
  let start = from;
  while (start < to && (bytes[start] ?? 0) > SP) start++;
  while (start < to && (bytes[start] ?? 0) <= SP) start++;
  let end = to;
  while (end > start && (bytes[end - 1] ?? 0) <= SP) end--;
  return [start, end];
}

function withoutCr(bytes: Uint8Array, start: number, end: number): number {
  return end > start && bytes[end - 1] === CR ? end - 1 : end;
}

function isHeader(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && nameOctets[bytes[at] ?? 0] === 1) at++;
  return at < end && bytes[at] === COLON && isLetter(bytes[start] ?? 0);
}

function isNameEnd(octet: number | undefined): boolean {
  return octet === COLON || octet === SP || octet === HT;
}

/** What the parser trims from a header's value. */
function isBlank(octet: number): boolean {
  return octet === SP || octet === HT || octet === CR || octet === LF;
}

function isUpper(octet: number): boolean {
  return octet >= 65 && octet <= 90;
}

function isLetter(octet: number): boolean {
  return isUpper(octet) || (octet >= 97 && octet <= 122);
}

function isDigit(octet: number): boolean {
  return octet >= 48 && octet <= 57;
}
