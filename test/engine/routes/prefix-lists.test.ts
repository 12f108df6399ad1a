/** Lists of prefixes as people and appliances write them, and ends that are missing. */
import assert from 'node:assert/strict';
import { compileNetwork } from '../../../server/engine/network/network';
import { judgeRoutes } from '../../../server/engine/routes/judge-routes';

const network = compileNetwork({
  customerSubnets: ['10.0.0.0/8'],
  vpnSubnets: ['10.77.0.0/16'],
  splitTunnel: { mode: 'exclude' },
});

const whole: Readonly<Record<string, string>> = {
  'ranges with spaces': '52.112.0.0 - 52.115.255.255\n52.122.0.0 \u2013 52.123.255.255\n2603:1063::/38\n',
  'marks of a list': '- 52.112.0.0/14\n* 52.122.0.0/15\n\u2022 2603:1063::/38\n',
  YAML: 'exclude:\n  - 52.112.0.0/14\n  - 52.122.0.0/15\n  - 2603:1063::/38\n',
  'a column of remarks':
    'Prefix,Comment\n52.112.0.0/14,Teams media\n52.122.0.0/15,new\n2603:1063::/38,Teams\n',
  'show access-list':
    'access-list T line 1 extended permit ip 52.112.0.0 255.252.0.0 any (hitcnt=12) 0x1a2b3c4d\n' +
    'access-list T line 2 extended permit ip 52.122.0.0 255.254.0.0 any (hitcnt=0) 0x1a2b3c4e\n' +
    'access-list T line 3 extended permit ip 2603:1063::/38 any (hitcnt=0) 0x1a2b3c4f\n',
  OpenVPN:
    'route 52.112.0.0 255.252.0.0 net_gateway\nroute 52.122.0.0 255.254.0.0 net_gateway\n' +
    'route-ipv6 2603:1063::/38 net_gateway\n',
};

describe('lists of prefixes', () => {
  for (const [name, text] of Object.entries(whole)) {
    it(`reads ${name}`, () => {
      const { faults, notBypassed, wins } = judgeRoutes(text, network);
      assert.deepEqual([faults, notBypassed], [[], []]);
      assert.deepEqual(
        wins.map(({ route }) => route),
        ['52.112.0.0/14', '52.122.0.0/15', '2603:1063::/38'],
      );
    });
  }

  it('names a range that is none, with a remark or without', () => {
    const { faults } = judgeRoutes('52.112.0.0/14\n52.122.0.0/51,Teams\n2603:1063::/38\n', network);
    assert.deepEqual(
      faults.map(({ line }) => line),
      [2],
    );
  });
});

describe('what an export of routes does not show', () => {
  it('says that a line of ip route ends before its adapter', () => {
    const text =
      'default via 10.77.0.1 dev tun0\n10.77.0.0/16 dev tun0 src 10.77.0.9\n52.112.0.0/14 via 192.0.2.1';
    const { cut, faults } = judgeRoutes(text, network);
    assert.equal(cut?.line, 3);
    assert.deepEqual(
      faults.map(({ line }) => line),
      [3],
    );
  });

  it('does not call a trace past the VPN whose first answer is a router of the company behind a silent one', () => {
    const trace = (second: string): string =>
      'Tracing route to 52.112.0.1 over a maximum of 30 hops\n\n' +
      '  1     *        *        *     Request timed out.\n' +
      `  2    32 ms    31 ms    31 ms  ${second}\n  3    46 ms    45 ms    45 ms  52.112.0.1\n`;
    const told = (second: string): unknown => {
      const { of } = judgeRoutes(trace(second), network);
      return of?.kind === 'trace' ? of.isInTunnel : undefined;
    };
    assert.deepEqual([told('10.1.1.254'), told('192.0.2.1')], [null, false]);
  });
});
