/** Every figure of "Microsoft Teams call flows" that a client shows, seen in a small capture. */
import assert from 'node:assert/strict';
import { compileNetwork } from '../../../server/engine/network/network';
import type { Flow } from '../../../server/engine/path/model';
import type { NetworkSettings } from '../../../shared/network';
import { ClientCapture, networkOf } from './client-capture';

const inside = '10.1.2.3:50006';
const home = '192.168.178.20:50006';
const tunnel = '10.99.0.23:50006';
const relay = '52.114.250.141:3478';
const anycast = '52.115.63.99:3478';
const outsider = '93.184.216.34:50010';

interface Case {
  readonly name: string;
  readonly capture: ClientCapture;
  readonly settings?: NetworkSettings;
  readonly flow: Flow | null;
  /** All figures that look alike from there. */
  readonly figures: readonly string[];
  readonly lync: string;
  readonly underlying?: Flow;
}

const capture = (): ClientCapture => new ClientCapture();
/** The signalling of a user of the VPN goes through it; media is captured on the other adapter. */
const onVpn = (): ClientCapture =>
  capture().on('tun0', 'OpenVPN').tcp('10.99.0.23:51001', '52.112.0.1:443').on('wlan0', 'Wi-Fi');

const cases: readonly Case[] = [
  {
    name: 'two users inside',
    capture: capture().check(inside, '10.4.5.6:50008').media(inside, '10.4.5.6:50008'),
    flow: '5',
    figures: ['2', '14'],
    lync: 'udp-direct',
  },
  {
    name: 'inside to an external user, relayed',
    capture: capture()
      .redirect(inside, anycast, relay)
      .allocate(inside, relay, { mapped: '203.0.113.2:50006', peer: outsider })
      .check(inside, outsider, false)
      .relayed(inside, relay),
    flow: '4',
    figures: ['3', '10', '15'],
    lync: 'udp-relay',
  },
  {
    name: 'inside to an external user, direct',
    capture: capture().check(inside, outsider).media(inside, outsider),
    flow: '2',
    figures: ['4', '12'],
    lync: 'udp-nat',
  },
  {
    name: 'an external user to one inside, direct',
    capture: capture().check(home, '203.0.113.2:50010').media(home, '203.0.113.2:50010'),
    flow: '2',
    figures: ['4'],
    lync: 'udp-nat',
  },
  {
    name: 'a VPN user, relayed beside the tunnel',
    capture: onVpn().allocate(home, relay, { peer: '203.0.113.2:50010' }).relayed(home, relay),
    flow: '3',
    figures: ['5'],
    lync: 'udp-relay',
  },
  {
    name: 'a VPN user to one inside, direct beside the tunnel',
    capture: onVpn().check(home, '203.0.113.2:50010').media(home, '203.0.113.2:50010'),
    flow: '2',
    figures: ['6'],
    lync: 'udp-nat',
  },
  {
    name: 'a VPN user to an external one, direct beside the tunnel',
    capture: onVpn().check(home, outsider).media(home, outsider),
    flow: '6',
    figures: ['7'],
    lync: 'udp-nat',
  },
  {
    name: 'inside to a media server',
    capture: capture().check(inside, '52.113.7.9:50410').media(inside, '52.113.7.9:50410'),
    flow: '4',
    figures: ['8', '9', '19'],
    lync: 'udp-direct',
  },
  {
    name: 'a remote user to a media server',
    capture: capture().check(home, '52.113.7.9:3479').media(home, '52.113.7.9:3479'),
    flow: '3',
    figures: ['9', '19'],
    lync: 'udp-direct',
  },
  {
    name: "the relay of a federated tenant's Edge",
    capture: capture().check(inside, '131.107.255.86:53156').media(inside, '131.107.255.86:53156'),
    flow: '2',
    figures: ['11'],
    lync: 'udp-relay',
  },
  {
    name: 'the own Edge',
    capture: capture().check(inside, '10.1.1.60:50412').media(inside, '10.1.1.60:50412'),
    flow: '5A',
    figures: ['16'],
    lync: 'udp-relay',
  },
  {
    name: 'inside to the SBC, relayed',
    capture: capture().allocate(inside, relay, { peer: '203.0.113.10:40000' }).relayed(inside, relay),
    flow: '4',
    figures: ['18'],
    lync: 'udp-relay',
  },
  {
    name: 'inside to the SBC, direct',
    capture: capture().check(inside, '10.1.1.5:40000').media(inside, '10.1.1.5:40000'),
    flow: '5B',
    figures: ['20'],
    lync: 'udp-direct',
  },
  {
    name: 'a remote user to the SBC, relayed',
    capture: capture().allocate(home, relay, { peer: '203.0.113.10:40000' }).relayed(home, relay),
    flow: '3',
    figures: ['21'],
    lync: 'udp-relay',
  },
  {
    name: 'a remote user to the SBC, direct',
    capture: capture().check(home, '203.0.113.10:40000').media(home, '203.0.113.10:40000'),
    flow: '2',
    figures: ['22'],
    lync: 'udp-nat',
  },
  {
    name: 'inside over Express Route, relayed',
    capture: capture().allocate(inside, relay, { peer: outsider }).relayed(inside, relay),
    settings: { expressRoute: ['52.114.0.0/15'] },
    flow: '1',
    figures: ['26'],
    lync: 'udp-relay',
  },
  {
    name: 'the remote end of a call over Express Route',
    capture: capture().allocate(home, relay, { peer: '203.0.113.2:50010' }).relayed(home, relay),
    settings: { expressRoute: ['52.114.0.0/15'] },
    flow: '3',
    figures: ['3', '5', '26'],
    lync: 'udp-relay',
  },
  {
    name: 'two remote users, of which no figure but the topology tells',
    capture: capture().check(home, outsider).media(home, outsider),
    flow: '6',
    figures: ['1'],
    lync: 'udp-nat',
  },
  {
    name: 'the tunnel, to one inside',
    capture: capture().check(tunnel, '10.4.5.6:50008').media(tunnel, '10.4.5.6:50008'),
    flow: "2'",
    figures: [],
    lync: 'udp-direct',
    underlying: '2',
  },
  {
    name: 'the tunnel, to a relay',
    capture: capture().allocate(tunnel, relay, { peer: outsider }).relayed(tunnel, relay),
    flow: "2'",
    figures: [],
    lync: 'udp-relay',
    underlying: '3',
  },
  {
    name: 'two users of the VPN',
    capture: capture().check(tunnel, '10.99.0.41:50012').media(tunnel, '10.99.0.41:50012'),
    flow: "2'",
    figures: [],
    lync: 'udp-direct',
    underlying: '6',
  },
  {
    name: 'a remote user to the own Edge, which has no number',
    capture: capture()
      .allocate(home, '203.0.113.6:3478', { peer: '10.4.5.6:50008' })
      .relayed(home, '203.0.113.6:3478'),
    flow: null,
    figures: [],
    lync: 'udp-relay',
  },
];

describe('figures that a client shows', () => {
  for (const { name, capture: made, settings, flow, figures, lync, underlying } of cases)
    it(`${figures.join(', ') || 'none'}: ${name}`, () => {
      const { legs, evidence, lync: order } = made.path(networkOf(settings));
      assert.deepEqual(
        legs.map((leg) => [leg.flow, leg.figures, leg.underlying]),
        [[flow, figures, underlying]],
      );
      assert.deepEqual([evidence, order?.class], ['observed', lync]);
    });

  it('none, where no settings tell inside from outside', () => {
    const { legs, missingSettings } = capture()
      .check(inside, '52.113.7.9:3479')
      .media(inside, '52.113.7.9:3479')
      .path(compileNetwork({}));
    assert.deepEqual(
      legs.map((leg) => [leg.flow, leg.alternatives]),
      [[null, ['4', '3']]],
    );
    assert.ok(missingSettings.includes('network.customerSubnets'));
  });
});
