/** Whose INVITE a refusal belongs to, where both sides number their requests alike. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { CallScript, logged, outbound, type Sent } from '../../../support/sip-call';

const call = new CallScript(outbound);

function severities(sent: readonly Sent[]): readonly string[] {
  return analyse(logged(sent, outbound))
    .findings.filter(({ rule }) => rule.id === 'dr-failure-cause')
    .map(({ severity }) => severity);
}

describe('dr-failure-cause', () => {
  const refused = [
    call.request(10, 'INVITE', { cseq: 5, toTag: 'callee' }),
    call.response(10.1, '488 Not Acceptable Here', 'INVITE', { cseq: 5 }),
  ];

  it('is no failure where another branch accepts the same INVITE', () => {
    const accepted = call.response(10.2, '200 OK', 'INVITE', { cseq: 5, toTag: 'other' });
    assert.deepEqual(severities([...call.setUp(), ...refused]), ['warning']);
    assert.deepEqual(severities([...call.setUp(), ...refused, accepted]), ['info']);
  });

  it('is one where what was accepted is an INVITE of the other side with the same number', () => {
    const theirs = [
      call.request(20, 'INVITE', { cseq: 5, from: 'callee', toTag: 'callee' }),
      call.response(20.1, '200 OK', 'INVITE', { cseq: 5, from: 'caller' }),
    ];
    assert.deepEqual(severities([...call.setUp(), ...refused, ...theirs]), ['warning']);
  });
});
