/** What a capture shows and does not show, as the commands say it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../server/cli/run';
import type { LintOutput, ReplayOutput } from '../../server/engine/report/shapes';
import { readPackets, writePcap } from '../imperfections/packets';
import { spoilers } from '../imperfections/spoilers';

const sample = path.resolve(__dirname, '../fixtures/forked/inbound-forked.pcapng');

describe('what a capture shows', () => {
  let folder = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** The sample, spoilt in a way that is known by its name. */
  function spoilt(name: string): string {
    const spoiler = spoilers.find((each) => each.name === name);
    assert.ok(spoiler, name);
    const file = path.join(folder, 'spoilt.pcap');
    fs.writeFileSync(file, writePcap(spoiler.spoil(readPackets(sample))));
    return file;
  }

  async function printed(...args: readonly string[]): Promise<string> {
    let out = '';
    await run(args, { out: (text) => (out += text), error: () => {}, colours: false, folder, version: '0' });
    return out;
  }

  async function replayed(file: string): Promise<ReplayOutput> {
    return JSON.parse(await printed('replay', '--format', 'json', file)) as ReplayOutput;
  }

  it('stands beneath the headline, as one paragraph, and is no verdict there', async () => {
    const out = await printed('replay', spoilt("the SBC's clock 4 ms slow"));
    const lines = out.split('\n');
    assert.match(lines[1] ?? '', /^ {2}The call was answered /);
    assert.match(lines[2] ?? '', /^ {2}ICE completed /);
    assert.match(lines[3] ?? '', /^ {2}What this capture shows: What 203\.0\.113\.10 sends is stamped .+\.$/);
    assert.equal(lines[4], '');
    assert.doesNotMatch(out, /note +capture-/);
  });

  it('is one paragraph for several things, each a sentence', async () => {
    const out = await printed('lint', spoilt('one way and the clock leaps'));
    const told = out.split('\n').filter((line) => line.includes('What this capture shows'));
    assert.equal(told.length, 1);
    assert.match(
      told[0] ?? '',
      /were not captured, as .+\. The clock of the capture leaps 1 h back at frame \d+/,
    );
  });

  it('is a field of each call, with its places', async () => {
    const [call] = await replayed(spoilt('the clock leaps an hour back'));
    const [note] = call?.capture ?? [];
    assert.equal(note?.id, 'capture-clock');
    assert.match(note.message, /leaps 1 h back/);
    assert.ok((note.frame ?? 0) > 1 && (note.line ?? 0) > 1);
    const { files } = JSON.parse(
      await printed('lint', '--format', 'json', path.join(folder, 'spoilt.pcap')),
    ) as LintOutput;
    assert.deepEqual(files[0]?.evidence, call?.capture);
  });

  it('is nothing where nothing is amiss', async () => {
    const [call] = await replayed(sample);
    assert.deepEqual(call?.capture, []);
    assert.doesNotMatch(await printed('replay', sample), /What this capture shows/);
  });

  it('is never the headline', async () => {
    for (const { name } of spoilers)
      for (const { headline, capture } of await replayed(spoilt(name)))
        assert.ok(!capture.some(({ message }) => headline.includes(message)), `${name}: ${headline}`);
  });

  it('does not let a missing offer pass for no ICE', async () => {
    const [call] = await replayed(spoilt('only what goes to the SBC'));
    assert.equal(call?.headline, 'How ICE went is not known: the offer is not in the trace');
  });
});
