/** A right pair of rules, spoilt in one thing: which rule says so. And rules that are nobody's business. */
import assert from 'node:assert/strict';
import { judgeFirewall } from '../../../server/engine/firewall/judge-firewall';
import { quoted } from '../../../server/engine/firewall/snippets';
import { compileNetwork } from '../../../server/engine/network/network';
import { rules } from '../../../server/engine/rules/index';
import { lintNetwork, type NetworkFinding } from '../../../server/engine/rules/lint-paths';
import type { NetworkSettings } from '../../../shared/network';
import { client, netshText, ordinaryRules, rightRule, type NetshRule } from './netsh-text';

const settings: NetworkSettings = {
  customerSubnets: ['10.0.0.0/8'],
  vpnSubnets: ['172.30.0.0/16'],
  onPremEdge: ['203.0.113.6'],
};
const inbound: NetshRule = { ...rightRule, name: 'Lync in', direction: 'in' };
const outbound: NetshRule = { ...rightRule, name: 'Lync out', direction: 'out' };
const teamsProgram = 'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe';
const teams: NetshRule = {
  name: 'Teams',
  direction: 'out',
  remote: '52.112.0.0/14,52.122.0.0/15,2603:1063::/38',
  program: teamsProgram,
  interfaceTypes: 'ras',
  action: 'block',
};

function findingsOf(list: readonly NetshRule[], network = settings): readonly NetworkFinding[] {
  const compiled = compileNetwork(network);
  const firewall = judgeFirewall(netshText([...ordinaryRules, ...list]), compiled);
  return lintNetwork({ network: compiled, routes: null, firewall }, rules, {}).filter(
    ({ of }) => of === 'firewall',
  );
}

/** Ids without what they have in common, and without the remark that a right pair gets. */
function said(list: readonly NetshRule[], network = settings): readonly string[] {
  const ids = findingsOf(list, network).map(({ rule }) => rule.id.replace('net-firewall-', ''));
  return [...new Set(ids)].filter((id) => id !== 'profile-domain');
}

describe('judgeFirewall', () => {
  it('has nothing against the right pair, for one client or two', () => {
    assert.deepEqual(said([inbound, outbound]), []);
    const second = { program: 'C:\\Program Files (x86)\\Microsoft Lync\\communicator.exe' };
    assert.deepEqual(said([inbound, outbound, { ...inbound, ...second }, { ...outbound, ...second }]), []);
    assert.deepEqual(said([inbound, outbound, { ...inbound, ...second }]), ['one-direction']);
  });

  const spoilt: readonly [id: string, change: NetshRule][] = [
    ['interface-type', { name: 'x', interfaceTypes: 'any' }],
    ['remote-vpn', { name: 'x', remote: '10.0.0.0/8' }],
    ['remote-corporate', { name: 'x', remote: '10.0.0.0/9,172.30.0.0/16' }],
    ['local-address', { name: 'x', local: 'any' }],
    ['local-address', { name: 'x', local: '172.30.0.0/17' }],
    ['protocol', { name: 'x', protocol: 'UDP' }],
    ['protocol', { name: 'x', protocol: 'TCP', remotePort: '1024-65535' }],
    ['disabled', { name: 'x', enabled: false }],
    ['program', { name: 'x', program: null }],
    ['program', { name: 'x', program: 'C:\\Program Files\\Other\\other.exe' }],
    ['action', { name: 'x', action: 'allow' }],
    ['profile-any', { name: 'x', profiles: ['domain', 'private', 'public'] }],
  ];
  for (const [id, change] of spoilt)
    it(`says ${id} of both rules where both have ${JSON.stringify(change)}`, () => {
      assert.deepEqual(
        said([
          { ...inbound, ...change },
          { ...outbound, ...change },
        ]),
        [id],
      );
    });

  it('says what one rule has and the other has not', () => {
    assert.deepEqual(said([inbound, { ...outbound, profiles: ['domain', 'private'] }]), ['pair-differs']);
    assert.deepEqual(said([inbound]), ['one-direction']);
    assert.deepEqual(said([outbound]), ['one-direction']);
    assert.deepEqual(said([inbound, { ...outbound, enabled: false }]), ['disabled']);
  });

  it('takes rules that together have all addresses for one', () => {
    const parts = ['10.0.0.0/9,172.30.0.0/16', '10.128.0.0/9'];
    assert.deepEqual(
      said([inbound, outbound].flatMap((rule) => parts.map((remote) => ({ ...rule, remote })))),
      [],
    );
  });

  it('names the gap by its prefixes, the line, and a command with all addresses', () => {
    const [found] = findingsOf([{ ...inbound, remote: '10.0.0.0/9,172.30.0.0/16' }, outbound]).filter(
      ({ rule }) => rule.id === 'net-firewall-remote-corporate',
    );
    assert.ok(found !== undefined);
    assert.ok(found.message.includes('10.128.0.0/9'));
    const lines = netshText([...ordinaryRules, inbound]).split('\r\n');
    assert.ok(lines[(found.line ?? 0) - 1]?.endsWith(inbound.name));
    assert.deepEqual(found.snippet, [
      "Set-NetFirewallRule -DisplayName 'Lync in' -RemoteAddress '10.0.0.0/9','172.30.0.0/16','10.128.0.0/9'",
    ]);
  });

  it('warns where Domain is not among the profiles', () => {
    const change = { profiles: ['private', 'public'] } as const;
    const [found] = findingsOf([
      { ...inbound, ...change },
      { ...outbound, ...change },
    ]);
    assert.deepEqual([found?.rule.id, found?.severity], ['net-firewall-profile-domain', 'warning']);
  });

  it('wants the pair only where there is an Edge and a VPN', () => {
    assert.deepEqual(said([]), ['missing']);
    assert.deepEqual(said([], { ...settings, onPremEdge: [] }), []);
    assert.deepEqual(said([], { ...settings, vpnSubnets: [] }), []);
    const [found] = findingsOf([]);
    assert.equal(found?.snippet.length, 2);
    assert.ok(found.snippet.every((line) => line.includes("-LocalAddress '172.30.0.0/16'")));
  });

  const noEdge = { ...settings, onPremEdge: [] };

  it('judges the rule that keeps Teams out of the VPN where it is there', () => {
    assert.deepEqual(said([teams], noEdge), []);
    assert.deepEqual(said([{ ...teams, remote: '52.112.0.0/14' }], noEdge), ['optimize-range']);
    assert.deepEqual(said([{ ...teams, enabled: false }], noEdge), ['disabled']);
    assert.deepEqual(said([{ ...teams, action: 'allow' }], noEdge), ['action']);
    assert.deepEqual(said([{ ...teams, interfaceTypes: 'any' }], noEdge), ['blocks-teams']);
    assert.deepEqual(said([{ ...teams, interfaceTypes: 'any', local: '172.30.0.0/16' }], noEdge), []);
    const byPort = { ...teams, remote: 'any', protocol: 'UDP' };
    assert.deepEqual(said([{ ...byPort, remotePort: '3478-3481' }], noEdge), []);
    assert.deepEqual(said([{ ...byPort, remotePort: '3478' }], noEdge), ['optimize-range']);
  });

  it('says which rule closes ports that Teams needs', () => {
    const block: NetshRule = { name: 'Block', direction: 'out', program: null, action: 'block' };
    assert.deepEqual(said([{ ...block, protocol: 'UDP', remotePort: '3000-4000' }], noEdge), ['ports']);
    assert.deepEqual(said([{ ...block, protocol: 'TCP', remotePort: '443' }], noEdge), ['ports']);
    assert.deepEqual(said([{ ...block, protocol: 'UDP' }], noEdge), ['blocks-teams']);
    assert.deepEqual(said([{ ...block, protocol: 'UDP', localPort: '50000-50059' }], noEdge), [
      'blocks-teams',
    ]);
  });

  it('keeps silent about rules that do Teams no harm', () => {
    const block: NetshRule = { name: 'Block', direction: 'out', program: null, action: 'block' };
    const harmless: readonly NetshRule[] = [
      // What Windows writes where somebody cancels its question.
      { name: 'teams.exe', direction: 'in', program: teamsProgram, protocol: 'UDP', action: 'block' },
      { name: 'teams.exe', direction: 'in', program: teamsProgram, protocol: 'TCP', action: 'block' },
      { name: 'Lync', direction: 'in', program: client, protocol: 'UDP' },
      { ...block, protocol: 'UDP', remotePort: '3478-3481', enabled: false },
      { ...block, protocol: 'UDP', remotePort: '3478-3481', action: 'allow' },
      { ...block, protocol: 'UDP', remotePort: '3478-3481', direction: 'in' },
      { ...block, protocol: 'UDP', remotePort: '3478-3481', program: 'C:\\game.exe' },
      { ...block, protocol: 'UDP', remotePort: '3478-3481', remote: '192.0.2.0/24' },
      { ...block, protocol: 'UDP', remotePort: '5355' },
      { ...block, protocol: 'TCP', remotePort: '25' },
      { ...block, protocol: 'TCP', remotePort: '445', remote: '10.0.0.0/8', interfaceTypes: 'ras' },
      { ...block, protocol: 'ICMPv4' },
    ];
    assert.deepEqual(said(harmless, noEdge), []);
  });
});

describe('commands proposed', () => {
  it('hold names as text, whatever stands in them', () => {
    assert.equal(quoted("a'b’c\n; rm $x `"), "'a''b’’c ; rm $x `'");
  });
});
