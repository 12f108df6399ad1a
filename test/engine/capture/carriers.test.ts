/** What carries messages beside UDP and TCP: DNS over TCP, SCTP, GTP-U. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { CaptureEvent } from '../../../server/engine/capture/events';
import { ethernet, four, hex, ipv4, octets, type Part, pcap, sip, tcp, two, udp } from './build';
import { readCapture } from './read-capture';
import { skipFor } from '../../support/skip';

function eventsOf(packets: readonly Uint8Array[]): readonly CaptureEvent[] {
  return readCapture(pcap(packets)).events;
}

/** What each event is, over what, from which frame to which. */
function told(packets: readonly Uint8Array[]): readonly string[] {
  return eventsOf(packets).map((event) => {
    if (!('carrier' in event)) return event.kind;
    const { transport, source, destination, firstFrame, moment } = event.carrier;
    return `${event.kind} ${transport} ${source.port} ${destination.port} ${firstFrame}-${moment.frame}`;
  });
}

function textOf(packets: readonly Uint8Array[]): readonly string[] {
  return eventsOf(packets).map((event) =>
    'bytes' in event ? new TextDecoder().decode(event.bytes.subarray(event.start, event.end)) : '',
  );
}

describe('DNS over TCP', () => {
  const query = octets(
    hex('beef 0100 0001 0000 0000 0000'),
    [3, 'sip', 7, 'example', 3, 'com', 0],
    two(33),
    two(1),
  );
  const framed = octets(two(query.length), query);

  function stream(pieces: readonly Uint8Array[], first = 1000, destination = 53): Uint8Array[] {
    let sequence = first;
    return pieces.map((piece) => {
      const packet = ethernet(0x0800, ipv4(6, tcp(piece, { source: 40_000, destination, sequence })));
      sequence += piece.length;
      return packet;
    });
  }

  it('is cut by the lengths before its messages', () => {
    assert.deepEqual(told(stream([octets(framed, framed)])), [
      'dns TCP 40000 53 1-1',
      'dns TCP 40000 53 1-1',
    ]);
  });

  it('is put together from segments, however they fall', () => {
    const whole = octets(framed, framed);
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length), (one, other) => {
        const [a, b] = [Math.min(one, other), Math.max(one, other)];
        const pieces = [whole.subarray(0, a), whole.subarray(a, b), whole.subarray(b)];
        const found = told(stream(pieces.filter(({ length }) => length > 0)));
        assert.equal(found.length, 2);
      }),
      { numRuns: 60 },
    );
    assert.deepEqual(told(stream([framed.subarray(0, 1), framed.subarray(1, 9), framed.subarray(9)])), [
      'dns TCP 40000 53 1-3',
    ]);
  });

  it('goes on behind what was not captured', () => {
    const [first, , third] = stream([framed, framed, framed]);
    assert.ok(first && third);
    const last = stream([framed], 1000 + 200_000)[0];
    assert.ok(last);
    assert.equal(told([first, third]).length, 2);
    assert.ok(told([first, last]).length >= 1);
  });

  it('does not hide SIP on its port, nor is it believed on another', () => {
    assert.deepEqual(told(stream([sip()])), ['sip TCP 40000 53 1-1']);
    assert.deepEqual(told(stream([framed], 1000, 5300)), []);
  });

  it('is never the reason to throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(framed.length), (noise, at) => {
        told(stream([framed.subarray(0, at), noise, framed]));
      }),
      { numRuns: 100 },
    );
  });
});

describe('LLMNR', () => {
  it('is DNS on a port of its own', () => {
    const query = octets(hex('beef 0000 0001 0000 0000 0000'), [4, 'sbc1', 0], two(1), two(1));
    assert.deepEqual(told([ethernet(0x0800, ipv4(17, udp(query, 50_000, 5355)))]), [
      'dns UDP 50000 5355 1-1',
    ]);
  });
});

describe('SIP over SCTP', () => {
  const message = sip('OPTIONS sip:bob@example.com SIP/2.0', 'x'.repeat(90));
  const text = new TextDecoder().decode(message);

  /** A DATA chunk; flags: 2 begins, 1 ends a message, 4 is unordered. */
  function data(number: number, flags: number, payload: Uint8Array): Part {
    const length = 16 + payload.length;
    return [
      0,
      flags,
      two(length),
      four(number),
      two(1),
      two(0),
      four(0),
      payload,
      new Uint8Array(-length & 3),
    ];
  }

  function sctp(...chunks: readonly Part[]): Uint8Array {
    const header = [two(5060), two(5070), four(0xcafe), four(0)];
    return ethernet(0x0800, ipv4(132, octets(header, chunks)));
  }

  const heartbeat: Part = [4, 0, two(8), four(7)];
  const [one, two_, three] = [message.subarray(0, 50), message.subarray(50, 51), message.subarray(51)];

  it('is read from whole chunks, several in a packet', () => {
    assert.deepEqual(told([sctp(heartbeat, data(1, 3, message), data(2, 7, message))]), [
      'sip SCTP 5060 5070 1-1',
      'sip SCTP 5060 5070 1-1',
    ]);
  });

  it('is put together from fragments, in any order', () => {
    const fragments = [data(0xffffffff, 2, one), data(0, 0, two_), data(1, 1, three)];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
      [1, 2, 0],
    ]) {
      const packets = order.map((index) => sctp(fragments[index] ?? []));
      assert.deepEqual(told(packets), ['sip SCTP 5060 5070 1-3']);
      assert.deepEqual(textOf(packets), [text]);
    }
    assert.deepEqual(told([sctp(...fragments)]), ['sip SCTP 5060 5070 1-1']);
  });

  it('is one message although a chunk is sent again', () => {
    const packets = [sctp(data(1, 3, message)), sctp(data(1, 3, message)), sctp(data(2, 2, one))];
    const again = [sctp(data(2, 2, one)), sctp(data(3, 1, message.subarray(50))), sctp(data(3, 1, three))];
    assert.deepEqual(told([...packets, ...again]), ['sip SCTP 5060 5070 1-1', 'sip SCTP 5060 5070 3-5']);
  });

  it('is none where a fragment is missing, or the lengths lie', () => {
    assert.deepEqual(told([sctp(data(1, 2, one)), sctp(data(3, 1, three))]), []);
    assert.deepEqual(told([sctp(data(1, 2, one)), sctp(data(2, 3, message))]), ['sip SCTP 5060 5070 2-2']);
    const { dissector } = readCapture(
      pcap([
        sctp([0, 3, two(9000), four(1)]),
        sctp([0, 3, two(0)]),
        ethernet(0x0800, ipv4(132, hex('13c4'))),
      ]),
    );
    assert.deepEqual(dissector.unread.list(), [{ what: 'damaged headers', frames: 3, first: 1 }]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (noise) => {
        told([ethernet(0x0800, ipv4(132, octets(two(5060), two(5070), four(1), four(0), noise)))]);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps little of what never becomes whole', () => {
    const before = process.cpuUsage();
    const packets = Array.from({ length: 20_000 }, (_, index) => sctp(data(index * 2, 0, one)));
    assert.deepEqual(told(packets), []);
    assert.ok(process.cpuUsage(before).user < 5_000_000);
  });
});

describe('GTP-U', () => {
  const inner = ipv4(17, udp(sip()));

  function tunnel(flags: number, type: number, rest: Part, length?: number): Uint8Array {
    const content = octets(rest);
    const gtp = octets(flags, type, two(length ?? content.length), four(0x1234), content);
    return ethernet(
      0x0800,
      ipv4(17, udp(gtp, 2152, 2152), { source: '198.51.100.1', destination: '198.51.100.2' }),
    );
  }

  const ways: readonly (readonly [string, Uint8Array])[] = [
    ['a user’s packet', tunnel(0x30, 255, inner)],
    ['a sequence number', tunnel(0x32, 255, [two(7), 0, 0, inner])],
    [
      'extension headers',
      tunnel(0x34, 255, [two(0), 0, 0x85, [1, 0, 9, 0xc0], [2, 0, 0, 0, 0, 0, 0, 0], inner]),
    ],
  ];
  for (const [name, packet] of ways) {
    it(`carries ${name}`, () => {
      const [event, ...others] = eventsOf([packet]);
      assert.ok(event?.kind === 'sip' && others.length === 0);
      assert.equal(event.carrier.source.address, '192.0.2.1');
    });
  }

  it('carries none in other messages, or where its lengths lie', () => {
    assert.deepEqual(told([tunnel(0x30, 1, inner)]), []);
    assert.deepEqual(told([tunnel(0x30, 255, inner, 9000)]), []);
    assert.deepEqual(told([tunnel(0x34, 255, [two(0), 0, 0x85, 0, 0, 0, 0])]), []);
    assert.deepEqual(told([tunnel(0x50, 255, inner)]), []);
  });

  it('in GTP-U in GTP-U ends', () => {
    let packet = inner;
    for (let depth = 0; depth < 200; depth++)
      packet = ipv4(17, udp(octets(hex('30ff'), two(packet.length), four(1), packet), 2152, 2152));
    assert.deepEqual(told([ethernet(0x0800, packet)]), []);
  });
});

describe('carriers as tshark reads them', function () {
  before(function () {
    if (spawnSync('tshark', ['--version'], { stdio: 'ignore' }).error !== undefined)
      skipFor('tshark is not installed', this);
  });

  it('has SIP in the same frames', () => {
    const message = sip('OPTIONS sip:bob@example.com SIP/2.0');
    const chunk = (number: number, flags: number, payload: Uint8Array): Part => [
      0,
      flags,
      two(16 + payload.length),
      four(number),
      two(1),
      two(0),
      four(0),
      payload,
      new Uint8Array(-payload.length & 3),
    ];
    const sctp = (part: Part): Uint8Array =>
      ethernet(0x0800, ipv4(132, octets(two(5060), two(5070), four(0xcafe), four(0), part)));
    const user = ipv4(17, udp(message));
    const gtp = octets(hex('30ff'), two(user.length), four(0x1234), user);
    const capture = pcap([
      sctp(chunk(1, 3, message)),
      sctp(chunk(2, 2, message.subarray(0, 40))),
      sctp(chunk(3, 1, message.subarray(40))),
      ethernet(0x0800, ipv4(17, udp(gtp, 2152, 2152))),
    ]);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'carriers-'));
    try {
      const file = path.join(folder, 'carriers.pcap');
      fs.writeFileSync(file, capture);
      const options = ['-o', 'sctp.reassembly:TRUE', '-Y', 'sip', '-T', 'fields', '-e', 'frame.number'];
      const { stdout } = spawnSync('tshark', ['-r', file, ...options], { encoding: 'utf8' });
      const ours = readCapture(capture).events.map((event) =>
        'carrier' in event ? event.carrier.moment.frame : 0,
      );
      assert.deepEqual(ours, stdout.trim().split(/\s+/).map(Number));
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
