/**
 * Cuts one direction of a TCP connection (or what is inside TLS) into what it carries: SIP, SIP in WebSocket frames,
 * HEP, STUN and TURN, packets framed as RFC 4571 or [MS-TURN] says. What a stream carries is told by how it begins; after a gap,
 * and in a capture that starts amid a connection, the next place where something known begins is looked for.
 */
import { asciiOf, copyOf, hasAscii, u16, u32, u8 } from '../../basics/bytes';
import { NO_WRAPPINGS, type Slice } from '../datagram';
import type { Wrapping } from '../events';
import type { Moment } from '../../basics/moment';
import { hepLength } from '../payload/hep';
import { LONGEST_SIP_MESSAGE, SipFramer } from '../payload/sip-framing';
import { findSipStart, sipStart } from '../payload/sip-start';
import { INFLATER, MessageInflater } from '../payload/message-inflater';
import { readWebSocketFrame, webSocketPayload } from '../payload/websocket';
import { isRtp } from '../../rtp/header';
import { MULTIPLEXED, readChannelData } from '../../stun/channel-data';
import { isMsTurn, isStun, STUN_HEADER } from '../../stun/parse';
import type { StreamMemory } from './stream-memory';
import type { StreamConsumer } from '../streams';

/** One thing that a stream carried; what is in its bytes does not change later. */
export interface StreamPiece extends Slice {
  /** Octets at its end are missing. */
  readonly cut: boolean;
  readonly inWebSocket: boolean;
  /** What stands around it beside the stream. */
  readonly wrappings: readonly Wrapping[];
}

export interface StreamSink {
  piece(piece: StreamPiece): void;
  /** A TLS record begins the stream; what is given back takes all of it. Null: it is passed over. */
  tls(moment: Moment): StreamConsumer | null;
  /** A WebSocket message that an extension has compressed, and that cannot be read. */
  compressed(moment: Moment): void;
  /** The stream was captured from within a message on: what stands before the first one that is read is left out. */
  beganWithin(moment: Moment): void;
  /** Nothing known is in what a packet carried. */
  passed(moment: Moment): void;
  /** The stream has ended, and was not TLS. */
  end(): void;
}

type Mode =
  | 'unknown'
  | 'sip'
  | 'http'
  | 'websocket'
  | 'hep'
  | 'stun'
  | 'framed'
  | 'pseudo-tls'
  | 'ms-turn'
  | 'tls'
  /** The rest of a message of which the beginning was not captured. */
  | 'within'
  | 'other';

/** Longest unit of any kind that is waited for. */
const LONGEST = LONGEST_SIP_MESSAGE;
const LONGEST_HTTP_HEADER = 1 << 14;
/** Octets that an array takes beside its content, about. */
const WEBSOCKET_PART = 128;
/** So many octets tell what a stream carries. */
const ENOUGH = 10;
const NOTHING = new Uint8Array(0);
const CR = 13;
const LF = 10;

/** What to do at a place of the stream. */
type Step =
  /** Go on behind `length` octets. */
  | { readonly kind: 'took'; readonly length: number }
  /** Wait until more is there. */
  | { readonly kind: 'wait' }
  /** This is not what the stream was taken for. */
  | { readonly kind: 'lost' };

/** What lies before the framer and was not read yet. */
interface Unread {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
  /** Of the packet that came last. */
  readonly moment: Moment;
  /** The packet in which the octet at `at` came. */
  first: number;
  /** The bytes will be overwritten: what is handed on must be copied. */
  readonly reused: boolean;
}

const WAIT: Step = { kind: 'wait' };
const LOST: Step = { kind: 'lost' };

export class StreamFramer implements StreamConsumer {
  private mode: Mode = 'unknown';
  /** What waits for more. */
  private kept: Uint8Array = NOTHING;
  private keptLength = 0;
  private keptSince = 0;
  private moment: Moment | null = null;
  private tlsConsumer: StreamConsumer | null = null;
  /** So many units were handed on. */
  private given = 0;
  private readonly sip = new SipFramer();
  /** Pieces of a WebSocket message that is not final yet. */
  private webSocketParts: Uint8Array[] = [];
  private webSocketLength = 0;
  private webSocketSince = 0;
  /** The message is compressed. */
  private isCompressed = false;
  private inflater: MessageInflater | null = null;
  /** Octets at the beginning of the stream, or behind a gap, that may be the rest of a message. */
  private within = 0;

  constructor(
    private readonly sink: StreamSink,
    private readonly memory: StreamMemory,
  ) {}

  data(bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    this.moment = moment;
    if (this.mode === 'tls') {
      this.passTls(bytes, start, end, moment);
      return;
    }
    const before = this.given;
    if (this.mode !== 'other' || beginsAnew(bytes, start, end)) this.take(bytes, start, end, moment);
    if (this.isGivenUp() && this.given === before) this.sink.passed(moment);
  }

  private take(bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    if (this.mode === 'other') this.mode = 'unknown';
    if (this.mode === 'within' && this.keptLength === 0 && beginsAnew(bytes, start, end)) {
      this.endWithin(moment);
      this.mode = 'unknown';
    }
    if (this.keptLength === 0) {
      const done = this.read({ bytes, at: start, end, moment, first: moment.frame, reused: false });
      if (done < end) this.keep(bytes, done, end, moment.frame);
      return;
    }
    const since = this.keptSince;
    this.keep(bytes, start, end, since);
    const length = this.keptLength;
    const done = this.read({
      bytes: this.kept,
      at: 0,
      end: length,
      moment,
      first: since,
      reused: true,
    });
    if (this.isGivenUp() && beginsAnew(bytes, start, end)) {
      // What waited was the end of something unknown.
      this.keptLength = 0;
      this.take(bytes, start, end, moment);
      return;
    }
    if (done === 0) return;
    this.kept.copyWithin(0, done, length);
    this.keptLength = length - done;
    if (this.keptLength === 0) this.releaseKept();
    this.keptSince = moment.frame;
  }

  gap(length: number | null): void {
    if (this.mode === 'tls') {
      this.tlsConsumer?.gap(length);
      return;
    }
    this.giveUpKept();
    this.dropWebSocketMessage();
    // What follows refers to what is missing.
    this.releaseInflater();
    this.within = 0;
    this.mode = this.mode === 'other' ? 'other' : 'unknown';
  }

  end(): void {
    if (this.mode === 'pseudo-tls' && this.moment !== null) {
      // Nothing followed the hello: it is what it says.
      this.beginTls(this.moment);
      this.passTls(this.kept.slice(0, this.keptLength), 0, this.keptLength, this.moment);
    }
    const isTls = this.mode === 'tls';
    if (isTls) this.tlsConsumer?.end();
    else this.giveUpKept();
    this.releaseKept();
    this.dropWebSocketMessage();
    this.releaseInflater();
    if (!isTls) this.sink.end();
  }

  private isGivenUp(): boolean {
    return this.mode === 'other' || this.mode === 'within';
  }

  /** Hands on a message of which the end will not come. */
  private giveUpKept(): void {
    const { moment } = this;
    if (moment !== null && this.mode === 'sip' && sipStart(this.kept, 0, this.keptLength) === 'yes') {
      const [bytes, end] = [this.kept, this.keptLength];
      this.give({ bytes, at: 0, end, moment, first: this.keptSince, reused: true }, end, true);
    } else if (moment !== null && this.keptLength > 0) this.sink.passed(moment);
    this.keptLength = 0;
    this.sip.reset();
  }

  private releaseKept(): void {
    if (this.kept.length > 0) this.memory.giveBack(this.kept);
    this.kept = NOTHING;
  }

  private dropWebSocketMessage(): void {
    this.memory.octets -= this.webSocketLength + this.webSocketParts.length * WEBSOCKET_PART;
    this.webSocketParts = [];
    this.webSocketLength = 0;
  }

  private keep(bytes: Uint8Array, start: number, end: number, since: number): void {
    const length = this.keptLength + end - start;
    if (length > this.kept.length) {
      const roomier = this.memory.take(Math.max(length, this.kept.length * 2));
      roomier.set(this.kept.subarray(0, this.keptLength));
      this.releaseKept();
      this.kept = roomier;
    }
    this.kept.set(bytes.subarray(start, end), this.keptLength);
    this.keptLength = length;
    this.keptSince = since;
  }

  /** Reads all that is whole, and says where it stopped; the rest waits for more. */
  private read(unread: Unread): number {
    const { bytes, end, moment } = unread;
    while (unread.at < end) {
      const step = this.step(unread);
      if (step.kind === 'took') {
        // What follows the first unit came in the last packet.
        if (step.length > 0) unread.first = moment.frame;
        unread.at += step.length;
      } else if (step.kind === 'wait' && end - unread.at < LONGEST) return unread.at;
      else {
        this.sip.reset();
        const next = findSipStart(bytes, unread.at, end);
        const isWithin = this.isWithin(unread);
        if (next < 0) {
          this.mode = isWithin ? 'within' : 'other';
          return isWithin ? this.passWithin(unread) : end;
        }
        if (isWithin) this.endWithin(moment);
        this.mode = 'sip';
        unread.at = next;
      }
    }
    return end;
  }

  /**
   * Whether what stands at a place may be the rest of a message: nothing else has been recognised yet, or since octets
   * were missing, and it is text.
   */
  private isWithin({ bytes, at, end }: Unread): boolean {
    if (this.mode !== 'within' && (this.mode !== 'unknown' || this.within > 0)) return false;
    return this.within < LONGEST && isText(bytes, at, end);
  }

  /** What follows the rest of a message has been found. */
  private endWithin(moment: Moment): void {
    this.sink.beganWithin(moment);
    this.within = LONGEST;
  }

  /** Passes over a part of the rest of a message, but for its last line where that may become a start line. */
  private passWithin({ bytes, at, end }: Unread): number {
    const line = Math.max(at, bytes.lastIndexOf(LF, end - 1) + 1);
    const from = line < end && sipStart(bytes, line, end) === 'maybe' ? line : end;
    this.within += from - at;
    return from;
  }

  /** A message may begin where a segment does, or where a line does that waited for its rest. */
  private stepWithin({ bytes, at, end, moment }: Unread): Step {
    if (sipStart(bytes, at, end) !== 'yes') return LOST;
    this.endWithin(moment);
    this.mode = 'sip';
    return { kind: 'took', length: 0 };
  }

  private step(unread: Unread): Step {
    switch (this.mode) {
      case 'unknown':
        return this.recognise(unread);
      case 'sip':
        return this.stepSip(unread);
      case 'http':
        return this.stepHttp(unread);
      case 'websocket':
        return this.stepWebSocket(unread);
      case 'hep':
        return this.stepHep(unread);
      case 'stun':
        return this.stepStun(unread);
      case 'framed':
        return this.stepFramed(unread);
      case 'pseudo-tls':
        return this.stepPseudoTls(unread);
      case 'ms-turn':
        return this.stepMsTurn(unread);
      case 'tls':
        return this.stepTls(unread);
      case 'within':
        return this.stepWithin(unread);
      case 'other':
        return LOST;
    }
  }

  /** Decides what the stream carries; takes nothing but empty lines. */
  private recognise({ bytes, at, end, moment }: Unread): Step {
    const empty = emptyLines(bytes, at, end);
    if (empty > 0) return { kind: 'took', length: empty };
    const there = end - at;
    const sip = sipStart(bytes, at, end);
    if (sip === 'yes') this.mode = 'sip';
    else if (hasAscii(bytes, at, 'GET ') || hasAscii(bytes, at, 'HTTP/1.')) this.mode = 'http';
    else if (hasAscii(bytes, at, 'HEP3')) this.mode = 'hep';
    else if (isPseudoTls(bytes, at, end)) this.mode = 'pseudo-tls';
    else if (isTlsRecord(bytes, at, end)) this.beginTls(moment);
    else if (isMsTurnFrame(bytes, at, end)) this.mode = 'ms-turn';
    else if (isStun(bytes, at, end)) this.mode = 'stun';
    else if (isFramedStun(bytes, at, end)) this.mode = 'framed';
    else if (isSipInWebSocket(bytes, at, end)) this.mode = 'websocket';
    else if (sip === 'maybe' || there < ENOUGH) return WAIT;
    else if ((isStunPrefix(bytes, at) || isStunPrefix(bytes, at + 2)) && there < STUN_HEADER + 2) return WAIT;
    else return LOST;
    return { kind: 'took', length: 0 };
  }

  private beginTls(moment: Moment): void {
    this.mode = 'tls';
    this.tlsConsumer = this.sink.tls(moment);
  }

  /** What follows the hello tells whether TLS begins or TURN; until then all of it waits. */
  private stepPseudoTls({ bytes, at, end, moment }: Unread): Step {
    const next = at + PSEUDO_RECORD_HEADER + u16(bytes, at + 3);
    if (next + MS_TURN_FRAME > end) return WAIT;
    if (!isMsTurnHeader(bytes, next)) {
      this.beginTls(moment);
      return { kind: 'took', length: 0 };
    }
    this.mode = 'ms-turn';
    return { kind: 'took', length: next - at };
  }

  /** A frame of TURN over TCP ([MS-TURN] §2.1.4): a message, or a peer's packet. */
  private stepMsTurn(unread: Unread): Step {
    const { bytes, at, end } = unread;
    if (end - at < MS_TURN_FRAME) return WAIT;
    if (!isMsTurnHeader(bytes, at)) return LOST;
    const wrappings = u8(bytes, at) === MS_TURN_DATA ? IN_TURN : NO_WRAPPINGS;
    return this.takeUnit(unread, u16(bytes, at + 2), { before: MS_TURN_FRAME, wrappings });
  }

  private stepSip(unread: Unread): Step {
    const { bytes, at, end } = unread;
    const empty = emptyLines(bytes, at, end);
    if (empty > 0) return { kind: 'took', length: empty };
    const begins = sipStart(bytes, at, end);
    if (begins !== 'yes') return begins === 'maybe' ? WAIT : LOST;
    const length = this.sip.length(bytes, at, end);
    const isTooLong = (length ?? end - at) > LONGEST;
    if (!isTooLong && (length === null || at + length > end)) return WAIT;
    const taken = Math.min(length ?? end - at, end - at);
    this.sip.reset();
    this.give(unread, taken, isTooLong);
    return { kind: 'took', length: taken };
  }

  /** An HTTP exchange is passed over; it matters if it opens a WebSocket (RFC 6455 §4). */
  private stepHttp({ bytes, at, end }: Unread): Step {
    const limit = Math.min(end, at + LONGEST_HTTP_HEADER);
    const headerEnd = headerEndOf(bytes, at, limit);
    if (headerEnd < 0) return end - at < LONGEST_HTTP_HEADER ? WAIT : LOST;
    if (!/^upgrade:[ \t]*websocket/im.test(asciiOf(bytes, at, headerEnd))) return LOST;
    this.mode = 'websocket';
    return { kind: 'took', length: headerEnd - at };
  }

  private stepWebSocket({ bytes, at, end, moment, first }: Unread): Step {
    const frame = readWebSocketFrame(bytes, at, end);
    if (frame === null) return WAIT;
    if (frame.length > LONGEST || (frame.opcode > 2 && frame.opcode < 8)) return LOST;
    if (at + frame.length > end) return WAIT;
    const step: Step = { kind: 'took', length: frame.length };
    if (frame.opcode >= 8) return step;
    if (frame.opcode !== 0) {
      this.dropWebSocketMessage();
      this.webSocketSince = first;
      this.isCompressed = frame.extension === 'compressed';
      if (frame.extension === 'other') this.sink.compressed(moment);
    } else if (this.webSocketParts.length === 0) return step;
    if (frame.extension === 'other') return step;
    if (this.webSocketLength + frame.payloadLength > LONGEST || this.webSocketParts.length > 4096)
      return LOST;
    this.webSocketLength += frame.payloadLength;
    this.webSocketParts.push(webSocketPayload(bytes, frame, LONGEST));
    this.memory.octets += frame.payloadLength + WEBSOCKET_PART;
    if (frame.final) this.giveWebSocketMessage(moment);
    return step;
  }

  private giveWebSocketMessage(moment: Moment): void {
    const payload = joined(this.webSocketParts, this.webSocketLength);
    const firstFrame = this.webSocketSince;
    this.dropWebSocketMessage();
    const bytes = this.isCompressed ? this.inflate(payload) : payload;
    if (bytes === null) {
      this.sink.compressed(moment);
      return;
    }
    this.given++;
    this.sink.piece({
      bytes,
      start: 0,
      end: bytes.length,
      moment,
      firstFrame,
      cut: false,
      inWebSocket: true,
      wrappings: NO_WRAPPINGS,
    });
  }

  private inflate(payload: Uint8Array): Uint8Array | null {
    if (this.inflater === null) this.memory.octets += INFLATER;
    this.inflater ??= new MessageInflater(LONGEST);
    const message = this.inflater.message(payload);
    if (message !== null) return message;
    // A sender may begin anew with each message, and end what it has compressed for good.
    this.inflater = new MessageInflater(LONGEST);
    return this.inflater.message(payload);
  }

  private releaseInflater(): void {
    if (this.inflater !== null) this.memory.octets -= INFLATER;
    this.inflater = null;
  }

  private stepHep(unread: Unread): Step {
    const { bytes, at, end } = unread;
    if (end - at < 6) return WAIT;
    if (!hasAscii(bytes, at, 'HEP3')) return LOST;
    return this.takeUnit(unread, hepLength(bytes, at, end) ?? 6);
  }

  private stepStun(unread: Unread): Step {
    const { bytes, at, end } = unread;
    if (end - at < 4) return WAIT;
    const isChannel = u8(bytes, at) >>> 4 === 4 || u16(bytes, at) === MULTIPLEXED;
    if (!isChannel && end - at < STUN_HEADER) return WAIT;
    if (!isChannel && !isStun(bytes, at, end)) return LOST;
    const padding = isChannel ? -u16(bytes, at + 2) & 3 : 0;
    const length = (isChannel ? 4 : STUN_HEADER) + u16(bytes, at + 2);
    if (isChannel && at + length <= end && readChannelData(bytes, at, end, true) === null) return LOST;
    return this.takeUnit(unread, length, { behind: padding });
  }

  private stepFramed(unread: Unread): Step {
    const { bytes, at, end } = unread;
    if (end - at < 2) return WAIT;
    const length = u16(bytes, at);
    return length === 0 ? { kind: 'took', length: 2 } : this.takeUnit(unread, length, { before: 2 });
  }

  private stepTls({ bytes, at, end, moment, reused }: Unread): Step {
    const length = end - at;
    if (reused) this.passTls(copyOf(bytes, at, end), 0, length, moment);
    else this.passTls(bytes, at, end, moment);
    return { kind: 'took', length };
  }

  private passTls(bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    if (this.tlsConsumer === null) this.sink.passed(moment);
    else this.tlsConsumer.data(bytes, start, end, moment);
  }

  /** Hands on a unit of a known length, if it is there with what stands before and behind it. */
  private takeUnit(
    unread: Unread,
    length: number,
    {
      before = 0,
      behind = 0,
      wrappings = NO_WRAPPINGS,
    }: {
      readonly before?: number;
      readonly behind?: number;
      readonly wrappings?: readonly Wrapping[];
    } = {},
  ): Step {
    const whole = before + length + behind;
    if (unread.at + whole > unread.end) return WAIT;
    this.give(unread, length, false, before, wrappings);
    return { kind: 'took', length: whole };
  }

  /** Hands on octets that stand `before` behind the place that was reached. */
  private give(unread: Unread, length: number, cut: boolean, before = 0, wrappings = NO_WRAPPINGS): void {
    const { moment, first: firstFrame, reused } = unread;
    const from = unread.at + before;
    this.given++;
    this.sink.piece({
      bytes: reused ? copyOf(unread.bytes, from, from + length) : unread.bytes,
      start: reused ? 0 : from,
      end: reused ? length : from + length,
      moment,
      firstFrame,
      cut,
      inWebSocket: false,
      wrappings,
    });
  }
}

/** Whether a segment of a stream that was given up begins with something known. */
function beginsAnew(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    sipStart(bytes, start, end) === 'yes' ||
    isStun(bytes, start, end) ||
    isFramedStun(bytes, start, end) ||
    isMsTurnFrame(bytes, start, end)
  );
}

/** Whether the first octets at a place are text, in whatever charset. */
function isText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < Math.min(end, start + TEXT_SAMPLE); at++) {
    const octet = u8(bytes, at);
    if (octet < 32 && octet !== CR && octet !== LF && octet !== 9) return false;
  }
  return true;
}

const TEXT_SAMPLE = 256;

/** Empty lines keep a connection open (RFC 5626 §3.5.1) and may stand before a message. */
function emptyLines(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === CR || bytes[at] === LF)) at++;
  return at - start;
}

function isTlsRecord(bytes: Uint8Array, at: number, end: number): boolean {
  const type = u8(bytes, at);
  return end - at >= 5 && type >= 20 && type <= 23 && u8(bytes, at + 1) === 3 && u8(bytes, at + 2) <= 4;
}

/** Of a TLS record. */
const PSEUDO_RECORD_HEADER = 5;
const HANDSHAKE = 22;
/** A hello with one cipher suite and no extensions; one that is answered with no certificate, but with its end. */
const CLIENT_HELLO_LENGTH = 45;
const SERVER_HELLO_LENGTH = 78;

/**
 * What TURN over TCP 443 begins with, so that a proxy takes it for TLS 1.0 ([MS-TURN] §2.1.4): records of hellos that have
 * a fixed length, after which nothing is encrypted. What follows tells whether it is TLS all the same.
 */
function isPseudoTls(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + PSEUDO_RECORD_HEADER > end || u8(bytes, at) !== HANDSHAKE || u16(bytes, at + 1) !== 0x0301)
    return false;
  const length = u16(bytes, at + 3);
  return length === CLIENT_HELLO_LENGTH || length === SERVER_HELLO_LENGTH;
}

/** The header of a frame of [MS-TURN] over TCP: a type, an octet that is zero, and the length of what follows. */
const MS_TURN_FRAME = 4;
const MS_TURN_CONTROL = 2;
const MS_TURN_DATA = 3;
const IN_TURN: readonly Wrapping[] = [{ kind: 'turn-data' }];

function isMsTurnHeader(bytes: Uint8Array, at: number): boolean {
  const type = u8(bytes, at);
  return (type === MS_TURN_CONTROL || type === MS_TURN_DATA) && u8(bytes, at + 1) === 0;
}

/**
 * Whether a frame of [MS-TURN] begins here that is known by what it holds: a message of TURN, or media that fill it. So a
 * stream is known that began before its capture.
 */
function isMsTurnFrame(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < MS_TURN_FRAME || !isMsTurnHeader(bytes, at)) return false;
  const from = at + MS_TURN_FRAME;
  const to = from + u16(bytes, at + 2);
  if (u8(bytes, at) === MS_TURN_CONTROL) return isStun(bytes, from, end) || isMsTurn(bytes, from, end);
  const isNext = to === end || isMsTurnHeader(bytes, to);
  return to <= end && isNext && (isRtp(bytes, from, to) || isStun(bytes, from, to));
}

/** A STUN message behind a length of two octets (RFC 4571, RFC 6544 §4.1). */
function isFramedStun(bytes: Uint8Array, at: number, end: number): boolean {
  return isStun(bytes, at + 2, end) && u16(bytes, at) === u16(bytes, at + 4) + STUN_HEADER;
}

function isStunPrefix(bytes: Uint8Array, at: number): boolean {
  return u8(bytes, at) < 4 && u32(bytes, at + 4) === 0x2112a442;
}

/** A WebSocket whose opening was not captured is known by the SIP message in its frame. */
function isSipInWebSocket(bytes: Uint8Array, at: number, end: number): boolean {
  const opcode = u8(bytes, at) & 0x0f;
  if (opcode !== 1 && opcode !== 2) return false;
  const frame = readWebSocketFrame(bytes, at, end);
  if (frame === null || frame.payloadLength < 20) return false;
  if (frame.extension === 'other' || at + frame.length > end) return false;
  const sent = webSocketPayload(bytes.subarray(0, end), frame, LONGEST);
  const payload = frame.extension === 'none' ? sent : new MessageInflater(LONGEST).message(sent);
  return payload !== null && sipStart(payload, 0, payload.length) === 'yes';
}

function headerEndOf(bytes: Uint8Array, start: number, end: number): number {
  for (let at = bytes.indexOf(LF, start); at >= 0 && at < end; at = bytes.indexOf(LF, at + 1)) {
    const next = bytes[at + 1] === CR ? at + 2 : at + 1;
    if (next < end && bytes[next] === LF) return next + 1;
  }
  return -1;
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
