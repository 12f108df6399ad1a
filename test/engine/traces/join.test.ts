import assert from 'node:assert/strict';
import { joinTraces } from '../../../server/engine/traces/join';
import { readText } from '../../../server/engine/traces/read';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { ethernet, ipv4, pcap, udp } from '../capture/build';

describe('joined traces', () => {
  it('show each message once, on the first trace’s clock, the packets too', () => {
    const { text, offsets } = joinTraces([trace('10:00:00', false), trace('10:00:02', true)]);
    assert.deepEqual(offsets, [0, -2_000_000]);
    assert.deepEqual(text.match(/^(?:=== |frames ).*/gm), [
      '=== 1  2026-01-31T10:00:00.000000Z  UDP 192.0.2.1:5060 -> 192.0.2.2:5060  SIP 130 octets',
      '=== 2  2026-01-31T10:00:00.000000Z  UDP 192.0.2.1:4000 -> 192.0.2.2:4000  RTP 60 packets, 9 octets',
      'frames 2 to 90, until 2026-01-31T10:00:00.000000Z',
    ]);
  });

  it('take an offset that is known better', () => {
    const { text, offsets } = joinTraces(
      [trace('10:00:00', false), trace('10:00:02', true)],
      [null, -500_000],
    );
    assert.deepEqual(offsets, [0, -500_000]);
    assert.match(text, /^=== 2 {2}2026-01-31T10:00:01\.500000Z/m);
    assert.match(text, /until 2026-01-31T10:00:01\.500000Z$/m);
  });

  it('leave times that are not known', () => {
    const unknown = trace('10:00:02', true).replace(/(=== 2 {2}|until )\S+/g, '$1-');
    const { text } = joinTraces([trace('10:00:00', false), unknown], [null, 1]);
    assert.match(text, /^=== 2 {2}- {2}UDP/m);
    assert.match(text, /until -$/m);
  });

  it('know a message by its names where a log has changed its text', () => {
    const masked = trace('10:00:07', true).replace('From: <sip:a>', 'From: <sip:***>');
    const { offsets, evidence } = joinTraces([trace('10:00:00', false), masked]);
    assert.deepEqual(offsets, [0, -7_000_000]);
    assert.deepEqual(
      [evidence[1]?.messages, evidence[1]?.sameNames, evidence[1]?.certainty],
      [0, 1, 'exact'],
    );
  });

  it('show a message that a log has changed once, as it was captured', () => {
    const captured = trace('10:00:00', true);
    const [, message = ''] = /(OPTIONS [^]*?)\n\n/.exec(captured) ?? [];
    const log = `2026/01/31 10:00:07.000000 192.0.2.1:5060 -> 192.0.2.2:5060\n${message.replace('<sip:a>', '<sip:***>')}\n\n`;
    for (const order of [
      [captured, log],
      [log, captured],
    ]) {
      const { text } = joinTraces(order);
      assert.deepEqual(text.match(/^(OPTIONS|From).*$/gm), ['OPTIONS sip:b SIP/2.0', 'From: <sip:a>;tag=1']);
    }
  });

  it('keep the line ends and octets of what was captured', () => {
    const message = (body: string, charset: string): Uint8Array => {
      const head = `INVITE sip:b SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nSubject: caf\u00e9\r\nContent-Length: ${body.length}\r\n\r\n`;
      return Buffer.from(head + body, charset === 'utf-8' ? 'utf-8' : 'latin1');
    };
    for (const charset of ['utf-8', 'latin-1'])
      for (const body of ['v=0\ns=-\n', 'v=0\r\ns=-\r\n', 'v=0\r\ns=-\n', 'v=0\rs=-\r']) {
        const bytes = message(body, charset);
        const captured = captureText(bytes);
        const { text } = joinTraces([captured, trace('10:00:00', true)]);
        const recordOf = (from: string): unknown =>
          readText(from)
            .records.filter(({ content }) => content.startsWith('INVITE'))
            .map(({ content, byteCount }) => ({ content, byteCount }));
        assert.deepEqual(recordOf(text), recordOf(captured), `${charset} ${JSON.stringify(body)}`);
      }
  });

  it('are joined by what most agrees with, and say what does not', () => {
    const others = [1, 2, 3].map((call) => media(call, '09:00:05')).join('');
    // Another call used the same address an hour and a half before.
    const reused = media(4, '07:30:00');
    const log = `#!trace-text 1\n\n${[1, 2, 3, 4].map((call) => offer(call, '10:00:00')).join('')}`;
    const { offsets, evidence } = joinTraces([log, `#!trace-text 1\n\n${reused}${others}`]);
    assert.deepEqual(offsets, [0, 3_595_000_000]);
    const { addresses, against, certainty } = evidence[1] ?? {};
    assert.deepEqual([addresses, against, certainty], [3, 1, 'near']);
  });

  it('say that a single address is doubtful, and nothing where nothing is known', () => {
    const log = `#!trace-text 1\n\n${offer(1, '10:00:00')}`;
    const alone = joinTraces([log, `#!trace-text 1\n\n${media(1, '09:00:00')}`]);
    assert.deepEqual([alone.offsets[1], alone.evidence[1]?.certainty], [3_600_000_000, 'doubtful']);
    const foreign = joinTraces([log, `#!trace-text 1\n\n${media(9, '09:00:00')}`]);
    assert.deepEqual(
      [foreign.offsets, foreign.evidence],
      [
        [0, null],
        [null, null],
      ],
    );
  });
});

function offer(call: number, time: string): string {
  return `=== ${call}  2026-01-31T${time}.000000Z  TLS 192.0.2.1:5061 -> 192.0.2.2:5061  SIP 1 octets
INVITE sip:b SIP/2.0
Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK${call}
From: <sip:a>;tag=1
To: <sip:b>
Call-ID: ${call}
CSeq: 1 INVITE
Content-Type: application/sdp

v=0
o=- 1 1 IN IP4 192.0.2.1
s=-
c=IN IP4 192.0.2.1
t=0 0
m=audio ${4000 + call * 10} RTP/AVP 8

`;
}

function media(call: number, time: string): string {
  return `=== ${call}  2026-01-31T${time}.000000Z  UDP 192.0.2.9:7000 -> 192.0.2.1:${4000 + call * 10}  RTP 60 packets, 9 octets
ssrc 0x0badcafe
frames 2 to 90, until 2026-01-31T${time}.000000Z

`;
}

function captureText(message: Uint8Array): string {
  const rendering = renderCapture([pcap([ethernet(0x0800, ipv4(17, udp(message, 5060, 5060)))])]);
  assert.ok(rendering.kind === 'rendered');
  return rendering.capture.text;
}

function trace(time: string, media: boolean): string {
  const message = `OPTIONS sip:b SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
From: <sip:a>;tag=1
To: <sip:b>
Call-ID: 1
CSeq: 1 OPTIONS

`;
  const stream = `
=== 2  2026-01-31T${time}.000000Z  UDP 192.0.2.1:4000 -> 192.0.2.2:4000  RTP 60 packets, 9 octets
ssrc 0x0badcafe
frames 2 to 90, until 2026-01-31T${time}.000000Z
`;
  const head = `=== 1  2026-01-31T${time}.000000Z  UDP 192.0.2.1:5060 -> 192.0.2.2:5060  SIP 130 octets`;
  return `#!trace-text 1\n\n${head}\n${message}${media ? stream : ''}`;
}
