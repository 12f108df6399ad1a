/** What would have been: one fact of a call changed, and replayed. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { replaysOf } from '../../server/language/replay-view/replays';
import { replayView } from '../../server/language/replay-view/replay-view';
import type { ReplayView } from '../../shared/replay-view';
import { viewOf } from '../support/view';

const fixtures = path.resolve(__dirname, '../fixtures/ice');

function ask(start: string, title: string | null): ReplayView {
  const name = fs.readdirSync(fixtures).find((each) => each.startsWith(start));
  const view = viewOf(fs.readFileSync(path.join(fixtures, name ?? ''), 'utf8'));
  const key = replaysOf(view)[0]?.call?.key ?? '';
  const panel = replayView(view, { key }, null);
  assert.ok(panel !== null);
  if (title === null) return panel;
  const fact = panel.whatIfs.find((each) => each.title === title);
  assert.ok(fact !== undefined, panel.whatIfs.map((each) => each.title).join('\n'));
  const simulated = replayView(view, { key }, fact.id);
  assert.ok(simulated !== null);
  assert.deepEqual(simulated.whatIfs, panel.whatIfs);
  assert.equal(simulated.key, panel.key);
  assert.ok(simulated.simulated?.startsWith(title), simulated.simulated ?? 'not marked');
  return simulated;
}

const titles = (panel: ReplayView): readonly string[] => panel.whatIfs.map(({ title }) => title);

describe('what if', () => {
  it('is offered where it would change something', () => {
    const good = titles(ask('01', null));
    assert.ok(!good.includes('The SBC says a=ice-lite'));
    assert.ok(!good.some((title) => /password|credentials/.test(title)), good.join('\n'));
    assert.ok(good.includes('No 183 with SDP'));
    assert.ok(good.includes('Teams does not offer 52.113.200.73:53156 (relay)'));
    assert.ok(titles(ask('06', null)).includes('The SBC says a=ice-lite'));
    assert.ok(!titles(ask('04', null)).includes('The SBC offers only 198.51.100.10:54056'));
  });

  it('the trace as it is, is not called simulated', () => {
    assert.equal(ask('01', null).simulated, null);
  });

  it('the SBC said a=ice-lite: the recorded checks go, and Teams is predicted to nominate', () => {
    const before = ask('06', null);
    assert.equal(before.forks[0]?.sessions[0]?.lite.sbc, false);
    const panel = ask('06', 'The SBC says a=ice-lite');
    assert.equal(panel.forks[0]?.sessions[0]?.lite.sbc, true);
    assert.equal(panel.forks[0].sessions[0].controlling, 'teams');
    assert.equal(panel.evidence, 'predicted');
    assert.deepEqual(panel.verdicts, []);
    assert.ok(panel.rows.every((row) => row.kind === 'sip' || row.evidence === 'predicted'));
    assert.ok(!panel.rows.some(({ label }) => label === 'BYE'), 'the BYE says that checks failed');
    assert.ok(panel.descriptions.some(({ text }) => /^a=ice-lite\nm=audio/m.test(text)));
  });

  it('the 200 kept the credentials of the 183', () => {
    const panel = ask('05', 'The 200 keeps the credentials of the 183');
    assert.deepEqual(panel.verdicts, []);
    assert.equal(panel.headline.severity, 'info');
  });

  it('the password had been the right one', () => {
    const before = ask('05', null);
    assert.ok(before.verdicts.some(({ id }) => id === 'wrong-password'));
    const panel = ask('05', 'The SBC uses the password that its SDP tells');
    assert.ok(!panel.verdicts.some(({ id }) => id === 'wrong-password'));
  });

  it('a candidate was not offered whose packets would have come all the same', () => {
    const panel = ask('01', 'Teams does not offer 192.0.2.77:50006 (srflx)');
    const [session] = panel.forks[0]?.sessions ?? [];
    assert.equal(session?.state, 'completed');
    assert.deepEqual(
      session.pairs.filter(({ nominated }) => nominated).map(({ teams, teamsType }) => [teams, teamsType]),
      [['192.0.2.77:50006', 'prflx']],
    );
    assert.ok(!session.candidates.some(({ address }) => address === '192.0.2.77:50006'));
  });

  it('a candidate of no use was not offered: the recorded packets stay', () => {
    const panel = ask('01', 'Teams does not offer 52.113.200.73:53156 (relay)');
    assert.equal(panel.headline.severity, 'good');
    assert.equal(panel.forks[0]?.sessions[0]?.pairs.length, 1);
  });

  it('the only candidate of the SBC was not offered: no pair can be formed', () => {
    const panel = ask('01', 'The SBC does not offer 198.51.100.10:54056 (host)');
    assert.match(panel.headline.text, /no pair can be formed/);
    assert.equal(panel.forks[0]?.state, 'failed');
  });

  it('there was no early answer: checks follow the 200', () => {
    const panel = ask('01', 'No 183 with SDP');
    const answer = panel.rows.findIndex((row) => row.kind === 'sip' && row.status === 200);
    const check = panel.rows.findIndex(({ label }) => label === 'check');
    assert.ok(answer !== -1 && answer < check, `${answer} ${check}`);
    assert.equal(panel.descriptions.length, 2);
  });

  it('shows messages where they stand in the trace', () => {
    const before = ask('01', null);
    const panel = ask('01', 'No 183 with SDP');
    const places = (of: ReplayView): readonly unknown[] =>
      of.rows.flatMap((row) => (row.kind === 'sip' ? [[row.label, row.range]] : []));
    assert.deepEqual(places(panel), places(before));
  });

  it('is nothing for a fact that the call does not have', () => {
    const view = viewOf(fs.readFileSync(path.join(fixtures, '20-signalling-only.siptrace'), 'utf8'));
    assert.equal(replayView(view, { key: replaysOf(view)[0]?.call?.key ?? '' }, 'ice-lite'), null);
  });
});
