/** Fax over UDP is known by its packets, and folded to one block of trace text a stream. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readUdptl, type UdptlPacket } from '../../../server/engine/rtp/udptl';
import { analyse } from '../../../server/engine/analysis/analyse';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { ethernet, hex, ipv4, octets, type Part, pcap, two, udp } from '../capture/build';
import { readCapture, readCaptureFile } from '../capture/read-capture';
import { shared, skipUnshared } from '../../support/shared';

const CNG = [1, 0x02];
const CED = [1, 0x04];
const V21 = [6, hex('c00180000000').subarray(0, 6)];

function read(...parts: readonly Part[]): UdptlPacket | null {
  const bytes = octets(parts);
  return readUdptl(bytes, 0, bytes.length);
}

function fax(sequence: number, ifp: Part, recovery: Part = [0, 0], ports = [4000, 5000]): Uint8Array {
  const [source, destination] = ports;
  return ethernet(0x0800, ipv4(17, udp(octets(two(sequence), ifp, recovery), source, destination)));
}

describe('fax over UDP', () => {
  it('says what the machines do, and how losses are made up for', () => {
    assert.deepEqual(read(two(7), CED, 0, 0), { sequence: 7, signal: 'ced', recovery: 'none' });
    assert.deepEqual(read(two(8), V21, 0, 2, CED, CNG), {
      sequence: 8,
      signal: 'v21 data',
      recovery: 'redundancy',
    });
    assert.deepEqual(read(two(9), V21, 0x80, 1, 3, 1, 6, hex('c00180000000')), {
      sequence: 9,
      signal: 'v21 data',
      recovery: 'fec',
    });
    const long = octets(0xd0, new Uint8Array(199));
    assert.equal(read(two(9), 0x80, 200, long, 0, 0)?.signal, 'v17-14400 data');
    assert.equal(read(two(9), 2, 0x20, 0, 0, 0)?.signal, 'extended');
  });

  it('is nothing that does not fit to the last octet', () => {
    assert.equal(read(two(7), CED, 0, 0, 0), null);
    assert.equal(read(two(7), CED, 0, 1), null);
    assert.equal(read(two(7), CED, 1, 0), null);
    assert.equal(read(two(7), 1, 0x03, 0, 0), null);
    assert.equal(read(two(7), 1, 0x84, 0, 0), null);
    assert.equal(read(two(7), 2, 0x04, 0, 0, 0), null);
    assert.equal(read(two(7), 3, 0xd2, 1, 0, 0, 0), null);
    assert.equal(read(new Uint8Array(40)), null);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
        read(noise);
      }),
    );
  });

  it('counts losses, and that packets come late or twice', () => {
    const packets = [65_534, 65_535, 0, 2, 2, 1, 5].map((sequence) => fax(sequence, V21));
    const [stream, ...others] = readCapture(pcap(packets)).dissector.fax.list();
    assert.deepEqual(others, []);
    assert.deepEqual([stream?.packets, stream?.lost, stream?.likely], [7, 2, true]);
  });

  it('is fax where a capture has each packet twice', () => {
    const likely = (...sequences: readonly number[]): boolean | undefined =>
      readCapture(pcap(sequences.map((sequence) => fax(sequence, V21)))).dissector.fax.list()[0]?.likely;
    assert.equal(likely(...[1, 2, 3, 4, 5].flatMap((sequence) => [sequence, sequence])), true);
    assert.equal(likely(...new Array<number>(20).fill(7)), false);
  });

  it('of a few packets or without numbers that follow each other is none', () => {
    const few = [1, 2, 3, 4].map((sequence) => fax(sequence, CED));
    const chance = [9, 4711, 9, 30_000, 12_345, 9, 9].map((sequence) => fax(sequence, CED, [0, 0], [1, 2]));
    const { dissector } = readCapture(pcap([...few, ...chance]));
    assert.deepEqual(
      dissector.fax.list().map(({ likely }) => likely),
      [false, false],
    );
    const rendering = renderCapture([pcap([...few, ...chance])]);
    assert.ok(rendering.kind === 'rendered' && !rendering.capture.text.includes('T38'));
  });

  it('is one block of trace text a stream', () => {
    const packets = [CNG, CNG, V21, V21, CED].map((ifp, index) => fax(index, ifp, [0, 1, CED]));
    const rendering = renderCapture([pcap(packets)]);
    assert.equal(rendering.kind, 'rendered');
    const { text } = rendering.capture;
    assert.match(text, /^=== 1 .* UDP 192\.0\.2\.1:4000 -> 192\.0\.2\.2:5000 {2}T38 5 packets, \d+ octets$/m);
    assert.match(text, /\nerror recovery redundancy\nlost 0\nfax cng\nfax v21 data\nfax ced\n/);
    const [message] = analyse(text).trace.messages;
    assert.ok(message?.parsed.kind === 'packet' && message.parsed.type === 't38');
  });

  it('is in that capture of others that holds it, and in no other one', function () {
    const corpus = path.join(shared, 'corpus/pcap');
    if (!fs.existsSync(corpus)) skipUnshared(this);
    const found = fs
      .readdirSync(corpus, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.pcap(?:ng)?$/.test(name))
      .sort()
      .flatMap((name) =>
        readCaptureFile(path.join(corpus, name))
          .dissector.fax.list()
          .map(({ packets, likely, recovery }) => [name, packets, likely, recovery]),
      );
    // Two of its 128 packets are damaged on purpose.
    assert.deepEqual(found, [['asterisk-testsuite/ast-2016-003__crash.pcap', 126, true, 'redundancy']]);
  });
});
