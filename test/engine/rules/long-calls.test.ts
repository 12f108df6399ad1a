/**
 * What is judged of a call of thousands of messages takes time in proportion to them. Counted are the looks at messages and
 * descriptions, as a clock tells of the machine, too.
 */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { analyseBatchInSlices } from '../../../server/engine/analysis/analyse-batch';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { finished } from '../../../server/engine/basics/finished';
import { factsOf } from '../../../server/engine/sip/facts';
import { descriptionsOf } from '../../../server/engine/traces/message';

const teams = '52.114.75.24:5061';
const sbc = '203.0.113.10:5061';

interface Sent {
  readonly cseq: number;
  /** Of the callee; empty where there is none yet. */
  readonly tag: string;
  readonly from?: string;
  readonly branch?: string;
  readonly isDescribed?: boolean;
  /** Lines of headers. */
  readonly extra?: string;
}

function request(method: string, sent: Sent): string {
  return message(`${teams} -> ${sbc}`, `${method} sip:+14255550199@sbc1.contoso.com SIP/2.0`, method, sent);
}

function response(status: string, method: string, sent: Sent): string {
  return message(`${sbc} -> ${teams}`, `SIP/2.0 ${status}`, method, sent);
}

function message(
  way: string,
  first: string,
  method: string,
  { cseq, tag, from = 'caller', branch = `${method}${cseq}`, isDescribed = false, extra = '' }: Sent,
): string {
  const body = `v=0
o=- 1 ${cseq} IN IP4 203.0.113.10
s=-
c=IN IP4 203.0.113.10
t=0 0
m=audio 40000 RTP/SAVP 8
a=ice-ufrag:8hhY
a=ice-pwd:asd88fgpdd777uzjYhagZg
a=candidate:1 1 UDP 2130706431 203.0.113.10 40000 typ host
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:mB0Tq5Zr2kXw8sVh1dLfYc7uEoNa4jGp6iKtR3xQ|2^31
`;
  return `2026/01/31 10:00:00.000000 ${way}
${first}
Via: SIP/2.0/TLS ${teams};branch=z9hG4bK${branch}
From: <sip:+12065550100@sip.pstnhub.microsoft.com>;tag=${from}
To: <sip:+14255550199@sbc1.contoso.com>${tag === '' ? '' : `;tag=${tag}`}
Call-ID: long
CSeq: ${cseq} ${method}
${extra}${isDescribed ? `Content-Type: application/sdp\nContent-Length: ${body.length}\n\n${body}` : 'Content-Length: 0\n\n'}`;
}

const invite = request('INVITE', { cseq: 1, tag: '', isDescribed: true });

/** Some messages of each of many parts. */
const kinds: Readonly<Record<string, (parts: readonly number[]) => readonly string[]>> = {
  'forks with one description': (parts) => [
    invite,
    ...parts.map((part) =>
      response('183 Session Progress', 'INVITE', { cseq: 1, tag: `fork${part}`, isDescribed: true }),
    ),
  ],
  'forks that all accept': (parts) => [
    invite,
    ...parts.flatMap((part) => [
      response('200 OK', 'INVITE', { cseq: 1, tag: `fork${part}`, isDescribed: true }),
      request('ACK', { cseq: 1, tag: `fork${part}`, branch: `ack${part}` }),
    ]),
  ],
  'forks that ring': (parts) => [
    invite,
    ...parts.map((part) => response('180 Ringing', 'INVITE', { cseq: 1, tag: `fork${part}` })),
  ],
  'forks that wait for PRACK': (parts) => [
    invite,
    ...parts.flatMap((part) => [
      response('183 Session Progress', 'INVITE', {
        cseq: 1,
        tag: `fork${part}`,
        isDescribed: true,
        extra: 'Require: 100rel\nRSeq: 1\n',
      }),
      request('PRACK', { cseq: 1 + part, tag: `fork${part}`, extra: 'RAck: 1 1 INVITE\n' }),
      response('200 OK', 'PRACK', { cseq: 1 + part, tag: `fork${part}` }),
    ]),
    ...parts.map((part) => response('200 OK', 'INVITE', { cseq: 1, tag: `fork${part}` })),
  ],
  'requests within a dialog': (parts) => [
    invite,
    response('200 OK', 'INVITE', { cseq: 1, tag: 'callee', isDescribed: true }),
    request('ACK', { cseq: 1, tag: 'callee' }),
    ...parts.flatMap((part) =>
      ['UPDATE', 'REFER', 'NOTIFY', 'INFO', 'OPTIONS', 'SUBSCRIBE'].flatMap((method, place) => {
        const sent = {
          cseq: 6 * part + place,
          tag: 'callee',
          extra: 'Event: refer\nRefer-To: <sip:a@b.c>\n',
        };
        return [
          request(method, { ...sent, isDescribed: method === 'UPDATE' }),
          response('200 OK', method, { ...sent, isDescribed: method === 'UPDATE' }),
        ];
      }),
    ),
  ],
  registrations: (parts) =>
    parts.flatMap((cseq) => [
      request('REGISTER', { cseq, tag: '' }),
      response('200 OK', 'REGISTER', { cseq, tag: `registrar${cseq}` }),
    ]),
  'invitations that are refused': (parts) =>
    parts.flatMap((cseq) => [
      request('INVITE', { cseq, tag: '', isDescribed: true }),
      response('486 Busy Here', 'INVITE', { cseq, tag: `callee${cseq}` }),
      request('ACK', { cseq, tag: `callee${cseq}`, branch: `INVITE${cseq}` }),
    ]),
  'legs with the same CSeq': (parts) =>
    parts.flatMap((part) => {
      const of = { cseq: 1, from: `caller${part}`, branch: String(part) };
      return [
        request('INVITE', { ...of, tag: '', isDescribed: true }),
        response('200 OK', 'INVITE', { ...of, tag: `callee${part}`, isDescribed: true }),
        request('ACK', { ...of, tag: `callee${part}`, branch: `ack${part}` }),
      ];
    }),
  'attempts that are cancelled': (parts) =>
    parts.flatMap((cseq) => {
      const of = { cseq, branch: String(cseq) };
      return [
        request('INVITE', { ...of, tag: '', isDescribed: true }),
        response('100 Trying', 'INVITE', { ...of, tag: '' }),
        request('CANCEL', { ...of, tag: '' }),
        response('200 OK', 'CANCEL', { ...of, tag: `callee${cseq}` }),
        response('487 Request Terminated', 'INVITE', { ...of, tag: `callee${cseq}` }),
        request('ACK', { ...of, tag: `callee${cseq}` }),
      ];
    }),
};

/** How often all that judges a trace looks at its messages, at what they say, and at the streams of their descriptions. */
function looksAtJudging(text: string): number {
  const { calls, ...read } = analyse(text).trace;
  assert.ok(calls.length > 0);
  let looks = 0;
  const count = (of: object, name: string): void => {
    const value: unknown = Reflect.get(of, name);
    Object.defineProperty(of, name, {
      get: () => {
        looks++;
        return value;
      },
    });
  };
  for (const each of read.messages) {
    const { parsed } = each;
    assert.equal(parsed.kind, 'sip');
    for (const name of ['status', 'cseq', 'fromTag', 'toTag'] as const) count(factsOf(parsed), name);
    for (const sdp of descriptionsOf(parsed)) count(sdp, 'media');
    count(each, 'parsed');
  }
  finished(analyseBatchInSlices(read, defaultOptions, new Map()));
  return looks;
}

describe('a call of thousands of messages', () => {
  for (const [name, made] of Object.entries(kinds))
    it(`is judged with looks in proportion to them: ${name}`, () => {
      const looksAt = (parts: number): number =>
        looksAtJudging(made(Array.from({ length: parts }, (_, place) => place + 1)).join('\n\n'));
      assert.ok(looksAt(600) <= 4.5 * looksAt(150));
    });
});
