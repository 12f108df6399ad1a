/** A leap of a capture's clock, told from a time in which nobody speaks. */
import assert from 'node:assert/strict';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { CaptureClocks } from '../../../server/engine/basics/capture-clocks';
import { ethernet, four, hex, ipv4, octets, pcap, two, udp } from './build';

const SECOND = 1_000_000;
const START = 1_700_000_000 * SECOND;
/** Packets of each stream before the pause, and behind it. */
const PACKETS = 30;

interface Stamped {
  readonly at: number;
  readonly packet: Uint8Array;
}

/** Two ends speak, pause and go on; neither numbers nor time of their packets count the pause. */
function speech(pause: number): readonly Stamped[] {
  return Array.from({ length: 2 * PACKETS }, (_, number) => {
    const at = number * 20_000 + (number < PACKETS ? 0 : pause);
    return [
      { at, packet: rtp('192.0.2.1', '192.0.2.2', number) },
      { at: at + 7000, packet: rtp('192.0.2.2', '192.0.2.1', number) },
    ];
  }).flat();
}

function rtp(source: string, destination: string, number: number): Uint8Array {
  const header = octets(0x80, 0, two(100 + number), four(160 * number), four(7));
  return ethernet(
    0x0800,
    ipv4(17, udp(octets(header, new Uint8Array(160)), 4000, 4000), { source, destination }),
  );
}

/** A request of STUN with an ever new transaction. */
function check(at: number): Stamped {
  const message = octets(hex('0001 0000 2112a442'), four(at / SECOND), four(1), four(2));
  return { at, packet: ethernet(0x0800, ipv4(17, udp(message, 4000, 4000))) };
}

function request(method: string, at: number): Stamped {
  const lines = [
    `${method} sip:b@192.0.2.2 SIP/2.0`,
    `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${method}`,
    'From: <sip:a@192.0.2.1>;tag=a',
    'To: <sip:b@192.0.2.2>;tag=b',
    'Call-ID: leap',
    `CSeq: ${method === 'INVITE' ? 1 : 2} ${method}`,
    'Content-Length: 0',
    '\r\n',
  ];
  const message = new TextEncoder().encode(lines.join('\r\n'));
  return { at, packet: ethernet(0x0800, ipv4(17, udp(message, 5060, 5060))) };
}

function clocksOf(packets: readonly Stamped[]): CaptureClocks {
  return clocksRecorded(packets.toSorted((one, other) => one.at - other.at));
}

/** @param packets in the order in which they were recorded */
function clocksRecorded(packets: readonly Stamped[]): CaptureClocks {
  const bytes = pcap(
    packets.map(({ packet }) => packet),
    { stamps: packets.map(({ at }) => START + at) },
  );
  const rendering = renderCapture([bytes]);
  assert.ok(rendering.kind === 'rendered');
  return analyse(rendering.capture.text).trace.evidence.clocks;
}

describe('a leap of the clock ahead', () => {
  it('is told where media of both ends goes on across it', () => {
    const { leaps } = clocksOf(speech(38 * SECOND));
    assert.deepEqual(
      leaps.map(({ micros }) => Math.round(micros / SECOND)),
      [38],
    );
  });

  it('is none where both ends pause, as on hold, and checks or signalling come before they go on', () => {
    const end = PACKETS * 20_000;
    const { leaps } = clocksOf([
      ...speech(38 * SECOND),
      ...[0.2, 5, 10, 15, 20, 25, 30, 35, 37.8].map((seconds) => check(end + seconds * SECOND)),
    ]);
    assert.deepEqual(leaps, []);
  });
});

describe('a step of the clock back', () => {
  const call = [request('INVITE', -10_000), ...speech(0), request('BYE', 2 * PACKETS * 20_000)];

  it('is a leap where the call goes on behind it', () => {
    const back = 500_000;
    const { leaps } = clocksRecorded(
      call.map(({ at, packet }) => ({ at: at < 800_000 ? at : at - back, packet })),
    );
    assert.deepEqual(
      leaps.map(({ micros }) => Math.round(micros / 100_000)),
      [-5],
    );
  });

  it('is none where a second capture begins within the first one, though the call ends in the second', () => {
    const { leaps, outOfOrder } = clocksRecorded([
      ...call.filter(({ at }) => at < 800_000),
      ...call.filter(({ at }) => at > 300_000),
    ]);
    assert.deepEqual(leaps, []);
    assert.ok(outOfOrder > 0);
  });
});
