import assert from 'node:assert/strict';
import type { Moment } from '../../../../client/webview/call/replay';
import {
  firstStep,
  Replay,
  selectedPair,
  stepOfLine,
  tally,
  verdictSteps,
} from '../../../../client/webview/call/replay';
import type { Change, PairState } from '../../../../shared/ice';
import type { ForkView, PairView, ReplayView, VerdictView } from '../../../../shared/replay-view';
import { stepOf, viewOf } from './view';

const of = { fork: 0, session: 0 };

describe('the fold of the replay', () => {
  it('begins with nothing and ends as the changes say', () => {
    const replay = new Replay(completedCall());
    assert.deepEqual(plain(replay.at(-1)), ['idle idle none -', '']);
    assert.deepEqual(plain(replay.at(0)), ['running running none -', '0 waiting derived, 1 frozen derived']);
    assert.deepEqual(plain(replay.at(2)), [
      'running running checked [2001:db8::1]:5000',
      '0 succeeded observed, 1 frozen derived',
    ]);
    assert.deepEqual(plain(replay.at(3)), [
      'completed completed nominated [2001:db8::1]:5000',
      '0 succeeded observed nominated, 1 frozen derived',
    ]);
  });

  it('stays at the ends when asked for what is beyond them', () => {
    const replay = new Replay(completedCall());
    assert.equal(replay.at(99).step, 3);
    assert.equal(replay.at(-5).step, -1);
  });

  it('remembers the media state that was left', () => {
    const session = new Replay(completedCall()).at(3).forks[0]?.[0];
    assert.equal(session?.mediaBefore, 'checked');
  });

  it('knows what a lite agent has seen', () => {
    const replay = new Replay(completedCall());
    assert.deepEqual([...(replay.at(1).forks[0]?.[0]?.seen ?? [])], []);
    assert.deepEqual([...(replay.at(2).forks[0]?.[0]?.seen ?? [])], [['[2001:db8::1]:5000', 7]]);
  });

  it('does not look ahead: what was never ICE is so from the beginning, what failed was not', () => {
    const failed = viewOf({ forks: [forkOf([], 'failed')], steps: [stepOf({})] });
    assert.equal(new Replay(failed).at(0).forks[0]?.[0]?.full, 'idle');
    const never = viewOf({ forks: [forkOf([], 'not-ice')], steps: [stepOf({})] });
    assert.equal(new Replay(never).at(-1).forks[0]?.[0]?.lite, 'not-ice');
  });

  it('is the same whichever way a moment is reached', () => {
    const view = longCall(3_000);
    const direct = (step: number) => plain(new Replay(view).at(step));
    const replay = new Replay(view);
    for (const step of [2_999, 0, 255, 256, 257, 1_700, 1_699, 511, 2_998, -1, 768])
      assert.deepEqual(plain(replay.at(step)), direct(step), String(step));
  });

  it('leaves out changes of sessions that the view does not have', () => {
    const change: Change = { kind: 'pair', of: { fork: 3, session: 1 }, pair: 0, from: null, to: 'waiting' };
    const view = viewOf({ forks: [forkOf([])], steps: [stepOf({ changes: [change] })] });
    assert.deepEqual(plain(new Replay(view).at(0)), ['idle idle none -', '']);
  });

  it('goes back through 10,000 steps without folding them all again', () => {
    const replay = new Replay(longCall(10_000));
    replay.at(9_999);
    const begun = process.cpuUsage();
    for (let step = 9_998; step >= 0; step -= 10) replay.at(step);
    const { user, system } = process.cpuUsage(begun);
    // A thousand folds of 5,000 steps each would be 5 million changes: some seconds.
    assert.ok(user + system < 1_000_000, `${user + system} µs`);
  });
});

describe('the selected pair', () => {
  it('is the nominated one of the highest priority, compared as numbers', () => {
    const pairs = [pairOf(0, '9'), pairOf(1, '5404312955741274110'), pairOf(2, '9151314442783293438')];
    const session = forkOf(pairs).sessions[0];
    const steps = [0, 1].map((pair) => stepOf({ changes: [{ kind: 'nominated', of, pair }] }));
    const view = viewOf({ forks: [forkOf(pairs)], steps });
    const now = new Replay(view).at(1).forks[0]?.[0];
    assert.ok(session !== undefined && now !== undefined);
    assert.equal(selectedPair(session, now)?.id, 1);
  });
});

describe('the tally of pairs', () => {
  it('counts those that are there', () => {
    const now = new Replay(completedCall()).at(3).forks[0]?.[0];
    assert.ok(now !== undefined);
    assert.deepEqual(tally(now), { frozen: 1, waiting: 0, 'in-progress': 0, succeeded: 1, failed: 0 });
  });
});

describe('the step of a line', () => {
  const message = (line: number, end: number) =>
    stepOf({ range: { start: { line, character: 0 }, end: { line: end, character: 0 } } });
  const view = viewOf({ steps: [message(10, 20), message(30, 40), message(30, 40), message(50, 51)] });

  it('is the first that is about it, else the last one before it', () => {
    assert.equal(stepOfLine(view, 15, 0), 0);
    assert.equal(stepOfLine(view, 35, 0), 1);
    assert.equal(stepOfLine(view, 25, 3), 0);
    assert.equal(stepOfLine(view, 99, 0), 3);
    assert.equal(stepOfLine(view, 3, 0), null);
  });

  it('stays where it is if that fits as well', () => assert.equal(stepOfLine(view, 35, 2), 2));
});

describe('where a panel begins', () => {
  const steps = [0, 1, 2, 3, 4].map(() => stepOf({}));

  it('is what went wrong', () => {
    const verdicts = [verdictOf('no-response', 'error', 2), verdictOf('completed', 'good', 1)];
    assert.equal(firstStep(viewOf({ steps, verdicts })), 2);
  });

  it('is where ICE completed for the fork that answered, if nothing failed', () => {
    const forks = [forkOf([]), { ...forkOf([]), active: true }];
    const verdicts = [
      verdictOf('wrong-fork', 'warning', 4),
      verdictOf('completed', 'good', 1, 0),
      verdictOf('completed', 'good', 3, 1),
    ];
    assert.equal(firstStep(viewOf({ steps, forks, verdicts })), 3);
  });

  it('is the end where nothing is decided, and 0 where nothing is', () => {
    assert.equal(firstStep(viewOf({ steps })), 4);
    assert.equal(firstStep(viewOf({})), 0);
  });
});

describe('the steps with verdicts', () => {
  it('come in their order, each once', () => {
    const places = [4, 1, null, 4, 0];
    const verdicts = places.map((step) => verdictOf('failed', 'error', step));
    assert.deepEqual(verdictSteps(viewOf({ verdicts })), [0, 1, 4]);
  });
});

function completedCall(): ReplayView {
  const from = { address: '2001:db8::1', port: 5000 };
  const changes: readonly (readonly Change[])[] = [
    [
      { kind: 'pair', of, pair: 0, from: null, to: 'waiting' },
      { kind: 'pair', of, pair: 1, from: null, to: 'frozen' },
      { kind: 'full-agent', of, from: 'idle', to: 'running' },
      { kind: 'lite-agent', of, from: 'idle', to: 'running' },
    ],
    [{ kind: 'pair', of, pair: 0, from: 'waiting', to: 'in-progress' }],
    [
      { kind: 'seen', of, from, priority: 7 },
      { kind: 'pair', of, pair: 0, from: 'in-progress', to: 'succeeded' },
      { kind: 'media', of, to: 'checked', destination: from },
    ],
    [
      { kind: 'nominated', of, pair: 0 },
      { kind: 'media', of, to: 'nominated', destination: from },
      { kind: 'full-agent', of, from: 'running', to: 'completed' },
      { kind: 'lite-agent', of, from: 'running', to: 'completed' },
    ],
  ];
  return viewOf({
    forks: [forkOf([pairOf(0, '2'), pairOf(1, '1')])],
    steps: changes.map((each) => stepOf({ changes: each })),
  });
}

/** Pairs that change their state in turn. */
function longCall(length: number): ReplayView {
  const states: readonly PairState[] = ['waiting', 'in-progress', 'failed', 'succeeded', 'frozen'];
  const steps = Array.from({ length }, (_, step) => {
    const to = states[step % states.length] ?? 'waiting';
    const from = step < 100 ? null : 'frozen';
    return stepOf({ changes: [{ kind: 'pair', of, pair: step % 100, from, to }] });
  });
  return viewOf({ forks: [forkOf([])], steps });
}

function forkOf(pairs: readonly PairView[], state: ForkView['state'] = 'completed'): ForkView {
  const session = {
    title: 'audio',
    generation: 0,
    ufrag: { sbc: null, teams: null },
    lite: { sbc: true, teams: false },
    controlling: 'teams',
    state,
    evidence: 'observed',
    pairs,
    candidates: [],
  } as const;
  return { name: 'fork', toTag: null, active: false, sessions: [session], main: 0, state, nominated: null };
}

function pairOf(id: number, priority: string): PairView {
  return {
    id,
    component: 1,
    teams: `192.0.2.1:${id}`,
    teamsType: 'host',
    base: null,
    sbc: '198.51.100.1:1',
    priority,
    state: 'succeeded',
    nominated: false,
    evidence: 'observed',
    requests: 0,
    responses: 0,
  };
}

function verdictOf(
  id: VerdictView['id'],
  severity: VerdictView['severity'],
  step: number | null,
  fork: number | null = null,
): VerdictView {
  const { range } = stepOf({});
  return {
    id,
    severity,
    evidence: 'observed',
    text: '',
    fork,
    rules: [],
    step,
    range,
    frame: null,
    related: [],
  };
}

/** The first session: its agents and media, and its pairs. */
function plain({ forks }: Moment): readonly string[] {
  const session = forks[0]?.[0];
  if (session === undefined) return [];
  const pairs = [...session.pairs].map(([id, { state, evidence, nominated }]) =>
    [id, state, evidence, ...(nominated ? ['nominated'] : [])].join(' '),
  );
  return [`${session.full} ${session.lite} ${session.media} ${session.destination ?? '-'}`, pairs.join(', ')];
}
