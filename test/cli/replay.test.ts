/** `sip-trace replay`, without the bundle. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { run } from '../../server/cli/run';
import { sharedPath, skipUnshared } from '../support/shared';

const fixtures = path.resolve(__dirname, '../fixtures/ice');

interface Run {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function replay(...args: readonly string[]): Promise<Run> {
  let out = '';
  let error = '';
  const status = await run(['replay', ...args], {
    out: (text) => (out += text),
    error: (line) => (error += `${line}\n`),
    colours: false,
    folder: fixtures,
    version: '0',
  });
  return { status, out, error };
}

function fixture(name: string): string {
  return path.join(fixtures, `${name}.siptrace`);
}

interface ReplayJson {
  readonly callId: string | null;
  readonly evidence: string;
  readonly forks: readonly {
    readonly toTag: string | null;
    readonly ufrag: unknown;
    readonly state: string;
    readonly selected: Record<string, unknown> | null;
    readonly nominated: string | null;
    readonly pairs: readonly Record<string, unknown>[];
  }[];
  readonly verdicts: readonly Record<string, unknown>[];
  readonly steps: readonly Record<string, unknown>[];
}

describe('sip-trace replay', () => {
  it('prints JSON in the fixed shape', async () => {
    const { status, out } = await replay('--format', 'json', fixture('01-nominated-before-200'));
    assert.equal(status, 0);
    const [call] = JSON.parse(out) as readonly ReplayJson[];
    assert.ok(call);
    assert.equal(call.callId, '01');
    assert.equal(call.evidence, 'observed');
    const [fork] = call.forks;
    assert.ok(fork);
    assert.equal(fork.toTag, 'a');
    assert.deepEqual(fork.ufrag, { sbc: 'SBCu', teams: 'TEAM' });
    assert.equal(fork.state, 'completed');
    assert.equal(fork.nominated, 'before-answer');
    assert.equal(fork.selected?.['teams'], '192.0.2.77:50006');
    assert.equal(fork.selected['teamsType'], 'srflx');
    assert.equal(fork.selected['sbc'], '198.51.100.10:54056');
    const [pair] = fork.pairs;
    assert.ok(pair);
    assert.equal(pair['priority'], '9151314442783293438');
    assert.equal(pair['state'], 'succeeded');
    assert.equal(pair['nominated'], true);
    assert.equal(pair['evidence'], 'observed');
    const [verdict] = call.verdicts;
    assert.equal(verdict?.['id'], 'completed');
    assert.equal(verdict['evidence'], 'observed');
    assert.equal(typeof verdict['line'], 'number');
    assert.deepEqual(verdict['rules'], []);
    const [step] = call.steps;
    assert.deepEqual(
      { time: step?.['time'], line: step?.['line'], event: step?.['event'] },
      { time: '2026-01-31T10:00:00.000000Z', line: 5, event: 'offer' },
    );
  });

  it('says first how it ended, then what happened', async () => {
    const { out } = await replay(fixture('10-no-response'));
    const lines = out.split('\n');
    assert.match(lines[0] ?? '', /^Call 10, /);
    assert.match(lines[1] ?? '', /^ {2}The call was answered .+ A check of Teams gets no response/);
    assert.match(lines[2] ?? '', /^ {2}ICE failed: Teams never got a response to its checks/);
    assert.match(out, /error +no-response \[observed\] line \d+, frame 3/);
    assert.match(out, /\+0\.720 s +line \d+ +Teams repeats its check \(sent 2 times\)/);
  });

  it('folds what repeats itself and marks predictions', async () => {
    const { out } = await replay(fixture('20-signalling-only'));
    assert.match(out, /Predicted, no STUN in this trace: Teams checks/);
    assert.doesNotMatch(out, /error/);
  });

  it('shows the calls of one Call-ID', async () => {
    const one = await replay('--call', '01', fixture('01-nominated-before-200'), fixture('23-relay'));
    assert.equal(one.status, 0);
    assert.match(one.out, /Call 01/);
    assert.doesNotMatch(one.out, /Call 23/);
    const none = await replay('--call', 'nobody', fixture('23-relay'));
    assert.equal(none.status, 2);
    assert.match(none.error, /no call has the Call-ID "nobody"/);
  });

  it('says which crypto line protects each stream', async function () {
    const capture = sharedPath('captures', 'pcap', '02-outbound-ok.pcapng');
    if (capture === null) skipUnshared(this);
    const text = await replay(capture);
    assert.match(
      text.out,
      /Media\n +line \d+ +198\.51\.100\.21:\d+ -> 203\.0\.113\.10:\d+ +RTP 320 packets +SRTP verified, crypto:1 of the INVITE \(line \d+\)\n/,
    );
    const json = await replay('--format', 'json', capture);
    const [call] = JSON.parse(json.out) as readonly { readonly media: readonly Record<string, unknown>[] }[];
    const [stream] = call?.media ?? [];
    assert.deepEqual([stream?.['kind'], stream?.['sender'], stream?.['packets']], ['rtp', 'teams', 320]);
    const protection = stream?.['protection'] as Record<string, unknown>;
    assert.deepEqual([protection['verified'], protection['how']], ['all', 'as-negotiated']);
    for (const { out } of [text, json]) assert.doesNotMatch(out, /inline:/);
  });

  it('shows no secret', async () => {
    for (const name of ['05-password-changed-after-183', '13-hold-answered-with-new-credentials']) {
      for (const format of ['text', 'json']) {
        const { out } = await replay('--format', format, fixture(name));
        assert.doesNotMatch(out, /Password0/);
        assert.doesNotMatch(out, /inline:/);
      }
    }
  });
});
