/** What a capture at a client tells beside the figure: what was tried, where media stayed, names, anycast, adapters. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { compileNetwork } from '../../../server/engine/network/network';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { ClientFacts, MediaPath } from '../../../server/engine/path/model';
import { pathsOf } from '../../../server/engine/path/trace-paths';
import { rules } from '../../../server/engine/rules/index';
import { lintPath } from '../../../server/engine/rules/lint-paths';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { hex, octets } from '../capture/build';
import { sharedPath, skipUnshared } from '../../support/shared';
import { ClientCapture, networkOf } from './client-capture';

const home = '192.168.178.20';
const tunnel = '10.99.0.23';
const anycast = '52.115.63.99:3478';
const network = networkOf();

function factsOf({ client }: MediaPath): ClientFacts {
  assert.ok(client !== null);
  return client;
}

const flowsTo = (path: MediaPath, address: string): MediaPath['flows'] =>
  path.flows.filter(({ destination }) => destination.address === address);

describe('a capture at a client', () => {
  it('shows what was tried together, and where media stayed', () => {
    const client = `${home}:50006`;
    const path = new ClientCapture()
      .redirect(client, anycast, '52.114.88.20:3480')
      .check(client, '52.114.88.20:3480')
      .check(client, '52.115.223.24:3479')
      .check(client, '52.113.77.140:50212', false)
      .media(client, '52.115.223.24:3479', 8)
      .media(client, '52.114.88.20:3480', 60)
      .path(network);
    assert.deepEqual(
      path.flows.map((flow) => [
        flow.destination.port,
        flow.class,
        flow.tried,
        flow.stayed,
        flow.step,
        flow.protocol,
      ]),
      [
        [3478, 'anycast', true, false, 2, 'turn'],
        [3480, 'teams-media', true, true, 7, 'srtp'],
        [3479, 'teams-media', true, false, 7, 'srtp'],
        [50212, 'teams-media', true, false, 7, 'stun'],
      ],
    );
    assert.deepEqual(path.lync, { class: 'udp-direct', rank: 1, better: [] });
  });

  it('keeps apart sockets: sharing that stays in few packets, and what was not tried', () => {
    const path = new ClientCapture()
      .check(`${home}:50006`, '52.114.88.20:3479')
      .media(`${home}:50006`, '52.114.88.20:3479', 400)
      .check(`${home}:50046`, '52.114.88.20:3481')
      .media(`${home}:50046`, '52.114.88.20:3481', 260)
      .path(network);
    assert.deepEqual(
      path.flows.map(({ stayed, tried, modality }) => [stayed, tried, modality]),
      [
        [true, false, 'audio'],
        [true, false, 'audio'],
      ],
      'the clock tells audio, whatever the port',
    );
    assert.equal(path.legs.length, 1, 'both take one way');
  });

  it('blames a relay of others for media that went over it, not for an address that it gave', () => {
    const client = '10.1.2.3:50006';
    const other = '93.184.215.14:3478';
    const peer = '93.184.216.34:50010';
    const asked = (): ClientCapture =>
      new ClientCapture().allocate(client, other, { software: 'Coturn-4.6.2', peer });
    const said = (capture: ClientCapture): readonly string[] =>
      lintPath(capture.path(network), rules, {}, network)
        .filter(({ rule }) => rule.id === 'net-third-party-relay')
        .map(({ severity, message }) => `${severity}: ${message}`);
    assert.match(
      said(asked().relayed(client, other)).join('\n'),
      /^error: The relay 93\.184\.215\.14 \(Coturn/,
    );
    const unused = said(asked().check(client, peer).media(client, peer)).join('\n');
    assert.match(
      unused,
      /^info: The relay 93\.184\.215\.14 \(Coturn-4\.6\.2\) gave the client an address, and no media/,
    );
  });

  it('takes no leap of the clock for a stream that goes on', () => {
    const sharing = [`${home}:50046`, '52.114.88.20:3481'] as const;
    const path = new ClientCapture()
      .check(`${home}:50006`, '52.114.88.20:3479')
      .media(`${home}:50006`, '52.114.88.20:3479', 400)
      .check(...sharing)
      .media(...sharing, 20)
      .leap(3_600_000_000)
      .media(...sharing, 20, 20)
      .path(network);
    assert.deepEqual(
      path.flows.map(({ stayed }) => stayed),
      [true, false],
    );
  });

  it('says why a better path lost', () => {
    const client = '10.1.2.3:50006';
    const path = new ClientCapture()
      .allocate(client, '52.114.250.141:3478', { peer: '93.184.216.34:50010' })
      .check(client, '93.184.216.34:50010', false)
      .check(client, '10.9.9.9:50010')
      .relayed(client, '52.114.250.141:3478')
      .path(network);
    assert.deepEqual(path.lync?.better, [
      { class: 'udp-nat', address: '93.184.216.34', why: 'no response' },
      { class: 'udp-direct', address: '10.9.9.9', why: 'answered, not nominated' },
    ]);
  });

  describe('knows anycast', () => {
    const client = `${home}:50006`;
    const relay = '52.114.88.20:3480';
    const by = (path: MediaPath): readonly (readonly [string, string])[] =>
      factsOf(path).anycast.map((each) => [each.address, each.by]);
    const asked = (far: string): ClientCapture =>
      new ClientCapture().check(client, far, false).check(client, relay).media(client, relay);

    it('and counts such a relay as Microsoft, in whatever range it is', () => {
      const path = asked('13.107.8.22:3478').path(network);
      const [flow] = flowsTo(path, '13.107.8.22');
      assert.deepEqual([flow?.class, flow?.flow], ['anycast', '3']);
    });

    it('by the settings', () => {
      const path = asked('198.18.0.1:3478').path(networkOf({ anycast: ['198.18.0.0/24'] }));
      assert.deepEqual(by(path), [['198.18.0.1', 'settings']]);
    });

    it('by the list of those that were seen', () => {
      assert.deepEqual(by(asked('13.107.8.2:3478').path(network)), [['13.107.8.2', 'list']]);
    });

    it('by the name that it was looked up for', () => {
      const path = new ClientCapture()
        .dns(`${home}:60000`, '192.168.178.1:53', 'worldaz.tr.teams.microsoft.com', '52.115.63.99')
        .allocate(client, anycast)
        .relayed(client, anycast)
        .path(network);
      assert.deepEqual(by(path), [['52.115.63.99', 'name']]);
      assert.equal(flowsTo(path, '52.115.63.99')[0]?.class, 'anycast');
    });

    it('by what it does: it sends elsewhere, or is asked first and left', () => {
      const redirected = new ClientCapture()
        .check(client, relay)
        .redirect(client, anycast, relay)
        .media(client, relay)
        .path(network);
      assert.deepEqual(by(redirected), [['52.115.63.99', 'behaviour']]);
      assert.deepEqual(by(asked(anycast).path(network)), [['52.115.63.99', 'behaviour']]);
    });

    it('from a relay that gives addresses, and from a peer that does not answer', () => {
      const allocated = new ClientCapture()
        .allocate(client, '52.114.250.141:3478')
        .check(client, '93.184.216.34:50010')
        .media(client, '93.184.216.34:50010')
        .path(network);
      assert.deepEqual(by(allocated), []);
      assert.deepEqual(by(asked('52.113.77.140:50212').path(network)), []);
      assert.deepEqual(by(asked('93.184.216.34:3478').path(network)), []);
    });
  });

  it('tells names with their chains, what they are for, and who serves them', () => {
    const dns = ['10.99.0.23:50333', '10.1.1.53:53'] as const;
    const { names, flows } = new ClientCapture()
      .dns(
        ...dns,
        'pipe.skype.com',
        '20.189.173.12',
        'pipe.prd.skypedata.akadns.net',
        'pipe.cloudapp.aria.akadns.net',
      )
      .dns('10.99.0.23:50334', '10.1.1.53:53', 'example.com', '93.184.216.34')
      .dns(
        '10.99.0.23:50335',
        '10.1.1.53:53',
        'api.cc.skype.com',
        '40.70.0.1',
        'api-cc-skype.trafficmanager.net',
        'a-cc-usea2-01-skype.cloudapp.net',
      )
      .tcp('10.99.0.23:51002', '20.189.173.12:443')
      .tcp('10.99.0.23:51003', '40.70.0.1:443')
      .tcp('10.99.0.23:51004', '93.184.216.34:443')
      .path(network);
    assert.deepEqual(names, [
      {
        name: 'pipe.skype.com',
        cname: ['pipe.prd.skypedata.akadns.net', 'pipe.cloudapp.aria.akadns.net'],
        addresses: ['20.189.173.12'],
        role: 'telemetry; Akamai DNS (akadns.net)',
      },
      {
        name: 'api.cc.skype.com',
        cname: ['api-cc-skype.trafficmanager.net', 'a-cc-usea2-01-skype.cloudapp.net'],
        addresses: ['40.70.0.1'],
        role: 'control of calls; Azure Traffic Manager (trafficmanager.net); Azure (cloudapp.net)',
      },
    ]);
    assert.deepEqual(
      flows.map(({ class: of, flow, step }) => [of, flow, step]),
      [
        ['dns', "2'", 1],
        ['dns', "2'", 1],
        ['dns', "2'", 1],
        ['unknown', "2'", 8],
        ['unknown', "2'", 3],
        ['unknown', null, null],
      ],
    );
  });

  it('has adapters: one of the VPN, one that a NAT hides, whoever sent first', () => {
    const { adapters } = factsOf(
      new ClientCapture()
        .on('tun0', 'OpenVPN')
        .tcp(`${tunnel}:51001`, '52.112.0.1:443')
        .on('wlan0', 'Wi-Fi')
        .check('52.114.88.20:3480', `${home}:50006`)
        .allocate(`${home}:50006`, '52.114.88.20:3480', { mapped: '93.184.216.40:50006' })
        .path(network),
    );
    assert.deepEqual(adapters, [
      { address: tunnel, class: 'vpn', interface: 'OpenVPN', reflexive: null },
      { address: home, class: 'special', interface: 'Wi-Fi', reflexive: '93.184.216.40' },
    ]);
  });

  it('counts a guest network behind the NAT of the customer as inside', () => {
    const path = new ClientCapture()
      .allocate(`${home}:50006`, '52.114.88.20:3480', { mapped: '203.0.113.2:50006' })
      .relayed(`${home}:50006`, '52.114.88.20:3480')
      .path(network);
    assert.equal(path.legs[0]?.flow, '4');
  });

  it('is found in packets of no named adapter, the VPN among them', () => {
    const { adapters } = factsOf(
      new ClientCapture()
        .on('')
        .tcp(`${tunnel}:51001`, '52.112.0.1:443')
        .check(`${home}:50006`, '93.184.216.34:50010')
        .check(`${home}:50006`, '52.114.88.20:3480')
        .media(`${home}:50006`, '93.184.216.34:50010')
        .path(network),
    );
    assert.deepEqual(
      adapters.map(({ address }) => address),
      [home, tunnel],
    );
  });

  it('says nothing of media where there is none, and lists all conversations', () => {
    const path = new ClientCapture()
      .udp(`${home}:62001`, '203.0.113.7:4500', octets(hex('00000000'), new Uint8Array(80)))
      .udp('192.168.178.1:1900', '239.255.255.250:1900', octets('NOTIFY'))
      .path(network);
    assert.deepEqual([path.legs, path.lync, path.evidence, path.flows.length], [[], null, 'unknown', 2]);
  });

  it('bears a capture of nothing', () => {
    const { trace } = analyse('');
    assert.deepEqual(pathsOf(trace, [], compileNetwork(null))[0]?.legs, []);
  });
});

describe('public captures of clients', () => {
  it("have the flow of a Skype conference as tshark's conversations say", function () {
    const file = sharedPath('corpus', 'pcap', 'ndpi', 'skype-conference-call.pcap');
    if (file === null) skipUnshared(this);
    const rendering = renderCapture([new Uint8Array(fs.readFileSync(file))]);
    assert.ok(rendering.kind === 'rendered');
    const { trace, replays } = analyse(rendering.capture.text);
    const [path] = pathsOf(trace, replays ?? [], networkOf({ customerSubnets: ['10.0.0.0/8'] }));
    assert.deepEqual(
      path?.flows.map(({ source, destination, ways, stayed }) => [source, destination, ways, stayed]),
      [[{ address: '192.168.2.20', port: 49282 }, { address: '104.46.40.49', port: 60642 }, [133, 67], true]],
    );
    assert.equal(factsOf(path).adapters[0]?.reflexive, '95.247.129.67');
    assert.deepEqual([path.legs[0]?.flow, path.lync?.class], ['6', 'udp-nat']);
  });
});
