/**
 * The SIP and STUN that we find in captures of others is what tshark finds: same packets, same times and ends, same
 * messages. Each difference is listed with its reason. Runs where the captures are.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { CaptureEvent } from '../../../server/engine/capture/events';
import { readCaptureFile } from './read-capture';
import { differenceOf, readTable, rowsOf, type Row } from './tshark-rows';
import { filesBelow, filesToTest, shared, skipUnshared } from '../../support/shared';

const corpus = path.join(shared, 'corpus/pcap');

/** Packets in which we differ from tshark 4.0.17, by file, with the reason. */
const differences: Readonly<
  Record<string, readonly (readonly [reason: string, frames: readonly number[]])[]>
> = {
  'ndpi/fuzz-2006-06-26-2594.pcap': [
    ['a lone CR ends the first line, so it does not read as a start line', [247]],
    ['a NUL stands in the first line, and tshark takes the packet for no SIP', [108, 346, 348, 441]],
    ['the status code has two digits; it is SIP, if broken', [274]],
    [
      'a damaged header line: tshark finds the tag or ends the line elsewhere',
      [259, 266, 325, 421, 527, 617],
    ],
  ],
  'ndpi/http_on_sip_port.pcap': [['HTTP on port 5060: tshark goes by the port', [3, 4]]],
  'ndpi/stun_wa_call.pcapng': [
    [
      'an ICMP error quotes the beginning of a message, which tshark leaves alone when it is not whole',
      [569],
    ],
  ],
};

/**
 * WhatsApp's messages have types from 0x0800 on, with methods that are not assigned. They have the magic cookie; tshark
 * does not take them for STUN. So many packets of each file hold one.
 */
const unassignedMethods: Readonly<Record<string, number>> = {
  'ndpi/lru_ipv6_caches.pcapng': 4,
  'ndpi/stun_wa_call.pcapng': 104,
  'ndpi/wa_video.pcap': 65,
  'ndpi/wa_voice.pcap': 5,
  'ndpi/whatsapp_login_call.pcap': 16,
  'ndpi/whatsapp_voice_and_message.pcap': 8,
};

/** So many packets more or less hold DTLS for us than for tshark. */
const moreDtls: Readonly<Record<string, number>> = {
  'ndpi/stun.pcap': 1, // a later fragment of a handshake message, which tshark does not know by itself
};

/** Damaged on purpose: tshark leaves out packets that other readers of it find malformed. */
const fuzzed = /fuzz-/;

describe('against tshark', function () {
  for (const kind of ['sip', 'stun'] as const) {
    const ending = { sip: /\.sip\.tsv$/, stun: /\.stun\.tsv$/ }[kind];
    for (const table of filesToTest('corpus/pcap', ending)) {
      const file = table.slice(0, -`.${kind}.tsv`.length);
      const name = path.relative(corpus, file);
      it(`${kind} of ${name}`, () => {
        const theirs = new Map(tableOf(table).map((row) => [Number(row['frame.number']), row]));
        const ours = rowsOf(readCaptureFile(file, 10_000).events, kind);
        const expected = new Set((differences[name] ?? []).flatMap(([, frames]) => frames));
        const found: number[] = [];
        const said: string[] = [];
        let unassigned = 0;
        for (const frame of new Set([...theirs.keys(), ...ours.keys()])) {
          if (!theirs.has(frame) && ours.get(frame)?.['stun.type']?.startsWith('0x08') === true) {
            unassigned++;
            continue;
          }
          const difference = differenceOf(theirs.get(frame), ours.get(frame));
          if (difference === null) continue;
          found.push(frame);
          if (!expected.has(frame)) said.push(`${frame}: ${difference}`);
        }
        assert.deepEqual(said, []);
        assert.equal(unassigned, unassignedMethods[name] ?? 0);
        assert.deepEqual(
          found.sort((a, b) => a - b),
          [...expected].sort((a, b) => a - b),
        );
      });
    }
  }
});

describe('against what tshark counted', function () {
  before(function () {
    if (!fs.existsSync(corpus)) skipUnshared(this);
  });

  it('captures without SIP or STUN hold none, and DTLS is in the same packets', () => {
    const rows = tableOf(path.join(corpus, 'COUNTS.tsv'));
    assert.ok(rows.length > 40);
    for (const { file = '', frames, sip, stun, dtls } of rows) {
      const { events, packets } = readCaptureFile(path.join(corpus, file));
      assert.equal(String(packets), frames, file);
      const framesOf = (kind: CaptureEvent['kind']): number =>
        new Set(
          events.flatMap((event) =>
            event.kind === kind && 'carrier' in event && event.carrier.wrappings.length === 0
              ? [event.carrier.moment.frame]
              : [],
          ),
        ).size;
      if (sip === '0') assert.equal(framesOf('sip'), 0, file);
      if (stun === '0') assert.equal(framesOf('stun'), 0, file);
      assert.equal(framesOf('dtls'), Number(dtls) + (moreDtls[file] ?? 0), file);
    }
  });

  it('RTP streams have as many packets, lose as many and jitter as much', () => {
    let compared = 0;
    const tables = filesBelow(corpus).filter((name) => name.endsWith('.rtpstreams.txt'));
    for (const table of tables) {
      const file = table.slice(0, -'.rtpstreams.txt'.length);
      const streams = readCaptureFile(file).dissector.rtp.list();
      for (const line of fs.readFileSync(table, 'utf8').split('\n')) {
        const match =
          /^ *[\d.]+ +[\d.]+ +(\S+) +(\d+) +(\S+) +(\d+) +0x([0-9A-F]{8}) +(.+?) {2,}(\d+) +(-?\d+) \((.+)$/.exec(
            line,
          );
        if (match === null) continue;
        const [
          ,
          source,
          sourcePort,
          destination,
          destinationPort,
          ssrc = '',
          payload,
          packets,
          lost,
          rest = '',
        ] = match;
        const place = `${path.basename(file)} ${ssrc} ${source}`;
        if (payload?.includes(',') === true || Number(lost) < 0 || fuzzed.test(file)) continue;
        const ours = streams.find(
          (stream) =>
            stream.ssrc === Number.parseInt(ssrc, 16) &&
            stream.source.address === source &&
            stream.source.port === Number(sourcePort) &&
            stream.destination.address === destination &&
            stream.destination.port === Number(destinationPort),
        );
        assert.deepEqual([ours?.packets, ours?.lost], [Number(packets), Number(lost)], place);
        const highest = Number(rest.trim().replace(/ *X$/, '').split(/ +/).at(-1));
        const jitter = ours?.payloadTypes[0]?.jitter;
        if (jitter !== null) assert.ok(Math.abs((jitter?.highest ?? 0) - highest) < 0.002, place);
        compared++;
      }
    }
    assert.equal(compared, 11);
  });
});

function tableOf(file: string): Row[] {
  return readTable(fs.readFileSync(file, 'utf8'));
}
