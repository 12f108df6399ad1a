/** What of a call's path stands among the findings of a trace without packets. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { compileNetwork, unknownNetwork } from '../../../server/engine/network/network';
import type { RuleSettings } from '../../../shared/severities';
import { at, callTrace, host, relayed, settings } from './call-trace';

const office = host(at('10.161.224.204', 50006));
const vpn = host(at('10.99.0.23', 50008), 1);
const relay = relayed(at('52.115.18.200', 53156), at('10.161.224.204', 50006));

function findings(
  candidates: readonly string[],
  severities: RuleSettings = {},
  network = compileNetwork(settings),
): readonly string[] {
  const text = callTrace({ candidates, from: at('10.161.224.204', 50006), signallingOnly: true });
  const options = { ...defaultOptions, severities, facts: { ...defaultOptions.facts, network } };
  return analyse(text, options)
    .findings.map(({ rule }) => rule.id)
    .filter((id) => id.startsWith('net-'));
}

describe('the path of a call without packets', () => {
  it('is judged where a candidate lies in the VPN', () => {
    assert.deepEqual(findings([office, vpn, relay]), ['net-vpn-candidate']);
  });

  it('is no matter of findings where nothing in the descriptions can be wrong', () => {
    assert.deepEqual(findings([office, relay]), []);
  });

  it('is not judged where nothing was told of the network', () => {
    assert.deepEqual(findings([office, vpn, relay], {}, unknownNetwork), []);
  });

  it('is said where a severity is set for what is no defect', () => {
    assert.deepEqual(findings([office, relay], { 'net-flow-class': 'info' }), ['net-flow-class']);
    assert.deepEqual(findings([office, relay], { 'net-flow-class': 'off' }), []);
  });
});
