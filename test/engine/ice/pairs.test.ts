import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { describeStreams, type IceDescription } from '../../../server/engine/ice/description';
import { addressText } from '../../../server/engine/ice/address';
import { componentsOf, firstWaiting, formPairs, pairPriority } from '../../../server/engine/ice/pairs';
import { sbcSdp, teamsSdp } from './scenario';

/** The audio of a description. */
function described(text: string): IceDescription {
  const body = analyse(text).trace.calls[0]?.bodies[0];
  assert.ok(body);
  const [audio] = describeStreams(body);
  assert.ok(audio);
  return audio;
}

describe('pair priorities (RFC 8445 §6.1.2.3)', () => {
  // Candidates of a public trace of Teams, against an SBC's 2130706431.
  const table: readonly (readonly [number, number, bigint])[] = [
    [2130706431, 2130706431, 9151314442783293438n],
    [1694497791, 2130706431, 7277812599750655998n],
    [1258289663, 2130706431, 5404312955741274110n],
  ];
  for (const [controlling, controlled, wanted] of table) {
    it(`${controlling} and ${controlled}`, () => {
      assert.equal(pairPriority(controlling, controlled), wanted);
    });
  }

  it('is higher by one where the controlling side has the higher candidate', () => {
    assert.equal(pairPriority(2, 1) - pairPriority(1, 2), 1n);
  });

  it('keeps all of 64 bits', () => {
    assert.equal(pairPriority(0xffffffff, 0xffffffff), (0xffffffffn << 32n) + 2n * 0xffffffffn);
  });
});

describe('checklists', () => {
  it('replace a reflexive candidate by its base and drop what is there twice', () => {
    const pairs = formPairs(described(teamsSdp()), described(sbcSdp()), true);
    assert.deepEqual(
      pairs.map(({ base, priority }) => [addressText(base), priority]),
      [
        ['10.20.30.40:50006', 9151314442783293438n],
        ['52.113.200.73:53156', 5404312955741274110n],
      ],
    );
  });

  it('pair only what has the same IP version and speaks UDP', () => {
    const teams = described(
      teamsSdp({
        candidates: [
          '1 1 UDP 2130706431 2001:db8::1 50000 typ host',
          '2 1 tcp-act 2121006078 192.0.2.1 50002 typ host',
          '3 1 TCP-PASS 2121006077 192.0.2.1 50003 typ host',
          '4 1 udp 2130706430 192.0.2.1 50001 typ host',
        ],
      }),
    );
    const pairs = formPairs(teams, described(sbcSdp()), true);
    assert.deepEqual(
      pairs.map(({ full }) => addressText(full)),
      ['192.0.2.1:50001'],
    );
  });

  it('hold a hundred pairs at most', () => {
    const candidates = Array.from(
      { length: 300 },
      (_, index) => `${index} 1 UDP ${2130706431 - index} 192.0.2.1 ${40000 + index} typ host`,
    );
    assert.equal(formPairs(described(teamsSdp({ candidates })), described(sbcSdp()), true).length, 100);
  });

  it('let one pair of a foundation wait', () => {
    const teams = described(
      teamsSdp({
        candidates: [
          'same 1 UDP 2130706431 192.0.2.1 50000 typ host',
          'same 1 UDP 2130706175 192.0.2.1 50002 typ host',
          'other 1 UDP 2130705919 192.0.2.2 50004 typ host',
        ],
      }),
    );
    const pairs = formPairs(teams, described(sbcSdp()), true);
    const waiting = firstWaiting(pairs);
    assert.deepEqual(
      pairs.map((pair) => waiting.has(pair)),
      [true, false, true],
    );
  });

  it('have one component where RTCP is multiplexed by both, else those that both have', () => {
    const two = [
      '1 1 UDP 2130706431 198.51.100.10 54056 typ host',
      '1 2 UDP 2130706430 198.51.100.10 54057 typ host',
    ];
    assert.deepEqual(
      componentsOf(described(sbcSdp({ candidates: two })), described(teamsSdp({ candidates: two }))),
      [1],
    );
    const unmixed = { candidates: two, mux: false };
    assert.deepEqual(componentsOf(described(sbcSdp(unmixed)), described(teamsSdp(unmixed))), [1, 2]);
    assert.deepEqual(componentsOf(described(sbcSdp(unmixed)), described(teamsSdp({ mux: false }))), [1]);
  });
});
