/** Writes what `netsh advfirewall firewall show rule name=all verbose` prints, in the words of a language. */

/** Labels in the order of netsh, and words of values. */
export interface Tongue {
  readonly labels: readonly [
    name: string,
    description: string,
    enabled: string,
    direction: string,
    profiles: string,
    grouping: string,
    local: string,
    remote: string,
    protocol: string,
    localPort: string,
    remotePort: string,
    edge: string,
    program: string,
    interfaceTypes: string,
    security: string,
    source: string,
    action: string,
  ];
  readonly yes: string;
  readonly no: string;
  readonly in: string;
  readonly out: string;
  readonly any: string;
  readonly allow: string;
  readonly block: string;
  readonly domain: string;
  readonly private: string;
  readonly public: string;
  readonly ras: string;
}

export const english: Tongue = {
  labels: [
    'Rule Name',
    'Description',
    'Enabled',
    'Direction',
    'Profiles',
    'Grouping',
    'LocalIP',
    'RemoteIP',
    'Protocol',
    'LocalPort',
    'RemotePort',
    'Edge traversal',
    'Program',
    'InterfaceTypes',
    'Security',
    'Rule source',
    'Action',
  ],
  yes: 'Yes',
  no: 'No',
  in: 'In',
  out: 'Out',
  any: 'Any',
  allow: 'Allow',
  block: 'Block',
  domain: 'Domain',
  private: 'Private',
  public: 'Public',
  ras: 'RAS',
};

export interface NetshRule {
  readonly name: string;
  readonly direction?: 'in' | 'out';
  readonly enabled?: boolean;
  readonly profiles?: readonly ('domain' | 'private' | 'public')[];
  /** `any` is written in the language. */
  readonly local?: string;
  readonly remote?: string;
  readonly protocol?: string;
  readonly localPort?: string;
  readonly remotePort?: string;
  readonly program?: string | null;
  readonly interfaceTypes?: 'any' | 'ras';
  readonly action?: 'allow' | 'block';
}

export const client = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\lync.exe';

/** The right rule for one direction; everything that a test spoils is given. */
export const rightRule: NetshRule = {
  name: 'Lync',
  local: '172.30.0.0/16',
  remote: '10.0.0.0/8,172.30.0.0/16',
  protocol: 'any',
  program: client,
  interfaceTypes: 'ras',
  action: 'block',
  profiles: ['domain'],
};

/** Rules that every Windows has: from these, words of an unknown language are learned. */
export const ordinaryRules: readonly NetshRule[] = [
  { name: 'DNS', direction: 'out', protocol: 'UDP', remotePort: '53' },
  { name: 'DHCP', direction: 'out', protocol: 'UDP', remotePort: '67' },
  { name: 'SMB', direction: 'in', protocol: 'TCP', localPort: '445', enabled: false },
  { name: 'RDP', direction: 'in', protocol: 'TCP', localPort: '3389' },
  { name: 'ICMP', direction: 'in', protocol: 'ICMPv4' },
];

/** The whole output, with CRLF. */
export function netshText(rules: readonly NetshRule[], tongue: Tongue = english, verbose = true): string {
  return ['', ...rules.flatMap((rule) => [...ruleLines(rule, tongue, verbose), '']), 'Ok.', ''].join('\r\n');
}

function ruleLines(rule: NetshRule, tongue: Tongue, verbose: boolean): readonly string[] {
  const { any } = tongue;
  const word = (value: string | undefined): string => (value === undefined || value === 'any' ? any : value);
  const { protocol = 'any', program = 'System', interfaceTypes = 'any' } = rule;
  const hasPorts = protocol === 'TCP' || protocol === 'UDP';
  const values: readonly (string | null)[] = [
    rule.name,
    verbose ? `About ${rule.name}` : null,
    rule.enabled === false ? tongue.no : tongue.yes,
    tongue[rule.direction ?? 'in'],
    (rule.profiles ?? ['domain', 'private', 'public']).map((profile) => tongue[profile]).join(),
    '',
    word(rule.local),
    word(rule.remote),
    word(protocol),
    hasPorts ? word(rule.localPort) : null,
    hasPorts ? word(rule.remotePort) : null,
    tongue.no,
    verbose ? program : null,
    verbose ? word(interfaceTypes === 'ras' ? tongue.ras : 'any') : null,
    verbose ? 'NotRequired' : null,
    verbose ? 'Local Setting' : null,
    tongue[rule.action ?? 'allow'],
  ];
  return values.flatMap((value, place) => {
    if (value === null) return [];
    const line = `${`${tongue.labels[place] ?? ''}:`.padEnd(38)}${value}`;
    return place === 0 ? [line, '-'.repeat(70)] : [line];
  });
}
