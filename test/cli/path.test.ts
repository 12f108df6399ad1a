/** `sip-trace path`: exports without a trace, settings that do not fit, the endpoint list, a proposal. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../server/cli/run';
import type { PathOutput, PathRow } from '../../server/engine/report/shapes';

const sample = path.resolve(import.meta.dirname, '../../samples/inbound-ok.siptrace');

interface Run {
  readonly code: number;
  readonly out: string;
  readonly errors: readonly string[];
}

async function sipTracePath(args: readonly string[], folder: string): Promise<Run> {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await run(['path', ...args], {
    out: (text) => out.push(text),
    error: (line) => errors.push(line),
    colours: false,
    folder,
    version: '0',
  });
  return { code, out: out.join(''), errors };
}

describe('sip-trace path', () => {
  let folder = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-path-'));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  function file(name: string, content: string): string {
    const at = path.join(folder, name);
    fs.writeFileSync(at, content);
    return at;
  }

  async function rowsOf(args: readonly string[]): Promise<PathOutput> {
    const { code, out } = await sipTracePath([...args, '--format', 'json'], folder);
    assert.equal(code, 0);
    return JSON.parse(out) as PathOutput;
  }

  async function rowOf(args: readonly string[]): Promise<PathRow> {
    const rows = await rowsOf(args);
    const [row] = rows;
    assert.ok(row !== undefined && rows.length === 1);
    return row;
  }

  it('tells an element a call', async () => {
    const row = await rowOf([sample]);
    assert.equal(row.profile, 'teams-bypass');
    assert.notEqual(row.callId, null);
    assert.equal(row.routes, null);
    assert.equal(row.firewall, null);
  });

  it('judges routes and firewall rules without a trace', async () => {
    const routes = file('routes.txt', 'default via 192.168.178.1 dev wlp0s20f3\n');
    const firewall = file('firewall.csv', 'Name,DisplayName,Direction\n');
    const row = await rowOf(['--routes', routes, '--firewall', firewall]);
    assert.equal(row.callId, null);
    assert.equal(row.evidence, 'observed');
    assert.equal(row.routes?.format, 'ip route');
    assert.notEqual(row.firewall, null);
  });

  it('names settings that do not fit by their path, once, and uses the rest', async () => {
    const config = file(
      'bad.json',
      JSON.stringify({ network: { vpnSubnets: ['10.99.0.0/16', '10.99.0.0/33'], sbc: { public: [7] } } }),
    );
    const { errors } = await sipTracePath([sample, sample, '--config', config], folder);
    assert.deepEqual(
      errors.map((line) => line.slice(0, line.indexOf(': ', 12))),
      ['sip-trace: network.sbc.public[0]', 'sip-trace: network.vpnSubnets[1]'],
    );
    const row = await rowOf([sample, '--config', config]);
    assert.deepEqual(
      row.settingsFaults.map((fault) => fault.path),
      ['network.sbc.public[0]', 'network.vpnSubnets[1]'],
    );
  });

  it("takes Microsoft's list beside the settings' file, or in its place that of the command line", async () => {
    const entry = { id: 11, serviceArea: 'Skype', category: 'Optimize', udpPorts: '3478' };
    file('list.json', JSON.stringify([{ ...entry, ips: ['52.112.0.0/14'] }]));
    const other = file('other.json', JSON.stringify([{ ...entry, ips: ['52.122.0.0/15'] }]));
    const config = file('endpoints.json', JSON.stringify({ network: { endpointsFile: 'list.json' } }));
    assert.deepEqual((await rowOf([sample, '--config', config])).microsoft, {
      asOf: 'an unknown date',
      from: 'endpoints',
      media: ['52.112.0.0/14'],
      ports: [3478],
    });
    const row = await rowOf([sample, '--config', config, '--endpoints', other]);
    assert.deepEqual(row.microsoft.media, ['52.122.0.0/15']);
  });

  it('says in a line that a list is refused, and keeps the ranges that it knows', async () => {
    const cut = file('cut.json', '[{"id":11,"serv');
    const { errors, code } = await sipTracePath(['--endpoints', cut], folder);
    assert.equal(code, 0);
    assert.equal(errors.length, 1);
    assert.match(
      errors.join(),
      /network\.endpointsFile: The list is not used: it is no JSON, or it breaks off\.$/,
    );
    assert.equal((await rowOf(['--endpoints', cut])).microsoft.from, 'shipped');
  });

  it('refuses a file that is not there, and a command line without anything', async () => {
    for (const args of [['--routes', 'nowhere.txt'], ['--endpoints', 'nowhere.json'], []]) {
      const { code, errors } = await sipTracePath(args, folder);
      assert.equal(code, 2, args.join(' '));
      assert.equal(errors.length, 1);
    }
  });

  it("says in text where Microsoft's ranges come from, and how old they are", async () => {
    const config = file('dated.json', JSON.stringify({ network: { asOf: '2020-01' } }));
    const { out } = await sipTracePath([sample, '--config', config], folder);
    assert.match(out, /Microsoft's ranges: as of 2020-01, \d+ months old, shipped with the program\n$/);
  });

  it('proposes settings as JSON with comments', async () => {
    const { out, code } = await sipTracePath(['--propose', sample], folder);
    assert.equal(code, 0);
    assert.match(out, /^\/\/ Proposed from what the traces show/);
    assert.match(out, /"network": \{/);
    assert.equal((await sipTracePath(['--propose', sample, '--format', 'json'], folder)).code, 2);
  });
});
