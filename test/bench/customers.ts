/**
 * Calls of forty customers of one provider. Each customer has an SBC, headers, codecs and numbers of its own; each call
 * has its own keys, passwords and candidates. Calls are held, challenged, refused and given up, some go over Microsoft
 * Direct Routing with media bypass, some without, some to a carrier; every thirtieth has a defect. Addresses are such as
 * the rules have nothing to say of.
 */
import { binding } from './checks';
import { endText, type End } from './packets';

/** A message as it was sent, with the media behind it. */
export interface Sent {
  readonly call: number;
  readonly source: End;
  readonly destination: End;
  readonly message: string;
  /** What the capture holds behind it. */
  readonly checks: readonly { readonly source: End; readonly destination: End; readonly payload: Buffer }[];
  /** Between whom a voice is heard from then on; null for nobody. */
  readonly media: { readonly source: End; readonly destination: End; readonly payloadType: number } | null;
}

const customers = 40;
const callsPerDefect = 30;

/** What the peer of a customer's SBC is, and so what its descriptions must say. */
type Route = 'bypass' | 'nonbypass' | 'carrier';

interface Customer {
  readonly number: number;
  readonly sbc: End;
  readonly domain: string;
  readonly agent: string;
  readonly prefix: string;
  readonly codecs: readonly Codec[];
  /** Lines that the SBC writes into each message. */
  readonly headers: (lot: Lot) => string;
  /** Names of headers as the SBC writes them. */
  readonly compact: boolean;
}

interface Codec {
  readonly payloadType: number;
  readonly lines: string;
}

const codecs: readonly Codec[] = [
  { payloadType: 8, lines: 'a=rtpmap:8 PCMA/8000\r\n' },
  { payloadType: 0, lines: 'a=rtpmap:0 PCMU/8000\r\n' },
  { payloadType: 9, lines: 'a=rtpmap:9 G722/8000\r\n' },
  { payloadType: 18, lines: 'a=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=no\r\n' },
  { payloadType: 104, lines: 'a=rtpmap:104 SILK/16000\r\na=fmtp:104 useinbandfec=1\r\n' },
  { payloadType: 111, lines: 'a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10\r\n' },
];

const agents = ['BorderLine/7.40A', 'gateway/5.2', 'EdgeSBC 9.1.4', 'Sentry-SBC/3.0.2-b17', 'VoxGate 12'];

const headerKinds: readonly ((lot: Lot) => string)[] = [
  (lot) => `Session-ID: ${lot.hex(32)};remote=${lot.hex(32)}\r\n`,
  (lot) => `X-Customer-Trace: ${lot.hex(16)}/${lot.below(900)}\r\n`,
  (lot) => `P-Charging-Vector: icid-value=${lot.hex(24)};icid-generated-at=192.0.2.7\r\n`,
  () => 'Privacy: none\r\nP-Early-Media: supported\r\n',
  (lot) => `User-to-User: 00${lot.hex(20)};encoding=hex\r\n`,
  () => 'Min-SE: 90\r\nSubject: voice\r\n',
  (lot) => `History-Info: <sip:+1425555${1000 + lot.below(9000)}@provider.example.net>;index=1\r\n`,
  () => 'Allow-Events: telephone-event,refer\r\nAccept: application/sdp\r\n',
];

/** Draws the same in each run. */
class Lot {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1);
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  of<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  text(length: number, letters: string): string {
    let text = '';
    while (text.length < length) text += letters.charAt(this.below(letters.length));
    return text;
  }

  hex(length: number): string {
    return this.text(length, '0123456789abcdef');
  }

  word(length: number): string {
    return this.text(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
  }
}

function customerOf(number: number): Customer {
  const lot = new Lot(number + 77_000);
  const own = headerKinds.filter(() => lot.below(2) === 0);
  const audio = [codecs[lot.below(2)], ...codecs.slice(2).filter(() => lot.below(2) === 0)];
  return {
    number,
    sbc: { address: [11, 40, number, 10], port: 5061 },
    domain: `sbc.customer${number}.example.com`,
    agent: agents[number % agents.length] ?? '',
    prefix: `+1${200 + number * 7}555`,
    codecs: audio.flatMap((codec) => codec ?? []),
    headers: (each) => own.map((header) => header(each)).join(''),
    compact: number % 8 === 5,
  };
}

const known = Array.from({ length: customers }, (_, number) => customerOf(number));

/** One of both parties of a call. */
interface Party {
  readonly end: End;
  readonly media: End;
  readonly uri: string;
  readonly contact: string;
  readonly tag: string;
  readonly headers: string;
  readonly sdp: Description;
}

/** What a party says of its media; later descriptions change the direction and count the version on. */
interface Description {
  readonly head: (version: number) => string;
  readonly stream: string;
  readonly ufrag: string;
  readonly pwd: string;
}

/** The messages of a call, in order. */
export function customerCall(call: number): Sent[] {
  const lot = new Lot(call);
  const customer = known[call % customers];
  if (customer === undefined) return [];
  const route = lot.of<Route>(['bypass', 'bypass', 'nonbypass', 'carrier']);
  const defect = call % callsPerDefect === 0 ? (call / callsPerDefect) % defects.length : -1;
  const sbc = sbcOf(customer, route, call, lot);
  const peer = peerOf(customer, route, call, lot);
  return new Dialog(call, customer, lot, sbc, peer, route, defects[defect] ?? null).messages();
}

function sbcOf(customer: Customer, route: Route, call: number, lot: Lot): Party {
  const { sbc, domain, agent } = customer;
  const media: End = { address: sbc.address, port: 20_000 + (call % 15_000) * 2 };
  return {
    end: sbc,
    media,
    uri: `sip:${customer.prefix}${1000 + lot.below(9000)}@${domain};user=phone`,
    contact: `sip:${domain}:5061;transport=tls`,
    tag: lot.hex(10),
    headers:
      'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO, NOTIFY, REFER\r\n' +
      `Supported: timer, 100rel, replaces\r\nUser-Agent: ${agent}\r\n`,
    sdp: description(customer.codecs, route, media, 'sbc', lot),
  };
}

function peerOf(customer: Customer, route: Route, call: number, lot: Lot): Party {
  const isTeams = route !== 'carrier';
  const address: End['address'] = isTeams
    ? [52, 114, lot.below(200), 1 + lot.below(200)]
    : [11, 90, lot.below(200), 1 + lot.below(200)];
  const media: End = { address, port: 49_152 + (call % 8000) * 2 };
  const host = isTeams ? 'sip.pstnhub.microsoft.com' : `trunk${customer.number % 3}.carrier.example.net`;
  const agent = `Microsoft.PSTNHub.SIPProxy v.2026.1.${20 + lot.below(9)}.3 i.EUWE.${1 + lot.below(8)}`;
  return {
    end: { address, port: isTeams ? 5061 : 5060 },
    media,
    uri: `sip:+44207946${1000 + lot.below(9000)}@${host};user=phone`,
    contact: isTeams
      ? `sip:${host}:443;x-i=${lot.hex(8)};x-c=${lot.hex(8)}/s/1/${lot.hex(12)}`
      : `sip:${endText({ address, port: 5060 })}`,
    tag: lot.hex(16),
    headers: isTeams
      ? `Allow: INVITE,ACK,OPTIONS,CANCEL,BYE,NOTIFY,UPDATE,REFER\r\nServer: ${agent}\r\n`
      : `Allow: INVITE, ACK, CANCEL, BYE, PRACK\r\nServer: Carrier SSW/4.${customer.number % 3}\r\n`,
    sdp: description(customer.codecs, route, media, 'peer', lot),
  };
}

function headersOf({ contact, headers }: Party): string {
  return `Contact: <${contact}>\r\n${headers}`;
}

function description(
  audio: readonly Codec[],
  route: Route,
  { address, port }: End,
  who: 'sbc' | 'peer',
  lot: Lot,
): Description {
  const own = address.join('.');
  const ufrag = lot.word(4 + lot.below(5));
  const pwd = lot.word(24);
  const formats = [...audio.map(({ payloadType }) => payloadType), 101].join(' ');
  const session = 100_000 + lot.below(1_000_000);
  const isBypass = route === 'bypass';
  const lite = who === 'sbc' && isBypass ? 'a=ice-lite\r\n' : '';
  return {
    ufrag,
    pwd,
    head: (version) =>
      `v=0\r\no=- ${session} ${version} IN IP4 ${own}\r\ns=${who === 'sbc' ? 'SBC' : 'session'}\r\nc=IN IP4 ${own}\r\nt=0 0\r\n${lite}`,
    stream:
      `m=audio ${port} ${route === 'carrier' ? 'RTP/AVP' : 'RTP/SAVP'} ${formats}\r\n` +
      audio.map(({ lines }) => lines).join('') +
      'a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\n' +
      (route === 'carrier'
        ? ''
        : `a=rtcp-mux\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${lot.word(40)}|2^31\r\n`) +
      (isBypass ? `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\n` : '') +
      (isBypass ? candidates(own, port, who === 'sbc' ? 1 : 1 + lot.below(6), lot) : ''),
  };
}

/** A host, and behind it what a server showed or relays. */
function candidates(address: string, port: number, count: number, lot: Lot): string {
  let lines = `a=candidate:1 1 UDP 2130706431 ${address} ${port} typ host\r\n`;
  for (let place = 1; place < count; place++) {
    const isRelayed = place % 2 === 1;
    const at = `52.115.7.${210 + place} ${50_000 + lot.below(5000) * 2}`;
    lines +=
      `a=candidate:${place + 1} 1 UDP ${isRelayed ? 16_777_215 - place * 256 : 1_694_498_815 - place * 256} ${at} typ ` +
      `${isRelayed ? 'relay' : 'srflx'} raddr ${address} rport ${port}\r\n`;
  }
  return lines;
}

/** Spoils a description of the SBC. */
const defects: readonly ((body: string) => string)[] = [
  (body) => body.replace(/a=crypto:1 /, 'a=crypto:0001 '),
  (body) => body.replace(/inline:..../, 'inline:'),
  (body) => body.replace('a=rtcp-mux\r\n', ''),
  (body) => body.replace(/a=ice-pwd:.*\r\n/, 'a=ice-pwd:short\r\n'),
  (body) => body.replace(' typ host', ' host'),
  (body) => body.replace('t=0 0\r\n', ''),
  (body) => body.replace(/(a=candidate:1 1 UDP \d+) \S+/, '$1 10.1.2.3'),
  (body) => body.replace('RTP/SAVP', 'RTP/AVP'),
  (body) => body.replace('a=rtpmap:101 telephone-event/8000', 'a=rtpmap:0 telephone-event/8000'),
];

/** Writes the messages of a call. The SBC called, or was called. */
class Dialog {
  readonly #sent: Sent[] = [];
  readonly #callId: string;
  readonly #caller: Party;
  readonly #callee: Party;
  #cseq = 1;

  constructor(
    private readonly call: number,
    private readonly customer: Customer,
    private readonly lot: Lot,
    private readonly sbc: Party,
    private readonly peer: Party,
    private readonly route: Route,
    private readonly defect: ((body: string) => string) | null,
  ) {
    const isOutgoing = lot.below(2) === 0;
    this.#caller = isOutgoing ? sbc : peer;
    this.#callee = isOutgoing ? peer : sbc;
    this.#callId = `${lot.hex(24)}@${this.#caller.end.address.join('.')}`;
  }

  messages(): Sent[] {
    const course = this.lot.below(10);
    if (course === 0) this.#refused();
    else if (course === 1) this.#givenUp();
    else {
      if (course === 2) this.#challenge();
      this.#answered();
      if (course >= 7) this.#hold();
      this.#ends();
    }
    return this.#sent;
  }

  #answered(): void {
    const offer = this.#describe(this.#caller, 1, 'sendrecv');
    const answer = this.#describe(this.#callee, 1, 'sendrecv');
    this.#request('INVITE', false, offer);
    this.#response('100 Trying', 'INVITE', false, '');
    if (this.route === 'carrier') this.#response('180 Ringing', 'INVITE', true, '');
    else this.#response('183 Session Progress', 'INVITE', true, answer);
    this.#response('200 OK', 'INVITE', true, answer);
    this.#request('ACK', true, '');
    this.#connect();
  }

  #challenge(): void {
    this.#request('INVITE', false, this.#describe(this.#caller, 1, 'sendrecv'));
    const [status, header] = ['407 Proxy Authentication Required', 'Proxy-Authenticate'];
    this.#response(
      status,
      'INVITE',
      true,
      '',
      `${header}: Digest realm="provider", nonce="${this.lot.hex(32)}"\r\n`,
    );
    this.#request('ACK', true, '');
    this.#cseq++;
  }

  #refused(): void {
    this.#request('INVITE', false, this.#describe(this.#caller, 1, 'sendrecv'));
    this.#response('100 Trying', 'INVITE', false, '');
    this.#response(
      this.lot.of(['486 Busy Here', '404 Not Found', '480 Temporarily Unavailable']),
      'INVITE',
      true,
      '',
    );
    this.#request('ACK', true, '');
  }

  #givenUp(): void {
    this.#request('INVITE', false, this.#describe(this.#caller, 1, 'sendrecv'));
    this.#response('100 Trying', 'INVITE', false, '');
    this.#response('180 Ringing', 'INVITE', true, '');
    this.#request('CANCEL', false, '');
    this.#response('200 OK', 'CANCEL', true, '');
    this.#response('487 Request Terminated', 'INVITE', true, '');
    this.#request('ACK', true, '');
  }

  /** The caller puts the call on hold, and takes it back. */
  #hold(): void {
    for (const [version, offered, answered] of [
      [2, 'sendonly', 'recvonly'],
      [3, 'sendrecv', 'sendrecv'],
    ] as const) {
      this.#cseq++;
      this.#request('INVITE', true, this.#describe(this.#caller, version, offered));
      this.#response('200 OK', 'INVITE', true, this.#describe(this.#callee, version, answered));
      this.#request('ACK', true, '');
    }
  }

  #ends(): void {
    this.#cseq++;
    this.#request('BYE', true, '');
    this.#response('200 OK', 'BYE', true, '');
  }

  #describe(party: Party, version: number, direction: string): string {
    const body = `${party.sdp.head(version)}${party.sdp.stream}a=${direction}\r\n`;
    return party === this.sbc && this.defect !== null ? this.defect(body) : body;
  }

  /** Checks of Microsoft's agent, and a voice behind the last message. */
  #connect(): void {
    const last = this.#sent.pop();
    if (last === undefined) return;
    const [teams, sbc] = [this.peer, this.sbc].map(({ media, sdp: { ufrag, pwd } }) => ({
      end: media,
      ufrag,
      pwd,
    }));
    const isChecked =
      this.route === 'bypass' && this.defect === null && teams !== undefined && sbc !== undefined;
    const { call, source, destination, message } = last;
    this.#sent.push({
      call,
      source,
      destination,
      message,
      checks: isChecked ? [...binding(call, 0, teams, sbc), ...binding(call, 1, teams, sbc)] : [],
      media: {
        source: this.#caller.media,
        destination: this.#callee.media,
        payloadType: this.customer.codecs[0]?.payloadType ?? 8,
      },
    });
  }

  #request(method: string, isTagged: boolean, body: string): void {
    const isOf2xx =
      method === 'ACK' && isTagged && this.#sent.at(-1)?.message.startsWith('SIP/2.0 2') === true;
    const via = isOf2xx ? `ack${this.#cseq}` : `m${this.#cseq}`;
    // Within the dialog to the Contact of who accepted it (RFC 3261 §12.2.1.1).
    const isInDialog = isTagged && (method !== 'ACK' || isOf2xx);
    const start = `${method} ${isInDialog ? this.#callee.contact : this.#callee.uri} SIP/2.0`;
    this.#send(this.#caller, start, `${this.#cseq} ${method}`, via, isTagged, headersOf(this.#caller), body);
  }

  #response(status: string, method: string, isTagged: boolean, body: string, header = ''): void {
    const cseq = `${this.#cseq} ${method}`;
    const own = `${status.startsWith('100') ? '' : headersOf(this.#callee)}${header}`;
    this.#send(this.#callee, `SIP/2.0 ${status}`, cseq, `m${this.#cseq}`, isTagged, own, body);
  }

  #send(
    from: Party,
    start: string,
    cseq: string,
    branch: string,
    isTagged: boolean,
    own: string,
    body: string,
  ): void {
    const [caller, callee] = [this.#caller, this.#callee];
    const to = from === caller ? callee : caller;
    const [via, fromName, toName, idName, lengthName, typeName] =
      this.customer.compact && from === this.sbc
        ? ['v', 'f', 't', 'i', 'l', 'c']
        : ['Via', 'From', 'To', 'Call-ID', 'Content-Length', 'Content-Type'];
    const transport = this.route === 'carrier' ? 'UDP' : 'TLS';
    const type = body === '' ? '' : `${typeName}: application/sdp\r\n`;
    const message =
      `${start}\r\n${via}: SIP/2.0/${transport} ${endText(caller.end)};branch=z9hG4bK${branch}${this.#callId.slice(0, 12)};rport\r\n` +
      `Max-Forwards: 70\r\n${fromName}: "Caller ${this.call}" <${caller.uri}>;tag=${caller.tag}\r\n` +
      `${toName}: <${callee.uri}>${isTagged ? `;tag=${callee.tag}` : ''}\r\n` +
      `${idName}: ${this.#callId}\r\nCSeq: ${cseq}\r\n${from === this.sbc ? this.customer.headers(this.lot) : ''}${own}` +
      `${type}${lengthName}: ${body.length}\r\n\r\n${body}`;
    this.#sent.push({
      call: this.call,
      source: from.end,
      destination: to.end,
      message,
      checks: [],
      media: null,
    });
  }
}
