import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { DECOMPRESSION_LIMITS, Decompressor } from '../../../server/engine/capture/compression';
import type { Compression, DecompressionLimits } from '../../../server/engine/capture/compression';
import { mixedSample, noiseSample, traceSample } from './compression-sample';
import { cpuTime } from '../../support/cpu-time';
import { skipFor } from '../../support/skip';

const SMALL_LIMITS: DecompressionLimits = { freeOutput: 1 << 20, ratio: 50, output: 2 ** 40 };

describe('decompression', () => {
  describe('of gzip', () => {
    for (const level of [0, 1, 9]) {
      it(`gives the content in whatever pieces it comes, level ${level}`, () => {
        const content = mixedSample();
        for (const size of [997, 1 << 20]) same('gzip', zlib.gzipSync(content, { level }), content, size);
      });
    }

    it('reads several members, empty ones too', () => {
      const members = [traceSample(), Buffer.alloc(0), noiseSample(), Buffer.alloc(0)];
      same('gzip', Buffer.concat(members.map((member) => zlib.gzipSync(member))), Buffer.concat(members), 10);
    });

    it('reads a header with a name and a comment', () => {
      const bytes = zlib.gzipSync('INVITE');
      const header = Buffer.from(bytes.subarray(0, 10));
      header[3] = 8 | 16;
      const named = Buffer.concat([header, Buffer.from('a.pcap\0made here\0'), bytes.subarray(10)]);
      same('gzip', named, Buffer.from('INVITE'), 3);
    });

    it('tells of what follows and is no gzip', () => {
      const { output, problem } = run(
        'gzip',
        Buffer.concat([zlib.gzipSync('INVITE'), Buffer.from('something else')]),
      );
      assert.equal(output.toString(), 'INVITE');
      assert.equal(problem, 'what follows the gzip data is something else and is not read');
    });
  });

  describe('of zstd', () => {
    const samples: readonly (readonly [string, () => Buffer])[] = [
      ['trace.level-1', traceSample],
      ['trace.level-19', traceSample],
      ['trace.small-window', traceSample],
      ['noise', noiseSample],
      ['mixed', mixedSample],
    ];
    for (const [name, sample] of samples) {
      it(`gives the content in whatever pieces it comes: ${name}`, () => {
        for (const size of [1, 1013, 1 << 20]) same('zstd', fixture(name), sample(), size);
      });
    }

    it('reads several frames, and passes over what may be skipped', () => {
      const skippable = Buffer.from('502a4d18030000004142430000', 'hex').subarray(0, 11);
      const bytes = Buffer.concat([
        skippable,
        fixture('noise'),
        skippable,
        fixture('trace.level-1'),
        skippable,
      ]);
      same('zstd', bytes, Buffer.concat([noiseSample(), traceSample()]), 7);
    });

    it('says that a dictionary or a huge window is needed', () => {
      const dictionary = run('zstd', Buffer.from('28b52ffd0158070100000000', 'hex'));
      assert.equal(
        dictionary.problem,
        'the zstd file needs a dictionary: decompress it with zstd and open the result',
      );
      const window = run('zstd', Buffer.from('28b52ffd00a00100000000', 'hex'));
      assert.match(window.problem ?? '', /needs a window of more than 128 MiB/);
    });

    it('gives what zstd itself made of other content and settings', function () {
      const has = spawnSync('zstd', ['--version']).status === 0;
      if (!has) skipFor('zstd is not installed', this);
      const word = fc.oneof(
        fc.string(),
        fc.constantFrom('INVITE sip:', 'a=candidate:1 1 udp ', '\r\n', '0'.repeat(500)),
      );
      fc.assert(
        fc.property(
          fc.array(fc.tuple(word, fc.integer({ min: 1, max: 300 })), { maxLength: 20 }),
          fc.constantFrom('-1', '-5', '-19', '--fast=7'),
          fc.integer({ min: 1, max: 5000 }),
          (words, level, size) => {
            const content = Buffer.from(words.map(([text, times]) => text.repeat(times)).join(''));
            const made = spawnSync('zstd', ['-q', '-c', level], { input: content, maxBuffer: 1 << 26 });
            same('zstd', made.stdout, content, size);
          },
        ),
        { numRuns: 20 },
      );
    });
  });

  for (const [compression, whole] of [
    ['gzip', zlib.gzipSync(traceSample())],
    ['zstd', fixture('trace.level-1')],
  ] as const) {
    describe(`of damaged ${compression}`, () => {
      it('gives what stands before the end of a file that is cut off, wherever it is cut', () => {
        const content = traceSample();
        for (let end = 1; end < whole.length; end += end < 40 || end > whole.length - 20 ? 1 : 997) {
          const { output, problem } = run(compression, whole.subarray(0, end));
          assert.ok(content.subarray(0, output.length).equals(output), `cut at ${end}`);
          assert.equal(
            problem,
            `the ${compression} file is cut off: ${output.length} octets were read before`,
          );
        }
        assert.ok(run(compression, whole.subarray(0, whole.length - 9)).output.length > 250_000);
      });

      it('says that octets are damaged', () => {
        const damaged = Buffer.from(whole);
        damaged.fill(0xff, 2000, 2100);
        const { problem } = run(compression, damaged);
        assert.match(
          problem ?? '',
          /^the (?:gzip|zstd) file is (?:damaged|cut off): \d+ octets were read before$/,
        );
      });

      it('never throws, and never takes long', () => {
        fc.assert(
          fc.property(
            fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 30 }),
            (changes) => {
              const damaged = Buffer.from(whole);
              for (const [at, octet] of changes) damaged[at] = octet;
              run(compression, damaged, SMALL_LIMITS);
            },
          ),
          { numRuns: 200 },
        );
        fc.assert(
          fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
            run(compression, Buffer.concat([whole.subarray(0, 12), octets]), SMALL_LIMITS);
          }),
        );
      });

      it('gives nothing more once there is a problem', () => {
        const given: Uint8Array[] = [];
        const decompressor = new Decompressor(compression, (octets) => given.push(octets));
        decompressor.push(Buffer.from('no such file'));
        const { problem } = decompressor;
        assert.match(problem ?? '', / is damaged: 0 octets were read before$/);
        decompressor.push(whole);
        decompressor.finish();
        assert.equal(decompressor.problem, problem);
        assert.deepEqual(given, []);
      });
    });
  }

  it('lets through what the taker throws', () => {
    for (const [compression, bytes] of [
      ['gzip', zlib.gzipSync('x')],
      ['zstd', fixture('noise')],
    ] as const) {
      const decompressor = new Decompressor(compression, () => {
        throw new Error('cancelled');
      });
      assert.throws(() => decompressor.push(bytes), /cancelled/);
      assert.equal(decompressor.problem, null);
    }
  });

  describe('of a file that is made to grow without end', () => {
    it('stops a bomb of gzip', () => {
      const bomb = zlib.gzipSync(Buffer.alloc(20_000_000));
      const { output, problem, longest } = run('gzip', bomb, SMALL_LIMITS);
      assert.equal(output.length, Math.max(1 << 20, 50 * bomb.length));
      assert.match(
        problem ?? '',
        /^the gzip file unpacks to more than \d+ octets out of \d+: that is no capture/,
      );
      assert.ok(longest < 2 ** 25);
    });

    it('stops a bomb of zstd', () => {
      // A window of 128 KiB and blocks that are runs of 128 KiB of one octet.
      const block = Buffer.from([2 | (((1 << 17) << 3) & 0xff), ((1 << 17) >> 5) & 0xff, (1 << 17) >> 13, 0]);
      const bomb = Buffer.concat([
        Buffer.from('28b52ffd0038', 'hex'),
        ...Array.from({ length: 5000 }, () => block),
      ]);
      const { output, problem, longest } = run('zstd', bomb, SMALL_LIMITS);
      assert.equal(output.length, Math.max(1 << 20, 50 * bomb.length));
      assert.match(
        problem ?? '',
        /^the zstd file unpacks to more than \d+ octets out of \d+: that is no capture/,
      );
      assert.ok(longest <= 1 << 17);
    });

    it('ends a block of zstd whose few octets ask for very many copies', () => {
      // 32,512 sequences, each of the longest literals and the longest match, by three codes that cost no bits.
      const sequences = Buffer.from([0, 255, 0, 0, 0x54, 35, 0, 52, 0x80]);
      const header = Buffer.from([(sequences.length << 3) | (2 << 1) | 1, 0, 0]);
      const start = cpuTime();
      const { problem } = run('zstd', Buffer.concat([Buffer.from('28b52ffd0038', 'hex'), header, sequences]));
      assert.equal(problem, 'the zstd file is damaged: 0 octets were read before');
      assert.ok(cpuTime() - start < 1000);
    });

    it('takes no memory for a window because a header of zstd names a large one', () => {
      const header = Buffer.from('28b52ffd00880000000000', 'hex');
      const before = process.memoryUsage().arrayBuffers;
      const decompressor = new Decompressor('zstd', () => undefined);
      decompressor.push(header);
      assert.equal(decompressor.problem, null);
      assert.ok(process.memoryUsage().arrayBuffers - before < 1 << 22);
    });

    it('keeps to the limit of the output', () => {
      const { output, problem } = run('gzip', zlib.gzipSync(traceSample()), {
        ...DECOMPRESSION_LIMITS,
        output: 1000,
      });
      assert.equal(output.length, 1000);
      assert.ok(output.equals(traceSample().subarray(0, 1000)));
      assert.match(problem ?? '', /more than 1000 octets/);
    });

    it('does not search without end for the end of a header, or for a block with content', () => {
      const header = Buffer.from('1f8b0808000000000003', 'hex');
      const endlessName = Buffer.concat([header, Buffer.alloc(30_000_000, 0x41)]);
      header[3] = 0;
      const emptyBlocks = Buffer.concat([
        header,
        ...Array.from({ length: 500_000 }, () => Buffer.from('000000ffff', 'hex')),
      ]);
      const start = cpuTime();
      for (const bytes of [endlessName, emptyBlocks]) {
        assert.equal(run('gzip', bytes).problem, 'the gzip file is damaged: 0 octets were read before');
      }
      assert.ok(cpuTime() - start < 5000);
    });

    it('makes short work of many small frames', () => {
      const frame = Buffer.from('28b52ffd2000' + '150000' + '0000', 'hex');
      const start = cpuTime();
      const { problem } = run('zstd', Buffer.concat(Array.from({ length: 100_000 }, () => frame)));
      assert.equal(problem, null);
      assert.ok(cpuTime() - start < 5000);
    });
  });
});

function run(
  compression: Compression,
  bytes: Uint8Array,
  limits: DecompressionLimits = DECOMPRESSION_LIMITS,
  size = 1 << 16,
): { readonly output: Buffer; readonly problem: string | null; readonly longest: number } {
  const given: Uint8Array[] = [];
  const decompressor = new Decompressor(compression, (octets) => given.push(octets), limits);
  for (let at = 0; at < bytes.length; at += size) decompressor.push(bytes.subarray(at, at + size));
  decompressor.finish();
  const output = Buffer.concat(given);
  assert.equal(output.length, decompressor.outputLength);
  const longest = given.reduce((most, { length }) => Math.max(most, length), 0);
  return { output, problem: decompressor.problem, longest };
}

function same(compression: Compression, bytes: Uint8Array, content: Buffer, size: number): void {
  const { output, problem } = run(compression, bytes, DECOMPRESSION_LIMITS, size);
  assert.equal(problem, null);
  assert.ok(output.equals(content), `${output.length} octets, wanted ${content.length}`);
}

function fixture(name: string): Buffer {
  return fs.readFileSync(path.resolve(__dirname, '../../fixtures/compression', `${name}.zst`));
}
