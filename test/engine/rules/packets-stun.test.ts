/** What the rules of STUN packets say of the captures and of the hand-made calls, as a table. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { rules } from '../../../server/engine/rules/index';
import {
  client,
  relay,
  sbcCredentials,
  sbcMedia,
  sbcSdp,
  Scenario,
  teamsCredentials,
  teamsSdp,
  type Check,
  type CheckOptions,
} from '../ice/scenario';
import { traceTextOf } from '../ice/replays';
import { filesToTest } from '../../support/shared';

const fixtures = path.resolve(__dirname, '../../fixtures/ice');

/** Errors and warnings, by capture; none in those that are not named. */
const ofCaptures: Readonly<Record<string, readonly string[]>> = {
  '01d-inbound-linphone-stays-controlled': ['stun-teams-controlled'],
  '06-bad-pwd-in-checks': ['stun-integrity-bad'],
  '06b-bad-pwd-in-offer': ['stun-integrity-bad'],
  '07-bad-sbc-not-lite': ['stun-lite-sent-check', 'stun-role-conflict-487', 'stun-use-candidate-controlled'],
  '10-bad-firewalled': ['stun-no-response'],
};

const ofFixtures: Readonly<Record<string, readonly string[]>> = {
  '05-password-changed-after-183': ['stun-integrity-bad'],
  '06-ice-lite-missing': ['stun-teams-controlled'],
  '07-sbc-sends-checks': ['stun-lite-sent-check'],
  '08-answer-from-rtcp-port': ['stun-response-asymmetric'],
  '09-attribute-rejected': ['stun-unknown-attribute-420'],
  '10-no-response': ['stun-no-response'],
  '17-aggressive-nomination': ['stun-aggressive-nomination'],
  '18-malformed-ignored': ['stun-fingerprint-bad'],
  '24-silence-on-hold': ['stun-keepalive-gap'],
  '25-wrong-password-dropped': ['stun-integrity-bad'],
  '26-check-refused-400': ['stun-error-response'],
  '27-icmp-refused': ['stun-icmp-refused'],
  '29-consent-lost': ['stun-consent-lost'],
  '33-consent-refused': ['stun-consent-refused'],
  '35-unknown-attribute-ignored': ['stun-unknown-attribute-silence'],
};

interface Told {
  readonly id: string;
  readonly severity: string;
  readonly message: string;
}

function toldOf(text: string): readonly Told[] {
  return analyse(text, defaultOptions)
    .findings.filter(({ rule }) => rule.scope === 'packet' && rule.id.startsWith('stun-'))
    .map(({ rule: { id }, severity, message }) => ({ id, severity, message }));
}

function seriousOf(text: string): readonly string[] {
  return toldOf(text)
    .filter(({ severity }) => severity !== 'info')
    .map(({ id }) => id);
}

function idsOf(text: string): readonly string[] {
  return toldOf(text).map(({ id }) => id);
}

/** An inbound call up to its 183. */
function inbound(): Scenario {
  return new Scenario('stun').invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp()).at(220);
}

/** A call with one check, and what follows it. */
function checked(options: CheckOptions, then: (scenario: Scenario, check: Check) => Scenario): string {
  const scenario = inbound();
  return then(scenario, scenario.check(options)).text();
}

/** What rules say that they have nothing to look at. */
function notEvaluatedOf(text: string): readonly string[] {
  return analyse(text, defaultOptions)
    .notEvaluated.map(({ rule }) => rule)
    .filter((id) => id.startsWith('stun-'));
}

describe('rules of STUN packets', () => {
  it('are all known', () => {
    const ids = rules.filter(({ id, scope }) => scope === 'packet' && id.startsWith('stun-'));
    assert.equal(ids.length, 39);
  });

  describe('on captures', () => {
    for (const file of filesToTest('captures/pcap', /\.pcap(?:ng)?$/)) {
      const name = path.basename(file).replace(/\.\w+$/, '');
      it(name, () => {
        assert.deepEqual(seriousOf(traceTextOf(file)), ofCaptures[name] ?? []);
      });
    }
  });

  describe('on hand-made calls', () => {
    for (const file of fs.readdirSync(fixtures).sort()) {
      const name = file.replace(/\.\w+$/, '');
      it(name, () => {
        const text = fs.readFileSync(path.join(fixtures, file), 'utf8');
        assert.deepEqual(seriousOf(text), ofFixtures[name] ?? []);
      });
    }
  });

  describe('do not take for a defect', () => {
    it('a check that the capture cut short', () => {
      const text = inbound().text().concat(cutShort(inbound().exchange().text()));
      assert.deepEqual(seriousOf(text), []);
    });

    it('an answer that tells the public address, captured inside the NAT of the client', () => {
      const inside = { address: '10.20.30.40', port: 50006 };
      assert.deepEqual(
        idsOf(checked({ from: inside }, (scenario, check) => scenario.succeed(check, { mapped: client }))),
        [],
      );
    });

    it('a response whose request is not in the trace', () => {
      const stranger: Check = {
        from: client,
        to: sbcMedia,
        transaction: 'a'.repeat(24),
        pwd: sbcCredentials.pwd,
      };
      assert.deepEqual(idsOf(inbound().succeed(stranger).text()), []);
    });

    it('a check that is captured on two interfaces', () => {
      const scenario = inbound();
      const check = scenario.check();
      for (let copy = 0; copy < 8; copy++) scenario.check({ again: check });
      assert.deepEqual(idsOf(scenario.succeed(check).text()), []);
    });

    it('a check that nobody answers because the call is over', () => {
      const scenario = inbound().exchange().at(300).respond(200, 'a', teamsSdp()).at(310).ack('a');
      scenario.at(400).bye('sbc', 'a').at(500);
      const late = scenario.check({ from: relay });
      for (const time of [1000, 2000, 4000]) scenario.at(time).check({ from: relay, again: late });
      assert.deepEqual(idsOf(scenario.text()), []);
    });

    it('a wrong password that was accepted: the trace does not tell the true one', () => {
      const text = checked({ pwd: 'SomeOtherPassword0000000001' }, (scenario, check) =>
        scenario.succeed(check),
      );
      assert.deepEqual(idsOf(text), []);
    });
  });

  describe('tell', () => {
    it('a single check without an answer as a warning where others are answered', () => {
      const scenario = inbound().exchange();
      const check = scenario.check({ from: relay });
      for (const time of [720, 1720, 3720]) scenario.at(time).check({ from: relay, again: check });
      assert.deepEqual(
        toldOf(scenario.text()).map(({ id, severity }) => `${severity} ${id}`),
        ['warning stun-no-response'],
      );
    });

    it('answers that Teams does not take', () => {
      const scenario = inbound();
      const check = scenario.check();
      scenario.succeed(check);
      for (const time of [720, 1720, 3720]) scenario.at(time).succeed(scenario.check({ again: check }));
      assert.deepEqual(seriousOf(scenario.text()), ['stun-no-response']);
    });

    it('a wrong password of which no answer speaks, and whose it is', () => {
      const told = toldOf(checked({ pwd: teamsCredentials.pwd }, (scenario) => scenario));
      assert.deepEqual(
        told.map(({ id }) => id),
        ['stun-integrity-bad'],
      );
      assert.match(told[0]?.message ?? '', /the password of its own SDP \(183\)/);
    });

    it('a call that the SBC ends because of a malformed packet', () => {
      const scenario = inbound().exchange().at(300).respond(200, 'a', teamsSdp()).at(310).ack('a').at(1000);
      scenario.check({ badFingerprint: true });
      const told = toldOf(scenario.at(1400).bye('sbc', 'a').text());
      assert.deepEqual(
        told.map(({ id, severity }) => `${severity} ${id}`),
        ['error stun-fingerprint-bad', 'error stun-malformed-side-effect'],
      );
      assert.match(told[1]?.message ?? '', /400 ms after a malformed STUN packet/);
    });

    it('an SBC that answers nothing after a malformed packet', () => {
      const scenario = inbound().exchange().at(300);
      scenario.check({ badFingerprint: true });
      scenario.at(400).check();
      scenario.at(900).check();
      assert.deepEqual(seriousOf(scenario.text()), ['stun-fingerprint-bad', 'stun-malformed-side-effect']);
    });

    it('classic STUN, and nothing else of it', () => {
      const form = { isClassic: true, integrity: 'absent', fingerprint: 'absent' } as const;
      const without = [0x0006, 0x0024, 0x802a];
      assert.deepEqual(seriousOf(checked({ form, without }, (scenario) => scenario)), ['stun-header']);
    });

    it('an attribute behind FINGERPRINT', () => {
      const form = { behindFingerprint: [[0x8022, '74657374']] } as const;
      const text = checked({ form }, (scenario, check) => scenario.succeed(check));
      assert.deepEqual(seriousOf(text), ['stun-fingerprint-bad']);
    });

    it('two requests that share a transaction id', () => {
      const scenario = inbound();
      const check = scenario.check();
      scenario
        .succeed(check)
        .at(260)
        .succeed(scenario.check({ again: check, priority: 1 }));
      assert.deepEqual(seriousOf(scenario.text()), ['stun-transaction-mismatch']);
    });

    it('an answer of the SBC without a signature, once', () => {
      const scenario = inbound();
      for (const time of [220, 270, 320]) {
        const check = scenario.at(time).check();
        scenario.succeed(check, { form: { integrity: 'absent' } });
      }
      assert.deepEqual(seriousOf(scenario.text()), ['stun-response-integrity']);
    });

    it('both roles at once', () => {
      const text = checked({ extra: [0x8029, '00112233445566ff'] }, (scenario, check) =>
        scenario.succeed(check),
      );
      assert.ok(idsOf(text).includes('stun-role-missing'));
    });

    it('a check that is sent more than seven times', () => {
      const scenario = inbound();
      const check = scenario.check();
      for (let time = 720; time <= 4720; time += 500) scenario.at(time).check({ again: check });
      assert.ok(idsOf(scenario.text()).includes('stun-retransmission-pattern'));
    });
  });

  it('say that there was nothing to look at where no check was captured', () => {
    const scenario = new Scenario('none').invite('sbc', sbcSdp()).at(200).respond(183, 'a', teamsSdp());
    scenario.at(300).rtp(client, sbcMedia, 2000);
    const ids = notEvaluatedOf(scenario.text());
    assert.ok(ids.includes('stun-fingerprint-missing') && ids.includes('stun-no-response'));
    assert.deepEqual(notEvaluatedOf(inbound().exchange().text()), []);
  });

  it('are silent about five thousand packets that are right', () => {
    const scenario = inbound();
    for (let check = 0; check < 2500; check++) scenario.at(220 + check).exchange();
    const { replays, trace } = analyse(scenario.text(), defaultOptions);
    assert.equal(trace.messages.length, 5002);
    assert.equal(replays?.[0]?.checks.length, 2500);
    assert.deepEqual(seriousOf(scenario.text()), []);
  });
});

/** The blocks of STUN with only the first octets, as from a capture that kept the beginnings of packets. */
function cutShort(text: string): string {
  const kept = 2 * 54;
  return text
    .slice(text.indexOf('\n=== 3'))
    .replaceAll(/^octets (\w+)$/gm, (_, octets: string) => `octets ${octets.slice(0, kept)}`);
}
