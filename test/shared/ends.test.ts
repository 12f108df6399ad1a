import assert from 'node:assert/strict';
import { otherParty } from '../../shared/calls';
import { otherEnd } from '../../shared/ice';

describe('ends', () => {
  it('have another one', () => {
    assert.deepEqual((['sbc', 'teams'] as const).map(otherEnd), ['teams', 'sbc']);
    assert.deepEqual((['caller', 'callee'] as const).map(otherParty), ['callee', 'caller']);
  });
});
