/** Packets that look like something else than they are, and calls whose media is on more than one hop. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { Analysis } from '../../../server/engine/analysis/model';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { ethernet, four, hex, ipv4, octets, pcap, sip, two, udp } from './build';
import { sharedPath, skipUnshared } from '../../support/shared';

function analysed(file: Uint8Array): Analysis {
  const rendering = renderCapture([Buffer.from(file)]);
  assert.equal(rendering.kind, 'rendered');
  return analyse(rendering.capture.text);
}

const rulesOf = ({ findings }: Analysis): readonly string[] => findings.map(({ rule }) => rule.id);

const kindsOf = ({ trace }: Analysis): readonly string[] =>
  trace.messages.map(({ parsed }) => (parsed.kind === 'packet' ? parsed.type : parsed.kind));

const [caller, proxy, callee] = ['192.0.2.1', '192.0.2.9', '192.0.2.2'];

function packet(
  source: string,
  destination: string,
  ports: readonly [number, number],
  payload: Uint8Array,
): Uint8Array {
  return ethernet(0x0800, ipv4(17, udp(payload, ...ports), { source, destination }));
}

const description = (address: string): string =>
  `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio 5004 RTP/AVP 0\r\n`;

function message(startLine: string, from: string, to: string, cseq: string, body = ''): Uint8Array {
  const headers = [
    startLine,
    `Via: SIP/2.0/UDP ${caller};branch=z9hG4bK${cseq.replace(' ', '')}`,
    'From: <sip:a@example.com>;tag=a',
    `To: <sip:b@example.com>${startLine.startsWith('INVITE') ? '' : ';tag=b'}`,
    'Call-ID: hops@example.com',
    `CSeq: ${cseq}`,
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
  ];
  return packet(from, to, [5060, 5060], octets(`${headers.join('\r\n')}\r\n\r\n${body}`));
}

/** A call over one proxy, or without it, with media both ways and something between the answer and its end. */
function call(hops: readonly (readonly [string, string])[], between: readonly Uint8Array[] = []): Uint8Array {
  const along = (startLine: string, cseq: string, isAnswer: boolean, body = ''): readonly Uint8Array[] =>
    (isAnswer ? hops.toReversed() : hops).map(([near, far]) =>
      isAnswer ? message(startLine, far, near, cseq, body) : message(startLine, near, far, cseq, body),
    );
  const media = Array.from({ length: 40 }, (_, index) => {
    const rtp = octets(hex('8000'), two(index), four(index * 160), four(7), new Uint8Array(160).fill(0xd5));
    const back = octets(hex('8000'), two(index), four(index * 160), four(9), new Uint8Array(160).fill(0xd5));
    return [packet(caller, callee, [5004, 5004], rtp), packet(callee, caller, [5004, 5004], back)];
  }).flat();
  const packets = [
    ...along('INVITE sip:b@example.com SIP/2.0', '1 INVITE', false, description(caller)),
    ...along('SIP/2.0 200 OK', '1 INVITE', true, description(callee)),
    ...along('ACK sip:b@example.com SIP/2.0', '1 ACK', false),
    ...between,
    ...media,
    ...along('BYE sip:b@example.com SIP/2.0', '2 BYE', false),
    ...along('SIP/2.0 200 OK', '2 BYE', true),
  ];
  return pcap(packets, { stamps: packets.map((_, index) => 1_700_000_000_000_000 + index * 200_000) });
}

const direct = [[caller, callee]] as const;
const proxied = [
  [caller, proxy],
  [proxy, callee],
] as const;

describe('what only looks so', () => {
  it('a message of GTP-C is no TURN channel', () => {
    const request = octets(hex('48 20'), two(20), new Uint8Array(20));
    const analysis = analysed(pcap([packet(caller, callee, [2123, 2123], request)]));
    assert.deepEqual(kindsOf(analysis), []);
    assert.deepEqual(analysis.trace.unread, [{ what: 'UDP port 2123 (GTP-C)', frames: 1, first: 1 }]);
    // The same octets between media ports are one.
    assert.equal(
      kindsOf(
        analysed(
          pcap([packet(caller, callee, [2124, 2124], request), packet(caller, callee, [5060, 5060], sip())]),
        ),
      )[0],
      'turn',
    );
  });

  it('a request without anything of ICE is no check where no description has ICE', () => {
    const bare = hex('000100002112a442000102030405060708090a0b');
    const withPriority = hex('000100082112a442000102030405060708090a0c 00240004 6e001eff');
    const ofChecks = (request: Uint8Array): readonly string[] =>
      rulesOf(analysed(call(direct, [packet(caller, callee, [5004, 5004], request)]))).filter((id) =>
        /^(?:stun|ice)-/.test(id),
      );
    assert.deepEqual(ofChecks(bare), []);
    assert.ok(ofChecks(withPriority).includes('stun-integrity-missing'));
  });

  it('media of a proxied call is on each of its hops', () => {
    for (const hops of [direct, proxied]) {
      const found = rulesOf(analysed(call(hops))).filter((id) => id.startsWith('media-'));
      assert.deepEqual(found, []);
    }
  });

  it('nothing is said of ../shared/field/false that is not so', function () {
    const folder = sharedPath('field/false');
    if (folder === null) skipUnshared(this);
    const truth = Object.entries(
      JSON.parse(fs.readFileSync(path.join(folder, 'TRUTH.json'), 'utf8')) as Record<
        string,
        { readonly rulesNot?: readonly string[]; readonly kindsNot?: readonly string[] }
      >,
    );
    assert.ok(truth.length > 5);
    for (const [name, { rulesNot = [], kindsNot = [] }] of truth) {
      const analysis = analysed(fs.readFileSync(path.join(folder, name)));
      for (const id of rulesNot) assert.ok(!rulesOf(analysis).includes(id), `${name}: ${id}`);
      for (const kind of kindsNot) assert.ok(!kindsOf(analysis).includes(kind), `${name}: ${kind}`);
    }
  });
});
