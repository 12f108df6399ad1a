/**
 * What a packet carries is read through whatever it is wrapped in, one layer and several, and where a wrapping is
 * spoilt, the packet is counted with a reason. tshark says the same where it is there.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { CaptureEvent } from '../../../server/engine/capture/events';
import { hex, ipv4, ipv6, octets, Pcapng, pcap, sip, tcp, udp } from './build';
import { type Encapsulation, encapsulations } from './encapsulate';
import { type CaptureReading, readCapture, readCaptureFile } from './read-capture';
import { skipFor } from '../../support/skip';
import { sharedPath, skipUnshared } from '../../support/shared';

const binding = hex('000100002112a442000102030405060708090a0b');
const invite = sip('INVITE sip:bob@example.com SIP/2.0', 'v=0\r\n');

/** SIP over UDP and TCP, STUN, and RTP; over both versions of IP. */
const carried: readonly Uint8Array[] = [
  ipv4(17, udp(invite)),
  ipv4(6, tcp(sip(), { sequence: 1 })),
  ipv4(17, udp(binding, 40000, 50000)),
  ipv6(17, udp(invite)),
  ipv6(17, udp(binding, 40000, 50000)),
];

type Framed = Pick<Encapsulation, 'name' | 'wrap'> & { readonly linkType: number };

/** An encapsulation down to a file's link, with what it needs around it. */
function framed(each: Encapsulation, inner: (packet: Uint8Array) => Uint8Array = (packet) => packet): Framed {
  const ethernet = named('Ethernet');
  const frameOf = (packet: Uint8Array): Uint8Array =>
    each.takes === 'frame' ? each.wrap(ethernet.wrap(inner(packet))) : each.wrap(inner(packet));
  if (typeof each.gives === 'number') return { name: each.name, wrap: frameOf, linkType: each.gives };
  const outer = each.gives === 'ip' ? ethernet.wrap : (frame: Uint8Array): Uint8Array => frame;
  return { name: each.name, wrap: (packet) => outer(frameOf(packet)), linkType: 1 };
}

function named(name: string): Encapsulation {
  const found = encapsulations.find((each) => each.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

function told(events: readonly CaptureEvent[]): readonly unknown[] {
  return events.map((event) =>
    'carrier' in event
      ? [event.kind, event.carrier.source, event.carrier.destination, event.carrier.transport]
      : event.kind,
  );
}

function read(packets: readonly Uint8Array[], linkType = 1): CaptureReading {
  return readCapture(pcap(packets, { linkType }));
}

const plain = told(read(carried, 101).events);

describe('encapsulations', () => {
  it('are read through, each alone', () => {
    assert.equal(plain.length, carried.length);
    for (const { name, wrap, linkType } of encapsulations.map((each) => framed(each))) {
      const { events, dissector } = read(carried.map(wrap), linkType);
      assert.deepEqual(told(events), plain, name);
      assert.deepEqual(dissector.unread.list(), [], name);
    }
  });

  it('are read through in each other', () => {
    const inner = encapsulations.filter(({ gives }) => gives === 'ip');
    for (const outer of encapsulations) {
      // Each of them in a few others, which change from one to the next.
      const from = encapsulations.indexOf(outer);
      for (const step of [1, 7, 19]) {
        const within = inner[(from * step + step) % inner.length];
        assert.ok(within !== undefined);
        const wrapInner = (packet: Uint8Array): Uint8Array =>
          within.wrap(within.takes === 'frame' ? named('Ethernet').wrap(packet) : packet);
        const { wrap, linkType } = framed(outer, wrapInner);
        const { events } = read(carried.map(wrap), linkType);
        assert.deepEqual(told(events), plain, `${within.name} in ${outer.name}`);
      }
    }
  });

  it('leave no packet uncounted when they are spoilt', () => {
    const forms = encapsulations.map((each) => framed(each));
    fc.assert(
      fc.property(
        fc.constantFrom(...forms),
        fc.constantFrom(...carried.filter((packet) => packet[9] !== 6)),
        fc.nat(90),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        ({ name, wrap, linkType }, packet, place, change, isCut) => {
          const whole = wrap(packet);
          const spoilt = isCut ? whole.slice(0, Math.min(whole.length, place)) : whole.slice();
          if (!isCut) spoilt[place] = (spoilt[place] ?? 0) ^ change;
          const { events, dissector } = read([spoilt], linkType);
          const streams = [...dissector.rtp.list(), ...dissector.unknown.list(), ...dissector.fax.list()];
          const isTold = events.length + streams.length + dissector.unread.list().length > 0;
          // What has become a segment of a connection may be one without data.
          if (!isTold) assert.ok(isSegment(spoilt, place), `${name}: ${Buffer.from(spoilt).toString('hex')}`);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('that have several packets in one frame are read to the last', () => {
    const { wrap } = named('an aggregate of 802.11');
    const [first, second] = [wrap(ipv4(17, udp(invite))), wrap(ipv4(17, udp(binding, 40000, 50000)))];
    const header = 8 + 24 + 2;
    const both = octets(first, new Uint8Array(-(first.length - header) & 3), second.subarray(header));
    assert.deepEqual(
      read([both], 127).events.map(({ kind }) => kind),
      ['sip', 'stun'],
    );
  });

  it('are told by a port only where a packet stands behind it', () => {
    const ports = [4789, 8472, 4790, 6081, 4754, 6635, 1701, 3544, 4341, 2152, 3386, 5247, 37008, 925, 4500];
    for (const port of ports) {
      const { events } = read([ipv4(17, udp(invite, port, port))], 101);
      assert.deepEqual(
        events.map(({ kind }) => kind),
        ['sip'],
        String(port),
      );
    }
  });

  it('that encrypt are named', () => {
    const random = Uint8Array.from({ length: 64 }, (_, index) => (index * 97 + 13) & 255);
    const cases = [
      ['ESP, encrypted', ipv4(50, random)],
      ['UDP port 4500 (IPsec)', ipv4(17, udp(random, 4500, 4500))],
      ['CAPWAP, encrypted', ipv4(17, udp(octets(hex('01000000'), random), 5247, 5247))],
    ] as const;
    for (const [what, packet] of cases)
      assert.deepEqual(read([packet], 101).dissector.unread.list(), [{ what, frames: 1, first: 1 }]);
    const protectedFrame = named('802.11').wrap(ipv4(17, udp(invite)));
    protectedFrame[1] = 0x41;
    assert.deepEqual(
      read([protectedFrame], 105)
        .dissector.unread.list()
        .map(({ what }) => what),
      ['802.11, encrypted'],
    );
  });

  it('are read as tshark reads them', function () {
    const forms = encapsulations.map((each) => framed(each));
    const file = new Pcapng().section();
    const linkTypes = [...new Set(forms.map(({ linkType }) => linkType))];
    for (const linkType of linkTypes) file.interface(linkType);
    for (const { wrap, linkType } of forms)
      file.packet(wrap(ipv4(17, udp(invite))), 0n, linkTypes.indexOf(linkType));
    const theirs = framesOfTshark(file.file());
    if (theirs === null) skipFor('tshark is not there', this);
    const ours = readCapture(file.file()).events.flatMap((event) =>
      event.kind === 'sip' ? [event.carrier.moment.frame] : [],
    );
    const namesWithout = (frames: readonly number[], others: readonly number[]): readonly string[] =>
      frames.filter((frame) => !others.includes(frame)).map((frame) => forms[frame - 1]?.name ?? '');
    assert.deepEqual(namesWithout(theirs, ours), []);
    assert.deepEqual(namesWithout(ours, theirs), onlyOurs);
  });
});

describe('encapsulations of ../shared', function () {
  it('hold as many messages and checks as are known', function () {
    const folder = sharedPath('field/encapsulations');
    if (folder === null) skipUnshared(this);
    const rows = fs.readFileSync(path.join(folder, 'EXPECTED.tsv'), 'utf8').trim().split('\n').slice(1);
    assert.ok(rows.length > 40);
    for (const row of rows) {
      const [file = '', sipFrames, stunFrames] = row.split('\t');
      const { events } = readCaptureFile(path.join(folder, file));
      const count = (kind: CaptureEvent['kind']): string =>
        String(events.filter((event) => event.kind === kind).length);
      assert.deepEqual([file, count('sip'), count('stun')], [file, sipFrames, stunFrames]);
    }
  });
});

/** What tshark 4.0.17 reads only with settings that tell it cookies, ports and the like, or does not know. */
const onlyOurs: readonly string[] = [
  'a pseudowire',
  'a pseudowire without control word',
  'ERSPAN III with IP',
  'ESP in plain, in tunnel mode',
  'ESP in plain, behind a NAT',
  'ESP in plain, in transport mode',
  'L2TPv3 in UDP',
  'L2TPv3 in UDP with a cookie',
  'L2TPv3 with a cookie of eight octets',
  'L2TPv3 with PPP',
  'VXLAN on its first port',
  'CAPWAP with 802.11',
  'Cisco HDLC with direction',
];

/** Whether the octet that was changed may say that TCP or SCTP is carried. */
function isSegment(packet: Uint8Array, place: number): boolean {
  return packet[place] === 6 || packet[place] === 132;
}

/** The frames in which tshark finds SIP; null where there is no tshark. */
function framesOfTshark(file: Uint8Array): readonly number[] | null {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'encapsulations-'));
  try {
    const name = path.join(folder, 'all.pcapng');
    fs.writeFileSync(name, file);
    const options = ['-r', name, '-Y', 'sip', '-T', 'fields', '-e', 'frame.number'];
    const told = execFileSync('tshark', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return told.trim().split('\n').map(Number);
  } catch {
    return null;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
