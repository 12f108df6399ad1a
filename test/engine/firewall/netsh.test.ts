import assert from 'node:assert/strict';
import { readFirewall } from '../../../server/engine/firewall/read-firewall';
import type { FirewallRule } from '../../../server/engine/firewall/firewall-rule';
import { prefixText } from '../../../server/engine/network/prefix';
import { client, english, netshText, ordinaryRules, rightRule, type Tongue } from './netsh-text';

const pair = [
  { ...rightRule, direction: 'in' },
  { ...rightRule, direction: 'out' },
] as const;

const french: Tongue = {
  labels: [
    'Nom de la règle\u00a0',
    'Description\u00a0',
    'Activée\u00a0',
    'Direction\u00a0',
    'Profils\u00a0',
    'Groupement\u00a0',
    'Adresse IP locale\u00a0',
    'Adresse IP distante\u00a0',
    'Protocole\u00a0',
    'Port local\u00a0',
    'Port distant\u00a0',
    'Traversée latérale\u00a0',
    'Programme\u00a0',
    'Types d’interfaces\u00a0',
    'Sécurité\u00a0',
    'Source de la règle\u00a0',
    'Action\u00a0',
  ],
  yes: 'Oui',
  no: 'Non',
  in: 'Entrant',
  out: 'Sortant',
  any: 'Tout',
  allow: 'Autoriser',
  block: 'Bloquer',
  domain: 'Domaine',
  private: 'Privé',
  public: 'Public',
  ras: 'Accès à distance',
};

const japanese: Tongue = {
  labels: [
    '規則名',
    '説明',
    '有効',
    '方向',
    'プロファイル',
    'グループ',
    'ローカル IP',
    'リモート IP',
    'プロトコル',
    'ローカル ポート',
    'リモート ポート',
    'エッジ トラバーサル',
    'プログラム',
    'インターフェイスの種類',
    'セキュリティ',
    '規則のソース',
    '操作',
  ],
  yes: 'はい',
  no: 'いいえ',
  in: '入力',
  out: '出力',
  any: '任意',
  allow: '許可',
  block: 'ブロック',
  domain: 'ドメイン',
  private: 'プライベート',
  public: 'パブリック',
  ras: 'リモート アクセス',
};

const russian: Tongue = {
  ...english,
  labels: [
    'Имя правила',
    'Описание',
    'Включено',
    'Направление',
    'Профили',
    'Группировка',
    'Локальный IP-адрес',
    'Удаленный IP-адрес',
    'Протокол',
    'Локальный порт',
    'Удаленный порт',
    'Обход узлов',
    'Программа',
    'Типы интерфейсов',
    'Безопасность',
    'Источник правила',
    'Действие',
  ],
  yes: 'Да',
  no: 'Нет',
  in: 'Входящий',
  out: 'Исходящий',
  any: 'Любой',
  allow: 'Разрешить',
  block: 'Блокировать',
  domain: 'Домен',
  private: 'Частный',
  public: 'Общий',
};

const spanish: Tongue = {
  ...english,
  yes: 'Sí',
  in: 'Dentro',
  out: 'Fuera',
  any: 'Cualquiera',
  allow: 'Permitir',
  block: 'Bloquear',
  domain: 'Dominio',
  private: 'Privada',
  public: 'Pública',
  ras: 'Acceso remoto',
};
const italian: Tongue = {
  ...english,
  yes: 'Sì',
  in: 'In entrata',
  out: 'In uscita',
  any: 'Qualsiasi',
  allow: 'Consenti',
  block: 'Blocca',
  domain: 'Dominio',
  private: 'Privato',
  public: 'Pubblico',
  ras: 'Accesso remoto',
};
const dutch: Tongue = {
  ...english,
  yes: 'Ja',
  no: 'Nee',
  in: 'In',
  out: 'Uit',
  any: 'Alle',
  allow: 'Toestaan',
  block: 'Blokkeren',
  domain: 'Domein',
  private: 'Privé',
  public: 'Openbaar',
  ras: 'Externe toegang',
};
const portuguese: Tongue = {
  ...english,
  yes: 'Sim',
  no: 'Não',
  in: 'Entrada',
  out: 'Saída',
  any: 'Qualquer um',
  allow: 'Permitir',
  block: 'Bloquear',
  domain: 'Domínio',
  private: 'Particular',
  public: 'Público',
  ras: 'Acesso remoto',
};
const polish: Tongue = {
  ...english,
  yes: 'Tak',
  no: 'Nie',
  in: 'Przychodzący',
  out: 'Wychodzący',
  any: 'Dowolny',
  allow: 'Zezwalaj',
  block: 'Blokuj',
  domain: 'Domena',
  private: 'Prywatny',
  public: 'Publiczny',
  ras: 'Dostęp zdalny',
};

/** Only the fields that netsh tells of the rules made for the VPN. */
function told(rule: FirewallRule | undefined): unknown {
  assert.ok(rule !== undefined);
  const { direction, action, enabled, profiles, protocol, localPorts, interfaceTypes, program, cut } = rule;
  const remote =
    typeof rule.remoteAddresses === 'string' ? [] : rule.remoteAddresses.prefixes.map(prefixText);
  return { direction, action, enabled, profiles, protocol, localPorts, interfaceTypes, program, cut, remote };
}

const wanted = {
  action: 'block',
  enabled: true,
  profiles: ['domain'],
  protocol: 'any',
  localPorts: 'any',
  interfaceTypes: ['ras'],
  program: client,
  cut: false,
  remote: ['10.0.0.0/8', '172.30.0.0/16'],
};

describe('netsh', () => {
  const tongues = { english, french, japanese, russian, spanish, italian, dutch, portuguese, polish };
  for (const [language, tongue] of Object.entries(tongues))
    it(`reads ${language}`, () => {
      const { format, rules, lacks, faults } = readFirewall(netshText([...ordinaryRules, ...pair], tongue));
      assert.equal(format, 'netsh verbose');
      assert.deepEqual(lacks, []);
      assert.deepEqual(faults, []);
      assert.deepEqual(told(rules.at(-2)), { ...wanted, direction: 'in' });
      assert.deepEqual(told(rules.at(-1)), { ...wanted, direction: 'out' });
      assert.deepEqual(
        rules.slice(0, 5).map(({ direction, enabled, action }) => [direction, enabled, action]),
        [
          ['out', true, 'allow'],
          ['out', true, 'allow'],
          ['in', false, 'allow'],
          ['in', true, 'allow'],
          ['in', true, 'allow'],
        ],
      );
    });

  it('learns what it can of a language that it does not know, and says which word it lacks', () => {
    const tongue: Tongue = {
      ...english,
      labels: english.labels.map((label) => `Zz${label.replace('IP', '')}`) as unknown as Tongue['labels'],
      yes: 'Xa',
      no: 'Xb',
      in: 'Xc',
      out: 'Xd',
      any: 'Xe',
      allow: 'Xf',
      block: 'Xg',
    };
    const { rules, faults } = readFirewall(netshText([...ordinaryRules, ...pair], tongue));
    assert.deepEqual(told(rules.at(-2)), { ...wanted, direction: 'in', action: 'unknown' });
    assert.deepEqual(told(rules.at(-1)), { ...wanted, direction: 'out', action: 'unknown' });
    assert.deepEqual(
      rules.map(({ enabled }) => enabled),
      [true, true, false, true, true, true, true],
    );
    assert.deepEqual(
      faults.map(({ message }) => message.slice(0, 36)),
      ['What "Xf" means at "ZzAction" is not', 'What "Xg" means at "ZzAction" is not'],
    );
  });

  it('says that an export without verbose tells neither program nor interface type', () => {
    const { format, rules, lacks } = readFirewall(netshText([...ordinaryRules, ...pair], english, false));
    assert.equal(format, 'netsh');
    assert.deepEqual(lacks, ['program', 'interface type']);
    assert.deepEqual(told(rules.at(-1)), {
      ...wanted,
      direction: 'out',
      program: 'unknown',
      interfaceTypes: 'unknown',
    });
  });

  it('takes a rule without a program for one of every program', () => {
    const { rules } = readFirewall(netshText([...ordinaryRules, { ...rightRule, program: null }]));
    assert.equal(rules.at(-1)?.program, 'any');
  });

  it('reads a single rule', () => {
    const { rules, faults } = readFirewall(netshText([rightRule]));
    assert.deepEqual(told(rules[0]), { ...wanted, direction: 'in' });
    assert.deepEqual(faults, []);
  });

  it('uses what stands before the cut, and names the line', () => {
    const text = netshText([...ordinaryRules, ...pair]);
    for (let length = text.length - 20; length > text.lastIndexOf('Direction') + 60; length -= 7) {
      const { rules, faults } = readFirewall(text.slice(0, length));
      const last = rules.at(-1);
      assert.equal(last?.direction, 'out');
      if (last.cut) {
        assert.equal(last.action, 'unknown');
        const line = text.slice(0, length).trimEnd().split('\n').length;
        assert.ok(faults.some((fault) => fault.line === line && fault.message.includes('breaks off')));
      }
    }
  });

  it('reads ranges of addresses and ports, and names the line of what it cannot read', () => {
    const text = netshText([
      ...ordinaryRules,
      { ...rightRule, remote: '10.0.0.0-10.0.2.255,LocalSubnet,10.0.0.300,10.1.2.3/8' },
      { name: 'Ports', protocol: 'UDP', localPort: '80,5000-5010,RPC', remotePort: '70000' },
    ]);
    const { rules, faults } = readFirewall(text);
    const { remoteAddresses } = rules.at(-2) ?? {};
    assert.ok(typeof remoteAddresses === 'object');
    assert.deepEqual(remoteAddresses.prefixes.map(prefixText), ['10.0.0.0/23', '10.0.2.0/24']);
    assert.equal(remoteAddresses.more, true);
    assert.deepEqual(rules.at(-1)?.localPorts, {
      ranges: [
        [80, 80],
        [5000, 5010],
      ],
    });
    const lines = text.split('\r\n');
    assert.deepEqual(
      faults.map(({ line, message }) => [lines[line - 1]?.split(':', 1)[0], message.split(' ', 1)[0]]),
      [
        ['RemoteIP', '"10.0.0.300"'],
        ['RemoteIP', '"10.1.2.3/8"'],
        ['RemotePort', '"70000"'],
      ],
    );
  });
});
