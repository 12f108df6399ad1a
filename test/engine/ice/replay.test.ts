/** What single events do: nomination, absence, attribution, floods. */
import assert from 'node:assert/strict';
import { addressText } from '../../../server/engine/ice/address';
import type { PairState } from '../../../shared/ice';
import { forkThatCounts, mainOf, replayOfText, replaysOfText, verdictIds } from './replays';
import {
  client,
  relay,
  sbcCredentials,
  sbcMedia,
  sbcSdp,
  Scenario,
  teamsCredentials,
  teamsSdp,
} from './scenario';
import { scenarios } from './scenarios';

function inbound(name: string): Scenario {
  return new Scenario(name).invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp());
}

/** The trace of a fixture. */
function scenario(name: string): string {
  return scenarios[name]?.() ?? '';
}

describe('nomination', () => {
  it('takes a pair from waiting over in-progress to succeeded, and the agents from running to completed', () => {
    const { steps } = replayOfText(scenario('01-nominated-before-200'));
    const changes = steps.flatMap((step) => step.changes);
    const states = changes.flatMap((change): (PairState | null)[] =>
      change.kind === 'pair' && change.pair === 0 ? [change.from, change.to] : [],
    );
    assert.deepEqual(states, [null, 'waiting', 'waiting', 'in-progress', 'in-progress', 'succeeded']);
    const agents = changes.flatMap((change) =>
      change.kind === 'full-agent' || change.kind === 'lite-agent' ? [`${change.kind} ${change.to}`] : [],
    );
    assert.deepEqual(agents, [
      'full-agent running',
      'lite-agent running',
      'full-agent completed',
      'lite-agent completed',
    ]);
  });

  it('shows a pair by the address that the SBC sees, with the base behind the NAT', () => {
    const { pairs } = mainOf(replayOfText(scenario('01-nominated-before-200')));
    const [first] = pairs;
    assert.ok(first?.base);
    assert.equal(addressText(first.teams), addressText(client));
    assert.equal(first.teamsType, 'srflx');
    assert.equal(addressText(first.base), '10.20.30.40:50006');
    assert.equal(first.priority, 9151314442783293438n);
  });

  it('counts as before the 200 in a call that was challenged first', () => {
    const scenario = new Scenario('challenged')
      .invite('sbc', sbcSdp())
      .at(50)
      .respond(407, 'proxy')
      .ack('proxy')
      .at(60)
      .invite('sbc', sbcSdp())
      .at(200)
      .respond(183, 'a', teamsSdp())
      .at(220)
      .exchange()
      .at(260)
      .exchange({ nominate: true })
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a');
    const session = mainOf(replayOfText(scenario.text()));
    assert.equal(session.state, 'completed');
    assert.equal(session.nominated, 'before-answer');
  });

  it('needs an answer', () => {
    const text = inbound('unanswered').at(220).exchange();
    const nominating = text.at(260).check({ nominate: true });
    text.at(760).check({ again: nominating });
    const replay = replayOfText(
      text.at(3000).respond(200, 'a', teamsSdp()).at(3010).ack('a').at(9000).bye('teams', 'a').text(),
    );
    assert.equal(mainOf(replay).state, 'running');
    assert.deepEqual(verdictIds(replay), ['nomination-unanswered']);
  });

  it('is not believed where the answer is signed with a wrong password that the trace knows', () => {
    const text = inbound('discarded');
    const check = text.at(220).check({ nominate: true });
    text.at(221).succeed(check, { pwd: teamsCredentials.pwd });
    const replay = replayOfText(
      text.at(3000).respond(200, 'a', teamsSdp()).at(9000).bye('teams', 'a').text(),
    );
    assert.equal(mainOf(replay).state, 'failed');
    assert.ok(verdictIds(replay).includes('wrong-password'));
    assert.match(
      replay.verdicts.find(({ id }) => id === 'wrong-password')?.message ?? '',
      /made with the password of Teams \(183\), not of the SBC/,
    );
  });

  it('counts although the password in the trace is not the one in use: somebody masked it', () => {
    const pwd = 'NotInTheTrace000000000001';
    const replay = replayOfText(
      inbound('masked')
        .at(220)
        .exchange({ pwd })
        .at(260)
        .exchange({ pwd, nominate: true })
        .at(3000)
        .respond(200, 'a', teamsSdp())
        .text(),
    );
    assert.equal(mainOf(replay).state, 'completed');
    assert.deepEqual(verdictIds(replay), ['completed']);
  });

  it('of a lower pair is told of', () => {
    const replay = replayOfText(
      inbound('lower')
        .at(220)
        .exchange()
        .at(230)
        .exchange({ from: relay })
        .at(260)
        .exchange({ from: relay, nominate: true })
        .text(),
    );
    assert.deepEqual(verdictIds(replay), ['completed', 'nominated-lower-pair']);
    assert.equal(mainOf(replay).selected?.teamsType, 'relay');
  });

  it('by an agent that says it is controlled does not count between full agents', () => {
    const replay = replayOfText(
      new Scenario('both-full')
        .invite('sbc', sbcSdp({ lite: false }))
        .at(200)
        .respond(183, 'a', teamsSdp())
        .at(220)
        .exchange({ role: 'controlled', nominate: true })
        .text(),
    );
    assert.equal(mainOf(replay).state, 'running');
  });
});

describe('attribution', () => {
  it('keeps a check that comes before the answer that carries its ufrag', () => {
    const replay = replayOfText(
      new Scenario('early')
        .invite('sbc', sbcSdp())
        .at(190)
        .exchange()
        .at(200)
        .respond(183, 'a', teamsSdp())
        .at(260)
        .exchange({ nominate: true })
        .text(),
    );
    assert.equal(replay.forks.length, 1);
    assert.equal(mainOf(replay).state, 'completed');
    assert.equal(mainOf(replay).selected?.teamsType, 'srflx');
  });

  it('gives an endpoint without an answer a fork of its own', () => {
    const replay = replayOfText(
      inbound('orphan')
        .at(220)
        .exchange({ username: `${sbcCredentials.ufrag}:LOST`, from: relay })
        .text(),
    );
    assert.deepEqual(
      replay.forks.map(({ toTag, main }) => [toTag, main?.ufrag.teams]),
      [
        ['a', teamsCredentials.ufrag],
        [null, 'LOST'],
      ],
    );
    assert.deepEqual(verdictIds(replay), ['orphan-fork']);
  });

  it('names a USERNAME whose ufrags are the wrong way round', () => {
    const text = inbound('reversed');
    const check = text.at(220).check({ username: `${teamsCredentials.ufrag}:${sbcCredentials.ufrag}` });
    const replay = replayOfText(text.at(221).refuse(check, 401).at(3000).cancel().text());
    assert.ok(verdictIds(replay).includes('wrong-username'));
  });

  it('keeps checks of a call that is not in the trace apart', () => {
    const text = inbound('stray')
      .at(220)
      .exchange()
      .at(300)
      .exchange({ username: 'XXXX:YYYY', to: { address: '203.0.113.5', port: 4000 } });
    const [call, stray] = replaysOfText(text.text());
    assert.equal(call?.call?.callId, 'stray');
    assert.equal(stray?.call, null);
    assert.deepEqual(
      stray.verdicts.map(({ id, severity }) => [id, severity]),
      [['orphan-fork', 'info']],
    );
  });
});

describe('absence', () => {
  const quiet = (name: string): Scenario =>
    inbound(name).at(3000).respond(200, 'a', teamsSdp()).at(3010).ack('a');

  it('of checks is a fact where media of the SBC was captured', () => {
    const replay = replayOfText(quiet('seen').rtp(sbcMedia, relay, 20_000).at(20_000).bye('sbc', 'a').text());
    assert.deepEqual(
      replay.verdicts.map(({ id, evidence, severity }) => [id, evidence, severity]),
      [['no-checks', 'observed', 'error']],
    );
  });

  it('of checks is not claimed where only signalling was captured: all is predicted', () => {
    const replay = replayOfText(quiet('unseen').at(20_000).bye('sbc', 'a').text());
    assert.deepEqual(replay.verdicts, []);
    assert.equal(replay.evidence, 'predicted');
    assert.ok(mainOf(replay).pairs.every(({ evidence }) => evidence === 'predicted'));
    assert.equal(replay.steps.filter(({ event }) => event === 'predicted').length, 3);
  });

  it('of success is no failure while other pairs may be tried', () => {
    const text = inbound('rejected');
    text.refuse(text.at(220).check(), 401);
    assert.equal(mainOf(replayOfText(text.text())).state, 'running');
    const later = inbound('given-up');
    later.refuse(later.at(220).check(), 401);
    assert.equal(mainOf(replayOfText(later.at(9000).cancel().text())).state, 'failed');
  });

  it('of an answer is not claimed of the last check before the capture ends', () => {
    const text = inbound('edge');
    text.at(220).check();
    assert.deepEqual(verdictIds(replayOfText(text.text())), []);
  });

  it('of a nomination is not claimed of a call that was hung up at once', () => {
    const replay = replayOfText(
      inbound('short')
        .at(220)
        .exchange()
        .at(3000)
        .respond(200, 'a', teamsSdp())
        .at(3010)
        .ack('a')
        .at(3500)
        .bye('sbc', 'a')
        .text(),
    );
    assert.deepEqual(verdictIds(replay), []);
  });

  it('of anything is not claimed where signalling alone says that checks failed: that is what it says', () => {
    const replay = replayOfText(
      quiet('reason')
        .at(28_000)
        .bye('teams', 'a', 'Q.850;cause=22;text="IceConnectivityChecksFailed"')
        .text(),
    );
    assert.deepEqual(
      replay.verdicts.map(({ id, evidence }) => [id, evidence]),
      [['failed', 'observed']],
    );
    assert.equal(mainOf(replay).state, 'failed');
  });
});

describe('signalling alone', () => {
  it('tells which pair won where a re-INVITE has remote-candidates, but not when', () => {
    const offer = teamsSdp({
      media: relay,
      candidates: [
        `3 1 UDP 1258289663 ${addressText(relay).replace(':', ' ')} typ relay raddr 0.0.0.0 rport 0`,
      ],
      lines: [`a=remote-candidates:1 ${addressText(sbcMedia).replace(':', ' ')}`],
    });
    const replay = replayOfText(
      inbound('told')
        .at(3000)
        .respond(200, 'a', teamsSdp())
        .at(3010)
        .ack('a')
        .at(4000)
        .reinvite('teams', 'a', offer)
        .at(4010)
        .respond(200, 'a', sbcSdp())
        .text(),
    );
    const session = mainOf(replay);
    assert.equal(session.state, 'completed');
    assert.equal(session.selected?.teamsType, 'relay');
    assert.equal(session.nominated, null);
    assert.match(replay.headline, /as the re-INVITE with remote-candidates tells$/);
  });

  it('that names an address of remote-candidates which the SBC never offered is told of', () => {
    const offer = teamsSdp({ lines: ['a=remote-candidates:1 203.0.113.200 4000'] });
    const replay = replayOfText(
      inbound('foreign').at(3000).respond(200, 'a', teamsSdp()).at(4000).reinvite('teams', 'a', offer).text(),
    );
    assert.deepEqual(verdictIds(replay), ['remote-candidates']);
  });
});

describe('what a trace may hold', () => {
  it('a private address that the SBC could not offer, seen without packets', () => {
    const media = { address: '10.1.1.10', port: 54056 };
    const replay = replayOfText(
      new Scenario('private').invite('sbc', sbcSdp({ media })).at(200).respond(200, 'a', teamsSdp()).text(),
    );
    assert.deepEqual(
      replay.verdicts.map(({ id, evidence, severity }) => [id, evidence, severity]),
      [['no-checks', 'derived', 'warning']],
    );
  });

  it('a capture behind a NAT that keeps ports is not misdirected', () => {
    const to = { address: '10.0.0.4', port: sbcMedia.port };
    const replay = replayOfText(
      inbound('nat').at(220).exchange({ to }).at(260).exchange({ to, nominate: true }).text(),
    );
    assert.deepEqual(verdictIds(replay), ['completed']);
  });

  it('a check to another port is misdirected', () => {
    const text = inbound('misdirected');
    text.at(220).check({ to: { ...sbcMedia, port: 54058 } });
    const replay = replayOfText(text.at(9000).cancel().text());
    assert.ok(verdictIds(replay).includes('misdirected-check'));
  });

  it('a response to nothing', () => {
    const text = inbound('gap').at(220).exchange();
    text
      .at(260)
      .succeed({ from: client, to: sbcMedia, transaction: 'f'.repeat(24), pwd: sbcCredentials.pwd });
    assert.deepEqual(verdictIds(replayOfText(text.text())), ['capture-gap']);
  });

  it('a clock that goes backwards', () => {
    const replay = replayOfText(
      inbound('clock').at(100).exchange().at(50).exchange({ nominate: true }).text(),
    );
    assert.equal(mainOf(replay).state, 'completed');
    assert.match(replay.headline, /0\.0 ms after the 183/);
  });

  it('checks from thousands of addresses', () => {
    const text = inbound('flood');
    for (let at = 0; at < 2000; at++)
      text.at(300).check({ from: { address: `10.9.${at >> 8}.${at & 255}`, port: 1000 } });
    const replay = replayOfText(text.text());
    assert.ok((forkThatCounts(replay)?.main?.pairs.length ?? 0) <= 300);
  });

  it('the same every time', () => {
    for (const write of Object.values(scenarios)) {
      const text = write();
      const seen = (): unknown =>
        replaysOfText(text).map(({ headline, verdicts, steps }) => [
          headline,
          verdicts.map(({ id, message }) => [id, message]),
          steps.map(({ message }) => message),
        ]);
      assert.deepEqual(seen(), seen());
    }
  });
});
