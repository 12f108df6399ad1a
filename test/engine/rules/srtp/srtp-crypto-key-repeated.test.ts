/** When one key in two calls is no accident, and when it is. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../../server/engine/analysis/model';
import { batched } from '../../../support/batched';
import { repeatedKey, type CallWithKey } from '../../../support/keyed-calls';

const one = 'bazICKi9I7VbnW8H3rMSb2qw7Q6k3hDJETCJlw+s';
const other = '6NAmRJ6OzquyFmCtPJyJur77uhMpJwRkNb/jHcPd';

const cases: readonly (readonly [name: string, calls: readonly CallWithKey[], times: number])[] = [
  ['a key of a call that was over', [call(one, 0, 10), call(one, 20, 30)], 1],
  ['another key', [call(one, 0, 10), call(other, 20, 30)], 0],
  ['two legs at a time', [call(one, 0, 30), call(one, 1, 29)], 0],
  ['a call that is not seen to end', [{ ...call(one, 0, 10), ends: false }, call(one, 20, 30)], 0],
  ['a third call', [call(one, 0, 10), call(one, 20, 30), call(one, 40, 50)], 2],
];

function call(key: string, from: number, to: number): CallWithKey {
  return { key, from, to, ends: true };
}

describe('srtp-crypto-key-repeated', () => {
  for (const [name, calls, times] of cases) {
    const text = repeatedKey(calls);

    it(`${name}: ${times}`, () => {
      assert.equal(count(analyse(text, defaultOptions).findings), times);
    });

    it(`${name}: ${times}, judged call by call`, () => {
      const found = batched(new TextEncoder().encode(text), defaultOptions, { kind: 'findings' }, 1);
      const told = found?.told.flatMap((each) => (each.kind === 'finding' ? [each] : [])) ?? [];
      assert.equal(count(told), times);
    });
  }

  it('is silent of calls that went on at a time, though they were saved one behind the other', () => {
    const text = repeatedKey([call(one, 0, 30), call(one, 1, 29)], 'by-call');
    assert.equal(count(analyse(text, defaultOptions).findings), 0);
    const found = batched(new TextEncoder().encode(text), defaultOptions, { kind: 'findings' }, 1);
    assert.equal(count(found?.told.flatMap((each) => (each.kind === 'finding' ? [each] : [])) ?? []), 0);
  });

  it('follows what is typed into another call', () => {
    const [before, after] = [
      repeatedKey([call(one, 0, 10), call(other, 20, 30)]),
      repeatedKey([call(one, 0, 10), call(one, 20, 30)]),
    ];
    const first = analyse(before, defaultOptions);
    const typed = analyse(after, defaultOptions, first);
    assert.equal(count(typed.findings), 1);
    assert.equal(count(analyse(before, defaultOptions, typed).findings), 0);
  });
});

function count(findings: readonly { readonly rule: { readonly id: string } }[]): number {
  return findings.filter(({ rule }) => rule.id === 'srtp-crypto-key-repeated').length;
}
