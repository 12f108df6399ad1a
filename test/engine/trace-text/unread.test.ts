/** Packets of which nothing is read are counted by why not, written at the top of a capture's text, and read back. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { nothingFound, type UnreadFrames } from '../../../server/engine/basics/unread-frames';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { analysisOptions, defaultSettings } from '../../../server/settings';
import { readText } from '../../../server/engine/traces/read';
import { UnreadTable } from '../../../server/engine/capture/unread';
import { ethernet, hex, ipv4, octets, pcap, sip, tcp, two, udp } from '../capture/build';

function textOf(packets: readonly Uint8Array[]): string {
  const rendering = renderCapture([pcap(packets)]);
  assert.equal(rendering.kind, 'rendered');
  return rendering.capture.text;
}

const inIp = (protocol: number, payload: Uint8Array): Uint8Array => ethernet(0x0800, ipv4(protocol, payload));
const message = inIp(17, udp(sip()));
const arp = ethernet(0x0806, new Uint8Array(28));
const ntp = inIp(17, udp(new Uint8Array(48).fill(0x23), 40000, 123));
const record = octets(hex('17 0303'), two(40), new Uint8Array(40).fill(7));
const segment = (sequence: number, flags: string, payload: Uint8Array = new Uint8Array(0)): Uint8Array =>
  inIp(6, tcp(payload, { source: 40000, destination: 443, sequence, flags }));

describe('packets of which nothing is read', () => {
  it('are counted by kind, those of an encrypted connection too, and stand in the text', () => {
    const tls = [segment(0, 'S'), segment(1, 'A', record), segment(46, 'A', record), segment(91, 'FA')];
    const text = textOf([message, arp, ntp, arp, ...tls, ntp, ntp]);
    const wanted: readonly UnreadFrames[] = [
      { what: 'UDP port 123 (NTP)', frames: 3, first: 3 },
      { what: 'EtherType 0x0806 (ARP)', frames: 2, first: 2 },
      { what: 'TCP port 443, encrypted (TLS without keys)', frames: 2, first: 6 },
    ];
    assert.deepEqual(readText(text).unread, wanted);
    const { trace } = analyse(text, analysisOptions(defaultSettings));
    assert.deepEqual(trace.unread, wanted);
    assert.equal(trace.messages.filter(({ parsed }) => parsed.kind === 'sip').length, 1);
  });

  it('are none where all is read', () => {
    const text = textOf([message, segment(0, 'S'), inIp(17, udp(hex('0d0a0d0a')))]);
    assert.deepEqual(readText(text).unread, []);
    assert.ok(!text.includes('#!unread'));
  });

  it('count datagrams that look like media by chance', () => {
    const chance = inIp(17, udp(octets(hex('8000 0001 00000001 00000001'), new Uint8Array(20)), 7000, 8000));
    assert.deepEqual(readText(textOf([message, chance])).unread, [
      { what: 'UDP port 7000', frames: 1, first: 2 },
    ]);
  });

  it('are told where no message is found', () => {
    const { unread } = readText(textOf([arp, ntp, ntp]));
    assert.equal(
      nothingFound(unread ?? []),
      'no SIP message and no session description found; nothing is read of 3 packets: UDP port 123 (NTP): 2 from frame 2 on; EtherType 0x0806 (ARP): frame 1',
    );
  });

  it('are told as cut off where they may hold what would be read', () => {
    const cutInLine = inIp(17, udp(sip(), 5060, 5060)).subarray(0, 14 + 20 + 8 + 12);
    assert.deepEqual(readText(textOf([message, cutInLine])).unread, [
      { what: 'UDP port 5060, cut off', frames: 1, first: 2 },
    ]);
  });

  it('are counted with their kind where there are more kinds than are kept', () => {
    const table = new UnreadTable();
    let frame = 0;
    for (let number = 1; number <= 6000; number++) table.add({ kind: 'udp', number }, ++frame);
    for (let count = 0; count < 3000; count++) table.add({ kind: 'udp', number: 123 }, ++frame);
    const [first, ...others] = table.list();
    assert.deepEqual(first, { what: 'UDP port 123 (NTP)', frames: 3001, first: 123 });
    assert.deepEqual(
      others.filter(({ what }) => what === 'other kinds').map(({ frames }) => frames),
      [6000 + 3000 - 3001 - 18],
    );
  });

  it('are told together where there are many kinds', () => {
    const many = Array.from({ length: 60 }, (_, index) => ethernet(0x7000 + index, new Uint8Array(40)));
    const { unread = [] } = readText(textOf([...many, message]));
    assert.equal(unread.length, 20);
    assert.deepEqual(unread.at(-1), { what: 'other kinds', frames: 41, first: 20 });
    assert.equal(
      unread.reduce((sum, { frames }) => sum + frames, 0),
      60,
    );
  });
});
