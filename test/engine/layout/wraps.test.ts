import assert from 'node:assert/strict';
import { Margins } from '../../../server/engine/layout/margin';
import type { Mended } from '../../../server/engine/layout/mender';
import { wraps } from '../../../server/engine/layout/menders/wraps';

const mend = (text: string): Mended | null => wraps.mend(text, new Margins(text));

const headers = [
  'OPTIONS sip:b@192.0.2.2 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa',
  'From: "Alice" <sip:a@192.0.2.1>;tag=1',
  'To: <sip:b@192.0.2.2>',
  'Call-ID: abcdefghijklmnopqrstuvwxyz@192.0.2.1',
];
const description = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-', 'c=IN IP4 192.0.2.1', 't=0 0'];
const media = 'm=audio 4000 RTP/AVP 0 8 101 9 18 3 4 96 97 98 99 100';

describe('wrapped lines', () => {
  it('are none where two headers lack their colons', () => {
    const text = [...headers, 'CSeq 1 OPTIONS', 'Contact <sip:a@192.0.2.1:5060;transport=udp>', '', ''];
    assert.equal(mend(text.join('\n')), null);
  });

  it('are none where a line of SDP lacks its equals sign', () => {
    const text = [...description, media, 'b AS:64', 'a=rtpmap:101 telephone-event/8000', ''];
    assert.equal(mend(text.join('\n')), null);
  });

  it('are joined within a fingerprint, of which octets look like a time', () => {
    const value = `a=fingerprint:sha-256 AB:${'01:23:45:67:'.repeat(7)}01:23:45`;
    for (const width of [64, 66, 68, 69, 80]) {
      const text = [...description, media, value.slice(0, width), value.slice(width), 'a=sendrecv', ''];
      assert.equal(mend(text.join('\n'))?.content.text.includes(`\n${value}\n`), true, `${width}`);
    }
  });

  it('are joined where what goes on is no name', () => {
    const text = [...headers, 'CSeq: 1 OPTIONS', '', ...description, media, '102 103', 'a=sendrecv', ''];
    assert.match(mend(text.join('\n'))?.content.text ?? '', /^m=.* 100 102 103$/m);
  });
});
