import assert from 'node:assert/strict';
import { pathSummary } from '../../../server/engine/path/flow-words';
import type { Leg, MediaPath } from '../../../server/engine/path/model';
import { unknownPath } from '../../../server/engine/path/unknown-path';
import { unknownNetwork } from '../../../server/engine/network/network';

const leg: Leg = {
  leg: 'sbc',
  flow: null,
  alternatives: [],
  figures: [],
  from: { address: '198.51.100.22', port: 35528, class: 'unknown' },
  to: { address: '203.0.113.10', port: 50492, class: 'sbc' },
  evidence: 'observed',
  why: '',
  in: null,
};

const summary = (parts: Partial<MediaPath>): string =>
  pathSummary({ ...unknownPath(null, unknownNetwork), evidence: 'observed', missingSettings: [], ...parts });

describe('the way of media in words', () => {
  it('names flows, and what is foretold as such', () => {
    const legs = [{ ...leg, flow: "4'" } as const, { ...leg, flow: '3' } as const];
    assert.equal(
      summary({ legs }),
      "Media took flow 4', from Office 365 to the customer network; and flow 3, from a remote user to Office 365.",
    );
    assert.match(summary({ legs, evidence: 'predicted' }), /^Media would take flow 4'/);
  });

  it('says what is missing rather than that nothing fits', () => {
    assert.match(
      summary({ legs: [leg], missingSettings: ['network.vpnSubnets'] }),
      /^Media went between 198\.51\.100\.22 and 203\.0\.113\.10; which flow that is depends on networks/,
    );
    assert.match(summary({ legs: [leg] }), /which no flow of the document fits\.$/);
    assert.equal(summary({ legs: [] }), 'The trace does not show which way media went.');
  });
});
