/** The truth of every capture, as its makers know it. Runs where the captures are. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { addressText } from '../../../server/engine/ice/address';
import type { CallReplay } from '../../../server/engine/ice/model';
import type { SessionState } from '../../../shared/ice';
import type { VerdictId } from '../../../server/engine/ice/verdicts/ids';
import { failures, forkThatCounts, replaysOfText, traceTextOf, verdictIds } from './replays';
import { filesBelow, filesToTest, sharedPath, skipUnshared } from '../../support/shared';

interface Truth {
  readonly state: SessionState;
  /** Teams' address of the nominated pair, without its port. */
  readonly teams?: string;
  readonly nominated?: 'before-answer' | 'after-answer';
  /** Verdicts, in order. */
  readonly verdicts: readonly VerdictId[];
  /** Replays, where it is not one. The truth is that of the last. */
  readonly replays?: number;
  readonly evidence?: CallReplay['evidence'];
}

const client = '198.51.100.21';
const early: Truth = {
  state: 'completed',
  teams: client,
  nominated: 'before-answer',
  verdicts: ['completed'],
};
const late: Truth = { ...early, nominated: 'after-answer' };

const truths: Readonly<Record<string, Truth>> = {
  '01-inbound-ok': early,
  '01b-inbound-icmp-retrans': early,
  '01d-inbound-linphone-stays-controlled': { state: 'running', verdicts: ['role-conflict', 'not-nominated'] },
  '01e-inbound-tcp': early,
  '01f-inbound-ipfrag': early,
  // Nobody can read the signalling, so nobody can judge the checks.
  '01h-inbound-tls': { state: 'running', verdicts: ['orphan-fork'] },
  '01h-inbound-tls.with-secrets': early,
  // Two legs share a Call-ID; that of the PSTN has no ICE.
  '01i-inbound-any-sll2': { ...early, replays: 2 },
  '02-outbound-ok': early,
  '02c-outbound-baresip': early,
  '03-forked': {
    ...early,
    teams: '198.51.100.22',
    // One packet goes to a fork that did not answer.
    verdicts: ['completed', 'completed', 'completed', 'wrong-fork'],
  },
  '04-reinvite-remote-candidates': early,
  '05-nominate-after-200': late,
  '05b-baresip-183-checks-after-200': late,
  '06-bad-pwd-in-checks': { state: 'failed', verdicts: ['failed', 'wrong-password'] },
  '06b-bad-pwd-in-offer': { state: 'failed', verdicts: ['failed', 'wrong-password'] },
  '07-bad-sbc-not-lite': { ...early, verdicts: ['lite-sent-check', 'role-conflict', 'completed'] },
  '08-bad-creds-change-183-200': early,
  '09-bad-two-candidates-ipv6': early,
  '09b-bad-ipv6-only-sbc': { state: 'failed', verdicts: ['failed'] },
  '10-bad-firewalled': { state: 'failed', verdicts: ['no-response', 'failed'] },
  '11-video-rejected-port0': early,
  '11c-bad-video-mline-missing': early,
  '12-bad-dtls-only-offer': { state: 'idle', verdicts: [] },
  '13-early-media-srtp-before-nomination': early,
  '14-sipp-5calls': { state: 'running', verdicts: [], replays: 5, evidence: 'predicted' },
  '14b-kamailio-logged': early,
  '16-bad-no-ice-no-srtp-in-offer': { state: 'not-ice', verdicts: [] },
};

const captures = filesBelow(sharedPath('captures', 'pcap')).filter((file) => /\.pcap(?:ng)?$/.test(file));

describe('the truth of the captures', function () {
  before(function () {
    if (captures.length === 0) skipUnshared(this);
  });

  it('is known of each', () => {
    assert.deepEqual(captures.map(nameOf).sort(), Object.keys(truths).sort());
  });

  for (const file of filesToTest('captures/pcap', /\.pcap(?:ng)?$/)) {
    const name = nameOf(file);
    const truth = truths[name];
    if (truth === undefined) continue;
    it(name, () => {
      const replays = replaysOfText(traceTextOf(file));
      assert.equal(replays.length, truth.replays ?? 1);
      const replay = replays.at(-1);
      assert.ok(replay);
      const session = forkThatCounts(replay)?.main;
      assert.ok(session);
      assert.deepEqual(verdictIds(replay), truth.verdicts);
      assert.equal(session.state, truth.state);
      assert.equal(session.nominated, truth.nominated ?? null);
      if (truth.teams !== undefined) assert.equal(session.selected?.teams.address, truth.teams);
      assert.equal(replay.evidence, truth.evidence ?? 'observed');
    });

    it(`${name}: no success where it failed, no failure where it succeeded`, () => {
      for (const { forks, verdicts } of replaysOfText(traceTextOf(file))) {
        for (const [index, { main }] of forks.entries()) {
          const own = verdicts.filter(({ fork }) => fork === index);
          // A warning, such as of the first packet of media that went astray, is no failure.
          const failed = own.filter(({ id, severity }) => severity === 'error' && failures.has(id));
          if (main?.state === 'completed')
            assert.deepEqual(
              failed.map(({ id }) => id),
              [],
            );
          else assert.ok(own.every(({ id }) => id !== 'completed'));
        }
      }
    });
  }
});

describe('the forked call', function () {
  before(function () {
    if (captures.length === 0) skipUnshared(this);
  });

  it('has a session a fork, all on the same port of the SBC, and one that answered', () => {
    const [replay] = replaysOfText(traceTextOf(captures.find((file) => nameOf(file) === '03-forked') ?? ''));
    assert.ok(replay);
    assert.deepEqual(
      replay.forks.map(({ toTag, active, main }) => [
        toTag,
        active,
        main?.state,
        main?.selected?.teams.address,
        main?.selected === undefined || main.selected === null ? null : addressText(main.selected.sbc),
      ]),
      [
        ['0846b357fb', false, 'completed', '198.51.100.21', '203.0.113.10:50492'],
        ['18d1075213', true, 'completed', '198.51.100.22', '203.0.113.10:50492'],
        ['9363007959', false, 'completed', '198.51.100.23', '203.0.113.10:50492'],
      ],
    );
  });
});

describe('wrong passwords', function () {
  before(function () {
    if (captures.length === 0) skipUnshared(this);
  });

  const message = (name: string): string => {
    const [replay] = replaysOfText(traceTextOf(captures.find((file) => nameOf(file) === name) ?? ''));
    return replay?.verdicts.find(({ id }) => id === 'wrong-password')?.message ?? '';
  };

  it('are named: one that no description has', () => {
    assert.match(message('06-bad-pwd-in-checks'), /401: Teams signs .* no description of the trace has/);
  });

  it('are named: the SBC signals one that it does not use, and signs with that of Teams', () => {
    assert.match(message('06b-bad-pwd-in-offer'), /SBC does not use the password that it signals/);
    assert.match(message('06b-bad-pwd-in-offer'), /signs its own answer with the password of Teams/);
  });
});

function nameOf(file: string): string {
  return path.basename(file).replace(/\.pcap(?:ng)?$/, '');
}
