/** What later offers and answers may do to ICE, and what the pages of their rules cannot show. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import type { Finding } from '../../../../server/engine/analysis/model';
import { replayTrace } from '../../../../server/engine/ice/replay';
import { client, relay, sbcMedia, sbcSdp, Scenario, teamsSdp } from '../../ice/scenario';

const ids: ReadonlySet<string> = new Set([
  'oa-ice-creds-changed-in-answer',
  'oa-ice-restart-answer-unchanged',
  'oa-ice-restart-partial',
  'oa-remote-candidates-foreign',
  'oa-remote-candidates-not-honoured',
]);

const newSbc = { ufrag: 'SBCn', pwd: 'NewSbcPassword00000000001' };
const newTeams = { ufrag: 'TEAn', pwd: 'NewTeamsPassword000000001' };
const hold = { direction: 'inactive' };
const named = (to: string): { readonly lines: readonly string[] } => ({
  lines: [`a=remote-candidates:${to}`],
});
const ofSbc = `1 ${sbcMedia.address} ${sbcMedia.port}`;
const otherPort = { media: { ...sbcMedia, port: 54_058 } };

/** An answered call. */
function call(answer = teamsSdp()): Scenario {
  return new Scenario('later', false)
    .invite('sbc', sbcSdp())
    .at(3000)
    .respond(200, 'a', answer)
    .at(3010)
    .ack('a');
}

function reinvited(
  scenario: Scenario,
  offer: string,
  answer: string,
  by: 'sbc' | 'teams' = 'teams',
): Scenario {
  return scenario.at(9000).reinvite(by, 'a', offer).at(9010).respond(200, 'a', answer).at(9020).ack('a');
}

/** Findings of the rules, which are the verdicts of the replay, too. */
function found(text: string): readonly Finding[] {
  const { trace, findings } = analyse(text);
  const own = findings.filter(({ rule }) => ids.has(rule.id));
  const verdicts = replayTrace(trace).flatMap((replay) =>
    replay.verdicts
      .filter(({ rules }) => rules.some((id) => ids.has(id)))
      .flatMap(({ rules, in: message, related, id }) =>
        // Verdicts on remote-candidates are joined.
        [message, ...(id === 'remote-candidates' ? related : [])].map((each) => [rules[0], each.index]),
      ),
  );
  assert.deepEqual(
    own.map(({ rule, in: index }) => [rule.id, index]),
    verdicts,
  );
  return own;
}

function said(scenario: Scenario): readonly string[] {
  return found(scenario.text()).map(({ rule }) => rule.id);
}

describe('later offers and answers', () => {
  it('measure by what the session agreed on, not by a restart that was refused after its 183', () => {
    const half = { ufrag: 'TEAM', pwd: newTeams.pwd };
    const after = (status: number): readonly string[] =>
      found(
        reinvited(
          call()
            .at(6000)
            .reinvite('teams', 'a', teamsSdp(newTeams))
            .at(6010)
            .respond(183, 'a', sbcSdp(newSbc))
            .at(6020)
            .respond(status, 'a', status === 200 ? sbcSdp(newSbc) : '')
            .at(6030)
            .ack('a'),
          teamsSdp(half),
          sbcSdp(),
        ).text(),
      ).map(({ rule }) => rule.id);
    assert.deepEqual(after(488), ['oa-ice-restart-partial']);
    // Of the new generation it is the ufrag that changes.
    assert.deepEqual(after(200), ['oa-ice-restart-partial', 'oa-ice-creds-changed-in-answer']);
  });

  it('may hold, resume and refresh with the same credentials', () => {
    const held = reinvited(call(), teamsSdp(hold), sbcSdp(hold));
    const resumed = reinvited(held, teamsSdp(), sbcSdp());
    assert.deepEqual(said(reinvited(resumed, sbcSdp(), teamsSdp(), 'sbc')), []);
  });

  it('may restart ICE, and hold after that', () => {
    const restarted = reinvited(call(), teamsSdp(newTeams), sbcSdp(newSbc));
    assert.deepEqual(
      said(reinvited(restarted, teamsSdp({ ...newTeams, ...hold }), sbcSdp({ ...newSbc, ...hold }))),
      [],
    );
  });

  it('break ICE with the credentials of before a restart', () => {
    const restarted = reinvited(call(), teamsSdp(newTeams), sbcSdp(newSbc));
    assert.deepEqual(said(reinvited(restarted, teamsSdp(newTeams), sbcSdp())), [
      'oa-ice-creds-changed-in-answer',
    ]);
  });

  it('may move credentials from the m-line to the session', () => {
    const body = teamsSdp();
    const lines = ['a=ice-ufrag:TEAM\r\n', 'a=ice-pwd:TeamsPassword000000000001\r\n'];
    const moved = lines
      .reduce((text, line) => text.replace(line, ''), body)
      .replace('m=audio', `${lines.join('')}m=audio`);
    assert.ok(moved !== body && moved.length === body.length);
    assert.deepEqual(said(reinvited(call(), moved, sbcSdp())), []);
  });

  it('are told of once where the slip is kept', () => {
    const slipped = reinvited(call(), teamsSdp(hold), sbcSdp(newSbc));
    assert.deepEqual(said(reinvited(slipped, teamsSdp(), sbcSdp(newSbc))), [
      'oa-ice-creds-changed-in-answer',
    ]);
  });

  it('say which of the credentials changed', () => {
    for (const [change, what] of [
      [{ ufrag: newSbc.ufrag }, /another ICE ufrag although/],
      [{ pwd: newSbc.pwd }, /another ICE password although/],
      [newSbc, /another ICE ufrag and password although/],
    ] as const) {
      const [finding] = found(reinvited(call(), teamsSdp(hold), sbcSdp({ ...hold, ...change })).text());
      assert.match(finding?.message ?? '', what);
      assert.ok(!(finding?.message ?? '').includes(newSbc.pwd));
    }
  });

  it('break a restart with one old value in the answer', () => {
    assert.deepEqual(said(reinvited(call(), teamsSdp(newTeams), sbcSdp({ ufrag: newSbc.ufrag }))), [
      'oa-ice-restart-answer-unchanged',
    ]);
  });

  it('may be rejected: then all is as before', () => {
    const rejected = call().at(5000).reinvite('teams', 'a', teamsSdp(newTeams)).at(5010).respond(488, 'a');
    assert.deepEqual(said(reinvited(rejected, teamsSdp(hold), sbcSdp(hold))), []);
  });

  it('are judged as offers even if nobody answered', () => {
    const offer = teamsSdp({ pwd: newTeams.pwd });
    assert.deepEqual(said(call().at(5000).reinvite('teams', 'a', offer).at(5010).respond(488, 'a')), [
      'oa-ice-restart-partial',
    ]);
  });

  it('are compared by what was not hidden', () => {
    const pwd = '<removed>';
    const masked = new Scenario('later', false)
      .invite('sbc', sbcSdp({ pwd }))
      .at(3000)
      .respond(200, 'a', teamsSdp({ pwd }))
      .at(3010)
      .ack('a');
    const text = reinvited(masked, teamsSdp({ ...newTeams, pwd }), sbcSdp({ ...newSbc, pwd }));
    assert.deepEqual(said(text), []);
    assert.deepEqual(said(reinvited(text, teamsSdp({ ...newTeams, pwd }), sbcSdp({ pwd }))), [
      'oa-ice-creds-changed-in-answer',
    ]);
  });

  it('have other credentials in other forks by right', () => {
    const forked = new Scenario('later', false)
      .invite('sbc', sbcSdp())
      .at(200)
      .respond(183, 'a', teamsSdp())
      .at(400)
      .respond(183, 'b', teamsSdp(newTeams))
      .at(3000)
      .respond(200, 'b', teamsSdp(newTeams))
      .at(3010)
      .ack('b')
      .at(5000)
      .reinvite('teams', 'b', teamsSdp({ ...newTeams, ...hold }))
      .at(5010)
      .respond(200, 'b', sbcSdp(hold));
    assert.deepEqual(said(forked), []);
  });

  it('begin anew after a stream was refused or had no ICE', () => {
    const refused = sbcSdp().replace('m=audio 54056', 'm=audio 0');
    const without = teamsSdp({ candidates: [] }).replaceAll(/a=ice-\w+:.*\r\n/g, '');
    for (const scenario of [
      reinvited(call(), teamsSdp(hold), refused),
      reinvited(call(), without, sbcSdp()),
    ]) {
      assert.deepEqual(said(reinvited(scenario, teamsSdp(), sbcSdp(newSbc))), []);
    }
  });

  it('leave a 200 that differs from its 183 to another rule', () => {
    const scenario = call()
      .at(5000)
      .reinvite('teams', 'a', teamsSdp(hold))
      .at(5010)
      .respond(183, 'a', sbcSdp(hold))
      .at(5020)
      .respond(200, 'a', sbcSdp({ ...hold, ...newSbc }));
    assert.deepEqual(said(scenario), []);
    assert.ok(analyse(scenario.text()).findings.some(({ rule }) => rule.id === 'call-ice-changed-183-200'));
  });

  it('say nothing of bodies that are cut off', () => {
    const text = reinvited(call(), teamsSdp(hold), sbcSdp({ ...hold, ...newSbc })).text();
    const last = text.lastIndexOf('a=ice-pwd:NewSbcPassword00000000001');
    assert.deepEqual(found(text.slice(0, last + 'a=ice-pwd:New'.length)), []);
  });
});

describe('remote candidates', () => {
  const final = (to: string): string => teamsSdp({ media: client, ...named(to) });

  it('may be confirmed', () => {
    assert.deepEqual(said(reinvited(call(), final(ofSbc), sbcSdp())), []);
  });

  it('are judged once, as foreign or as not honoured', () => {
    assert.deepEqual(said(reinvited(call(), final('1 10.1.1.10 54056'), sbcSdp())), [
      'oa-remote-candidates-foreign',
    ]);
    assert.deepEqual(said(reinvited(call(), final(ofSbc), sbcSdp(otherPort))), [
      'oa-remote-candidates-not-honoured',
    ]);
  });

  it('may name what the 200 offered beside the 183', () => {
    const scenario = new Scenario('later', false)
      .invite('teams', teamsSdp())
      .at(200)
      .respond(183, 'a', sbcSdp())
      .at(3000)
      .respond(200, 'a', sbcSdp(otherPort))
      .at(3010)
      .ack('a');
    assert.deepEqual(said(reinvited(scenario, final('1 198.51.100.10 54058'), sbcSdp(otherPort))), []);
  });

  it('may name an address of a full agent that only checks have shown', () => {
    const full = new Scenario('later', false)
      .invite('sbc', sbcSdp({ lite: false }))
      .at(3000)
      .respond(200, 'a', teamsSdp())
      .at(3010)
      .ack('a');
    assert.deepEqual(said(reinvited(full, final('1 203.0.113.99 61022'), sbcSdp({ lite: false }))), []);
  });

  it('of the SBC are left to the rule on lite agents', () => {
    const offer = sbcSdp(named(`1 ${relay.address} 1`));
    assert.deepEqual(said(reinvited(call(), offer, teamsSdp(), 'sbc')), []);
  });

  it('are put into the answer by the fix, wherever it had another port', () => {
    const [finding] = found(reinvited(call(), final(ofSbc), sbcSdp(otherPort)).text());
    assert.deepEqual(
      finding?.fix?.edits.map(({ newText }) => newText),
      ['54056', '54056', '54056'],
    );
  });
});
