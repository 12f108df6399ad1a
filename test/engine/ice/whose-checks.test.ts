/** Whose checks they are: of an SBC from ports that no SDP names, of calls whose signalling is not in the trace. */
import assert from 'node:assert/strict';
import path from 'node:path';
import type { CallReplay } from '../../../server/engine/ice/model';
import type { VerdictId } from '../../../server/engine/ice/verdicts/ids';
import { replayOfText, traceTextOf, verdictIds } from './replays';
import { client, sbcCredentials, sbcMedia, sbcSdp, Scenario, teamsCredentials, teamsSdp } from './scenario';

const elsewhere = { address: sbcMedia.address, port: 61000 };
const toTeams = `${teamsCredentials.ufrag}:${sbcCredentials.ufrag}`;

function inbound(): Scenario {
  return new Scenario('whose')
    .invite('sbc', sbcSdp())
    .at(200)
    .respond(183, 'a', teamsSdp())
    .at(220)
    .exchange();
}

describe('checks of a lite SBC', () => {
  for (const [name, username] of [
    ['in the right order', toTeams],
    ['in the wrong order', `${sbcCredentials.ufrag}:${teamsCredentials.ufrag}`],
    ['with a ufrag that nobody has', `${sbcCredentials.ufrag}:nobody`],
    ['with another one of its own', `${teamsCredentials.ufrag}:engine`],
  ] as const)
    it(`are its own from any port, with a USERNAME ${name}`, () => {
      const scenario = inbound();
      const options = { from: elsewhere, to: client, username, pwd: teamsCredentials.pwd };
      scenario.at(300).exchange({ ...options, role: 'controlled' });
      const replay = replayOfText(scenario.at(340).exchange({ nominate: true }).text());
      assert.equal(replay.forks.length, 1);
      const verdict = replay.verdicts.find(({ id }) => id === 'lite-sent-check');
      assert.match(
        verdict?.message ?? '',
        /^The SBC sends 1 check .* Teams learns the peer-derived candidate 198\.51\.100\.10:61000/,
      );
    });

  it('teach the address that Teams saw, and that is no fault of Teams', () => {
    const file = path.resolve(__dirname, '../../fixtures/field/23-sbc-sends-checks-natted.pcap');
    const replay = replayOfText(traceTextOf(file));
    assert.deepEqual(verdictIds(replay), ['lite-sent-check', 'completed']);
    assert.match(replay.verdicts[0]?.message ?? '', /peer-derived candidate 20\.40\.60\.81:61000/);
  });
});

describe('checks whose signalling is not in the trace', () => {
  it('were never answered, where they are repeated for long', () => {
    const scenario = new Scenario('encrypted');
    const check = scenario.check();
    for (const later of [500, 1500, 3500, 7500, 15_500]) scenario.at(later).check({ again: check });
    const replay = replayOfText(scenario.text());
    assert.deepEqual(verdictIds(replay), ['no-response', 'orphan-fork']);
    assert.match(replay.headline, /^ICE did not complete: the checking side never got a response/);
  });

  it('are those of a running call, where consent is answered', () => {
    const scenario = new Scenario('late').rtp(sbcMedia, client, 12_000).exchange();
    const replay = replayOfText(scenario.at(5000).exchange().at(10_000).exchange().text());
    assert.deepEqual(verdictIds(replay), ['orphan-fork']);
    assert.match(
      replay.headline,
      /^A running call whose beginning is not in the trace: .* \(3 answers\), 600 packets/,
    );
  });

  it('lack what their answers show, and that is named', () => {
    const scenario = inbound();
    const unseen = new Scenario('unseen').check();
    const replay = replayOfText(scenario.succeed({ ...unseen, transaction: 'f'.repeat(24) }).text());
    const verdict = replay.verdicts.find(({ id }) => id === 'capture-gap');
    assert.match(
      verdict?.message ?? '',
      /^The capture lacks a check .* from 192\.0\.2\.77:50006 to 198\.51\.100\.10:54056 \(transaction f{24}\)/,
    );
  });
});

describe('checks of a call whose INVITE is not in the trace', () => {
  /** What the other end offered is lost. */
  function withoutInvite(scenario: Scenario): string {
    const text = scenario.text();
    const first = text.indexOf('=== ');
    const second = text.indexOf('\n=== ', first) + 1;
    assert.ok(first >= 0 && second > first && text.slice(first, second).includes('\nINVITE '));
    return text.slice(0, first) + text.slice(second);
  }

  /** Without the note that one direction of the signalling is not there. */
  function verdictsOf(replay: CallReplay): readonly VerdictId[] {
    return verdictIds(replay).filter((id) => id !== 'capture-one-way');
  }

  it('are those of the dialog whose answer has the ufrag of Teams', () => {
    const replay = replayOfText(withoutInvite(inbound().at(260).exchange({ nominate: true })));
    assert.deepEqual(verdictsOf(replay), []);
    assert.deepEqual(
      replay.forks.map(({ toTag, main }) => [
        toTag,
        main?.pairs.map(({ requests, responses }) => [requests, responses]),
      ]),
      [['a', [[2, 2]]]],
    );
  });

  it('are those of the dialog whose answer has the ufrag of the SBC, and of no other fork', () => {
    const scenario = new Scenario('outbound').invite('teams', teamsSdp()).at(200).respond(200, 'b', sbcSdp());
    scenario.at(220).exchange().at(260).exchange({ nominate: true }).at(300);
    const replay = replayOfText(withoutInvite(scenario.rtp(sbcMedia, client, 12_000)));
    assert.deepEqual(verdictsOf(replay), []);
    assert.deepEqual(
      replay.forks.map(({ toTag }) => toTag),
      ['b'],
    );
    assert.equal(replay.media.length, 1);
  });

  it('are missed where they are repeated in vain', () => {
    const scenario = new Scenario('silent').invite('sbc', sbcSdp()).at(200).respond(200, 'a', teamsSdp());
    const check = scenario.at(220).check();
    for (const later of [500, 1500, 3500, 7500, 15_500]) scenario.at(220 + later).check({ again: check });
    const replay = replayOfText(withoutInvite(scenario.at(26_000).bye('teams', 'a')));
    assert.deepEqual(verdictsOf(replay), ['no-response', 'failed']);
  });
});
