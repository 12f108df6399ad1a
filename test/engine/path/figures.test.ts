/**
 * Each flow and figure of "Microsoft Teams call flows" that Direct Routing can show at the SBC, as a call of its own; and
 * the same calls told of less, turned round, with IPv6, and with an endpoint that lost.
 */
import assert from 'node:assert/strict';
import type { NetworkSettings } from '../../../shared/network';
import type { Address } from '../ice/scenario';
import {
  at,
  callTrace,
  host,
  legsOf,
  readPaths,
  reflexive,
  relayed,
  settings,
  type CallPlan,
} from './call-trace';

const office = at('10.20.30.40', 50006);
const egress = at('203.0.113.2', 50006);
const home = at('192.168.178.20', 50006);
const provider = at('93.184.216.34', 50006);
const vpn = at('10.99.0.23', 50004);
const egressOfVpn = at('203.0.113.2', 50004);
const relay = at('52.115.18.200', 53156);
const processor = at('52.113.7.9', 3479);
const edge = at('203.0.113.6', 53156);
const otherRelay = at('93.184.215.14', 3478);
const inside = [host(office), reflexive(egress, office), relayed(relay, egress)];
const outside = [host(home), reflexive(provider, home), relayed(relay, provider)];
const withVpn = [host(vpn), host(home, 1), reflexive(provider, home), relayed(relay, provider)];
const inTunnel = [host(vpn), host(home, 1), reflexive(egressOfVpn, vpn), relayed(relay, egressOfVpn)];

const express: NetworkSettings = { ...settings, expressRoute: ['52.115.0.0/16'] };
const twoSbcs: NetworkSettings = { ...settings, sbc: { public: ['198.51.100.10', '198.51.100.11'] } };

interface Row {
  readonly name: string;
  readonly plan: CallPlan;
  readonly told?: NetworkSettings;
  readonly legs: readonly string[];
  readonly figures: readonly string[];
  readonly lync?: string | null;
  /** Warnings and errors, and what else must be said. */
  readonly says?: readonly string[];
}

const direct = (candidates: readonly string[], from: Address, more: Partial<CallPlan> = {}): CallPlan => ({
  candidates,
  from,
  ...more,
});

const rows: readonly Row[] = [
  {
    name: "figure 18, flows 4 and 4': a user inside, relayed",
    plan: direct(inside, relay),
    legs: ["sbc 4' or 4", 'client 4'],
    figures: ['18'],
    lync: 'udp-relay',
    says: ['warning net-relay-instead-of-direct'],
  },
  {
    name: 'figure 18, flow 4: the SBC sends the first packet',
    plan: direct(inside, relay, { sbcFirst: true }),
    legs: ["sbc 4 or 4'", 'client 4'],
    figures: ['18'],
    says: ['warning net-relay-instead-of-direct'],
  },
  {
    name: 'figure 19: a Media Processor',
    plan: direct([host(processor)], processor),
    legs: ["sbc 4' or 4", 'client none or 3 or 4'],
    figures: ['19'],
    lync: 'udp-direct',
    says: ['info net-vpn-unknown'],
  },
  {
    name: 'figure 20, flow 5B: a user inside, directly',
    plan: direct(inside, office),
    legs: ['sbc 5B'],
    figures: ['20'],
    lync: 'udp-direct',
  },
  {
    name: 'figure 20, flow 5B: a user inside, through hairpin NAT',
    plan: direct(inside, egress),
    legs: ['sbc 5B'],
    figures: ['20'],
    lync: 'udp-nat',
  },
  {
    name: "figure 20, flow 5B: the SBC's internal address (Local Media Optimization)",
    plan: direct(inside, office, {
      by: 'teams',
      sbc: at('10.1.1.5', 54056),
      headers: ['X-MS-UserLocation: internal'],
    }),
    legs: ['sbc 5B'],
    figures: ['20'],
  },
  {
    name: 'figure 21, flows 3 and 4: a user outside, relayed; the direct way was tried',
    plan: direct(outside, relay, { tried: [provider] }),
    legs: ["sbc 4' or 4", 'client 3'],
    figures: ['21'],
    lync: 'udp-relay',
  },
  {
    name: 'figure 22, flow 2: a user outside, directly',
    plan: direct(outside, provider),
    legs: ['sbc 2'],
    figures: ['22'],
    lync: 'udp-nat',
    says: ['info net-direct-internet-client'],
  },
  {
    name: 'figure 22, flow 2: from a port that no candidate has',
    plan: direct(outside, at('93.184.216.34', 61234)),
    legs: ['sbc 2'],
    figures: ['22'],
    lync: 'udp-nat',
    says: ['info net-direct-internet-client'],
  },
  {
    name: 'figure 23, flow 5C: two SBCs of the customer',
    plan: direct([host(at('198.51.100.11', 42010))], at('198.51.100.11', 42010), { by: 'teams', lite: true }),
    told: twoSbcs,
    legs: ['peer 5C'],
    figures: ['23'],
    says: ['info net-hairpin-public'],
  },
  {
    name: 'figure 24, broken: SBCs of two tenants',
    plan: direct([host(at('93.184.215.77', 42010))], at('93.184.215.77', 42010), {
      by: 'teams',
      lite: true,
      headers: ['History-Info: <sip:+4930555017@sbc9.fabrikam.example>;index=1'],
    }),
    legs: ['peer none'],
    figures: [],
    says: ['error net-cross-tenant-hairpin', 'info net-flow-unclassified'],
  },
  {
    name: 'figure 24: a hairpin of two tenants over a media server',
    plan: direct([host(processor)], processor, {
      by: 'teams',
      headers: ['History-Info: <sip:+4930555017@sbc9.fabrikam.example>;index=1'],
    }),
    legs: ["sbc 4' or 4", 'client none or 3 or 4'],
    figures: ['19', '24'],
    says: ['info net-vpn-unknown'],
  },
  {
    name: "figure 25, flows 1 and 1': Express Route, a user inside",
    plan: direct(inside, relay),
    told: express,
    legs: ["sbc 1' or 1", 'client 1'],
    figures: ['18', '25'],
    says: ['warning net-relay-instead-of-direct'],
  },
  {
    name: "figure 26, flows 1' and 3: Express Route, a user outside",
    plan: direct(outside, relay),
    told: express,
    legs: ["sbc 1' or 1", 'client 3'],
    figures: ['21', '26'],
  },
  {
    name: "flow 2': a user on the VPN, directly",
    plan: direct(withVpn, vpn),
    legs: ["sbc 2'"],
    figures: [],
    lync: 'udp-direct',
    says: ['warning net-vpn-media'],
  },
  {
    name: "flow 2': a relay that was allocated through the tunnel",
    plan: direct(inTunnel, relay),
    legs: ["sbc 4' or 4", "client 2'"],
    figures: [],
    says: ['warning net-vpn-media'],
  },
  {
    name: 'flow 2, around the VPN',
    plan: direct(withVpn, provider, { tried: [vpn] }),
    legs: ['sbc 2'],
    figures: ['22'],
    says: ['info net-direct-internet-client', 'info net-vpn-bypassed', 'warning net-vpn-candidate'],
  },
  {
    name: 'flow 5A: the media relay of the own Edge',
    plan: direct([host(home), relayed(edge, provider)], edge),
    told: { ...settings, onPremEdge: ['203.0.113.6'] },
    legs: ['sbc 5A'],
    figures: ['16'],
  },
  {
    name: 'flow 2: the Edge of a federated tenant',
    plan: direct([host(home), relayed(otherRelay, provider)], otherRelay),
    told: { ...settings, federatedEdges: ['93.184.215.14'] },
    legs: ['sbc 2'],
    figures: ['11'],
    lync: 'udp-relay',
  },
  {
    name: 'no flow: a relay of nobody known',
    plan: direct([host(home), relayed(otherRelay, provider)], otherRelay),
    told: { ...settings, federatedEdges: [] },
    legs: ['sbc none or 2'],
    figures: [],
    says: ['error net-third-party-relay', 'info net-flow-unclassified'],
  },
  {
    name: "flow 4: behind a home router with the company's address, a VPN nobody can see",
    plan: direct([host(home), relayed(relay, egress)], relay),
    legs: ["sbc 4' or 4", 'client 4 or 3'],
    figures: ['18'],
    says: ['info net-vpn-unknown'],
  },
];

describe('figures of Direct Routing', () => {
  for (const row of rows) {
    it(row.name, () => {
      const { path, found } = readPaths(callTrace(row.plan), row.told ?? settings);
      assert.deepEqual(legsOf(path), row.legs);
      assert.deepEqual(figuresIn(path.legs), row.figures);
      assert.equal(path.evidence, 'observed');
      if (row.lync !== undefined) assert.equal(path.lync?.class ?? null, row.lync);
      assert.deepEqual(saidOf(found), [...(row.says ?? [])].sort());
    });
  }
});

/** What rules say, but for the name of the flow. */
function saidOf(found: ReturnType<typeof readPaths>['found']): readonly string[] {
  return [...new Set(found.map(({ severity, rule }) => `${severity} ${rule.id}`))]
    .filter((each) => each !== 'info net-flow-class')
    .sort();
}

function figuresIn(legs: ReturnType<typeof readPaths>['path']['legs']): readonly string[] {
  return [...new Set(legs.flatMap(({ figures }) => figures))];
}

describe('the same calls, spoilt', () => {
  for (const row of rows) {
    it(`${row.name}: nothing is told of the network, and nobody is blamed`, () => {
      const { path, found } = readPaths(callTrace(row.plan), {});
      assert.deepEqual(
        saidOf(found).filter((each) => !each.startsWith('info ')),
        [],
      );
      // A private address alone tells nothing.
      for (const { flow, from } of path.legs) if (from?.class === 'unknown') assert.equal(flow, null);
    });

    if (row.plan.lite !== true)
      it(`${row.name}: the other side offers`, () => {
        const by = row.plan.by === 'teams' ? 'sbc' : 'teams';
        // What the headers say belongs to an INVITE of Microsoft's.
        if (by === 'sbc' && row.plan.headers !== undefined) return;
        const { path, found } = readPaths(callTrace({ ...row.plan, by }), row.told ?? settings);
        assert.deepEqual(legsOf(path), row.legs);
        assert.deepEqual(saidOf(found), [...(row.says ?? [])].sort());
      });

    if (row.plan.lite !== true && row.plan.by !== 'teams')
      it(`${row.name}: an endpoint in the VPN rang, nominated, and lost`, () => {
        const lost = at('10.99.0.77', 50018);
        const loser = { candidates: [host(lost)], from: lost };
        const { path, found } = readPaths(callTrace({ ...row.plan, loser }), row.told ?? settings);
        assert.deepEqual(legsOf(path), row.legs);
        const wanted = new Set([...(row.says ?? []), 'warning net-vpn-candidate']);
        assert.deepEqual(saidOf(found), [...wanted].sort());
      });
  }

  it('with signalling only, the best pair is foretold, and nobody is blamed', () => {
    for (const [candidates, legs] of [
      [inside, ['sbc 5B']],
      [outside, ['sbc 2']],
      [inTunnel, ["sbc 2'"]],
    ] as const) {
      const text = callTrace({ candidates, from: relay, signallingOnly: true });
      const { path, found } = readPaths(text, settings);
      assert.equal(path.evidence, 'predicted');
      assert.deepEqual(legsOf(path), legs);
      assert.deepEqual(
        saidOf(found).filter((each) => !each.startsWith('info ') && !each.includes('net-vpn-candidate')),
        [],
      );
    }
  });
});

describe('IPv6', () => {
  const sbc = at('2a00:1::10', 54056);
  const relay6 = at('2603:1063::7', 53156);
  const home6 = at('2a01:db:1::20', 50006);
  const office6 = at('fd10::40', 50006);
  const egress6 = at('2a00:1::2', 50006);
  const vpn6 = at('fd99::23', 50004);

  for (const [name, candidates, from, legs] of [
    ['a user inside, directly', [host(office6)], office6, ['sbc 5B']],
    [
      'a user inside, relayed',
      [host(office6), relayed(relay6, egress6)],
      relay6,
      ["sbc 4' or 4", 'client 4'],
    ],
    ['a user outside, directly', [host(home6), relayed(relay6, home6)], home6, ['sbc 2']],
    ['a user outside, relayed', [host(home6), relayed(relay6, home6)], relay6, ["sbc 4' or 4", 'client 3']],
    ['a user on the VPN', [host(vpn6), host(home6, 1)], vpn6, ["sbc 2'"]],
  ] as const) {
    it(name, () => {
      const { path } = readPaths(callTrace({ candidates, from, sbc }), settings);
      assert.deepEqual(legsOf(path), legs);
      assert.equal(path.evidence, 'observed');
    });
  }
});

describe('why better paths lost', () => {
  it('says what checks show', () => {
    const { path } = readPaths(callTrace(direct(withVpn, relay, { tried: [provider] })), settings);
    assert.deepEqual(
      path.lync?.better.map(({ class: of, address, why }) => `${of} ${address}: ${why}`),
      [
        'udp-direct 10.99.0.23: no check seen',
        'udp-direct 192.168.178.20: no check seen',
        'udp-nat 93.184.216.34: no response',
      ],
    );
  });
});

describe('a path that is seen with difficulty', () => {
  it("takes another port of a relay's for the relay", () => {
    const { path } = readPaths(callTrace(direct(outside, at('52.115.18.200', 53999))), settings);
    assert.deepEqual(legsOf(path), ["sbc 4' or 4", 'client 3']);
    assert.equal(path.lync?.class, 'udp-relay');
  });

  it('names the subnets of the VPN as missing wherever a client is', () => {
    const without = { ...settings };
    Reflect.deleteProperty(without, 'vpnSubnets');
    for (const text of [
      callTrace(direct(outside, at('52.115.18.200', 53999))),
      callTrace(direct(withVpn, vpn)),
    ])
      assert.ok(readPaths(text, without).path.missingSettings.includes('network.vpnSubnets'));
  });

  it('counts the two addresses of an SBC behind a NAT as one', () => {
    const text = callTrace(direct(withVpn, vpn, { by: 'teams', headers: ['X-MS-UserLocation: external'] }))
      .split('\n')
      .map((line) => (line.startsWith('=== ') ? line.replaceAll('198.51.100.10', '10.1.1.5') : line))
      .join('\n');
    const { path, found } = readPaths(text, settings);
    assert.equal(path.pair?.sbc.address, '198.51.100.10');
    // Its inside is where it was captured, and no address that it describes.
    assert.deepEqual(saidOf(found), ['info net-sbc-nat', 'warning net-vpn-media']);
    // A NAT that the settings name is said as well, and no longer as a guess.
    const sbc = { ...settings.sbc, natMap: { '10.1.1.5': '198.51.100.10' } };
    const told = readPaths(text, { ...settings, sbc }).found.find(({ rule }) => rule.id === 'net-sbc-nat');
    assert.match(told?.message ?? '', /the NAT of network\.sbc\.natMap/);
  });

  for (const [name, rows] of [
    [
      'on two interfaces',
      [
        '#!interface-name 1 er0',
        '#!interface-name 2 wan0',
        conversation('198.51.100.10:54056 -> 52.115.18.200:53156, interface 1', 52, 1),
        conversation('52.115.18.200:53156 -> 198.51.100.10:54056, interface 2', 52, 0),
        conversation('198.51.100.10:5061 -> 52.114.75.24:5061, interface 1', 2, 2, 'tcp'),
      ],
    ],
    [
      'with two addresses of the SBC',
      [
        conversation('52.115.18.200:53156 -> 198.51.100.10:54056', 52, 2),
        conversation('198.51.100.11:54056 -> 52.115.18.200:53156', 50, 0),
      ],
    ],
    [
      'in two VLANs',
      [`${conversation('52.115.18.200:53156 -> 198.51.100.10:54056', 52, 52)}, vlan 100, vlan 200`],
    ],
  ] as const) {
    it(`says that Express Route takes one direction only: ${name}`, () => {
      const text = `${callTrace(direct(outside, relay))}\n=== conversations\n${rows.join('\n')}\n`;
      assert.deepEqual(saidOf(readPaths(text, express).found), ['warning net-expressroute-asymmetric']);
      assert.deepEqual(saidOf(readPaths(text, settings).found), []);
    });
  }

  it('takes a tap that has an interface for each direction for no other way', () => {
    const rows = [
      '#!interface-name 1 tap0',
      '#!interface-name 2 tap1',
      conversation('198.51.100.10:54056 -> 52.115.18.200:53156, interface 1', 52, 0),
      conversation('52.115.18.200:53156 -> 198.51.100.10:54056, interface 2', 52, 0),
      conversation('198.51.100.10:5061 -> 52.114.75.24:5061, interface 1', 2, 0, 'tcp'),
      conversation('52.114.75.24:5061 -> 198.51.100.10:5061, interface 2', 2, 0, 'tcp'),
    ];
    const text = `${callTrace(direct(outside, relay))}\n=== conversations\n${rows.join('\n')}\n`;
    assert.deepEqual(saidOf(readPaths(text, express).found), []);
  });
});

/** A line of the conversations of a capture. */
function conversation(ends: string, out: number, back: number, transport: 'udp' | 'tcp' = 'udp'): string {
  const [between = '', ...rest] = ends.split(', ');
  const moments = 'frames 3 to 60, from 2026-01-31T10:00:00.600000Z, until 2026-01-31T10:00:03.100000Z';
  const ways = `out ${out} packets ${out * 200} octets ${out * 172} carried, in ${back} packets ${back * 200} octets ${back * 172} carried`;
  const protocol = `${transport === 'udp' ? 'rtp' : 'tls'} ${out + back}`;
  return [`#!conversation ${transport} ${between}`, ...rest, moments, ways, protocol].join(', ');
}
