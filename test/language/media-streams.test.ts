import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { renderCapture } from '../../server/engine/trace-text/render';
import { mediaStreams } from '../../server/language/media-streams';
import type { MediaStreamSummary } from '../../shared/protocol';
import { viewOf } from '../support/view';

describe('media streams', () => {
  it('of a capture are those of its text, with the call that speaks of them', () => {
    const file = path.resolve(__dirname, '../fixtures/forked/inbound-forked.pcapng');
    const rendering = renderCapture([fs.readFileSync(file)]);
    assert.ok(rendering.kind === 'rendered');
    const { text } = rendering.capture;
    const view = viewOf(text);
    const streams = mediaStreams(view);
    assert.equal(streams.length, text.match(/^=== .* RTP \d/gm)?.length);
    const [first] = streams;
    assert.deepEqual(
      { ...first, key: '', started: null, ended: null, range: null },
      {
        key: '',
        started: null,
        ended: null,
        source: '198.51.100.21:34615',
        destination: '203.0.113.10:50492',
        kind: 'SRTP',
        ssrc: '7f83b466',
        codec: 'PCMU',
        packets: 139,
        lost: 0,
        longestGap: 0,
        longestSilence: null,
        jitter: 0.3,
        keys: { verified: 'all', message: 'SRTP verified, crypto:1 of the 183' },
        sender: 'teams',
        fork: 'fork A',
        call: view.analysis.trace.calls[0]?.key,
        range: null,
      },
    );
    assert.equal((first?.ended?.micros ?? 0) - (first?.started?.micros ?? 0), 2_760_491);
    assert.match(text.split('\n')[first?.range.start.line ?? 0] ?? '', /^=== 8 .* RTP 139 packets/);
    assert.ok(
      streams.every(({ call }) => call !== null),
      'every fork’s media belongs to the call',
    );
    assert.equal(new Set(streams.map(({ key }) => key)).size, streams.length);
  });

  it('of a text that is no capture’s are none', () => {
    assert.deepEqual(mediaStreams(viewOf('')), []);
    assert.deepEqual(mediaStreams(viewOf(offer('1', 4000))), []);
  });

  it('are called as the description calls their payload types', () => {
    const [stream] = read(`${offer('1', 4000)}${rtp(2, '192.0.2.9:9', '192.0.2.1:4000')}`);
    assert.equal(stream?.codec, 'opus, telephone-event, 77');
    assert.equal(stream.kind, 'RTP');
    assert.equal(stream.packets, 60);
    assert.equal(stream.lost, 7);
    assert.equal(stream.jitter, null);
    assert.equal(stream.ended?.micros, Date.UTC(2026, 0, 31, 10, 0, 9) * 1000);
  });

  it('belong to the call that names where they go, and to none where no call names their ends', () => {
    const text = [
      offer('1', 4000),
      offer('2', 5000),
      rtp(3, '192.0.2.1:5000', '192.0.2.1:4000'),
      rtp(4, '192.0.2.1:5000', '192.0.2.7:7'),
      rtp(5, '192.0.2.7:7', '192.0.2.8:8'),
    ].join('');
    assert.deepEqual(callIds(text), ['1', '2', null]);
  });

  it('on a port that is used again belong to the call that had begun', () => {
    const first = offer('1', 4000);
    const second = offer('2', 4000).replace('T10:00:00', 'T11:00:00');
    const early = rtp(3, '192.0.2.9:9', '192.0.2.1:4000');
    const late = early.replace('T10:00:01', 'T11:00:01');
    assert.deepEqual(callIds(first + early + second + late), ['1', '2']);
  });

  it('are those of fax too', () => {
    const image = offer('1', 4000).replace('m=audio 4000 RTP/AVP 96 101', 'm=image 4000 udptl t38        ');
    const [stream] = read(`${image}=== 2  -  UDP 192.0.2.9:9 -> 192.0.2.1:4000  T38 60 packets, 9 octets
frames 2 to 90, until -
error recovery redundancy
lost 7
`);
    assert.ok(stream);
    const { kind, codec, packets, lost, ssrc, call } = stream;
    assert.deepEqual([kind, codec, packets, lost, ssrc], ['T.38', '', 60, 7, null]);
    assert.notEqual(call, null);
  });

  it('have the largest of any number of gaps', () => {
    const gaps = Array.from({ length: 200_000 }, (_, frame) => `gap of ${frame % 70} before frame 3\n`).join(
      '',
    );
    const [stream] = read(rtp(1, '192.0.2.9:9', '192.0.2.1:4000').replace(/lost 7.*\n/, `$&${gaps}`));
    assert.equal(stream?.longestGap, 69);
  });

  it('of a block that was edited stay what can still be read', () => {
    const [stream] = read(
      '=== 1  -  UDP ? -> [2001:db8::1]:4000  RTP\nssrc 0x1\nframes\npayload type x\nlost many\n',
    );
    assert.ok(stream);
    const { source, destination, ssrc, codec, packets, lost, jitter, call } = stream;
    assert.deepEqual(
      [source, destination, ssrc, codec, packets, lost, jitter, call],
      ['?', '[2001:db8::1]:4000', null, '', 1, null, null, null],
    );
  });
});

function read(blocks: string): readonly MediaStreamSummary[] {
  return mediaStreams(viewOf(`#!trace-text 1\n\n${blocks}`));
}

function callIds(blocks: string): (string | null)[] {
  const view = viewOf(`#!trace-text 1\n\n${blocks}`);
  const { calls } = view.analysis.trace;
  return mediaStreams(view).map(({ call }) => calls.find(({ key }) => key === call)?.callId ?? null);
}

function offer(callId: string, port: number): string {
  const body = `v=0
o=- 1 1 IN IP4 192.0.2.1
s=-
c=IN IP4 192.0.2.1
t=0 0
m=audio ${port} RTP/AVP 96 101
a=rtpmap:96 opus/48000/2
a=rtpmap:101 telephone-event/8000
`;
  const message = `INVITE sip:b@example.com SIP/2.0
Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${callId}
From: <sip:a@example.com>;tag=1
To: <sip:b@example.com>
Call-ID: ${callId}
CSeq: 1 INVITE
Content-Type: application/sdp
Content-Length: ${body.replaceAll('\n', '\r\n').length}

${body}`;
  const octets = message.replaceAll('\n', '\r\n').length;
  return `=== 1  2026-01-31T10:00:00.000000Z  UDP 192.0.2.1:5060 -> 192.0.2.2:5060  SIP ${octets} octets
${message}
`;
}

function rtp(frame: number, source: string, destination: string): string {
  return `=== ${frame}  2026-01-31T10:00:01.000000Z  UDP ${source} -> ${destination}  RTP 60 packets, 9 octets
ssrc 0x0badcafe
frames ${frame} to 90, until 2026-01-31T10:00:09.000000Z
payload type 101: 8 packets
payload type 77: 2 packets
payload type 96: 50 packets
lost 7, late 0, twice 0

`;
}
