/** A capture of calls with media bypass and their connectivity checks, signed as they must be. */
import { createHmac } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { endText, fileHeader, packet, type End } from './packets';

export const CHECKED_CALLS = 9;
export const STUN_PACKETS = 5000;

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const COOKIE = 0x2112a442;

/** An ICE agent, and where its media goes. */
export interface Side {
  readonly end: End;
  readonly ufrag: string;
  readonly pwd: string;
}

/** The capture (pcap): each call's checks go on as consent, with a response each. */
export function checkedCalls(): Uint8Array {
  const packets = [fileHeader()];
  // 2026-01-31 10:00:00 UTC
  let micros = 1_769_853_600_000_000;
  const put = (from: End, to: End, payload: Buffer): void => {
    micros += 700;
    packets.push(packet(micros, from, to, payload));
  };
  const checks = Math.ceil(STUN_PACKETS / 2 / CHECKED_CALLS);
  let left = STUN_PACKETS / 2;
  for (let call = 0; call < CHECKED_CALLS; call++) {
    const [teams, sbc] = sidesOf(call);
    const signalling: readonly [End, End] = [
      { address: [203, 0, 113, 1], port: 5061 },
      { address: [192, 0, 2, 10], port: 5060 },
    ];
    for (const each of signalsOf(call, teams, sbc)) {
      const [from, to] = each.forth ? signalling : [signalling[1], signalling[0]];
      if (each.text.startsWith('BYE')) {
        for (let check = 0; check < checks && left > 0; check++, left--) {
          for (const { source, destination, payload } of binding(call, check, teams, sbc))
            put(source, destination, payload);
        }
      }
      put(from, to, Buffer.from(each.text, 'latin1'));
    }
  }
  return new Uint8Array(Buffer.concat(packets));
}

/** A check of Microsoft's agent and its answer; any but a call's first one nominates. */
export function binding(
  call: number,
  check: number,
  teams: Side,
  sbc: Side,
): readonly { readonly source: End; readonly destination: End; readonly payload: Buffer }[] {
  const id = transaction(call, check);
  return [
    { source: teams.end, destination: sbc.end, payload: request(id, teams, sbc, check > 0) },
    { source: sbc.end, destination: teams.end, payload: response(id, teams, sbc) },
  ];
}

function sidesOf(call: number): readonly [Side, Side] {
  return [
    {
      end: { address: [203, 0, 113, 50 + call], port: 50_000 + call * 4 },
      ufrag: `t${String(call).padStart(3, '0')}`,
      pwd: 'T'.repeat(22) + String(call),
    },
    {
      end: { address: [192, 0, 2, 10], port: 20_000 + call * 4 },
      ufrag: `s${String(call).padStart(3, '0')}`,
      pwd: 'S'.repeat(22) + String(call),
    },
  ];
}

function signalsOf(
  call: number,
  teams: Side,
  sbc: Side,
): readonly { readonly forth: boolean; readonly text: string }[] {
  const message = (start: string, cseq: string, isTagged: boolean, body: string): string =>
    `${start}\r\nVia: SIP/2.0/UDP 203.0.113.1:5061;branch=z9hG4bK${cseq.replace(' ', '')}${call}\r\n` +
    `From: <sip:+14255550100@sip.pstnhub.microsoft.com>;tag=t${call}\r\n` +
    `To: <sip:+12065550100@sbc.example.com>${isTagged ? `;tag=s${call}` : ''}\r\n` +
    `Call-ID: checked-${call}\r\nCSeq: ${cseq}\r\n` +
    (body === '' ? '' : 'Content-Type: application/sdp\r\n') +
    `Content-Length: ${body.length}\r\n\r\n${body}`;
  const answer = description(sbc, 'a=ice-lite\r\n');
  return [
    {
      forth: true,
      text: message('INVITE sip:b@sbc.example.com SIP/2.0', '1 INVITE', false, description(teams, '')),
    },
    { forth: false, text: message('SIP/2.0 200 OK', '1 INVITE', true, answer) },
    { forth: true, text: message('ACK sip:b@sbc.example.com SIP/2.0', '1 ACK', true, '') },
    { forth: true, text: message('BYE sip:b@sbc.example.com SIP/2.0', '2 BYE', true, '') },
    { forth: false, text: message('SIP/2.0 200 OK', '2 BYE', true, '') },
  ];
}

function description({ end, ufrag, pwd }: Side, more: string): string {
  const address = end.address.join('.');
  return (
    `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\n${more}` +
    `m=audio ${end.port} RTP/SAVP 0\r\na=rtcp-mux\r\n` +
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${'A'.repeat(40)}\r\n` +
    `a=ice-ufrag:${ufrag}\r\na=ice-pwd:${pwd}\r\n` +
    `a=candidate:1 1 UDP 2130706431 ${endText(end).replace(':', ' ')} typ host\r\n`
  );
}

function transaction(call: number, check: number): Buffer {
  const id = Buffer.alloc(12);
  id.writeUInt32BE(call, 0);
  id.writeUInt32BE(check, 4);
  return id;
}

function request(id: Buffer, teams: Side, sbc: Side, isConsent: boolean): Buffer {
  const attributes = [
    attribute(0x0006, Buffer.from(`${sbc.ufrag}:${teams.ufrag}`)),
    attribute(0x0024, number(1_862_270_975)),
    attribute(0x802a, Buffer.alloc(8, 7)),
    // The second check nominates; all after it only ask for consent.
    ...(isConsent ? [attribute(0x0025, Buffer.alloc(0))] : []),
  ];
  return signed(BINDING_REQUEST, id, attributes, sbc.pwd);
}

function response(id: Buffer, { end }: Side, sbc: Side): Buffer {
  const mapped = Buffer.alloc(8);
  mapped.writeUInt8(1, 1);
  mapped.writeUInt16BE(end.port ^ (COOKIE >>> 16), 2);
  mapped.writeUInt32BE((Buffer.from(end.address).readUInt32BE(0) ^ COOKIE) >>> 0, 4);
  return signed(BINDING_SUCCESS, id, [attribute(0x0020, mapped)], sbc.pwd);
}

/** A message with MESSAGE-INTEGRITY and FINGERPRINT (RFC 8489 §14.5, §14.7). */
function signed(type: number, id: Buffer, attributes: readonly Buffer[], pwd: string): Buffer {
  const body = Buffer.concat(attributes);
  const unsigned = Buffer.concat([head(type, body.length + 24), id, body]);
  const integrity = attribute(0x0008, createHmac('sha1', pwd).update(unsigned).digest());
  const whole = Buffer.concat([head(type, body.length + 32), id, body, integrity]);
  return Buffer.concat([whole, attribute(0x8028, number((crc32(whole) ^ 0x5354554e) >>> 0))]);
}

/** @param length of the attributes up to the one that is made, that one included */
function head(type: number, length: number): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeUInt16BE(type, 0);
  octets.writeUInt16BE(length, 2);
  octets.writeUInt32BE(COOKIE, 4);
  return octets;
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
}

function number(value: number): Buffer {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(value, 0);
  return octets;
}
