/**
 * Traffic of a busy trunk, as a capture and as what sngrep saves of it: many calls at a time, and some of their media.
 * Either they are all alike, eight messages each, every second one with Microsoft Direct Routing, or no two are.
 */
import fs from 'node:fs';
import { customerCall, type Sent } from './customers';
import { endText, fileHeader, packet, voice, type End } from './packets';

export interface TrafficOptions {
  readonly calls: number;
  /** Calls that go on at the same time. */
  readonly atOnce: number;
  /** RTP packets of each call. */
  readonly voice: number;
  /** Calls of forty customers, no two alike; else they are all alike: answered, and without a defect. */
  readonly varied?: true;
}

/** Some 130 MB. */
export const busyTrunk: TrafficOptions = { calls: 14_000, atOnce: 400, voice: 2, varied: true };

/** Writes a capture (pcap) and the same SIP messages as text. */
export function writeTraffic(capture: string, text: string, options: TrafficOptions): void {
  const packets = new Output(capture);
  const lines = new Output(text);
  packets.write(fileHeader());
  // 2026-01-31 10:00:00 UTC
  let micros = 1_769_853_600_000_000;
  for (const { call, source, destination, message, checks, media } of interleaved(options)) {
    micros += 997;
    packets.write(packet(micros, source, destination, Buffer.from(message, 'latin1')));
    const time = new Date(micros / 1000).toISOString().slice(0, 23).replace('T', ' ').replaceAll('-', '/');
    const head = `${time}${String(micros % 1000).padStart(3, '0')} ${endText(source)} -> ${endText(destination)}`;
    lines.write(Buffer.from(`${head}\n${message}\n\n`, 'latin1'));
    for (const check of checks) {
      micros += 19;
      packets.write(packet(micros, check.source, check.destination, check.payload));
    }
    for (let count = 0; media !== null && count < options.voice; count++) {
      micros += 19;
      packets.write(packet(micros, media.source, media.destination, voice(call, media.payloadType, micros)));
    }
  }
  packets.close();
  lines.close();
}

/** Calls begin one after another and take turns. */
function* interleaved({ calls, atOnce, varied }: TrafficOptions): Generator<Sent> {
  const running: { readonly call: number; readonly messages: Sent[] }[] = [];
  let begun = 0;
  for (let turn = 0; begun < calls || running.length > 0; turn++) {
    if (running.length < atOnce && begun < calls) {
      running.push({ call: begun, messages: varied === true ? customerCall(begun) : messagesOf(begun) });
      begun++;
    }
    const at = (turn * 7) % running.length;
    const next = running[at]?.messages.shift();
    if (next === undefined) running.splice(at, 1);
    else yield next;
  }
}

/** INVITE, 100, 183, 180, 200, ACK, BYE, 200. */
function messagesOf(call: number): Sent[] {
  const teams = call % 2 === 0;
  const [from, to] = endsOf(call);
  const id = `${digits(call)}@${from.address.join('.')}`;
  const caller = `<sip:+1212555${1000 + (call % 9000)}@sbc.example.com>;tag=c${(call * 31).toString(36)}`;
  const callee = `<sip:+4420794${60_000 + (call % 9999)}@${teams ? 'sip.pstnhub.microsoft.com' : 'pstn.example.net'}>`;
  const answered = `${callee};tag=s${(call * 17).toString(36)}`;
  const agent = teams
    ? 'Server: Microsoft.PSTNHub.SIPProxy v.2026.1.28.3 i.EUWE.7\r\n'
    : 'Server: gateway/5.2\r\n';
  const contact = teams ? 'sip.pstnhub.microsoft.com:443;x-i=4f0e;x-c=0b1d/s/1/7c2a' : endText(to);
  const message = (
    start: string,
    cseq: string,
    branch: string,
    isTagged: boolean,
    own: string,
    body: string,
  ): string =>
    `${start}\r\nVia: SIP/2.0/UDP ${endText(from)};branch=z9hG4bK${branch}${call.toString(36)};rport\r\n` +
    `Max-Forwards: 70\r\nFrom: "Caller ${call}" ${caller}\r\nTo: ${isTagged ? answered : callee}\r\n` +
    `Call-ID: ${id}\r\nCSeq: ${cseq}\r\nSession-ID: ${digits(call + 1e6)};remote=${digits(call + 2e6)}\r\n` +
    `P-Asserted-Identity: ${caller.slice(0, caller.indexOf('>') + 1)}\r\nSession-Expires: 1800;refresher=uac\r\n${own}` +
    (body === '' ? 'Content-Length: 0\r\n\r\n' : '') +
    (body === '' ? '' : `Content-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  const uri = callee.slice(1, callee.indexOf('>'));
  const sbc =
    `Contact: <sip:sbc.example.com:5061>\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO\r\n` +
    'Supported: timer, 100rel, replaces\r\nUser-Agent: SBC/7.4\r\n';
  const other = `Contact: <sip:${contact}>\r\nAllow: INVITE, ACK, CANCEL, BYE, NOTIFY\r\n${agent}`;
  const offer = description(call, from, teams);
  const answer = description(call + 1, to, teams);
  return [
    { forth: true, message: message(`INVITE ${uri} SIP/2.0`, '1 INVITE', 'i', false, sbc, offer) },
    { forth: false, message: message('SIP/2.0 100 Trying', '1 INVITE', 'i', false, agent, '') },
    { forth: false, message: message('SIP/2.0 183 Session Progress', '1 INVITE', 'i', true, other, answer) },
    { forth: false, message: message('SIP/2.0 180 Ringing', '1 INVITE', 'i', true, other, '') },
    { forth: false, message: message('SIP/2.0 200 OK', '1 INVITE', 'i', true, other, answer) },
    { forth: true, message: message(`ACK ${uri} SIP/2.0`, '1 ACK', 'a', true, sbc, '') },
    { forth: true, message: message(`BYE ${uri} SIP/2.0`, '2 BYE', 'b', true, sbc, '') },
    { forth: false, message: message('SIP/2.0 200 OK', '2 BYE', 'b', true, agent, '') },
  ].map(({ forth, message: text }) => ({
    call,
    source: forth ? from : to,
    destination: forth ? to : from,
    message: text,
    checks: [],
    media: text.startsWith('ACK')
      ? { source: media(from, call), destination: media(to, call + 1), payloadType: 8 }
      : null,
  }));
}

/** Thirty-two digits that look drawn by lot, and are the same in each run. */
function digits(seed: number): string {
  let state = seed;
  let text = '';
  while (text.length < 32) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    text += (state >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}

function description(call: number, end: End, teams: boolean): string {
  const address = end.address.join('.');
  const port = String(media(end, call).port);
  const secure =
    `a=ice-lite\r\na=ice-ufrag:u${call.toString(36)}\r\na=ice-pwd:${'p'.repeat(20)}${call.toString(36)}\r\n` +
    `a=candidate:1 1 UDP 2130706431 ${address} ${port} typ host\r\na=rtcp-mux\r\n` +
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${'A'.repeat(36)}${(call % 1000).toString(36).padStart(4, 'b')}\r\n`;
  return (
    `v=0\r\no=- ${call} 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\n` +
    `m=audio ${port} ${teams ? 'RTP/SAVP' : 'RTP/AVP'} 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\n` +
    `a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n${teams ? secure : ''}`
  );
}

function endsOf(call: number): readonly [End, End] {
  return [
    { address: [192, 0, 2, 10], port: 5060 },
    call % 2 === 0
      ? { address: [203, 0, 113, 1 + (call % 8)], port: 5061 }
      : { address: [198, 51, 100, 1 + (call % 32)], port: 5060 },
  ];
}

/** Where a description of that number wants its media. */
function media({ address }: End, number: number): End {
  return { address, port: 20_000 + (number % 20_000) * 2 };
}

/** Collects small pieces to large ones. */
class Output {
  private readonly file: number;
  private pieces: Buffer[] = [];
  private length = 0;

  constructor(path: string) {
    this.file = fs.openSync(path, 'w');
  }

  write(piece: Buffer): void {
    this.pieces.push(piece);
    this.length += piece.length;
    if (this.length > 4 << 20) this.flush();
  }

  close(): void {
    this.flush();
    fs.closeSync(this.file);
  }

  private flush(): void {
    fs.writeSync(this.file, Buffer.concat(this.pieces));
    this.pieces = [];
    this.length = 0;
  }
}
