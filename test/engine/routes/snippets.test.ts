/** Commands that findings carry. */
import assert from 'node:assert/strict';
import { compileNetwork } from '../../../server/engine/network/network';
import { parsePrefix, type Prefix } from '../../../server/engine/network/prefix';
import { judgeRoutes } from '../../../server/engine/routes/judge-routes';
import { bypassSnippet } from '../../../server/engine/routes/snippets';
import { commonRows, forms, vpnSubnets, type Row } from './exports';

const network = compileNetwork({ vpnSubnets: [...vpnSubnets] });
const rows: readonly Row[] = [
  { to: '0.0.0.0/0', by: '172.20.4.1', adapter: 'lan', metric: 0 },
  { to: '0.0.0.0/0', by: '10.77.0.1', adapter: 'vpn', metric: 0 },
  { to: '::/0', by: 'fe80::1', adapter: 'lan', metric: 0 },
  ...commonRows,
];

function prefixes(...texts: readonly string[]): readonly Prefix[] {
  return texts.map((text) => parsePrefix(text) ?? assert.fail(text));
}

describe('commands that lead past the VPN', () => {
  const wanted = prefixes('52.122.0.0/15', '2603:1063::/38');
  for (const [form, expected] of [
    [
      'route print, de',
      ['route add 52.122.0.0 mask 255.254.0.0 172.20.4.1 if 9', 'route add 2603:1063::/38 fe80::1 if 9'],
    ],
    [
      'Get-NetRoute csv',
      [
        'New-NetRoute -DestinationPrefix "52.122.0.0/15" -InterfaceIndex 9 -NextHop "172.20.4.1" -PolicyStore ActiveStore',
        'New-NetRoute -DestinationPrefix "2603:1063::/38" -InterfaceIndex 9 -NextHop "fe80::1" -PolicyStore ActiveStore',
      ],
    ],
    [
      'ip route',
      [
        'ip route add 52.122.0.0/15 via 172.20.4.1 dev wlan0',
        'ip -6 route add 2603:1063::/38 via fe80::1 dev wlan0',
      ],
    ],
    [
      'netstat -rn',
      ['route -n add -net 52.122.0.0/15 172.20.4.1', 'route -n add -inet6 2603:1063::/38 fe80::1'],
    ],
  ] as const) {
    it(`speak the language of ${form}`, () => {
      assert.deepEqual(bypassSnippet(judgeRoutes(forms[form]?.(rows) ?? '', network), wanted), expected);
    });
  }

  it('are two halves over a route of the same prefix', () => {
    const routes = judgeRoutes(forms['ip route']?.(rows) ?? '', network);
    assert.deepEqual(bypassSnippet(routes, prefixes('52.112.0.0/14'), prefixes('52.112.0.0/14')), [
      'ip route add 52.112.0.0/15 via 172.20.4.1 dev wlan0',
      'ip route add 52.114.0.0/15 via 172.20.4.1 dev wlan0',
    ]);
  });

  it('hold nothing of an export that a shell would run', () => {
    const hostile =
      '[{"DestinationPrefix":"0.0.0.0/0","InterfaceAlias":"a\\"; Remove-Item C: #","NextHop":"1.1.1.1$(x)","RouteMetric":1},' +
      '{"DestinationPrefix":"172.20.4.0/24","InterfaceAlias":"a\\"; Remove-Item C: #","NextHop":"0.0.0.0","RouteMetric":1}]';
    assert.deepEqual(bypassSnippet(judgeRoutes(hostile, network), prefixes('52.122.0.0/15')), [
      'New-NetRoute -DestinationPrefix "52.122.0.0/15" -InterfaceAlias "ADAPTER" -NextHop "GATEWAY" -PolicyStore ActiveStore',
    ]);
  });
});
