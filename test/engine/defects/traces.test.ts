/** Defects of traces that are no compliant call with one thing changed: samples and captures that show them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { LineIndex } from '../../../server/engine/basics/lines';
import { readSample } from '../../support/samples';
import { filesToTest, sharedPath } from '../../support/shared';

interface Found {
  readonly rule: string;
  readonly at: string;
}

function errorsOf(text: string): readonly Found[] {
  const lines = new LineIndex(text);
  return analyse(text)
    .findings.filter(({ severity }) => severity !== 'info')
    .map(({ rule, range }) => {
      const { line, column } = lines.positionAt(range.start);
      return { rule: rule.id, at: `${line}:${column}` };
    });
}

describe('defects in other traces', () => {
  it('an accepted and a missing video m-line', () => {
    const bad = readSample('outbound-video-missing.siptrace');
    assert.ok(errorsOf(bad).some(({ rule, at }) => rule === 'oa-m-line-count' && at === '91:1'));
    const rejected = sharedPath('captures/text/11-video-rejected-port0.sngrep.txt');
    if (rejected === null) return;
    const good = fs.readFileSync(rejected, 'utf8').replaceAll('\r\n', '\n');
    assert.ok(!errorsOf(good).some(({ rule }) => rule.startsWith('oa-')));
    const accepted = good.replaceAll(/^m=video 0 /gm, 'm=video 5002 ');
    assert.ok(errorsOf(accepted).some(({ rule }) => rule === 'oa-non-audio-not-rejected'));
  });
});

describe('captures', () => {
  /** Capture → errors that it is known for. Captures not named here are compliant as far as SDP and SIP go. */
  const known: Readonly<Record<string, readonly string[]>> = {
    '01f-inbound-ipfrag': ['oa-crypto-suite'],
    '08-bad-creds-change-183-200': ['call-ice-changed-183-200'],
    '09-bad-two-candidates-ipv6': ['ice-candidate-count', 'ice-candidate-ipv6'],
    '09b-bad-ipv6-only-sbc': ['ice-candidate-ipv6'],
    '11c-bad-video-mline-missing': ['oa-m-line-count'],
    '12-bad-dtls-only-offer': ['srtp-dtls-only'],
    // Its sipp scenarios have passwords of 21 characters and one key for offer and answer.
    '14-sipp-5calls': ['ice-pwd-length', 'oa-crypto-same-key'],
    '16-bad-no-ice-no-srtp-in-offer': [
      'ice-lite-missing',
      'oa-rtcp-mux-not-offered',
      'srtp-profile-insecure',
    ],
  };

  for (const file of filesToTest('captures/text', /\.sngrep\.txt$/)) {
    const name = path.basename(file, '.sngrep.txt');
    it(`${name}: ${known[name]?.join(', ') ?? 'no error'}`, () => {
      const { findings } = analyse(fs.readFileSync(file, 'utf8'));
      const errors = new Set(
        findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule.id),
      );
      assert.deepEqual([...errors].sort(), known[name] ?? []);
    });
  }
});
