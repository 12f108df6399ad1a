/** Reads a session description (RFC 8866) into its tree. Values of attributes are read when asked for. */
import { finished } from '../basics/finished';
import type { Problem } from '../basics/problem';
import { tokenAt, type Token } from '../basics/span';
import { emptyAt, fieldsOf, isBlank, isDigits, partOf } from './fields';
import type {
  Attribute,
  AttributeLine,
  Connection,
  ConnectionLine,
  MediaDescription,
  MediaSection,
  Origin,
  Sdp,
  SdpLine,
} from './sdp';

/** Far above what any real body holds; keeps the memory that a hostile one takes within bounds. */
const maxLines = 500_000;

/** Lines that are read between two slices. */
const linesPerSlice = 5000;

/** The type letters of RFC 8866 §5. */
const typeLetters = 'vosiuepcbtrzkam';

const nul = 0x00;
const lf = 0x0a;
const cr = 0x0d;
const equalsSign = 0x3d;
const byteOrderMark = 0xfeff;

/**
 * Reads the session description that stands in a part of a message's content. Never throws; time grows
 * linearly with the text.
 *
 * Lines end with CRLF, LF or CR. A blank line makes no line of the tree, and a NUL at a line's end, as some
 * stacks send it behind the body, counts as a blank.
 */
export function parseSdp(content: string, start = 0, end = content.length): Sdp {
  return finished(parseSdpInSlices(content, start, end));
}

/** {@link parseSdp}; yields between slices of a few milliseconds where a description is long. */
export function* parseSdpInSlices(content: string, start = 0, end = content.length): Generator<void, Sdp> {
  const reading = new Reading(content);
  let lines = 0;
  let at = start < end && content.charCodeAt(start) === byteOrderMark ? start + 1 : start;
  while (at < end) {
    if (reading.isFull()) {
      reading.report(at, end, `More than ${maxLines} lines; what follows was not read`);
      break;
    }
    if (++lines % linesPerSlice === 0) yield;
    const stop = lineEnd(content, at, end);
    reading.addLine(at, stop);
    at = behindLineEnd(content, stop, end);
  }
  return reading.finish(start, end);
}

interface OpenSection {
  readonly lines: SdpLine[];
  readonly attributes: AttributeLine[];
  readonly connections: ConnectionLine[];
}

interface OpenMedia extends OpenSection {
  readonly line: SdpLine;
}

/** What has been read so far. */
class Reading {
  readonly #content: string;
  readonly #lines: SdpLine[] = [];
  readonly #problems: Problem[] = [];
  readonly #session: OpenSection = { lines: [], attributes: [], connections: [] };
  readonly #media: OpenMedia[] = [];
  #section: OpenSection = this.#session;
  #origin: SdpLine | null = null;
  #hasVersion = false;
  /** Start of blank lines that follow a line; -1 where none do. */
  #blankStart = -1;
  /** The first blank lines that stand between lines, and how many problems were found before them. */
  #gap: { readonly problem: Problem; readonly place: number } | null = null;

  constructor(content: string) {
    this.#content = content;
  }

  isFull(): boolean {
    return this.#lines.length >= maxLines;
  }

  report(start: number, end: number, message: string): void {
    this.#problems.push({ start, end, message });
  }

  addLine(start: number, end: number): void {
    const content = this.#content;
    const textEnd = trimEnd(content, start, end);
    if (textEnd === start) {
      if (this.#blankStart < 0) this.#blankStart = start;
      return;
    }
    this.#closeGap(start);

    const index = this.#lines.length;
    const first = skipBlanks(content, start, textEnd);
    const equals = isLetter(content.charCodeAt(first)) ? skipBlanks(content, first + 1, textEnd) : textEnd;
    if (equals === textEnd || content.charCodeAt(equals) !== equalsSign) {
      this.report(first, textEnd, 'The line does not begin with one letter and "="');
      this.#put({ index, start, end, type: '', value: tokenAt(content, first, textEnd), attribute: null });
      return;
    }

    const type = content.charAt(first);
    const behindBlanks = skipBlanks(content, equals + 1, textEnd);
    const isEmpty = behindBlanks === textEnd;
    const value = isEmpty ? emptyAt(equals + 1) : tokenAt(content, behindBlanks, textEnd);
    if (!typeLetters.includes(type)) {
      this.report(first, equals + 1, `"${type}=" is no line of a session description`);
    } else if (first > start || equals > first + 1 || value.start > equals + 1) {
      this.report(start, value.start, `Blanks stand around the "${type}" or its "="; none are allowed`);
    } else if (isEmpty && type !== 's') {
      this.report(start, end, `Nothing follows "${type}="; a value is wanted`);
    } else {
      const nulAt = value.text.indexOf('\0');
      if (nulAt >= 0) {
        const at = value.start + nulAt;
        this.report(at, at + 1, 'The line holds a NUL character; none is allowed');
      }
    }

    if (type === 'a') {
      this.#putAttribute({ index, start, end, type, value, attribute: attributeOf(value) });
    } else if (type === 'c') {
      const connection = connectionOf(value);
      this.#putConnection({ index, start, end, type, value, attribute: null, connection });
    } else {
      this.#put({ index, start, end, type, value, attribute: null });
    }
  }

  finish(start: number, end: number): Sdp {
    const gap = this.#hasVersion ? this.#gap : null;
    if (gap !== null) this.#problems.splice(gap.place, 0, gap.problem);
    return {
      start,
      end,
      lines: this.#lines,
      session: this.#session,
      media: this.#media.map(closeMedia),
      origin: this.#origin === null ? null : originOf(this.#origin.value),
      fragment: !this.#hasVersion,
      problems: this.#problems,
    };
  }

  #putAttribute(line: AttributeLine): void {
    this.#put(line);
    this.#section.attributes.push(line);
  }

  #putConnection(line: ConnectionLine): void {
    this.#put(line);
    this.#section.connections.push(line);
  }

  #put(line: SdpLine): void {
    if (line.type === 'm') {
      const media: OpenMedia = { lines: [], attributes: [], connections: [], line };
      this.#media.push(media);
      this.#section = media;
    } else if (line.type === 'v') {
      this.#hasVersion = true;
    } else if (line.type === 'o') {
      this.#origin ??= line;
    }
    this.#lines.push(line);
    this.#section.lines.push(line);
  }

  #closeGap(nextLine: number): void {
    const start = this.#blankStart;
    this.#blankStart = -1;
    if (start < 0 || this.#lines.length === 0 || this.#gap !== null) return;
    const message = 'A blank line stands inside the session description; none is allowed';
    this.#gap = { problem: { start, end: nextLine, message }, place: this.#problems.length };
  }
}

function closeMedia(open: OpenMedia, index: number): MediaSection {
  const { line, lines, attributes, connections } = open;
  const end = lines.at(-1)?.end ?? line.end;
  const description = descriptionOf(line.value);
  return { start: line.start, end, index, line, description, lines, attributes, connections };
}

function attributeOf(value: Token): Attribute {
  const colon = value.text.indexOf(':');
  const nameEnd = trimEnd(value.text, 0, colon < 0 ? value.text.length : colon);
  return {
    name: partOf(value, 0, nameEnd),
    value: colon < 0 ? null : partOf(value, colon + 1, value.text.length),
  };
}

function connectionOf(value: Token): Connection | null {
  const [netType, addrType, whole] = fieldsOf(value);
  if (netType === undefined || addrType === undefined || whole === undefined) return null;
  const slash = whole.text.indexOf('/');
  if (slash < 0) return { netType, addrType, address: whole, suffix: null };
  return {
    netType,
    addrType,
    address: partOf(whole, 0, slash),
    suffix: partOf(whole, slash, whole.text.length),
  };
}

function originOf(value: Token): Origin | null {
  const fields = fieldsOf(value);
  const [username, sessionId, sessionVersion, netType, addrType, address] = fields;
  if (fields.length !== 6 || username === undefined || sessionId === undefined) return null;
  if (sessionVersion === undefined || netType === undefined) return null;
  if (addrType === undefined || address === undefined) return null;
  return { username, sessionId, sessionVersion, netType, addrType, address };
}

function descriptionOf(value: Token): MediaDescription {
  const [media, ports, proto, ...formats] = fieldsOf(value);
  const missing = emptyAt(value.end);
  const slash = ports?.text.indexOf('/') ?? -1;
  const port = ports === undefined ? missing : slash < 0 ? ports : partOf(ports, 0, slash);
  return {
    media: media ?? missing,
    port,
    portNumber: isDigits(port.text) ? Number(port.text) : NaN,
    portCount: ports === undefined || slash < 0 ? null : partOf(ports, slash + 1, ports.text.length),
    proto: proto ?? missing,
    formats,
  };
}

function lineEnd(content: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = content.charCodeAt(at);
    if (code === lf || code === cr) break;
    at++;
  }
  return at;
}

/** Behind LF, CR, CRLF, or CR CR LF, which is what a CRLF text becomes when it is converted once more. */
function behindLineEnd(content: string, at: number, end: number): number {
  if (at >= end) return end;
  if (content.charCodeAt(at) === lf) return at + 1;
  if (at + 1 < end && content.charCodeAt(at + 1) === lf) return at + 2;
  const isDoubled = at + 2 < end && content.charCodeAt(at + 1) === cr && content.charCodeAt(at + 2) === lf;
  return isDoubled ? at + 3 : at + 1;
}

function trimEnd(text: string, from: number, to: number): number {
  let end = to;
  while (end > from) {
    const code = text.charCodeAt(end - 1);
    if (!isBlank(code) && code !== nul) break;
    end--;
  }
  return end;
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  return at;
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}
