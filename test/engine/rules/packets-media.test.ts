/** What the rules of ICE's progress and of media say of every capture, and of every way that ICE ends. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { verdictRules } from '../../../server/engine/ice/verdicts/index';
import { traceTextOf } from '../ice/replays';
import { client, sbcCredentials, sbcMedia, sbcSdp, Scenario, teamsSdp } from '../ice/scenario';
import { filesBelow, filesToTest } from '../../support/shared';

const rules = path.resolve(__dirname, '../../../server/engine/rules');
const fixtures = path.resolve(__dirname, '../../fixtures/ice');

const ids: ReadonlySet<string> = new Set([
  ...['ice-progress', 'media'].flatMap((folder) =>
    fs.readdirSync(path.join(rules, folder)).map((file) => path.basename(file, '.ts')),
  ),
  ...verdictRules.map(({ id }) => id).filter((id) => !id.startsWith('stun-')),
]);

/** Capture → what is raised, severity first, in the order of the trace. A capture that is not named raises nothing. */
const captures: Readonly<Record<string, readonly string[]>> = {
  '01-inbound-ok': ['info ice-check-before-answer'],
  '01b-inbound-icmp-retrans': ['info ice-check-before-answer'],
  '01d-inbound-linphone-stays-controlled': ['error ice-nomination-missing'],
  '01e-inbound-tcp': ['info ice-check-before-answer'],
  // The answer chose a crypto tag that the SBC does not use: it never sends.
  '01f-inbound-ipfrag': ['error media-one-way'],
  '01h-inbound-tls.with-secrets': ['info ice-check-before-answer'],
  // One packet goes to a fork that did not answer.
  '03-forked': ['warning call-fork-switch'],
  '05b-baresip-183-checks-after-200': ['warning media-before-any-check'],
  '06-bad-pwd-in-checks': ['info ice-all-failed', 'warning media-before-any-check'],
  '06b-bad-pwd-in-offer': ['info ice-all-failed'],
  '09-bad-two-candidates-ipv6': ['info ice-check-before-answer'],
  '09b-bad-ipv6-only-sbc': ['error ice-all-failed'],
  '10-bad-firewalled': ['info ice-all-failed'],
  '16-bad-no-ice-no-srtp-in-offer': ['warning media-one-way'],
};

/** Some of them leave media out that no automaton asks for. */
const scenarios: Readonly<Record<string, readonly string[]>> = {
  '02-nominated-after-200': ['error media-one-way'],
  '03-media-stays-on-first-fork': ['error call-fork-switch'],
  '04-answer-of-new-fork': ['error media-one-way'],
  '05-password-changed-after-183': ['info ice-all-failed'],
  '06-ice-lite-missing': ['error ice-nomination-missing'],
  '08-answer-from-rtcp-port': ['info ice-all-failed'],
  '09-attribute-rejected': ['info ice-all-failed'],
  '10-no-response': ['info ice-all-failed'],
  '11-private-candidate': ['error ice-no-check-received'],
  '13-hold-answered-with-new-credentials': ['warning media-none'],
  '16-peer-reflexive': ['info ice-peer-reflexive'],
  // Nothing of Teams is in it behind the 200, not even an answer to the BYE.
  '19-early-media-of-two-forks': ['warning media-early-latch', 'warning media-one-way'],
  '22-late-offer': ['error media-one-way'],
  '24-silence-on-hold': ['error media-one-way'],
  '25-wrong-password-dropped': ['info ice-all-failed'],
  '26-check-refused-400': ['info ice-all-failed'],
  '27-icmp-refused': ['info ice-all-failed'],
  '28-component-blocked': ['error ice-component-blocked'],
  '30-media-follows-media': ['error ice-nominated-not-used'],
  '31-second-nomination': ['warning ice-second-nomination'],
  '32-nominated-before-183': ['info ice-check-before-answer'],
  '34-deaf-until-200': ['warning ice-deaf-until-200', 'warning media-none'],
};

describe('rules of ICE progress and media', () => {
  for (const file of filesToTest('captures/pcap', /\.pcap(ng)?$/)) {
    const name = path.basename(file).replace(/\.pcap(ng)?$/, '');
    it(`says of ${name} what is true of it`, () => {
      assert.deepEqual(raised(traceTextOf(file)), captures[name] ?? []);
    });
  }

  for (const file of filesBelow(fixtures)) {
    const name = path.basename(file, '.siptrace');
    it(`says of ${name} what is true of it`, () => {
      assert.deepEqual(raised(fs.readFileSync(file, 'utf8')), scenarios[name] ?? []);
    });
  }
});

describe('media that seems to come before any check', () => {
  const newTeams = { ufrag: 'TNEW', pwd: 'NewTeamsPassword00000001' };

  function nominated(): Scenario {
    const scenario = new Scenario('early').invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp());
    return scenario.at(220).exchange().at(260).exchange({ nominate: true });
  }

  it('is none behind a nomination, though a restart was answered wrongly', () => {
    const scenario = nominated().at(300).respond(200, 'a', teamsSdp()).at(310).ack('a');
    scenario.at(400).rtp(sbcMedia, client, 15_000).at(5000);
    scenario
      .reinvite('teams', 'a', teamsSdp(newTeams))
      .at(5010)
      .respond(200, 'a', sbcSdp())
      .at(5020)
      .ack('a');
    scenario.at(5100).exchange({ username: `${sbcCredentials.ufrag}:${newTeams.ufrag}` });
    const found = raised(scenario.text());
    assert.ok(!found.some((each) => each.endsWith('media-before-any-check')), found.join());
  });
});

function raised(text: string): readonly string[] {
  return analyse(text)
    .findings.filter(({ rule }) => ids.has(rule.id))
    .map(({ rule, severity }) => `${severity} ${rule.id}`);
}
