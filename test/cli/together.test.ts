/**
 * `--together`: the log of an SBC and a capture in which its signalling is encrypted, and files that a trace was cut into.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { run } from '../../server/cli/run';
import { readText } from '../../server/engine/traces/read';
import type { TextRecord } from '../../server/engine/text/record';
import { toIso } from '../../shared/times';
import { renderCapture } from '../../server/engine/trace-text/render';
import { writeTraffic } from '../bench/traffic';
import { commandLine, type CommandRun } from '../support/command-line';
import { sharedPath, skipUnshared } from '../support/shared';

/** The log's clock is so much ahead of the capture's, in seconds. */
const ahead = 4387.25;

describe('sip-trace --together of a log and a capture without keys', () => {
  const capture = sharedPath('captures', 'pcap', '01h-inbound-tls.pcapng');
  const decrypted = sharedPath('captures', 'pcap', '01h-inbound-tls.with-secrets.pcapng');
  const agentLog = sharedPath('captures', 'logs', '01h-inbound-tls.aioice1.log');
  let folder = '';
  before(function () {
    if (capture === null || decrypted === null || agentLog === null) skipUnshared(this);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
  });
  after(() => {
    if (folder !== '') fs.rmSync(folder, { recursive: true, force: true });
  });

  /** The replay of a log and the capture: how ICE ended, and what is said of the clocks. */
  async function replay(log: string, isLogFirst = true): Promise<Outcome> {
    const file = path.join(folder, 'sbc.log');
    fs.writeFileSync(file, log);
    const files = isLogFirst ? [file, capture ?? ''] : [capture ?? '', file];
    let out = '';
    let error = '';
    const status = await run(['replay', '--format', 'json', '--together', ...files], {
      out: (text) => (out += text),
      error: (line) => (error += `${line}\n`),
      colours: false,
      folder,
      version: '0',
    });
    assert.equal(status, 0, error);
    const [call] = JSON.parse(out) as readonly Replay[];
    assert.ok(call);
    return { state: call.forks[0]?.state, nominated: call.forks[0]?.nominated, said: error };
  }

  it('completes the replay, by the ufrag, the addresses of media and when it stops', async () => {
    const log = sngrepLog(({ micros }) => stamp(micros + ahead * 1e6));
    const { state, nominated, said } = await replay(log);
    assert.deepEqual([state, nominated], ['completed', 'before-answer']);
    const [, seconds, why] =
      /its clock is put forward by (\d+\.\d{3}) s, to the first file's: (.*)/.exec(said) ?? [];
    assert.ok(Math.abs(Number(seconds) - ahead) < 0.05, said);
    assert.equal(
      why,
      'found by 1 ICE ufrag, 2 addresses of media and 2 streams that stop with their call; some tenths of a second may be missing',
    );
  });

  it('does so whichever comes first', async () => {
    const log = sngrepLog(({ micros }) => stamp(micros + ahead * 1e6));
    const { state, said } = await replay(log, false);
    assert.equal(state, 'completed');
    const [, seconds] = /sbc\.log: its clock is put back by (\d+\.\d{3}) s/.exec(said) ?? [];
    assert.ok(Math.abs(Number(seconds) - ahead) < 0.05, said);
  });

  it('finds the offset exactly by checks that the log tells of', async () => {
    const log = fs
      .readFileSync(agentLog ?? '', 'utf8')
      .replace(/^2026-11-20 05:(\d\d):/gm, (_, minute: string) => `2026-11-20 07:${Number(minute) - 9}:`);
    const { state, said } = await replay(log);
    assert.equal(state, 'completed');
    // 1 h 51 min; the log counts milliseconds, the capture microseconds.
    assert.match(said, /put forward by 6659\.999 s, to the first file's: found by 1 check that is in both$/m);
    assert.doesNotMatch(said, /may be missing|doubtful/);
  });

  it('gives a log without a year, or with a time of day alone, the date of the capture', async () => {
    const time = (record: TextRecord): string => stamp(momentOf(record).micros + 60e6).slice(11);
    const logs = {
      'year-missing': messages().map((record) => {
        const escaped = record.content.replaceAll(/\r?\n/g, '#015#012');
        return `Nov 20 ${time(record)} sbc kamailio[7]: INFO: ${escaped}\n`;
      }),
      missing: [
        '#!trace-text 1\n\n',
        ...messages().map(
          (record, place) =>
            `=== ${place + 1}  ${time(record)}  TLS 203.0.113.10:5061 -> 198.51.100.5:5061  SIP 1 octets\n${record.content}\n\n`,
        ),
      ],
    };
    for (const [date, lines] of Object.entries(logs)) {
      const log = lines.join('');
      const dates = new Set(readText(log).records.map(({ meta }) => meta.time?.date));
      assert.deepEqual([...dates], [date]);
      const { state, said } = await replay(log);
      assert.equal(state, 'completed', date);
      assert.match(said, /put forward by (60\.0|59\.9)\d\d s/, date);
    }
  });

  function messages(): readonly TextRecord[] {
    const rendering = renderCapture([fs.readFileSync(decrypted ?? '')]);
    assert.ok(rendering.kind === 'rendered');
    return readText(rendering.capture.text).records.filter(({ kind }) => kind === 'sip');
  }

  function sngrepLog(time: (moment: Moment) => string): string {
    return messages()
      .map((record) => {
        const { source, destination } = record.meta;
        const from = `${source?.address ?? ''}:${String(source?.port)}`;
        const to = `${destination?.address ?? ''}:${String(destination?.port)}`;
        return `${time(momentOf(record))} ${from} -> ${to}\n${record.content}\n\n`;
      })
      .join('');
  }
});

describe('sip-trace --together of files that a trace was cut into', () => {
  let folder = '';
  let text = '';
  let capture = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
    [text, capture] = [path.join(folder, 'trunk.txt'), path.join(folder, 'trunk.pcap')];
    writeTraffic(capture, text, { calls: 12, atOnce: 6, voice: 1, varied: true });
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** Writes the parts of a file beside it; gives their paths. */
  function parts(whole: string, ...octets: readonly Uint8Array[]): readonly string[] {
    return octets.map((part, place) => {
      const file = `${whole}.${place}`;
      fs.writeFileSync(file, part);
      return file;
    });
  }

  async function told(command: readonly string[], files: readonly string[]): Promise<CommandRun> {
    const run = await commandLine([...command, '--format', 'json', ...files]);
    return { ...run, out: run.out.replace(/"path": ".*"/, '"path": ""') };
  }

  /** Whatever is asked of them, they say what the whole says. */
  async function assertWhole(whole: string, files: readonly string[]): Promise<void> {
    for (const command of ['lint', 'calls', 'replay', 'messages'])
      assert.deepEqual(await told([command, '--together'], files), await told([command], [whole]), command);
  }

  it('takes a log for the whole, wherever it was cut and whichever file is named first', async () => {
    const whole = fs.readFileSync(text);
    const seam = whole.indexOf('\n\n2026/', whole.length / 2) + 2;
    await assertWhole(text, parts(text, whole.subarray(0, seam), whole.subarray(seam)).toReversed());
    const inMessage = seam + 700;
    await assertWhole(text, parts(text, whole.subarray(0, inMessage), whole.subarray(inMessage)));
  });

  it('parts lines of logs that were saved without the last line end', async () => {
    const whole = fs.readFileSync(text, 'latin1');
    const seam = whole.indexOf('\n\n2026/', whole.length / 2) + 2;
    const [before, behind] = [whole.slice(0, seam).trimEnd(), whole.slice(seam)];
    const parted = path.join(folder, 'parted.txt');
    fs.writeFileSync(parted, `${before}\n${behind}`, 'latin1');
    await assertWhole(parted, parts(text, Buffer.from(before, 'latin1'), Buffer.from(behind, 'latin1')));
  });

  it('takes a capture for the whole, compressed or not, in three files', async () => {
    const octets = fs.readFileSync(capture);
    const places = packetsOf(octets);
    const [one = 0, two = 0] = [places[places.length >> 2], places[places.length >> 1]];
    const header = octets.subarray(0, 24);
    const files = parts(
      capture,
      gzipSync(octets.subarray(0, one)),
      Buffer.concat([header, octets.subarray(one, two)]),
      Buffer.concat([header, octets.subarray(two)]),
    );
    await assertWhole(capture, files.toReversed());
  });

  it('goes on with the next capture where one was cut in a packet, and says so', async () => {
    const octets = fs.readFileSync(capture);
    const places = packetsOf(octets);
    const [cut = 0, next = 0] = places.slice(places.length >> 1);
    const [header, behind] = [octets.subarray(0, 24), octets.subarray(next)];
    const files = parts(capture, octets.subarray(0, cut + 40), Buffer.concat([header, behind]));
    const without = path.join(folder, 'without.pcap');
    fs.writeFileSync(without, Buffer.concat([octets.subarray(0, cut), behind]));
    const joined = await told(['messages', '--together'], files);
    assert.equal(joined.out, (await told(['messages'], [without])).out);
    assert.match(
      joined.error,
      new RegExp(`behind frame ${places.length >> 1}: the file ends inside a packet`),
    );
  });

  it('tells them from two files that show the same calls', async () => {
    const later = fs.readFileSync(text, 'latin1').replaceAll('2026/01/31 10:0', '2026/01/31 10:1');
    const files = parts(text, fs.readFileSync(text), Buffer.from(later, 'latin1'));
    const calls = async (...args: readonly string[]): Promise<number> =>
      (JSON.parse((await told(['calls'], args)).out) as readonly unknown[]).length;
    assert.equal(await calls('--together', ...files), await calls(text));
  });
});

/** Where the packets of a pcap begin. */
function packetsOf(pcap: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = 24; at < pcap.length; at += 16 + pcap.readUInt32LE(at + 8)) places.push(at);
  return places;
}

interface Replay {
  readonly forks: readonly { readonly state: string; readonly nominated: string | null }[];
}

interface Outcome {
  readonly state: string | undefined;
  readonly nominated: string | null | undefined;
  readonly said: string;
}

interface Moment {
  readonly micros: number;
}

function momentOf({ meta }: TextRecord): Moment {
  return { micros: meta.time?.micros ?? NaN };
}

/** `2026/11/20 05:52:04.249000` */
function stamp(micros: number): string {
  return (toIso({ micros, date: 'full' }) ?? '').slice(0, 26).replaceAll('-', '/').replace('T', ' ');
}
