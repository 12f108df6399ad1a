/** SIP messages in packets of syslog are read, wherever in the record they begin, and nothing else is. */
import assert from 'node:assert/strict';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { ipv4, octets, pcap, sip, udp } from './build';
import { readCapture } from './read-capture';

const invite = sip('INVITE sip:bob@example.com SIP/2.0', 'v=0\r\n');
const ok = sip('SIP/2.0 200 OK');

function file(records: readonly Uint8Array[]): Uint8Array {
  return pcap(
    records.map((record) => ipv4(17, udp(record, 40000, 514))),
    { linkType: 101 },
  );
}

function told(...records: readonly Uint8Array[]): readonly unknown[] {
  return readCapture(file(records)).events.map((event) => {
    assert.equal(event.kind, 'sip');
    const { bytes, start, end, cut, carrier } = event;
    assert.deepEqual(carrier.wrappings, [{ kind: 'syslog' }]);
    return [Buffer.from(bytes.subarray(start, end)).toString(), cut];
  });
}

describe('SIP in syslog', () => {
  const text = (message: Uint8Array): string => Buffer.from(message).toString();

  it('is read behind whatever the logger writes before it, without what stands behind it', () => {
    const before = [
      '<134>',
      '<134>1 2026-11-20T05:43:27.655543Z sbc1 app - - - ',
      '<133>[S=123] [SID=1:2:3] ---- Incoming SIP Message from 192.0.2.1:5060 ----\n',
      '<14>Nov 20 05:43:27 sbc1 kamailio[77]: received SIP from 192.0.2.1: ',
    ];
    for (const head of before) {
      assert.deepEqual(told(octets(head, invite)), [[text(invite), false]], head);
      assert.deepEqual(told(octets(head, ok, ' [Time:20-11@05:43:27.655]')), [[text(ok), false]], head);
    }
  });

  it('is cut where the record is too short for it', () => {
    const short = invite.subarray(0, invite.length - 3);
    assert.deepEqual(told(octets('<134>', short)), [[text(short), true]]);
  });

  it('says so in trace text', () => {
    const rendering = renderCapture([Buffer.from(file([octets('<134>', ok)]))]);
    assert.equal(rendering.kind, 'rendered');
    assert.match(rendering.capture.text, /SIP \d+ octets, in syslog\n/);
  });

  it('is not found in prose, and what is no record is left alone', () => {
    assert.deepEqual(told(octets('<134>the peer does not speak SIP/2.0 at all')), []);
    assert.deepEqual(told(octets('<134>got SIP/2.0 instead of an answer')), []);
    assert.deepEqual(told(octets('<html>', invite)), []);
    const { dissector } = readCapture(file([octets('<134>sshd[7]: session opened')]));
    assert.deepEqual(dissector.unread.list(), [{ what: 'UDP port 514 (syslog)', frames: 1, first: 1 }]);
  });
});
