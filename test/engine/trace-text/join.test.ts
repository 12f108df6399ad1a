import assert from 'node:assert/strict';
import { joinTraces } from '../../../server/engine/trace-text/join';

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
});

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
