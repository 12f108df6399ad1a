/** Peculiarities of each form of exports. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileNetwork, type Network } from '../../../server/engine/network/network';
import { prefixText } from '../../../server/engine/network/prefix';
import { readRoutes } from '../../../server/engine/routes/formats/index';
import { judgeRoutes } from '../../../server/engine/routes/judge-routes';
import type { RoutesJudgement } from '../../../server/engine/routes/judgement';
import type { SplitTunnelMode } from '../../../shared/network';

const network = compileNetwork({ vpnSubnets: ['10.77.0.0/16', 'fd77::/16'] });

function linesOf(text: string): string {
  return text.replace(/^\n/, '').replace(/^ {6}/gm, '');
}

describe('route print', () => {
  it('reads what Windows XP prints: one table, indexes in hexadecimal', () => {
    const judgement = judgeRoutes(
      linesOf(`
      ===========================================================================
      Interface List
      0x1 ........................... MS TCP Loopback interface
      0x2 ...00 0c 29 aa bb cc ...... AMD PCNET Family PCI Ethernet Adapter
      ===========================================================================
      ===========================================================================
      Active Routes:
      Network Destination        Netmask          Gateway       Interface  Metric
                0.0.0.0          0.0.0.0      172.20.4.1     172.20.4.33      20
              10.77.0.0      255.255.0.0       10.77.3.8       10.77.3.8      1
             52.112.0.0      255.252.0.0       10.77.3.8       10.77.3.8      1
             172.20.4.0    255.255.255.0     172.20.4.33     172.20.4.33      20
      Default Gateway:        172.20.4.1
      ===========================================================================
      Persistent Routes:
        None
      `),
      network,
    );
    assert.deepEqual(judgement.faults, []);
    assert.deepEqual(judgement.notBypassed, ['52.112.0.0/14']);
    assert.equal(judgement.cut, null);
  });

  it('says that the IPv6 table is cut, and judges the IPv4 table', () => {
    const judgement = judgeRoutes(
      linesOf(`
      ===========================================================================
      IPv4-Routentabelle
      ===========================================================================
      Aktive Routen:
                0.0.0.0          0.0.0.0        10.77.0.1       10.77.3.8      5
              10.77.0.0      255.255.0.0   Auf Verbindung       10.77.3.8    261
      ===========================================================================
      Ständige Routen:
        Keine

      IPv6-Routentabelle
      ===========================================================================
      Aktive Routen:
       31      5 ::/0                     fd77:0:0:3::1
       31    261 fd77:0:0:3::/64          Auf Verb`),
      network,
    );
    assert.deepEqual(judgement.cut?.families, [6]);
    assert.deepEqual(judgement.notBypassed, ['52.112.0.0/14', '52.122.0.0/15']);
  });

  it('reads a table that was copied without its rulers', () => {
    const judgement = judgeRoutes(
      linesOf(`
      Active Routes:
      0.0.0.0 0.0.0.0 172.20.4.1 172.20.4.33 45
      10.77.0.0 255.255.0.0 On-link 10.77.3.8 261
      172.20.4.0 255.255.255.0 On-link 172.20.4.33 301
      52.122.0.0 255.254.0.0 10.77.0.1 10.77.3.8 5
      `),
      network,
    );
    assert.equal(judgement.format, 'route print');
    assert.deepEqual(judgement.notBypassed, ['52.122.0.0/15']);
  });
});

describe('ip route', () => {
  const judged = (text: string): RoutesJudgement => judgeRoutes(linesOf(text), network);
  const vpnLink = '10.77.0.0/16 dev tun3 proto kernel scope link src 10.77.3.8';

  it('uses no route of another table, and says so', () => {
    const judgement = judged(`
      default dev tun3 table 51820 scope link
      default via 172.20.4.1 dev wlan0 src 172.20.4.33
      ${vpnLink}
      local 10.77.3.8 dev tun3 table local proto kernel scope host src 10.77.3.8
    `);
    assert.deepEqual(
      judgement.faults.map(({ line }) => line),
      [1],
    );
    assert.deepEqual(judgement.notBypassed, []);
  });

  it('reads a gateway of the other family, and passes over a dead adapter', () => {
    const judgement = judged(`
      default via inet6 fe80::1 dev wlan0 src 172.20.4.33
      ${vpnLink}
      52.112.0.0/14 via 10.77.0.1 dev tun3 dead linkdown
      52.122.0.0/15 via 10.77.0.1 dev tun3 linkdown
    `);
    assert.deepEqual(judgement.faults, []);
    assert.deepEqual(judgement.notBypassed, ['52.122.0.0/15']);
  });

  it('gives all hops of a route the line of its head', () => {
    const judgement = judged(`
      default proto static metric 5
      \tnexthop via 10.77.0.1 dev tun3 weight 1
      \tnexthop via 172.20.4.1 dev wlan0 weight 1
      ${vpnLink}
    `);
    assert.deepEqual(
      judgement.wins.map(({ line, kind }) => [line, kind]),
      [
        [1, 'vpn'],
        [1, 'vpn'],
      ],
    );
  });

  it('names a line that is no route in the middle, and uses the others', () => {
    const judgement = judged(`
      default via 172.20.4.1 dev wlan0 src 172.20.4.33
      52.112.0.0/99 via 10.77.0.1 dev tun3
      52.122.0.0/15 via 10.77.0.1 dev tun3
      ${vpnLink}
    `);
    assert.deepEqual(
      judgement.faults.map(({ line }) => line),
      [2],
    );
    assert.deepEqual(judgement.notBypassed, ['52.122.0.0/15']);
    assert.equal(judgement.cut, null);
  });
});

describe('netstat -rn', () => {
  it('takes the adapter from its column, whatever stands before it', () => {
    const judgement = judgeRoutes(
      linesOf(`
      Routing tables

      Internet:
      Destination        Gateway            Flags    Refs      Use   Mtu  Prio Iface
      default            172.20.4.1         UGS        10    54321     -    12 iwm0
      default            10.77.0.1          UGS         0        0     -     8 tun3
      10.77/16           10.77.3.8          UCn         0        0     -     8 tun3
      172.20.4/24        172.20.4.33        UCn         2       12     -     3 iwm0
      52.122/15          172.20.4.1         UGRS        0        0     -     8 lo0
      `),
      network,
    );
    assert.deepEqual(judgement.faults, []);
    assert.deepEqual(judgement.notBypassed, ['52.112.0.0/14']);
    assert.deepEqual(judgement.noRoute, ['52.122.0.0/15']);
  });

  it('reads Linux without metrics: of one prefix the first wins', () => {
    const judgement = judgeRoutes(
      linesOf(`
      Kernel IP routing table
      Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface
      0.0.0.0         172.20.4.1      0.0.0.0         UG     1500 0          0 wlan0
      0.0.0.0         10.77.0.1       0.0.0.0         UG        0 0          0 tun3
      10.77.0.0       0.0.0.0         255.255.0.0     U         0 0          0 tun3
      172.20.4.0      0.0.0.0         255.255.255.0   U         0 0          0 wlan0
      52.113.0.0      -               255.255.0.0     !         - -          - -
      `),
      network,
    );
    assert.deepEqual(judgement.faults, []);
    assert.deepEqual(judgement.notBypassed, []);
    assert.deepEqual(judgement.noRoute, ['52.113.0.0/16']);
  });
});

describe('Get-NetRoute', () => {
  it('passes over what is only kept for the next start', () => {
    const judgement = judgeRoutes(
      JSON.stringify([
        { DestinationPrefix: '0.0.0.0/0', ifIndex: 9, NextHop: '172.20.4.1', RouteMetric: 0, Store: 1 },
        { DestinationPrefix: '172.20.4.0/24', ifIndex: 9, NextHop: '0.0.0.0', RouteMetric: 0, Store: 1 },
        { DestinationPrefix: '10.77.0.0/16', ifIndex: 31, NextHop: '0.0.0.0', RouteMetric: 0, Store: 1 },
        { DestinationPrefix: '52.112.0.0/14', ifIndex: 31, NextHop: '10.77.0.1', RouteMetric: 0, Store: 0 },
      ]),
      network,
    );
    assert.deepEqual(judgement.notBypassed, []);
    assert.equal(judgement.wins[0]?.interface, '9');
  });

  it('names the line of an object that is no JSON, and uses the others', () => {
    const text =
      '{"value":[\n{"DestinationPrefix":"52.112.0.0/14","NextHop":"10.77.0.1","ifIndex":31,"RouteMetric":1},\n' +
      '{"DestinationPrefix":"52.122.0.0/15","NextHop":oops},\n' +
      '{"DestinationPrefix":"10.77.0.0/16","NextHop":"0.0.0.0","ifIndex":31,"RouteMetric":1}\n],"Count":3}';
    const judgement = judgeRoutes(text, network);
    assert.deepEqual(
      judgement.faults.map(({ line }) => line),
      [3],
    );
    assert.deepEqual(judgement.notBypassed, ['52.112.0.0/14']);
  });

  it('reads columns of a table whose names have letters of two places', () => {
    const judgement = judgeRoutes(
      linesOf(`
      ifIndex InterfaceAlias DestinationPrefix NextHop    RouteMetric InterfaceMetric
      ------- -------------- ----------------- -------    ----------- ---------------
      9       無線 LAN       0.0.0.0/0         172.20.4.1           0 45
      9       無線 LAN       172.20.4.0/24     0.0.0.0            256 45
      31      イーサネット 5 10.77.0.0/16      0.0.0.0            256 5
      31      イーサネット 5 52.112.0.0/14     10.77.0.1            0 5
      `),
      network,
    );
    assert.deepEqual(judgement.faults, []);
    assert.deepEqual(
      judgement.wins.map(({ interface: name }) => name),
      ['イーサネット 5', '無線 LAN'],
    );
  });
});

describe('lists of prefixes', () => {
  const told = (mode: SplitTunnelMode): Network => compileNetwork({ splitTunnel: { mode } });
  const prefixesOf = (text: string): readonly string[] => {
    const read = readRoutes(linesOf(text));
    assert.ok(read?.kind === 'list', read?.format);
    assert.deepEqual(read.faults, []);
    return read.entries.map(({ prefix }) => prefixText(prefix));
  };

  for (const [what, text, expected] of [
    ['commas and comments', '52.112.0.0/14, 52.122.0.0/15 # media\n2603:1063::/38 // IPv6', null],
    ['JSON', '["52.112.0.0/14",\n "52.122.0.0/15", "2603:1063::/38"]', null],
    ['masks', '52.112.0.0 255.252.0.0\n52.122.0.0/255.254.0.0\n2603:1063::/38', null],
    [
      'a standard access list of IOS',
      'ip access-list standard X\n 10 permit 52.112.0.0 0.3.255.255',
      ['52.112.0.0/14'],
    ],
    [
      'hosts',
      'access-list X standard permit host 203.0.113.9\n10.1.1.1 0.0.0.0',
      ['203.0.113.9', '10.1.1.1'],
    ],
    [
      'an extended access list',
      'access-list X extended permit ip any4 52.112.0.0 255.252.0.0\naccess-list X remark Teams 1.2.3.4',
      ['52.112.0.0/14'],
    ],
    [
      'lines that deny',
      'access-list X standard deny 52.114.0.0 255.254.0.0\naccess-list X standard permit 52.112.0.0 255.252.0.0',
      ['52.112.0.0/15'],
    ],
    ['everything', 'access-list X standard permit any4', ['0.0.0.0/0', '::/0']],
    [
      'OpenVPN',
      'route 52.112.0.0 255.252.0.0 net_gateway\npush "route 10.0.0.0 255.0.0.0"',
      ['52.112.0.0/14', '10.0.0.0/8'],
    ],
    ['WireGuard', 'AllowedIPs = 10.0.0.0/8, fd00::/8', ['10.0.0.0/8', 'fd00::/8']],
    ['from and to', '52.112.0.0-52.115.255.255', ['52.112.0.0/14']],
  ] as const) {
    it(`reads ${what}`, () => {
      assert.deepEqual(prefixesOf(text), expected ?? ['52.112.0.0/14', '52.122.0.0/15', '2603:1063::/38']);
    });
  }

  it('names lines that are no ranges, and uses the others', () => {
    const { faults, notBypassed } = judgeRoutes(
      '52.112.0.0/14\n52.122.0.0/33\n52.123.0.0/14\n2603:1063::/38\nhello\n52.122.0.0 255.253.0.0\n',
      told('exclude'),
    );
    assert.deepEqual(
      faults.map(({ line }) => line),
      [2, 3, 5, 6],
    );
    assert.deepEqual(notBypassed, ['52.122.0.0/15']);
  });

  it('is judged by the mode, and not at all without one', () => {
    const text = '52.112.0.0/14\n52.122.0.0/15\n2603:1063::/38\n';
    assert.deepEqual(judgeRoutes(text, told('exclude')).notBypassed, []);
    assert.equal(judgeRoutes(text, told('include')).notBypassed.length, 3);
    const unknown = judgeRoutes(text, told('none'));
    assert.deepEqual(unknown.notBypassed, []);
    assert.deepEqual(unknown.missingSettings, ['network.splitTunnel.mode']);
    assert.ok(unknown.wins.every(({ kind }) => kind === null));
  });

  it('reads names with and without what stands around them', () => {
    const read = readRoutes('*.teams.microsoft.com\nhttps://teams.microsoft.com/x\nteams.example.com:443\n');
    assert.ok(read?.kind === 'list');
    assert.deepEqual(
      read.names.map(({ name }) => name),
      ['*.teams.microsoft.com', 'teams.microsoft.com', 'teams.example.com'],
    );
  });
});

describe('traces of hops', () => {
  const judged = (text: string): NonNullable<RoutesJudgement['of']> & { readonly kind: 'trace' } => {
    const { of } = judgeRoutes(linesOf(text), network);
    assert.ok(of?.kind === 'trace');
    return of;
  };

  it('reads tracert with a head of two lines and letters of another script', () => {
    const of = judged(`

      media7.example [52.112.0.1] へのルートをトレースしています
      経由するホップ数は最大 30 です:

        1    <1 毫秒     1 ms    <1 ms  10.77.0.1
        2     *        *        *     要求がタイムアウトしました。
        3    12 ms    12 ms    12 ms  52.112.0.1

      トレースを完了しました。
    `);
    assert.equal(of.target, '52.112.0.1');
    assert.equal(of.isInTunnel, true);
    assert.equal(of.trace.cut, null);
  });

  it('takes a trace that ran to its last hop without an answer for whole', () => {
    const of = judged(`
      Tracing route to 52.112.0.1 over a maximum of 3 hops

        1     1 ms     1 ms     1 ms  172.20.4.1
        2     *        *        *     Request timed out.
        3     *        *        *     Request timed out.
    `);
    assert.equal(of.trace.cut, null);
    assert.equal(of.isInTunnel, false);
  });

  it('reads numbers and names of autonomous systems', () => {
    const of = judged(`
      traceroute to 52.112.0.1 (52.112.0.1), 64 hops max, 52 byte packets
       1  fritz.box (172.20.4.1)  3.123 ms  2.9 ms  3.0 ms
       2  [AS3320] 62.155.240.1 (62.155.240.1)  8.9 ms
          62.155.240.2 (62.155.240.2)  9.1 ms
       3  [AS8075] 104.44.1.1 (104.44.1.1)  15.0 ms
       4  52.112.0.1 (52.112.0.1)  16.0 ms
    `);
    assert.equal(of.trace.hops[1]?.routers.length, 2);
    assert.equal(of.microsoftFrom?.hop, 3);
  });

  it('reads the screen of mtr', () => {
    const of = judged(`
                                   My traceroute  [v0.95]
      kim-laptop (172.20.4.33) -> 52.122.5.5            2026-07-31T12:00:00+0200
                                                Packets               Pings
       Host                                 Loss%   Snt   Last   Avg  Best  Wrst StDev
       1. AS???  172.20.4.1                  0.0%    10    1.5   1.6   1.3   2.1   0.2
       2. (waiting for reply)
       3. AS8075 ae1.example.net (104.44.1.1)  0.0%    10   15.1  15.2  14.9  15.9   0.3
       4. AS8075 52.122.5.5                  0.0%    10   16.2  16.1  15.8  16.6   0.2
    `);
    assert.equal(of.target, '52.122.5.5');
    assert.equal(of.firstHop?.address, '172.20.4.1');
    assert.equal(of.microsoftFrom?.hop, 3);
  });
});

describe('any text', () => {
  it('is read without throwing', () => {
    const word = fc.constantFrom(
      ...[
        'default',
        'via',
        '10.0.0.0/8',
        '::/0',
        '===========',
        '12...',
        'DestinationPrefix',
        ':',
        ',',
        '"',
        '{',
        '}',
      ],
      ...[
        '[',
        ']',
        '\n',
        '\r\n',
        ' ',
        '  1  ',
        '* * *',
        'link#3',
        'UGSc',
        '52.112/14',
        'nexthop',
        '255.0.0.0',
        '#',
        '\0',
      ],
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
        ),
        (text) => {
          judgeRoutes(text, network);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is said to be in no known form', () => {
    const judgement = judgeRoutes('INVITE sip:a@b SIP/2.0\r\nVia: x\r\n', network);
    assert.equal(judgement.of, null);
    assert.equal(judgement.faults.length, 1);
  });
});
