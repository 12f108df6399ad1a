/** Packets come out of every container, in pieces of any length, whatever the file says of itself. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Packet } from '../../../server/engine/capture/packet';
import { recogniseCapture } from '../../../server/engine/capture/recognise';
import { four, hex, octets, pcap, Pcapng, type Part } from './build';
import { eachPacket, fixtures, openFile } from './read-capture';
import { shared, skipUnshared } from '../../support/shared';

interface Seen {
  readonly frame: number;
  readonly time: string;
  readonly linkType: number;
  readonly bytes: string;
  readonly originalLength: number;
}

function read(file: Uint8Array, pieceLength = file.length): { packets: Seen[]; problems: string[] } {
  const reader = openFile(file);
  const packets: Seen[] = [];
  eachPacket(reader, file, Math.max(1, pieceLength), (packet) => packets.push(seen(packet)));
  return { packets, problems: reader.facts.problems.map(({ message }) => message) };
}

function seen(packet: Packet): Seen {
  const { frame, linkType, originalLength } = packet;
  const bytes = Buffer.from(packet.bytes.subarray(packet.start, packet.end)).toString('hex');
  const nanos = String(packet.nanos).padStart(9, '0');
  return { frame, time: `${packet.clock} ${packet.seconds}.${nanos}`, linkType, bytes, originalLength };
}

const first = hex('00112233445566778899');
const second = hex('aabbcc');

describe('containers of packets', () => {
  for (const littleEndian of [true, false]) {
    for (const [magic, time] of [
      [0xa1b2c3d4, '.250000000'],
      [0xa1b23c4d, '.000250000'],
    ] as const) {
      it(`pcap, magic ${magic.toString(16)}, ${littleEndian ? 'little' : 'big'} endian`, () => {
        const { packets, problems } = read(pcap([first, second], { magic, littleEndian, linkType: 113 }));
        assert.deepEqual(problems, []);
        assert.deepEqual(packets, [
          {
            frame: 1,
            time: `utc 1700000000${time}`,
            linkType: 113,
            bytes: '00112233445566778899',
            originalLength: 10,
          },
          { frame: 2, time: `utc 1700000001${time}`, linkType: 113, bytes: 'aabbcc', originalLength: 3 },
        ]);
      });
    }

    it(`pcapng with several sections and interfaces, ${littleEndian ? 'little' : 'big'} endian`, () => {
      const builder = new Pcapng(littleEndian);
      const offset = littleEndian ? octets(four(3600).reverse(), four(0)) : octets(four(0), four(3600));
      const file = builder
        .section()
        .interface(1)
        .interface(276, [builder.option(9, octets(9)), builder.option(2, octets('eth1'))])
        .packet(first, 1_700_000_000_123_456n)
        .packet(second, 1_700_000_000_123_456_789n, 1)
        .section()
        .interface(101, [builder.option(9, octets(0x80 | 10)), builder.option(14, offset)])
        .packet(first, 1_700_000_000n * 1024n + 512n)
        .file();
      const { packets, problems } = read(file);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        packets.map(({ frame, time, linkType }) => [frame, time, linkType]),
        [
          [1, 'utc 1700000000.123456000', 1],
          [2, 'utc 1700000000.123456789', 276],
          [3, 'utc 1700003600.500000000', 101],
        ],
      );
      assert.equal(packets[1]?.bytes, 'aabbcc');
    });
  }

  it('simple, obsolete and unknown blocks of pcapng', () => {
    const builder = new Pcapng();
    const obsolete: Part[] = [
      builder.half(0),
      builder.half(7),
      builder.word(0),
      builder.word(1_500_000),
      builder.word(3),
      builder.word(3),
      second,
    ];
    const file = builder
      .section()
      .interface(1, [], 6)
      .block(3, [builder.word(10), first.subarray(0, 6)])
      .block(0x0bad, ['something else'])
      .block(5, [builder.word(0), four(0), four(0)])
      .block(2, obsolete)
      .file();
    const { packets, problems } = read(file);
    assert.deepEqual(problems, []);
    assert.deepEqual(packets, [
      { frame: 1, time: 'none 0.000000000', linkType: 1, bytes: '001122334455', originalLength: 10 },
      { frame: 2, time: 'utc 1.500000000', linkType: 1, bytes: 'aabbcc', originalLength: 3 },
    ]);
  });

  it('names, keys and directions of pcapng', () => {
    const builder = new Pcapng();
    const file = builder
      .section()
      .interface(1)
      .block(4, [builder.half(1), builder.half(12), hex('c0000201'), 'sbc\0a.b\0', four(0)])
      .block(10, [builder.word(0x544c534b), builder.word(5), 'KEYS\n'])
      .packet(first, 0n, 0, [builder.option(2, builder.word(1)), builder.word(0)])
      .packet(first, 0n, 0, [builder.option(2, builder.word(2)), builder.word(0)])
      .packet(first)
      .file();
    const reader = openFile(file);
    const directions: unknown[] = [];
    eachPacket(reader, file, 50, ({ direction }) => directions.push(direction));
    assert.deepEqual(directions, ['received', 'sent', null]);
    assert.deepEqual(reader.facts.names, [{ address: '192.0.2.1', names: ['sbc', 'a.b'] }]);
    assert.deepEqual(
      reader.facts.secrets.map(({ type, bytes }) => [type, new TextDecoder().decode(bytes)]),
      [['TLSK', 'KEYS\n']],
    );
  });

  it('gives the same packets whatever the length of the pieces', () => {
    for (const name of fs.readdirSync(fixtures).filter((each) => /\.pcap(?:ng)?$/.test(each))) {
      const file = fs.readFileSync(path.join(fixtures, name));
      const whole = read(file);
      assert.ok(whole.packets.length > 0);
      for (const pieceLength of [1, 7, 100, 4096]) assert.deepEqual(read(file, pieceLength), whole, name);
    }
  });

  it('reads one capture alike in all containers', function () {
    const folder = path.join(shared, 'captures');
    if (!fs.existsSync(folder)) skipUnshared(this);
    const wanted = read(fs.readFileSync(path.join(folder, 'pcap/01-inbound-ok.pcapng')));
    assert.equal(wanted.packets.length, 508);
    for (const name of ['01.modified.pcap', '01.snoop', '01.usec.pcap', '01.k12.txt']) {
      const { packets, problems } = read(fs.readFileSync(path.join(folder, 'formats', name)), 1000);
      assert.deepEqual(problems, [], name);
      assert.deepEqual(
        packets.map(({ bytes }) => bytes),
        wanted.packets.map(({ bytes }) => bytes),
        name,
      );
      const isDay = name.endsWith('.txt');
      const times = wanted.packets.map(({ time }) => {
        const micros = time.slice(0, -3) + '000';
        return isDay ? `day ${Number(micros.slice(4, -10)) % 86400}${micros.slice(-10)}` : micros;
      });
      assert.deepEqual(
        packets.map(({ time }) => time),
        times,
        name,
      );
    }
  });

  it('recognises what it cannot read', () => {
    assert.deepEqual(recogniseCapture(hex('1f8b0808')), { kind: 'compressed', format: 'gzip' });
    assert.deepEqual(recogniseCapture(hex('28b52ffd00')), { kind: 'compressed', format: 'zstd' });
    const netmon = recogniseCapture(octets('GMBU\0\x02'));
    assert.equal(netmon?.kind, 'unsupported');
    assert.match(netmon.message, /Network Monitor 2 .*editcap -F pcapng/);
    const advice = (beginning: Uint8Array): string => {
      const kind = recogniseCapture(beginning);
      return kind?.kind === 'unsupported' ? kind.message : '';
    };
    assert.match(advice(octets('BZh91AY&SY', hex('f00d0102'))), /bzip2 .*bunzip2/);
    assert.match(advice(hex('fd377a585a000004')), /xz -dk/);
    assert.match(advice(octets('PK', hex('0304 1400'))), /unzip/);
    assert.match(advice(hex('04224d186440')), /lz4 -d/);
    assert.match(advice(hex('0000020012051990')), /K12/);
    assert.equal(recogniseCapture(octets('BZhang wrote: INVITE sip:a SIP/2.0\r\n')), null);
    assert.equal(recogniseCapture(octets('INVITE sip:a SIP/2.0')), null);
    assert.equal(recogniseCapture(new Uint8Array(0)), null);
  });
});

describe('files that lie or are cut off', () => {
  const packets = Array.from({ length: 20 }, (_, index) => new Uint8Array(60).fill(index));

  it('pcap: finds the packets behind a length that lies', () => {
    const file = pcap(packets);
    file.set(four(0xffffffff), 24 + 3 * 76 + 8);
    const found = read(file, 100);
    assert.deepEqual(
      found.packets.map(({ bytes }) => Number.parseInt(bytes.slice(0, 2), 16)),
      [0, 1, 2, ...Array.from({ length: 16 }, (_, index) => index + 4)],
    );
    assert.deepEqual(found.problems, [
      'a packet header speaks of 4294967295 octets: packets are looked for behind it',
    ]);
  });

  it('pcapng: finds the packets behind a block of 4 GB and behind lengths that differ', () => {
    for (const lie of [0xfffffff0, 0x7ffffffc, 400]) {
      const builder = new Pcapng().section().interface();
      for (const [index, packet] of packets.entries()) {
        if (index === 5) builder.block(6, [packet], lie);
        else builder.packet(packet);
      }
      const found = read(builder.file(), 100);
      assert.equal(found.packets.length, 19, String(lie));
      assert.equal(found.problems.length, 1);
    }
  });

  it('says where a file was cut off, and keeps what stands before', () => {
    const whole = [
      pcap(packets),
      new Pcapng()
        .section()
        .interface()
        .packet(packets[0] ?? first)
        .file(),
    ];
    for (const file of whole) {
      const all = read(file).packets;
      for (let length = 40; length < file.length; length++) {
        const cut = read(file.subarray(0, length));
        assert.deepEqual(cut.packets, all.slice(0, cut.packets.length));
        assert.ok(cut.packets.length < all.length);
      }
    }
    const { problems } = read(pcap(packets).subarray(0, -10));
    assert.deepEqual(problems, [
      'the file ends inside a packet of 60 octets: packets are looked for behind it',
    ]);
  });

  it('never throws, and always comes to an end', () => {
    const samples = [
      pcap(packets.slice(0, 3)),
      pcap(packets.slice(0, 3), { littleEndian: false, magic: 0xa1b2cd34 }),
      new Pcapng().section().interface().packet(first).packet(second).file(),
      octets(
        'snoop\0\0\0',
        four(2),
        four(4),
        four(3),
        four(3),
        four(28),
        four(0),
        four(1),
        four(2),
        second,
        0,
      ),
      octets('+---------+---------------+----------+\r\n05:40:24,467,142   ETHER\r\n|0   |76|55|\r\n'),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 12 }),
        fc.integer({ min: 1, max: 300 }),
        (sample, changes, pieceLength) => {
          const file = sample.slice();
          // The mark at the beginning stays, so that the reader is the one meant.
          for (const [at, value] of changes) if (at >= 40 && at < file.length) file[at] = value;
          const { packets: found } = read(file, pieceLength);
          assert.ok(found.length <= 60);
        },
      ),
      { numRuns: 300 },
    );
  });
});
