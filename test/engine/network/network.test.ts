import assert from 'node:assert/strict';
import { compileNetwork, unknownNetwork } from '../../../server/engine/network/network';
import { networkClass } from '../../../server/engine/network/network-class';
import type { NetworkSettings } from '../../../shared/network';

const office = compileNetwork({
  customerSubnets: ['10.0.0.0/8'],
  customerPublic: ['203.0.113.0/28'],
  vpnSubnets: ['10.99.0.0/16'],
  sbc: { public: ['203.0.113.10'], internal: ['10.1.1.5'] },
  onPremEdge: ['203.0.113.6'],
  expressRoute: ['52.114.0.0/15'],
});

describe('the network of the settings', () => {
  it('gives an address the first class that it lies in', () => {
    const classes = {
      '203.0.113.10': 'sbc',
      '10.1.1.5': 'sbc',
      '10.99.0.23': 'vpn',
      '203.0.113.6': 'edge',
      '52.115.18.200': 'expressRoute',
      '52.112.0.1': 'microsoft',
      '52.122.5.5': 'microsoft',
      '52.120.1.1': 'microsoftLegacy',
      '52.127.64.1': 'microsoft',
      '10.161.224.204': 'customer',
      '203.0.113.2': 'customerPublic',
      '192.168.178.20': 'special',
      '78.4.222.178': 'public',
      'sbc.example.com': 'unknown',
    };
    for (const [address, wanted] of Object.entries(classes))
      assert.equal(networkClass(address, office), wanted);
    assert.equal(networkClass('52.120.1.1', office, 'signalling'), 'microsoft');
  });

  it('makes no guess from a private address when nothing was told', () => {
    assert.equal(networkClass('10.161.224.204', unknownNetwork), 'unknown');
    assert.equal(networkClass('52.112.0.1', unknownNetwork), 'microsoft');
    assert.equal(networkClass('78.4.222.178', unknownNetwork), 'public');
  });

  it('holds as told what the user gave, and nothing that is shipped', () => {
    assert.deepEqual([...unknownNetwork.told], []);
    assert.notDeepEqual(Object.keys(unknownNetwork.clouds), []);
    const told = {
      customerPublic: [],
      sbc: { public: ['203.0.113.10'], natMap: { '10.1.1.5': '203.0.113.10' } },
      splitTunnel: { mode: 'none' },
      clouds: { gcch: ['52.127.64.0/21'] },
      clientPorts: { audio: [50000, 50019] },
    } as const;
    assert.deepEqual([...compileNetwork(told).told].sort(), [
      'clientPorts',
      'clouds.gcch',
      'customerPublic',
      'sbc.natMap',
      'sbc.public',
      'splitTunnel',
    ]);
  });

  it('names what does not fit by its path and uses the rest', () => {
    const told = {
      vpnSubnets: ['10.99.0.0/33', 'vpn', '10.99.0.0/16'],
      customerSubnets: ['10.0.0.0/8', 17],
      splitTunnel: {
        mode: 'exclude',
        prefixes: ['52.112.0.0/14', '*.teams.microsoft.com', '52.122.0.0/33', 'https://a.example/x'],
      },
      sbc: 'here',
    } as unknown as NetworkSettings;
    const network = compileNetwork(told);
    assert.deepEqual(network.faults.map(({ path }) => path).sort(), [
      'network.customerSubnets[1]',
      'network.sbc',
      'network.splitTunnel.prefixes[2]',
      'network.vpnSubnets[0]',
      'network.vpnSubnets[1]',
    ]);
    assert.equal(networkClass('10.99.0.1', network), 'vpn');
    assert.deepEqual(network.splitTunnel.names, ['*.teams.microsoft.com', 'https://a.example/x']);
  });
});
