/** Our own captures hold what tshark's list of their events says. Runs where the captures are. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CaptureEvent, Carrier } from '../../../server/engine/capture/events';
import {
  ICE_CONTROLLED,
  ICE_CONTROLLING,
  USE_CANDIDATE,
  USERNAME,
} from '../../../server/engine/stun/attributes';
import { hasStunAttribute, stunText, stunValue, type StunMessage } from '../../../server/engine/stun/message';
import { type CaptureReading, fixtures, readCaptureFile } from './read-capture';
import { filesToTest, shared, skipUnshared } from '../../support/shared';

const captures = path.join(shared, 'captures');

/** Key lines that these files cannot give before TLS is decrypted. */
const encrypted = '01h-inbound-tls.with-secrets';

describe('our captures', () => {
  for (const keys of filesToTest('captures/keys', /\.keys\.txt$/)) {
    const name = path.basename(keys, '.keys.txt');
    it(name, () => {
      const file = [`${name}.pcapng`, `${name}.pcap`]
        .map((ending) => path.join(captures, 'pcap', ending))
        .find((candidate) => fs.existsSync(candidate));
      assert.ok(file !== undefined);
      const reading = readCaptureFile(file);
      assert.deepEqual(reading.facts.problems, []);
      const lines = fs
        .readFileSync(keys, 'utf8')
        .split('\n')
        .map((line) => line.trim());
      assertStreams(reading, lines);
      const wanted = lines.map(withoutBody).filter((line): line is string => line !== null);
      const isSip = (line: string): boolean => !line.includes(' STUN ');
      assert.deepEqual(
        linesOf(reading.events),
        name === encrypted ? wanted.filter((line) => !isSip(line)) : wanted,
      );
    });
  }
});

describe('media of our captures', () => {
  const list = path.join(captures, 'VALIDATION.txt');

  it('has as many RTP and RTCP packets as were authenticated with the keys of the SDP', function () {
    if (!fs.existsSync(list)) skipUnshared(this);
    let compared = 0;
    for (const line of fs.readFileSync(list, 'utf8').trim().split('\n')) {
      const [name = '', ...rest] = line.split(' ');
      const { dissector, events } = readCaptureFile(path.join(captures, 'pcap', name));
      for (const [, source, destination, kind, count] of rest
        .join(' ')
        .matchAll(/(?:\| |; )([\d.]+)>([\d.]+) (SRTP|SRTCP) \d+\/(\d+) auth/g)) {
        const isThis = (ends: { source: { address: string }; destination: { address: string } }): boolean =>
          ends.source.address === source && ends.destination.address === destination;
        const found =
          kind === 'SRTP'
            ? dissector.rtp.list().reduce((sum, stream) => sum + (isThis(stream) ? stream.packets : 0), 0)
            : events.filter((event) => event.kind === 'rtcp' && isThis(event.carrier)).length;
        assert.equal(found, Number(count), `${name} ${source} ${destination} ${kind}`);
        compared++;
      }
    }
    assert.ok(compared > 50);
  });
});

describe('the captures beside the tests', () => {
  it('10: a check without an answer, five times the same, and a cancelled call', () => {
    const { events } = readCaptureFile(path.join(fixtures, '10-bad-firewalled.pcapng'));
    const end =
      '198.51.100.21:38204 -> 203.0.113.10:50413 STUN BindReq gNaySZCk:TU1F CONTROLLING crc=1 id=..e8ac89';
    const out = '203.0.113.10:5060 -> 198.51.100.5:5060';
    const back = '198.51.100.5:5060 -> 203.0.113.10:5060';
    assert.deepEqual(linesOf(events), [
      `1 ${out} INVITE [1 INVITE]`,
      `2 ${back} 100 trying -- your call is important to us [1 INVITE]`,
      `3 ${back} 183 Session Progress [1 INVITE]`,
      ...[4, 5, 6, 7, 8].map((frame) => `${frame} ${end}`),
      `9 ${out} CANCEL [1 CANCEL]`,
      `10 ${back} 200 canceling [1 CANCEL]`,
      `11 ${back} 487 Request Terminated [1 INVITE]`,
      `12 ${out} ACK [1 ACK]`,
    ]);
  });

  it('06: a check that is refused, and media all the same', () => {
    const { events, dissector, facts } = readCaptureFile(path.join(fixtures, '06-bad-pwd-in-checks.pcapng'));
    assert.equal(facts.interfaces[0]?.name, 'eth0');
    assert.deepEqual(
      linesOf(events).filter((line) => line.includes('STUN')),
      [
        '4 198.51.100.21:60205 -> 203.0.113.10:50288 STUN BindReq mC9vw9I3:wff2 CONTROLLING crc=1 id=..a61d32',
        '5 203.0.113.10:50288 -> 198.51.100.21:60205 STUN BindErr no-MI err=401 crc=1 id=..a61d32',
      ],
    );
    const streams = dissector.rtp.list();
    assert.deepEqual(
      streams.map(({ ssrc, packets, lost, first, last, likely }) => [
        ssrc,
        packets,
        lost,
        first.frame,
        last.frame,
        likely,
      ]),
      [[0xca110000, 200, 0, 8, 207, true]],
    );
    assert.deepEqual(
      events.flatMap((event) => (event.kind === 'sip' ? [event.carrier.moment.direction] : [])).slice(0, 1),
      [null],
    );
  });
});

/** Each "first SRTP on this flow" is the first packet of a stream with its SSRC and payload type. */
function assertStreams({ dissector }: CaptureReading, lines: readonly string[]): void {
  const ours = dissector.rtp.list().map(({ source, destination, ssrc, first, payloadTypes }) => {
    const ends = `${source.address}:${source.port} -> ${destination.address}:${destination.port}`;
    return `${first.frame} ${ends} pt=${payloadTypes[0]?.payloadType} ssrc=0x${ssrc.toString(16).padStart(8, '0')}`;
  });
  const theirs = lines.flatMap((line) => {
    const match = /^(\d+) +\S+ (\S+ -> \S+) first S?RTP on this flow (pt=\d+ ssrc=0x[0-9a-f]{8})/.exec(line);
    return match === null ? [] : [`${match[1]} ${match[2]} ${match[3]}`];
  });
  for (const stream of theirs) assert.ok(ours.includes(stream), stream);
}

/** A line of the list as far as it can be compared; null for what is no SIP and no STUN. */
function withoutBody(line: string): string | null {
  const match = /^(\d+) +\S+ (\S+ -> \S+) (.+)$/.exec(line);
  if (match === null) return null;
  const [, frame = '', ends = '', rest = ''] = match;
  if (/^(?:first|TLS|IPv4$)/.test(rest)) return null;
  // tshark takes what an ICMP error quotes for a message; it names both pairs of addresses then.
  if (ends.includes(',')) return `${frame} ICMP quotes ${rest.split(' ')[0]}`;
  return `${frame} ${ends} ${rest.replace(/\].*$/, ']').replace(/ {2,}/g, ' ')}`;
}

function linesOf(events: readonly CaptureEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.kind === 'sip') {
      const text = Buffer.from(event.bytes.subarray(event.start, event.end)).toString();
      const cseq = /^CSeq: *(.*?) *\r?$/im.exec(text)?.[1] ?? '';
      const first = text.slice(0, text.indexOf('\r'));
      const what = first.startsWith('SIP/2.0 ') ? first.slice(8) : first.split(' ')[0];
      return [`${headOf(event.carrier)} ${what} [${cseq}]`];
    }
    if (event.kind === 'stun') return [`${headOf(event.carrier)} STUN ${stunLine(event.message)}`];
    if (event.kind === 'icmp-error' && event.quote?.content === 'sip') {
      const { bytes, start, end } = event.quote;
      const text = Buffer.from(bytes.subarray(start, end)).toString();
      return [`${event.moment.frame} ICMP quotes ${text.split(' ')[0]}`];
    }
    return [];
  });
}

function headOf({ moment, source, destination }: Carrier): string {
  return `${moment.frame} ${source.address}:${source.port} -> ${destination.address}:${destination.port}`;
}

function stunLine(message: StunMessage): string {
  const error = stunValue(message, 0x0009);
  return [
    { request: 'BindReq', indication: 'BindInd', success: 'BindOK', error: 'BindErr' }[message.class],
    stunText(message, USERNAME),
    hasStunAttribute(message, USE_CANDIDATE) ? 'USE-CANDIDATE' : null,
    hasStunAttribute(message, ICE_CONTROLLING) ? 'CONTROLLING' : null,
    hasStunAttribute(message, ICE_CONTROLLED) ? 'CONTROLLED' : null,
    message.integrity.length === 0 ? 'no-MI' : null,
    error?.kind === 'error' ? `err=${error.code}` : null,
    `crc=${message.fingerprint === 'good' ? 1 : 0}`,
    `id=..${message.transactionId.slice(-6)}`,
  ]
    .filter((part) => part !== null)
    .join(' ');
}
