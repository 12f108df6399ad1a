/** Checks that nobody sends in earnest: the replay ends, with a verdict or a note, and keeps its bounds. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { CallReplay } from '../../../server/engine/ice/model';
import { replayOfText } from './replays';
import { client, Scenario, sbcMedia, sbcSdp, teamsSdp, type CheckOptions } from './scenario';

function inbound(): Scenario {
  return new Scenario('hostile').invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp());
}

/** A pair that works behind whatever came before. */
function completed(scenario: Scenario): CallReplay {
  return replayOfText(scenario.at(50_000).exchange().at(50_040).exchange({ nominate: true }).text());
}

describe('hostile checks', () => {
  it('flood one pair: they are counted, and the pair still works', function () {
    const floods = 2000;
    const scenario = inbound();
    const check = scenario.at(220).check();
    // The same again within 20 ms would be a copy of the capture.
    for (let count = 1; count < floods; count++) scenario.at(220 + 25 * count).check({ again: check });
    const replay = completed(scenario);
    const [session] = replay.forks[0]?.sessions ?? [];
    assert.equal(session?.state, 'completed');
    assert.equal(session.pairs.find(({ nominated }) => nominated)?.requests, floods + 2);
    const [first] = replay.checks;
    assert.equal(first?.sent, floods);
    assert.ok(first.repeats.length <= 20);
  });

  it('come from thousands of ports: pairs and what the lite agent has seen stay few', function () {
    const scenario = inbound();
    for (let port = 1024; port < 4024; port++) scenario.at(220).exchange({ from: { ...client, port } });
    const replay = completed(scenario);
    const [session] = replay.forks[0]?.sessions ?? [];
    assert.ok(session !== undefined && session.pairs.length <= 400 && session.seen.length <= 100);
  });

  for (const [name, options] of [
    ['carry a storm of attributes', { extra: [0x8099, 'ff'.repeat(1000)] }],
    ['lie about their length', { form: { tooLong: 400 } }],
    ['have a wrong fingerprint', { form: { fingerprint: 'bad' } }],
    ['name nobody', { username: ':' }],
    ['name everybody', { username: 'SBCu:TEAM:SBCu:TEAM'.repeat(20) }],
    ['are signed by nobody', { pwd: '' }],
  ] as const satisfies readonly (readonly [string, CheckOptions])[]) {
    it(`${name}: the session is not disturbed`, () => {
      const scenario = inbound();
      for (let count = 0; count < 50; count++) scenario.at(210).check(options);
      const replay = completed(scenario);
      assert.equal(replay.forks[0]?.main?.state, 'completed');
      assert.ok(replay.verdicts.some(({ id }) => id === 'completed'));
    });
  }

  it('come while the clock goes backwards: time stands still rather than turn', () => {
    const scenario = inbound().at(5000).exchange().at(300).exchange({ nominate: true }).at(100);
    const replay = replayOfText(scenario.rtp(sbcMedia, client, 9000).text());
    assert.equal(replay.forks[0]?.main?.state, 'completed');
    assert.ok(replay.media.every(({ first, last }) => last >= first));
  });

  it('raise findings that are counted, not thousands', () => {
    const scenario = inbound();
    for (let count = 0; count < 2000; count++)
      scenario.at(220 + count).check({ form: { fingerprint: 'bad' } });
    const { findings } = analyse(scenario.text());
    assert.ok(findings.length < 100, `${findings.length} findings`);
  });
});
