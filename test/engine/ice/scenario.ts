/** Writes traces of calls that were never made: SIP, checks with true MESSAGE-INTEGRITY, and media, as trace text. */
import { createHmac } from 'node:crypto';
import type { Moment } from '../../../server/engine/basics/moment';
import type { Carrier } from '../../../server/engine/capture/events';
import type { RtpSample } from '../../../server/engine/rtp/samples';
import type { TelephoneEvents } from '../../../server/engine/rtp/telephone-events';
import { readRtcp } from '../../../server/engine/rtp/rtcp';
import { CRC_START, crcEnd, crcOver } from '../../../server/engine/stun/crc32';
import { parseStun } from '../../../server/engine/stun/parse';
import { TraceTextWriter } from '../../../server/engine/trace-text/write';
import { SrtpSender, type SrtpSenderOptions } from '../../support/srtp-sender';

export interface Address {
  readonly address: string;
  readonly port: number;
}

export interface Credentials {
  readonly ufrag: string;
  readonly pwd: string;
}

export type End = 'sbc' | 'teams';

export const sbcMedia: Address = { address: '198.51.100.10', port: 54056 };
export const sbcCredentials: Credentials = { ufrag: 'SBCu', pwd: 'SbcPassword00000000000001' };
export const client: Address = { address: '192.0.2.77', port: 50006 };
export const relay: Address = { address: '52.113.200.73', port: 53156 };
export const teamsCredentials: Credentials = { ufrag: 'TEAM', pwd: 'TeamsPassword000000000001' };

const signalling: Readonly<Record<End, Address>> = {
  sbc: { address: '198.51.100.10', port: 5061 },
  teams: { address: '52.114.75.24', port: 5061 },
};

export interface Description extends Credentials {
  readonly media: Address;
  readonly lite?: boolean;
  readonly candidates?: readonly string[];
  readonly direction?: string;
  readonly mux?: boolean;
  /** Octets of key and salt in base64; each endpoint has its own. */
  readonly key?: string;
  /** Further lines of the audio stream. */
  readonly lines?: readonly string[];
}

/** Where an end wants later requests of a dialog. */
const contacts: Readonly<Record<End, string>> = {
  sbc: 'sip:+12065550100@sbc.example.com',
  teams: 'sip:+14255550199@sip.pstnhub.microsoft.com:5061',
};

const sbcKey = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd';
const teamsKey = 'Hh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7';

/** The description of an SBC as Direct Routing wants it. */
export function sbcSdp(more: Partial<Description> = {}): string {
  const media = more.media ?? sbcMedia;
  return sdp({
    ...sbcCredentials,
    media,
    lite: true,
    candidates: [`1 1 UDP 2130706431 ${media.address} ${media.port} typ host`],
    ...more,
  });
}

/** The description of a Teams client behind a NAT, with a relay. */
export function teamsSdp(more: Partial<Description> = {}): string {
  return sdp({
    ...teamsCredentials,
    media: relay,
    key: teamsKey,
    candidates: [
      '1 1 UDP 2130706431 10.20.30.40 50006 typ host',
      `2 1 UDP 1694497791 ${client.address} ${client.port} typ srflx raddr 10.20.30.40 rport 50006`,
      `3 1 UDP 1258289663 ${relay.address} ${relay.port} typ relay raddr ${client.address} rport ${client.port}`,
    ],
    ...more,
  });
}

function sdp({
  media,
  ufrag,
  pwd,
  lite,
  candidates,
  direction,
  mux,
  key = sbcKey,
  lines,
}: Description): string {
  const port = String(media.port);
  const version = media.address.includes(':') ? 'IP6' : 'IP4';
  return [
    'v=0',
    `o=- 1 1 IN ${version} ${media.address}`,
    's=-',
    `c=IN ${version} ${media.address}`,
    't=0 0',
    ...(lite === true ? ['a=ice-lite'] : []),
    `m=audio ${port} RTP/SAVP 0 8 101`,
    `a=rtcp:${mux === false ? String(media.port + 1) : port}`,
    ...(mux === false ? [] : ['a=rtcp-mux']),
    'a=rtpmap:101 telephone-event/8000',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    ...(candidates ?? []).map((candidate) => `a=candidate:${candidate}`),
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}`,
    `a=${direction ?? 'sendrecv'}`,
    ...(lines ?? []),
    '',
  ].join('\r\n');
}

export interface Check {
  readonly from: Address;
  readonly to: Address;
  readonly transaction: string;
  readonly pwd: string;
}

export interface CheckOptions {
  readonly from?: Address;
  readonly to?: Address;
  readonly username?: string;
  /** The receiver's. */
  readonly pwd?: string;
  readonly nominate?: boolean;
  readonly role?: 'controlling' | 'controlled';
  readonly priority?: number;
  /** Type and hexadecimal value of a further attribute. */
  readonly extra?: readonly [number, string];
  /** A retransmission of it. */
  readonly again?: Check;
  readonly badFingerprint?: boolean;
  /** Types of attributes to leave out. */
  readonly without?: readonly number[];
  /** Of ICE-CONTROLLING or ICE-CONTROLLED, hexadecimal. */
  readonly tieBreaker?: string;
  readonly form?: StunForm;
}

/** How a STUN message is put together, where it is not as it should be. */
export interface StunForm {
  readonly fingerprint?: 'bad' | 'absent';
  readonly integrity?: 'absent';
  /** Attributes behind MESSAGE-INTEGRITY, and behind FINGERPRINT. */
  readonly behindIntegrity?: readonly (readonly [number, string])[];
  readonly behindFingerprint?: readonly (readonly [number, string])[];
  /** Octets behind all attributes that are none, hexadecimal. */
  readonly tail?: string;
  /** What the header says of the length is more than there is. */
  readonly tooLong?: number;
  /** Without the magic cookie. */
  readonly isClassic?: boolean;
}

interface Request {
  readonly method: string;
  readonly by: End;
  readonly tag: string;
  readonly cseq: number;
  readonly branch: string;
}

export class Scenario {
  private readonly writer = new TraceTextWriter();
  private readonly start = Date.UTC(2026, 0, 31, 10);
  private frame = 0;
  private millis = 0;
  private transactions = 0;
  private cseq = 0;
  private caller: End = 'sbc';
  private open: Request | null = null;
  private readonly said = new Map<End, { readonly body: string; readonly version: number }>();

  constructor(
    private readonly name: string,
    private readonly hasPackets = true,
  ) {}

  /** The time of what follows, in milliseconds since the beginning. */
  at(millis: number): this {
    this.millis = millis;
    return this;
  }

  invite(by: End, body: string, headers: readonly string[] = []): this {
    this.caller = by;
    return this.request('INVITE', by, '', body, headers);
  }

  reinvite(by: End, tag: string, body: string): this {
    return this.request('INVITE', by, tag, body);
  }

  bye(by: End, tag: string, reason = ''): this {
    return this.request('BYE', by, tag, '', reason === '' ? [] : [`Reason: ${reason}`]);
  }

  ack(tag: string, body = ''): this {
    const open = this.opened();
    return this.write('ACK', open.by, { ...open, tag }, body);
  }

  cancel(): this {
    const open = this.opened();
    return this.write('CANCEL', open.by, open, '');
  }

  respond(status: number, tag: string, body = ''): this {
    const open = this.opened();
    const by: End = open.by === 'sbc' ? 'teams' : 'sbc';
    return this.write(String(status), by, { ...open, tag: open.tag === '' ? tag : open.tag }, body);
  }

  /** A check of Teams' client unless said otherwise. */
  check(options: CheckOptions = {}): Check {
    const { from = client, to = sbcMedia, role = 'controlling', priority = 1862270975, again } = options;
    const username = options.username ?? `${sbcCredentials.ufrag}:${teamsCredentials.ufrag}`;
    const pwd = options.pwd ?? sbcCredentials.pwd;
    const transaction = again?.transaction ?? (++this.transactions).toString(16).padStart(24, '0');
    const { without = [], tieBreaker = '00112233445566ff' } = options;
    const form = options.badFingerprint === true ? { fingerprint: 'bad' as const } : options.form;
    const attributes = [
      [0x0006, hexOf(username)],
      [0x0024, priority.toString(16).padStart(8, '0')],
      [role === 'controlling' ? 0x802a : 0x8029, tieBreaker],
      ...(options.nominate === true ? [[0x0025, ''] as const] : []),
      ...(options.extra === undefined ? [] : [options.extra]),
    ] as const;
    const kept = attributes.filter(([type]) => !without.includes(type));
    this.stun(0x0001, transaction, from, to, pwd, kept, form);
    return { from, to, transaction, pwd };
  }

  succeed(
    check: Check,
    {
      from = check.to,
      mapped = check.from,
      pwd = check.pwd,
      /** Attributes in place of XOR-MAPPED-ADDRESS. */
      attributes,
      extra = [],
      transaction = check.transaction,
      form,
    }: {
      readonly from?: Address;
      readonly mapped?: Address;
      readonly pwd?: string;
      readonly attributes?: readonly (readonly [number, string])[];
      readonly extra?: readonly (readonly [number, string])[];
      readonly transaction?: string;
      readonly form?: StunForm;
    } = {},
  ): this {
    const xored = mapped.address
      .split('.')
      .map((octet, index) => Number(octet) ^ ([0x21, 0x12, 0xa4, 0x42][index] ?? 0))
      .map((octet) => octet.toString(16).padStart(2, '0'))
      .join('');
    const port = (mapped.port ^ 0x2112).toString(16).padStart(4, '0');
    const told = attributes ?? [[0x0020, `0001${port}${xored}`] as const];
    this.stun(0x0101, transaction, from, check.from, pwd, [...told, ...extra], form);
    return this;
  }

  /** A keep-alive (Binding indication). */
  indicate(from: Address, to: Address, attributes: readonly (readonly [number, string])[] = []): this {
    const transaction = (++this.transactions).toString(16).padStart(24, '0');
    this.stun(0x0011, transaction, from, to, null, attributes);
    return this;
  }

  /** A packet in a TURN channel. */
  channelData(from: Address, to: Address, channel = 0x4001, length = 172): this {
    this.writer.event({
      kind: 'channel-data',
      session: null,
      carrier: this.carrier(from, to),
      channel,
      length,
    });
    return this;
  }

  refuse(check: Check, code: number, extra: readonly (readonly [number, string])[] = []): this {
    const number = `0000${(Math.floor(code / 100) & 7).toString(16).padStart(2, '0')}${(code % 100).toString(16).padStart(2, '0')}`;
    this.stun(0x0111, check.transaction, check.to, check.from, null, [[0x0009, number], ...extra]);
    return this;
  }

  /** A check with its answer. */
  exchange(options: CheckOptions = {}): this {
    return this.succeed(this.check(options));
  }

  /** A stream of RTP from now until a time. */
  rtp(
    from: Address,
    to: Address,
    until: number,
    payloadType: number | null = null,
    samples: readonly RtpSample[] = [],
    {
      transport = 'UDP',
      events = null,
      ssrc,
    }: {
      readonly transport?: string;
      readonly events?: TelephoneEvents | null;
      readonly ssrc?: number;
    } = {},
  ): this {
    const first = this.moment();
    const last = { ...this.momentAt(until), frame: first.frame };
    const packets = Math.max(1, Math.round((until - this.millis) / 20));
    this.writer.stream({
      source: from,
      destination: to,
      transport,
      ssrc: ssrc ?? 0x1000 + first.frame,
      first,
      last,
      packets,
      octets: packets * 182,
      lost: 0,
      duplicates: 0,
      late: 0,
      restarts: 0,
      gaps: [],
      silences: [],
      payloadTypes:
        payloadType === null ? [] : [{ payloadType, packets, first, last, markers: 1, jitter: null, events }],
      likely: true,
      samples,
    });
    return this;
  }

  /** A stream of true packets, of which its block keeps the first and the last. */
  srtp(from: Address, to: Address, until: number, options: Partial<SrtpSenderOptions>): this {
    const inline = from.port === sbcMedia.port ? sbcKey : teamsKey;
    const sender = new SrtpSender({ suite: 'AES_CM_128_HMAC_SHA1_80', inline, payloadType: 8, ...options });
    const frame = this.frame + 1;
    const micros = (until - this.millis) * 1000;
    return this.rtp(from, to, until, 8, [
      { frame, after: 0, rollovers: 0, bytes: sender.rtp() },
      { frame, after: micros, rollovers: 0, bytes: sender.rtp() },
    ]);
  }

  /** An ICMP error (port unreachable) that the receiver of a packet sends. */
  refusePacket(from: Address, to: Address, content: 'stun' | 'rtp' | 'rtcp'): this {
    const nothing = new Uint8Array(0);
    this.writer.event({
      kind: 'icmp-error',
      moment: this.moment(),
      source: to.address,
      destination: from.address,
      version: 4,
      type: 3,
      code: 3,
      quote: {
        protocol: 17,
        source: from,
        destination: to,
        bytes: nothing,
        start: 0,
        end: 0,
        content,
      },
    });
    return this;
  }

  /** A report of RTCP, of a source that sends nothing (RR). */
  rtcp(from: Address, to: Address, ssrc = 0x1008): this {
    const bytes = Buffer.from(`80c90001${ssrc.toString(16).padStart(8, '0')}`, 'hex');
    const compound = readRtcp(bytes, 0, bytes.length);
    const whole = { bytes, start: 0, end: bytes.length, cut: false };
    this.writer.event({ kind: 'rtcp', carrier: this.carrier(from, to), compound, ...whole });
    return this;
  }

  /** Datagrams from now on that are nothing known. */
  unknown(from: Address, to: Address, until: number, datagrams: number, beginning: string): this {
    const first = this.moment();
    const last = { ...this.momentAt(until), frame: first.frame };
    this.writer.unknown({
      source: from,
      destination: to,
      first,
      last,
      datagrams,
      beginning: Buffer.from(beginning, 'hex'),
    });
    return this;
  }

  /** The first message of a DTLS handshake. */
  clientHello(from: Address, to: Address): this {
    const record = {
      contentType: 22,
      contentName: 'handshake',
      version: 0xfefd,
      epoch: 0,
      sequence: 0,
      length: 150,
      handshakes: ['client_hello'],
      alert: null,
    };
    this.writer.event({ kind: 'dtls', carrier: this.carrier(from, to), records: [record] });
    return this;
  }

  text(): string {
    return this.writer.finish(`${this.name}, ${this.hasPackets ? '' : 'signalling only, '}written by hand`);
  }

  private request(method: string, by: End, tag: string, body: string, headers: readonly string[] = []): this {
    this.cseq++;
    this.open = { method, by, tag, cseq: this.cseq, branch: `z9hG4bK${this.cseq}` };
    return this.write(method, by, this.open, body, headers);
  }

  /** A description that differs from what its sender said before has the next version (RFC 3264 §8). */
  private versioned(sender: End, body: string): string {
    const last = this.said.get(sender);
    if (body === '') return body;
    const version = (last?.version ?? 0) + (last?.body === body ? 0 : 1);
    this.said.set(sender, { body, version });
    return body.replace(/^o=- 1 1 /m, `o=- 1 ${version} `);
  }

  private opened(): Request {
    if (this.open === null) throw new Error('nobody invited');
    return this.open;
  }

  private write(
    what: string,
    sender: End,
    request: Request,
    description: string,
    headers: readonly string[] = [],
  ): this {
    const body = this.versioned(sender, description);
    const receiver: End = sender === 'sbc' ? 'teams' : 'sbc';
    const isRequest = !/^\d/.test(what);
    const callerUri = '<sip:+12065550100@sbc.example.com>';
    const calleeUri = '<sip:+14255550199@sip.pstnhub.microsoft.com>';
    const [own, peer] = this.caller === 'sbc' ? [callerUri, calleeUri] : [calleeUri, callerUri];
    const callerEnd = `${own};tag=caller`;
    const calleeEnd = request.tag === '' ? peer : `${peer};tag=${request.tag}`;
    const isByCaller = request.by === this.caller;
    const text = [
      isRequest ? `${what} ${contacts[receiver]} SIP/2.0` : `SIP/2.0 ${what} ${phrases[what] ?? 'Response'}`,
      `Via: SIP/2.0/TLS ${signalling[request.by].address}:5061;branch=${request.branch}`,
      ...(isRequest ? ['Max-Forwards: 70'] : []),
      `From: ${isByCaller ? callerEnd : calleeEnd}`,
      `To: ${isByCaller ? calleeEnd : callerEnd}`,
      `Call-ID: ${this.name}`,
      `CSeq: ${request.cseq} ${isRequest ? what : request.method}`,
      ...(makesDialog(what, request.method) ? [`Contact: <${contacts[sender]}>`] : []),
      sender === 'teams'
        ? 'User-Agent: Microsoft.PSTNHub.SIPProxy v.2026.1.1.1 i.EUWE.1'
        : 'User-Agent: ExampleSBC/1.0',
      ...headers,
      ...(body === '' ? [] : ['Content-Type: application/sdp']),
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
    const bytes = new TextEncoder().encode(text);
    this.writer.event({
      kind: 'sip',
      carrier: { ...this.carrier(signalling[sender], signalling[receiver]), transport: 'TLS' },
      bytes,
      start: 0,
      end: bytes.length,
      cut: false,
    });
    return this;
  }

  private stun(
    type: number,
    transaction: string,
    from: Address,
    to: Address,
    pwd: string | null,
    attributes: readonly (readonly [number, string])[],
    form: StunForm = {},
  ): void {
    const { behindIntegrity = [], behindFingerprint = [], tail = '', tooLong = 0 } = form;
    const cookie = form.isClassic === true ? '00000000' : '2112a442';
    const ofAll = (list: readonly (readonly [number, string])[]): Buffer =>
      Buffer.concat(list.map(([name, value]) => attribute(name, value)));
    let body = ofAll(attributes);
    const header = (length: number): Buffer =>
      Buffer.from(`${number16(type)}${number16(length)}${cookie}${transaction}`, 'hex');
    if (pwd !== null && form.integrity !== 'absent') {
      const mac = createHmac('sha1', pwd)
        .update(header(body.length + 24))
        .update(body)
        .digest('hex');
      body = Buffer.concat([body, attribute(0x0008, mac)]);
    }
    body = Buffer.concat([body, ofAll(behindIntegrity)]);
    const behind = ofAll(behindFingerprint);
    if (form.fingerprint !== 'absent') {
      const signed = Buffer.concat([header(body.length + 8 + behind.length), body]);
      const crc = crcEnd(crcOver(CRC_START, signed, 0, signed.length, false)) ^ 0x5354554e;
      const sent = (crc ^ (form.fingerprint === 'bad' ? 1 : 0)) >>> 0;
      body = Buffer.concat([body, attribute(0x8028, sent.toString(16).padStart(8, '0'))]);
    }
    body = Buffer.concat([body, behind, Buffer.from(tail, 'hex')]);
    const bytes = Buffer.concat([header(body.length + tooLong), body]);
    const message = parseStun(bytes, 0, bytes.length);
    if (message === null) throw new Error('no STUN message');
    this.writer.event({ kind: 'stun', carrier: this.carrier(from, to), message });
  }

  private carrier(source: Address, destination: Address): Carrier {
    const moment = this.moment();
    return { moment, firstFrame: moment.frame, source, destination, transport: 'UDP', wrappings: [] };
  }

  private moment(): Moment {
    this.frame++;
    return this.momentAt(this.millis);
  }

  private momentAt(millis: number): Moment {
    const time = this.start + millis;
    const seconds = Math.floor(time / 1000);
    return {
      frame: this.frame,
      clock: 'utc',
      seconds,
      nanos: Math.round((time - seconds * 1000) * 1e6),
      direction: null,
      interfaceIndex: 0,
    };
  }
}

/** Whether a message needs a Contact: an INVITE, and what accepts it. */
function makesDialog(what: string, method: string): boolean {
  return what === 'INVITE' || (method === 'INVITE' && /^2\d\d/.test(what));
}

const phrases: Readonly<Record<string, string>> = {
  '180': 'Ringing',
  '183': 'Session Progress',
  '200': 'OK',
  '487': 'Request Terminated',
  '488': 'Not Acceptable Here',
};

function attribute(type: number, hex: string): Buffer {
  const value = Buffer.from(hex, 'hex');
  return Buffer.concat([
    Buffer.from(`${number16(type)}${number16(value.length)}`, 'hex'),
    value,
    Buffer.alloc(-value.length & 3),
  ]);
}

function number16(value: number): string {
  return value.toString(16).padStart(4, '0');
}

function hexOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('hex');
}
