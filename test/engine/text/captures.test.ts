/** Every log that was written beside a capture has the capture's messages. Runs where the captures are. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { messageOf } from '../../../server/engine/analysis/model';
import type { TextRecord } from '../../../server/engine/text/record';
import { assertSound, header, readFile, startLine } from './messages';
import { filesBelow, shared, skipUnshared } from '../../support/shared';

const captures = path.join(shared, 'captures');

/** What is compared with sngrep's text of the same capture. */
const others = [
  'ngrep-byline.txt',
  'ngrep-byline-delta.txt',
  'ngrep-plain.txt',
  'ngrep-single.txt',
  'tcpdump-A.txt',
  'tcpdump-v.txt',
  'tcpdump-X.txt',
  'tshark-hexdump.txt',
  'tshark-O.txt',
  'tshark-V.txt',
];

/** A SIP message of a capture, as tshark saw it. */
interface Key {
  readonly seconds: number;
  readonly source: string;
  readonly destination: string;
  /** The method or the status code. */
  readonly what: string;
  readonly cseq: string;
}

/** What a file lacks of its capture, and why. */
const lacking: Readonly<Record<string, string>> = {
  '01h-inbound-tls.sngrep': 'SIP is encrypted, and no tool had the keys',
  '01h-inbound-tls.ngrep-byline': 'SIP is encrypted',
  '01h-inbound-tls.tcpdump-A': 'SIP is encrypted',
  '01h-inbound-tls.tshark-O': 'SIP is encrypted',
  '01h-inbound-tls.with-secrets.sngrep': 'SIP is encrypted, and only tshark reads keys out of a capture',
  '01h-inbound-tls.with-secrets.ngrep-byline': 'SIP is encrypted',
  '01h-inbound-tls.with-secrets.tcpdump-A': 'SIP is encrypted',
  '01i-inbound-any-sll2.ngrep-byline': 'ngrep cannot read this link type: the file is empty',
};

describe('logs beside the captures', function () {
  before(function () {
    if (!fs.existsSync(captures)) skipUnshared(this);
  });

  for (const [ending, times] of [
    ['sngrep.txt', 'full'],
    ['ngrep-byline.txt', 'full'],
    ['ngrep-byline-delta.txt', 'relative'],
    ['ngrep-plain.txt', 'full'],
    ['ngrep-single.txt', 'full'],
    ['tcpdump-A.txt', 'missing'],
    ['tcpdump-X.txt', 'missing'],
    ['tshark-hexdump.txt', null],
    ['tshark-O.txt', null],
    ['tshark-V.txt', 'full'],
  ] as const) {
    it(`have the capture's messages: ${ending}`, () => {
      const files = below('text', `.${ending}`);
      assert.ok(files.length >= 5);
      for (const file of files) {
        const capture = path.basename(file, `.${ending}`);
        const { text, reading } = readFile(file);
        assertSound(text, reading);
        if (isLacking(file)) {
          assert.deepEqual(reading.records, [], file);
          continue;
        }
        const records = byTime(reading.records);
        const keys = keysOf(capture).map(withoutTime);
        // These files were cut behind 300 lines.
        const isCut = ending === 'tcpdump-X.txt';
        assert.ok(!isCut || records.length >= 3);
        assert.deepEqual(records.map(asKey), isCut ? keys.slice(0, records.length) : keys, file);
        assert.ok(records.every(({ meta }) => (meta.time?.date ?? null) === times));
        const seconds = records.flatMap(({ meta }) => (meta.time === null ? [] : [meta.time.micros / 1e6]));
        const wanted = keysOf(capture).map((key) => key.seconds);
        for (const [at, second] of seconds.entries()) {
          const since = second - (seconds[0] ?? 0);
          const should = (wanted[at] ?? 0) - (wanted[0] ?? 0);
          assert.ok(
            Math.abs(since - should) < 0.0021,
            `${file}: message ${at} at ${since}, wanted ${should}`,
          );
        }
      }
    });
  }

  it('are the same messages in every format', () => {
    for (const file of below('text', '.sngrep.txt')) {
      if (isLacking(file)) continue;
      const sngrep = byTime(readFile(file).reading.records);
      for (const other of others) {
        const twin = file.replace('sngrep.txt', other);
        // tcpdump -v leaves SIP over TCP out.
        if (!fs.existsSync(twin) || isLacking(twin) || (other === 'tcpdump-v.txt' && twin.includes('tcp')))
          continue;
        const { records } = readFile(twin).reading;
        const same = other === 'tcpdump-X.txt' ? sngrep.slice(0, records.length) : sngrep;
        assert.deepEqual(records.map(startLine), same.map(startLine), twin);
        assert.deepEqual(records.map(callId), same.map(callId), twin);
        for (const [at, record] of records.entries()) {
          const whole = (sngrep[at]?.content ?? '').replaceAll('\r\n', '\n');
          // tcpdump's filter dropped the later IP fragments.
          if (record.end === 'next' && other.startsWith('tcpdump'))
            assert.ok(whole.startsWith(record.content), twin);
          else assert.equal(record.content.replaceAll('\r\n', '\n'), whole, twin);
        }
      }
    }
  });

  it('raise the same findings in every format', function () {
    let compared = 0;
    for (const file of below('text', '.sngrep.txt')) {
      if (isLacking(file)) continue;
      const expected = findings(file);
      for (const other of others) {
        const twin = file.replace('sngrep.txt', other);
        if (!fs.existsSync(twin) || isLacking(twin) || isPart(twin)) continue;
        assert.deepEqual(findings(twin), expected, twin);
        compared++;
      }
    }
    assert.ok(compared > 80, `${compared} compared`);
  });

  it("have both sides of sipp's calls, PSTN legs included", () => {
    const expected = keysOf('14-sipp-5calls').map(({ what, cseq }) => `${what} ${cseq}`);
    for (const side of ['uac', 'uas']) {
      const { text, reading } = readFile(path.join(captures, 'text', `sipp-trace-5calls-${side}.log`));
      assertSound(text, reading);
      assert.deepEqual(
        reading.records.map((record) => `${what(record)} ${header(record, 'CSeq')}`).sort(),
        [...expected].sort(),
      );
    }
    const legs = below('logs', '.sipp-pstn.log');
    assert.ok(legs.length > 20);
    for (const file of legs) {
      const { text, reading } = readFile(file);
      assertSound(text, reading);
      const stamps = [...text.matchAll(/^UDP message (sent|received) [([](\d+)/gm)];
      assert.equal(reading.records.length, stamps.length, file);
      for (const [at, record] of reading.records.entries()) {
        assert.equal(record.meta.direction, stamps[at]?.[1], file);
        assert.equal(Buffer.byteLength(record.content), Number(stamps[at]?.[2]), file);
      }
    }
  });

  it('have what kamailio and baresip wrote', () => {
    for (const [file, count] of [
      ['text/kamailio-sipdump.14b.data', 14],
      ['text/kamailio-xlog-mb.14b.log', 7],
      ['logs/02c-outbound-baresip.baresip1.log', 7],
      ['logs/05b-baresip-183-checks-after-200.baresip1.log', 7],
    ] as const) {
      const { text, reading } = readFile(path.join(captures, file));
      assertSound(text, reading);
      assert.equal(reading.records.length, count, file);
      for (const { meta } of reading.records)
        assert.ok(typeof meta.source?.port === 'number' && typeof meta.destination?.port === 'number');
    }
    const dump = readFile(path.join(captures, 'text/kamailio-sipdump.14b.data')).reading.records;
    const outside = dump.filter(({ meta }) =>
      [meta.source, meta.destination].some((end) => end?.address === '198.51.100.5'),
    );
    assert.deepEqual(outside.map(asKey), keysOf('14b-kamailio-logged').map(withoutTime));
  });

  it('are read without an exception, soundly and within a second', () => {
    for (const file of [
      ...filesBelow(path.join(captures, 'text')),
      ...filesBelow(path.join(captures, 'logs')),
    ]) {
      const { text, reading } = readFile(file);
      assertSound(text, reading);
    }
  });
});

function below(folder: string, ending: string): readonly string[] {
  return filesBelow(path.join(captures, folder)).filter((file) => file.endsWith(ending));
}

/** sngrep saves call by call. */
function byTime(records: readonly TextRecord[]): readonly TextRecord[] {
  return records.toSorted((one, other) => (one.meta.time?.micros ?? 0) - (other.meta.time?.micros ?? 0));
}

/** Which rule speaks of which message, by time. */
function findings(file: string): readonly string[] {
  const analysis = analyse(readFile(file).text);
  const { trace, findings: found } = analysis;
  const messages = trace.messages.toSorted(
    (one, other) => (one.record.meta.time?.micros ?? 0) - (other.record.meta.time?.micros ?? 0),
  );
  return found
    .map(
      (finding) => `${messages.indexOf(messageOf(analysis, finding))} ${finding.severity} ${finding.rule.id}`,
    )
    .sort();
}

/** Whether a file has less than its capture: fragments that the tool left out, a file that was cut. */
function isPart(file: string): boolean {
  if (file.endsWith('tcpdump-X.txt') || (file.endsWith('tcpdump-v.txt') && file.includes('tcp.')))
    return true;
  return file.includes('tcpdump') && readFile(file).reading.records.some(({ end }) => end === 'next');
}

function isLacking(file: string): boolean {
  return Object.keys(lacking).some((name) => path.basename(file).startsWith(`${name}.`));
}

function keysOf(capture: string): readonly Key[] {
  const lines = fs.readFileSync(path.join(captures, 'keys', `${capture}.keys.txt`), 'utf8').split('\n');
  return lines.flatMap((line) => {
    const parts = /^ *\d+ +([\d.]+) (\S+) -> (\S+) (\S+)[^[]* \[(\d+ [A-Z]+)\]/.exec(line);
    // An ICMP error quotes a message: tshark names both packets' addresses.
    if (parts === null || (parts[2] ?? '').includes(',')) return [];
    const [, seconds = '', source = '', destination = '', word = '', cseq = ''] = parts;
    return [{ seconds: Number(seconds), source, destination, what: word, cseq }];
  });
}

function withoutTime({ source, destination, what: word, cseq }: Key): string {
  return [source, destination, word, cseq].join(' ');
}

function asKey(record: TextRecord): string {
  const { source, destination } = record.meta;
  return [
    `${source?.address ?? '-'}:${source?.port ?? '-'}`,
    `${destination?.address ?? '-'}:${destination?.port ?? '-'}`,
    what(record),
    header(record, 'CSeq'),
  ].join(' ');
}

function what(record: TextRecord): string {
  const words = startLine(record).split(' ');
  return (words[0] === 'SIP/2.0' ? words[1] : words[0]) ?? '';
}

function callId(record: TextRecord): string {
  return header(record, 'Call-ID');
}
