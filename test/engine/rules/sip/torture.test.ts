/** RFC 4475 and RFC 5118: valid messages raise no error, others are reported by a rule that names what they break. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../../server/engine/analysis/analyse';
import type { Finding } from '../../../../server/engine/analysis/model';
import { decodeText } from '../../../../server/engine/basics/decode';
import { filesToTest } from '../../../support/shared';

/** File → the rule that names its defect. Some are well formed and mean no good. */
const defects: Readonly<Record<string, string>> = {
  'badaspec.dat': 'sip-uri-syntax',
  'badbranch.dat': 'sip-branch-cookie',
  'badcseq.dat': 'sip-value-range',
  'baddate.dat': 'sip-value-range',
  'baddn.dat': 'sip-quoting',
  'badinv01.dat': 'sip-quoting',
  'badvers.dat': 'sip-start-line',
  'bigcode.dat': 'sip-start-line',
  'clerr.dat': 'sip-content-length',
  'escruri.dat': 'sip-start-line',
  'insuf.dat': 'sip-mandatory-headers',
  'ipv6-bad.dat': 'sip-uri-syntax',
  'ltgtruri.dat': 'sip-start-line',
  'lwsruri.dat': 'sip-start-line',
  'lwsstart.dat': 'sip-start-line',
  'mcl01.dat': 'sip-singleton-duplicate',
  'mismatch01.dat': 'sip-cseq-method',
  'mismatch02.dat': 'sip-cseq-method',
  'multi01.dat': 'sip-singleton-duplicate',
  'ncl.dat': 'sip-content-length',
  'novelsc.dat': 'sip-uri-syntax',
  'quotbal.dat': 'sip-quoting',
  'regbadct.dat': 'sip-route-syntax',
  'scalar02.dat': 'sip-value-range',
  'scalarlg.dat': 'sip-value-range',
  'test.dat': 'sip-start-line',
  'trws.dat': 'sip-start-line',
  'unkscm.dat': 'sip-uri-syntax',
  'zeromf.dat': 'sip-loop',
};

function findingsIn(file: string): readonly Finding[] {
  const { text, binary } = decodeText(fs.readFileSync(file));
  assert.ok(!binary, 'it is a message, not octets');
  const { trace, findings } = analyse(text);
  assert.equal(trace.messages.length, 1);
  return findings;
}

describe('torture messages', () => {
  for (const file of filesToTest('corpus/torture', /\.dat$/)) {
    const name = path.basename(file);
    const defect = defects[name];
    if (defect === undefined) {
      it(`${name} raises no error`, () => {
        const errors = findingsIn(file).filter(({ severity }) => severity === 'error');
        assert.deepEqual(
          errors.map(({ rule, message }) => `${rule.id}: ${message}`),
          [],
        );
      });
    } else {
      it(`${name} is told by ${defect}`, () => {
        const ids = findingsIn(file).map(({ rule }) => rule.id);
        assert.ok(
          ids.some((id) => id === defect),
          ids.join(', '),
        );
      });
    }
  }
});
