import assert from 'node:assert/strict';
import type { Leg, LyncOrder, MediaPath, PathEnd, PathPair } from '../../server/engine/path/model';
import { topologyOf } from '../../server/language/replay-view/topology';
import type { PairType } from '../../shared/ice';

const end = (address: string, kind: PathEnd['class']): PathEnd => ({ address, port: 50000, class: kind });
const sbc = end('203.0.113.10', 'sbc');
const relay = end('52.115.18.200', 'microsoft');

const leg = (parts: Partial<Leg>): Leg => ({
  leg: 'sbc',
  flow: null,
  alternatives: [],
  figures: [],
  from: null,
  to: null,
  evidence: 'observed',
  why: 'it was nominated',
  in: null,
  ...parts,
});

const pairWith = (teamsType: PairType): PathPair => ({ teams: relay, teamsType, base: null, sbc });

const path = (legs: readonly Leg[], parts: Partial<MediaPath> = {}): MediaPath => ({
  call: null,
  evidence: 'observed',
  pair: pairWith('host'),
  legs,
  lync: null,
  signalled: null,
  flows: [],
  names: [],
  client: null,
  missingSettings: [],
  ...parts,
});

const topology = (of: MediaPath, ...found: readonly string[]): ReturnType<typeof topologyOf> =>
  topologyOf(of, new Set(found), () => null);
const hostsOf = (of: ReturnType<typeof topologyOf>): readonly string[] =>
  of.hosts.map(({ id, segment }) => `${id} ${segment}`);
const legsOf = (of: ReturnType<typeof topologyOf>): readonly string[] =>
  of.legs
    .filter(({ to }) => to !== 'pstn')
    .map(({ from, to, flow, state }) => `${from}-${to} ${flow ?? '–'} ${state}`);

describe('the topology of a media path', () => {
  it('puts relay, SBC and client where they are', () => {
    const relayed = topology(
      path([
        leg({ flow: "4'", from: relay, to: sbc }),
        leg({
          leg: 'client',
          flow: '3',
          from: end('78.4.222.178', 'public'),
          to: relay,
          evidence: 'derived',
        }),
      ]),
    );
    assert.deepEqual(hostsOf(relayed), [
      'relay office365',
      'sbc customer',
      'client internet',
      'pstn customer',
    ]);
    assert.deepEqual(legsOf(relayed), ["relay-sbc 4' observed", 'client-relay 3 derived']);
  });

  it('takes a client in the VPN through it, and marks what is forbidden', () => {
    const tunnelled = topology(
      path([leg({ flow: "2'", from: end('10.99.0.23', 'vpn'), to: sbc })]),
      'net-vpn-media',
    );
    assert.deepEqual(hostsOf(tunnelled), [
      'client internet',
      'sbc customer',
      'vpn customer',
      'pstn customer',
    ]);
    assert.deepEqual(legsOf(tunnelled), ["client-vpn 2' forbidden", 'vpn-sbc – forbidden']);
  });

  it('shows the better way that was not taken, and the tunnel that was offered', () => {
    const better = [{ class: 'udp-direct', address: '10.1.2.3', why: 'no check seen' }] as const;
    const direct = topology(
      path([leg({ flow: '5B', from: end('10.161.2.3', 'customer'), to: sbc })], {
        lync: { class: 'udp-nat', rank: 2, better },
      }),
      'net-vpn-candidate',
    );
    assert.deepEqual(legsOf(direct), [
      'client-sbc 5B observed',
      'client-sbc – possible',
      "client-vpn 2' forbidden",
    ]);
    assert.match(direct.legs[1]?.text ?? '', /10\.1\.2\.3 would rank better: no check seen\./);
  });

  it('draws a direct way for direct candidates only', () => {
    const legs = [
      leg({ from: relay, to: sbc, flow: "4'" }),
      leg({ leg: 'client', flow: '3', from: end('78.4.222.178', 'public'), to: relay }),
    ];
    const drawn = (...kinds: readonly LyncOrder['class'][]): readonly string[] => {
      const better = kinds.map(
        (kind) => ({ class: kind, address: '52.113.0.1', why: 'no response' }) as const,
      );
      return legsOf(topology(path(legs, { lync: { class: 'tcp-relay', rank: 4, better } })));
    };
    assert.deepEqual(drawn('udp-relay'), ["relay-sbc 4' observed", 'client-relay 3 observed']);
    assert.deepEqual(drawn('udp-relay', 'udp-nat').at(-1), 'client-sbc – possible');
  });

  it('takes media in the tunnel through the VPN, whatever address shows it', () => {
    const home = end('203.0.113.2', 'customerPublic');
    const byNat = topology(path([leg({ flow: "2'", from: home, to: sbc })]), 'net-vpn-media');
    assert.deepEqual(legsOf(byNat), ["client-vpn 2' forbidden", 'vpn-sbc – forbidden']);
    const inside = end('10.99.0.5', 'vpn');
    const ofSbc = topology(
      path([leg({ from: relay, to: inside })], { pair: { ...pairWith('relay'), sbc: inside } }),
    );
    assert.deepEqual(hostsOf(ofSbc), ['relay office365', 'sbc customer', 'vpn customer', 'pstn customer']);
    assert.deepEqual(legsOf(ofSbc), ['sbc-vpn – observed', 'vpn-relay – observed']);
  });

  it('knows a client by its leg, not by its address', () => {
    const seenAsSbc = topology(
      path([
        leg({ flow: '4', from: sbc, to: relay }),
        leg({ leg: 'client', flow: '4', from: { ...sbc, port: 1024 }, to: relay }),
      ]),
    );
    assert.deepEqual(hostsOf(seenAsSbc), [
      'sbc customer',
      'relay office365',
      'client customer',
      'pstn customer',
    ]);
  });

  it('places nobody of whom the place is not known', () => {
    const unseen = topology(
      path([leg({ flow: '4', from: sbc, to: relay }), leg({ leg: 'client', from: null, to: relay })]),
    );
    assert.ok(hostsOf(unseen).includes('client null'));
    const atHome = end('192.168.1.20', 'special');
    assert.ok(hostsOf(topology(path([leg({ from: atHome, to: sbc })]))).includes('client null'));
    // A private address behind the customer's NAT is an office's.
    const office = topology(path([leg({ leg: 'client', flow: '4', from: atHome, to: relay })]));
    assert.ok(hostsOf(office).includes('client customer'));
  });

  it("calls a relay Microsoft's only where it is", () => {
    const titleOf = (to: PathEnd, parts: Partial<MediaPath>): string | undefined =>
      topology(path([leg({ from: to, to: sbc })], parts)).hosts[0]?.title;
    const ranked = (kind: LyncOrder['class']): LyncOrder => ({ class: kind, rank: null, better: [] });
    assert.equal(titleOf(relay, { lync: ranked('udp-relay') }), 'Transport Relay');
    assert.equal(titleOf(relay, { lync: ranked('udp-direct') }), 'Media Processor');
    assert.equal(titleOf(end('203.0.113.6', 'edge'), {}), 'Edge');
    assert.equal(titleOf(end('192.0.2.9', 'public'), { pair: pairWith('relay') }), 'Relay');
    assert.equal(titleOf(end('192.0.2.9', 'public'), {}), 'Teams client');
  });

  it('tells two ends of one kind apart', () => {
    const hairpin = topology(
      path([leg({ leg: 'peer', flow: '5C', from: sbc, to: end('203.0.113.11', 'sbc') })]),
    );
    assert.deepEqual(hostsOf(hairpin), ['sbc customer', 'peer customer', 'pstn customer']);
    const foreign = topology(path([leg({ leg: 'peer', from: end('198.51.100.9', 'public'), to: sbc })]));
    assert.deepEqual(hostsOf(foreign), ['peer internet', 'sbc customer', 'pstn customer']);
    assert.equal(foreign.hosts[0]?.title, 'Other SBC');
  });
});
