import assert from 'node:assert/strict';
import type { Leg, MediaPath, PathEnd } from '../../server/engine/path/model';
import { topologyOf } from '../../server/language/replay-view/topology';

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

const path = (legs: readonly Leg[], parts: Partial<MediaPath> = {}): MediaPath => ({
  call: null,
  evidence: 'observed',
  pair: null,
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
      path([leg({ leg: 'peer', flow: "2'", from: end('10.99.0.23', 'vpn'), to: sbc })]),
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
      path([leg({ leg: 'peer', flow: '5B', from: end('10.161.2.3', 'customer'), to: sbc })], {
        lync: { class: 'udp-nat', rank: 2, better },
      }),
      'net-vpn-candidate',
    );
    assert.deepEqual(legsOf(direct), [
      'client-sbc 5B observed',
      'client-sbc – possible',
      "client-vpn 2' forbidden",
    ]);
    assert.match(direct.legs[1]?.text ?? '', /10\.1\.2\.3 was not taken: no check seen\./);
  });

  it('tells two ends of one kind apart', () => {
    const hairpin = topology(
      path([leg({ leg: 'peer', flow: '5C', from: sbc, to: end('203.0.113.11', 'sbc') })]),
    );
    assert.deepEqual(hostsOf(hairpin), ['sbc customer', 'peer customer', 'pstn customer']);
  });
});
