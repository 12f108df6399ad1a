import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeFirewall } from '../../../server/engine/firewall/judge-firewall';
import { readFirewall } from '../../../server/engine/firewall/read-firewall';
import { prefixText } from '../../../server/engine/network/prefix';
import { compileNetwork } from '../../../server/engine/network/network';
import { client, netshText, ordinaryRules, rightRule } from './netsh-text';

const header =
  'DisplayName,Enabled,Profile,Direction,Action,Protocol,LocalPort,RemotePort,LocalAddress,RemoteAddress,InterfaceType,Program';
const row = `Lync,True,"Domain, Private",Outbound,Block,Any,Any,Any,172.30.0.0/16,"10.0.0.0/255.0.0.0,172.30.0.0-172.30.255.255",RemoteAccess,"${client}"`;

describe('Get-NetFirewallRule', () => {
  it('reads the joined CSV', () => {
    const { format, rules, lacks, faults } = readFirewall(`${header}\n${row}\n`);
    const [rule] = rules;
    assert.equal(format, 'Get-NetFirewallRule');
    assert.deepEqual([lacks, faults, rules.length], [[], [], 1]);
    assert.ok(rule !== undefined && typeof rule.remoteAddresses === 'object');
    assert.deepEqual(rule.remoteAddresses.prefixes.map(prefixText), ['10.0.0.0/8', '172.30.0.0/16']);
    assert.deepEqual(rule.profiles, ['domain', 'private']);
    assert.deepEqual(rule.interfaceTypes, ['ras']);
    assert.deepEqual([rule.name, rule.line, rule.direction, rule.program], ['Lync', 2, 'out', client]);
  });

  it('reads it with other separators, in another order, with line ends in values', () => {
    const names = header.split(',').toReversed();
    const values = [client, 'RemoteAccess', '10.0.0.0/8', '172.30.0.0/16', 'Any', 'Any', 'Any', 'Block'];
    const line = [...values, 'Inbound', 'Domain', 'True', '"Lync ""in""\r\nsecond line"'];
    for (const separator of [';', '\t']) {
      const text = `\ufeff#TYPE Selected\r\n${names.join(separator)}\r\n${line.join(separator)}\r\n${line.join(separator)}\r\n`;
      const { rules, faults } = readFirewall(text.slice(1));
      assert.deepEqual(faults, []);
      assert.deepEqual(
        rules.map(({ name, line: at, direction, enabled }) => [name, at, direction, enabled]),
        [
          ['Lync "in"\nsecond line', 3, 'in', true],
          ['Lync "in"\nsecond line', 5, 'in', true],
        ],
      );
    }
  });

  it('says which columns are missing, and arrays that were not joined', () => {
    const names = header.replace(',InterfaceType', '').replace(',Program', '');
    const { lacks } = readFirewall(
      `${names}\nLync,True,Any,Inbound,Block,Any,Any,Any,System.String[],System.String[]\n`,
    );
    assert.deepEqual(lacks, ['local addresses', 'remote addresses', 'interface type', 'program']);
  });

  it('uses a row that breaks off as far as it goes', () => {
    const { rules, faults } = readFirewall(`${header}\n${row}\n${row.slice(0, 70)}`);
    assert.deepEqual(
      faults.map(({ line }) => line),
      [3],
    );
    assert.deepEqual(
      [rules[1]?.cut, rules[1]?.direction, rules[1]?.remoteAddresses],
      [true, 'out', 'unknown'],
    );
  });

  it('reads the plain list, which tells no addresses', () => {
    const list = [
      '',
      'Name                          : {1}',
      'DisplayName                   : Lync',
      'Description                   : Keeps media out of the VPN,',
      '                                all of it',
      'Enabled                       : True',
      'Profile                       : Domain',
      'Direction                     : Outbound',
      'Action                        : Block',
      '',
    ].join('\r\n');
    const { rules, lacks } = readFirewall(`${list}${list}`);
    assert.deepEqual(
      rules.map(({ name, line, action, direction }) => [name, line, action, direction]),
      [
        ['Lync', 3, 'block', 'out'],
        ['Lync', 12, 'block', 'out'],
      ],
    );
    assert.ok(lacks.includes('remote addresses') && lacks.includes('program'));
  });

  it('says of anything else that it is no export', () => {
    for (const text of ['', 'INVITE sip:a@b SIP/2.0', '{}', 'a,b,c\n1,2,3'])
      assert.equal(readFirewall(text).faults.length, 1);
  });

  it('never throws, whatever is cut or spoilt', () => {
    const network = compileNetwork({ vpnSubnets: ['172.30.0.0/16'], onPremEdge: ['203.0.113.6'] });
    const texts = [netshText([...ordinaryRules, rightRule]), `${header}\n${row}\n${row}\n`];
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.nat(),
        fc.nat(200),
        fc.string({ maxLength: 30 }),
        (text, at, length, put) => {
          const from = at % text.length;
          judgeFirewall(`${text.slice(0, from)}${put}${text.slice(from + length)}`, network);
        },
      ),
      { numRuns: 200 },
    );
  });
});
