/**
 * A compliant call with one thing in it made wrong: the rule for it speaks, and hardly any other, as one of them explains.
 * The tables beside this file hold the defects.
 */
import assert from 'node:assert/strict';
import { rules } from '../../../server/engine/rules/index';
import { analysisOptions, defaultSettings } from '../../../server/settings';
import { answerDefects } from './answers';
import { heldBySbc, heldWithoutIce, realFromTeams, realToTeams, renewedByTeams, withVideo } from './calls';
import { sbcDefects, teamsDefects } from './direct-routing';
import { iceDefects } from './ice';
import { holdDefects, renewalDefects } from './later';
import { failure, failureOf, findingsIn, messagesOf, type Defect, type Logged } from './one-defect';
import { plainDefects } from './plain';
import { sdpDefects, sdpPlainDefects, sdpVideoDefects } from './sdp';
import { courseDefects, courseOf, teamsCourseDefects, teamsCourseOf } from './signalling';
import { sipDefects } from './sip';
import { keyTransportDefects, srtpDefects } from './srtp';

const subjects: Readonly<Record<string, readonly [call: readonly Logged[], defects: readonly Defect[]]>> = {
  "of the SBC's offer": [realToTeams, sdpDefects],
  "of ICE in the SBC's offer": [realToTeams, iceDefects],
  "of keys in the SBC's offer": [realToTeams, srtpDefects],
  'of the transport of keys': [heldBySbc, keyTransportDefects],
  'of an offer of audio and video, or its answer': [withVideo, sdpVideoDefects],
  'of a call without ICE': [heldWithoutIce, sdpPlainDefects],
  "of the SBC's answer": [realFromTeams, answerDefects],
  'of a hold': [heldBySbc, holdDefects],
  "of Teams' later offers, or their answers": [renewedByTeams, renewalDefects],
  'of a message': [realToTeams, sipDefects],
  'of what Microsoft wants in a call to Teams': [heldBySbc, sbcDefects],
  'of what Microsoft wants in a call from Teams': [renewedByTeams, teamsDefects],
};

function assertNone(failures: readonly (string | null)[]): void {
  const told = failures.filter((each) => each !== null);
  assert.deepEqual(told, [], told.join('\n'));
}

/** Errors and warnings. */
function defectsIn(call: readonly Logged[]): readonly string[] {
  return findingsIn(call).flatMap(({ rule, severity }) => (severity === 'info' ? [] : [rule]));
}

/** Scopes of rules that look at packets, networks or several calls. */
const notOfSignalling: ReadonlySet<string> = new Set(['packet', 'path', 'network', 'trunk']);

/** What no single defect of one call with default settings can show, and why; its page and its own tests do. */
const elsewhere: Readonly<Record<string, string>> = {
  'call-18x-sdp-unreliable': 'off unless it is asked for',
  'dr-contact-certificate': 'the settings name the certificate',
  'dr-contact-multiple': 'OPTIONS only',
  'dr-contact-required-in-options': 'OPTIONS only',
  'dr-lmo-reinvite': 'a re-INVITE that is missing in a call with an internal candidate',
  'dr-refer-unanswered': 'a transfer is several calls',
  'ice-candidate-not-configured-public-ip': 'the settings name the addresses',
  'sdp-attribute-unknown': 'off unless it is asked for',
  'sdp-line-ending': 'a log shows lines, not how they end',
  'sip-registration-lapsed': 'registrations',
  'srtp-crypto-key-repeated': 'several calls',
};

describe('a single defect', () => {
  it('is in none of the compliant calls', () => {
    for (const [what, [call]] of Object.entries(subjects)) assert.deepEqual(defectsIn(call), [], what);
    for (const [rule, course] of courseDefects) {
      const errors = findingsIn(courseOf(course)).filter(({ severity }) => severity === 'error');
      assert.deepEqual(errors, [], rule);
    }
  });

  for (const [what, [call, defects]] of Object.entries(subjects))
    it(`${what} raises its rule: ${defects.length} of them`, () => {
      assertNone(defects.map((defect) => failureOf(call, defect)));
    });

  it(`of the course of a call raises its rule: ${courseDefects.length} of them`, () => {
    assertNone(
      courseDefects.map(([rule, course, change, also = []]) =>
        failure(findingsIn(courseOf(change(course))), rule, also),
      ),
    );
  });

  it(`of the course of a call with Teams raises its rule: ${teamsCourseDefects.length} of them`, () => {
    assertNone(
      teamsCourseDefects.map(([rule, parties, write, also = []]) =>
        failure(findingsIn(teamsCourseOf(parties, write)), rule, also),
      ),
    );
  });

  it(`of offer and answer between unknown parties raises its rule: ${plainDefects.length} of them`, () => {
    const options = analysisOptions({ ...defaultSettings, profile: 'rfc' });
    assertNone(
      plainDefects.map(([rule, text, also = []]) =>
        failure(findingsIn(messagesOf(text), options), rule, also),
      ),
    );
  });

  it('is known of every rule about signalling and descriptions that one call can break', () => {
    const tried = new Set<string>([
      ...Object.values(subjects).flatMap(([, defects]) => defects.map(([rule]) => rule)),
      ...courseDefects.map(([rule]) => rule),
      ...teamsCourseDefects.map(([rule]) => rule),
      ...plainDefects.map(([rule]) => rule),
    ]);
    const inOneCall = rules.filter(({ scope }) => !notOfSignalling.has(scope)).map(({ id }) => id);
    assert.deepEqual(
      inOneCall.filter((id) => !tried.has(id)),
      Object.keys(elsewhere),
    );
    const known = new Set<string>(rules.map(({ id }) => id));
    assert.deepEqual(
      [...tried].filter((id) => !known.has(id)),
      [],
    );
  });
});
