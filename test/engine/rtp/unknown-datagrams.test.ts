/** Datagrams that belong to none of the protocols of a media port are told of between ends of media, and only there. */
import assert from 'node:assert/strict';
import { parsePacket } from '../../../server/engine/trace-text/packet';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { four, hex, ipv4, octets, pcap, two, udp } from '../capture/build';

const media: readonly [number, number] = [50_000, 53_000];

function rtp(sequence: number, ports = media): Uint8Array {
  const packet = octets(0x80, 8, two(sequence), four(sequence * 160), four(7), new Uint8Array(160));
  return ipv4(17, udp(packet, ...ports));
}

function datagram(payload: Uint8Array, ports = media): Uint8Array {
  return ipv4(17, udp(payload, ...ports));
}

function blocksOf(frames: readonly Uint8Array[]): readonly string[] {
  const rendering = renderCapture([pcap(frames, { linkType: 101 })]);
  assert.equal(rendering.kind, 'rendered');
  return rendering.capture.text.split('\n\n').filter((block) => block.includes('  PACKET '));
}

const stream = [1, 2, 3, 4].map((sequence) => rtp(sequence));
const odd = hex('f0000000a1b2c3d40000000000000001ffff');

describe('datagrams that are nothing known', () => {
  it('are one block for each direction, with how the first one begins', () => {
    const blocks = blocksOf([
      ...stream,
      datagram(odd),
      datagram(hex('0700000000000000')),
      ipv4(17, udp(odd, 53_000, 50_000), { source: '192.0.2.2', destination: '192.0.2.1' }),
    ]);
    assert.deepEqual(
      blocks.map((block) =>
        block
          .slice(block.indexOf('  UDP ') + 2)
          .trimEnd()
          .split('\n'),
      ),
      [
        [
          'UDP 192.0.2.1:50000 -> 192.0.2.2:53000  PACKET 2 datagrams that are neither RTP nor STUN nor DTLS, first octet 0xf0',
          'frames 5 to 6, until 2023-11-14T22:13:25.250000Z',
          'begins f0000000a1b2c3d40000000000000001',
        ],
        [
          'UDP 192.0.2.2:53000 -> 192.0.2.1:50000  PACKET 1 datagram that is neither RTP nor STUN nor DTLS, first octet 0xf0',
          'frames 7 to 7, until 2023-11-14T22:13:26.250000Z',
          'begins f0000000a1b2c3d40000000000000001',
        ],
      ],
    );
  });

  it('are told of in all ranges that RFC 7983 leaves free', () => {
    const told = (first: number): boolean =>
      blocksOf([...stream, datagram(octets(first, hex('fefefefefefefefefefe')))]).length === 1;
    for (const first of [4, 15, 80, 127, 192, 255]) assert.ok(told(first), String(first));
    for (const first of [0, 3, 16, 19, 20, 63, 64, 79, 128, 191]) assert.ok(!told(first), String(first));
  });

  it('are left out where they keep a mapping alive, or are fax', () => {
    for (const keepAlive of ['00', '0d0a', '0d0a0d0a', '00000000', 'ff', 'f0f0f0f0', '0d0a0d0a0d0a0d0a'])
      assert.deepEqual(blocksOf([...stream, datagram(hex(keepAlive))]), [], keepAlive);
    // UDPTL, whose numbers have come to 0x0400: no signal, and nothing to recover.
    assert.deepEqual(blocksOf([...stream, datagram(hex('040001000000'))]), []);
  });

  it('are left out between other ends', () => {
    assert.deepEqual(blocksOf([...stream, datagram(odd, [443, 53_000]), datagram(odd, [50_000, 443])]), []);
    assert.deepEqual(blocksOf([datagram(odd)]), []);
  });

  it('are bounded', () => {
    const flood = Array.from({ length: 20_000 }, (_, port) => datagram(odd, [1024 + port, 53_001]));
    assert.equal(blocksOf([...stream, ...flood, datagram(odd)]).length, 1);
  });

  it('read back', () => {
    const read = (text: string): object | null => {
      const block = parsePacket(`=== 4  -  UDP 192.0.2.1:1 -> 192.0.2.2:2  ${text}\n`);
      return block.type === 'packet' ? block.unknown : null;
    };
    const notes = '23 datagrams that are neither RTP nor STUN nor DTLS, first octet 0xf0';
    assert.deepEqual(read(`PACKET ${notes}`), { datagrams: 23, firstOctet: 0xf0 });
    assert.equal(read(`RTP ${notes}`), null);
    assert.equal(read('PACKET fragments of a datagram are missing'), null);
  });
});
