/** A NAT before the SBC that was captured on both sides: one path with both views, and what was lost between them. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { claimsOf } from '../../imperfections/claims';
import { joinTraces } from '../../../server/engine/traces/join';
import { replaysOfText, replayOfText, traceTextOf, verdictIds, mainOf } from './replays';
import { type Check, client, sbcMedia, sbcSdp, Scenario, teamsSdp } from './scenario';

const inside = { address: '10.1.1.5', port: sbcMedia.port };

function fixture(name: string): string {
  return traceTextOf(path.resolve(__dirname, '../../fixtures/field', name));
}

/** A check with its answer, each seen on both sides. */
function exchangeOnBothSides(scenario: Scenario, nominate = false): Scenario {
  const check = scenario.check({ nominate });
  scenario.check({ again: check, to: inside, nominate });
  return scenario.succeed(check, { from: inside }).succeed(check);
}

function inbound(): Scenario {
  return new Scenario('nat').invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp()).at(220);
}

describe('both sides of a NAT', () => {
  it('show what was lost between them, and nobody else is blamed', () => {
    const { text } = joinTraces([
      fixture('o02-two-points-answers-dropped-between-outside.pcap'),
      fixture('o02-two-points-answers-dropped-between-inside.pcap'),
    ]);
    const { all, messages } = claimsOf(text);
    assert.match(
      messages.get('verdict lost-between') ?? '',
      /^6 answers of the SBC leave 10\.1\.1\.5:54056 for 78\.4\.222\.178:50006 and never come out of the NAT at 195\.189\.192\.10:54056/,
    );
    for (const id of ['asymmetric-response', 'no-response', 'capture-one-way'])
      assert.ok(!all.has(`verdict ${id}`), id);
    const [replay] = replaysOfText(text);
    assert.match(replay?.headline ?? '', /^ICE failed: 6 answers of the SBC leave/);
  });

  it('are one path: each packet counts once, as the outside shows it', () => {
    const scenario = exchangeOnBothSides(inbound());
    const replay = replayOfText(exchangeOnBothSides(scenario.at(260), true).text());
    const { state, pairs } = mainOf(replay);
    assert.equal(state, 'completed');
    assert.deepEqual(verdictIds(replay), ['completed']);
    const [pair] = pairs;
    assert.deepEqual([pair?.sbc, pair?.requests, pair?.responses], [sbcMedia, 2, 2]);
  });

  it('stay one path where one side lost a packet', () => {
    const scenario = exchangeOnBothSides(inbound());
    const check = scenario.at(240).check({ to: inside });
    scenario.succeed(check).succeed(check, { from: sbcMedia });
    const replay = replayOfText(exchangeOnBothSides(scenario.at(260), true).text());
    assert.deepEqual(verdictIds(replay), ['completed']);
  });

  it('tell checks that come to the outside and never get inside, where the inside shows media', () => {
    const scenario = exchangeOnBothSides(exchangeOnBothSides(inbound()).at(260), true);
    const lost = scenario.at(300).check({ from: { address: '52.113.200.73', port: 53156 } });
    for (const later of [500, 1500, 3500]) scenario.at(300 + later).check({ ...lost, again: lost });
    const replay = replayOfText(scenario.at(20_000).rtp(client, sbcMedia, 30_000).text());
    const verdict = replay.verdicts.find(({ id }) => id === 'lost-between');
    assert.match(
      verdict?.message ?? '',
      /^4 checks of Teams come from 52\.113\.200\.73:53156 to 198\.51\.100\.10:54056 and never reach 10\.1\.1\.5:54056/,
    );
  });

  /** Media of 40 s of both ends, outside, with checks that get through; the inside shows it from a moment on. */
  function halfCaptured(from: number): string {
    const scenario = exchangeOnBothSides(exchangeOnBothSides(inbound()).at(260), true);
    scenario.at(300).respond(200, 'a', teamsSdp()).ack('a');
    scenario.at(400).rtp(client, sbcMedia, 40_000, null, [], { ssrc: 1 });
    scenario.at(410).rtp(sbcMedia, client, 40_010, null, [], { ssrc: 2 });
    scenario.at(from).rtp(client, inside, 40_000, null, [], { ssrc: 1 });
    scenario.at(from + 10).rtp(inside, client, 40_010, null, [], { ssrc: 2 });
    return exchangeOnBothSides(scenario.at(40_100)).at(40_200).bye('teams', 'a').text();
  }

  it('lose nothing that the inside was captured too late for', () => {
    const replay = replayOfText(halfCaptured(20_000));
    assert.deepEqual(verdictIds(replay), ['completed']);
    assert.equal(replay.media.length, 2);
  });

  it('lose no media of a direction that one of them does not show, unless somebody asks again in vain', () => {
    const scenario = inbound();
    const nominated = (check: Check): Scenario => scenario.succeed(check, { from: inside });
    for (const [at, nominate] of [
      [220, false],
      [260, true],
      [5300, false],
      [10_300, false],
    ] as const) {
      const check = scenario.at(at).check({ nominate });
      scenario.check({ again: check, to: inside, nominate });
      nominated(check);
    }
    const replay = replayOfText(scenario.at(10_400).rtp(inside, client, 40_000).text());
    assert.deepEqual(verdictIds(replay), ['completed']);
  });
});
