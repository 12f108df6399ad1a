/** One routing table in every form that is read: what is written here is known, so what is read can be compared. */
import { addressText, parsePrefix, prefixText, type Prefix } from '../../../server/engine/network/prefix';

/** A route of a client with a Wi-Fi and a VPN adapter. */
export interface Row {
  readonly to: string;
  /** Null: on-link. */
  readonly by: string | null;
  readonly adapter: 'lan' | 'vpn' | 'loop';
  readonly metric: number;
}

export const vpnSubnets: readonly string[] = ['10.77.0.0/16', 'fd77::/16'];

interface AdapterData {
  readonly windows: string;
  readonly device: string;
  readonly unix: string;
  readonly bsd: string;
  readonly index: number;
  readonly address: string;
  readonly metric: number;
}

export const adapters: Readonly<Record<Row['adapter'], AdapterData>> = {
  lan: {
    windows: 'WLAN 2',
    device: 'Realtek 8852CE Wi-Fi 6E',
    unix: 'wlan0',
    bsd: 'en1',
    index: 9,
    address: '172.20.4.33',
    metric: 45,
  },
  vpn: {
    windows: 'Ethernet 5',
    device: 'PANGP Virtual Ethernet Adapter',
    unix: 'tun3',
    bsd: 'utun6',
    index: 31,
    address: '10.77.3.8',
    metric: 5,
  },
  loop: {
    windows: 'Loopback Pseudo-Interface 1',
    device: 'Software Loopback Interface 1',
    unix: 'lo',
    bsd: 'lo0',
    index: 1,
    address: '127.0.0.1',
    metric: 75,
  },
};

/** What every such client has; more is put before it. */
export const commonRows: readonly Row[] = [
  { to: '172.20.4.0/24', by: null, adapter: 'lan', metric: 256 },
  { to: '172.20.4.33/32', by: null, adapter: 'lan', metric: 256 },
  { to: '10.77.0.0/16', by: null, adapter: 'vpn', metric: 256 },
  { to: '10.77.3.8/32', by: null, adapter: 'vpn', metric: 256 },
  { to: '127.0.0.0/8', by: null, adapter: 'loop', metric: 256 },
  { to: '127.0.0.1/32', by: null, adapter: 'loop', metric: 256 },
  { to: 'fe80::/64', by: null, adapter: 'lan', metric: 256 },
  { to: 'fd77:0:0:3::/64', by: null, adapter: 'vpn', metric: 256 },
  { to: '::1/128', by: null, adapter: 'loop', metric: 256 },
];

function prefixOf({ to }: Row): Prefix {
  const prefix = parsePrefix(to);
  if (prefix === null) throw new Error(`${to} is no prefix`);
  return prefix;
}

function firstOf(prefix: Prefix): string {
  return addressText({ family: prefix.family, value: prefix.first });
}

function maskOf({ bits }: Prefix): string {
  return addressText({ family: 4, value: (0xffffffffn << BigInt(32 - bits)) & 0xffffffffn });
}

const isV4 = (row: Row): boolean => !row.to.includes(':');
const isV6 = (row: Row): boolean => row.to.includes(':');
const cidrOf = (row: Row): string => {
  const prefix = prefixOf(row);
  return `${firstOf(prefix)}/${prefix.bits}`;
};

/** Words of `route print` in a language. */
export interface Words {
  readonly interfaces: string;
  readonly title: (family: 4 | 6) => string;
  readonly active: string;
  readonly columns4: string;
  readonly columns6: string;
  readonly persistent: string;
  readonly none: string;
  readonly onLink: string;
}

export const languages: Readonly<Record<string, Words>> = {
  en: {
    interfaces: 'Interface List',
    title: (family) => `IPv${family} Route Table`,
    active: 'Active Routes:',
    columns4: 'Network Destination        Netmask          Gateway       Interface  Metric',
    columns6: ' If Metric Network Destination      Gateway',
    persistent: 'Persistent Routes:',
    none: '  None',
    onLink: 'On-link',
  },
  de: {
    interfaces: 'Schnittstellenliste',
    title: (family) => `IPv${family}-Routentabelle`,
    active: 'Aktive Routen:',
    columns4: '     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik',
    columns6: ' If Metrik Netzwerkziel             Gateway',
    persistent: 'Ständige Routen:',
    none: '  Keine',
    onLink: 'Auf Verbindung',
  },
  es: {
    interfaces: 'ILista de interfaces',
    title: (family) => `IPv${family} Tabla de enrutamiento`,
    active: 'Rutas activas:',
    columns4: 'Destino de red        Máscara de red   Puerta de enlace   Interfaz  Métrica',
    columns6: ' Cuando destino de red métrica      Puerta de enlace',
    persistent: 'Rutas persistentes:',
    none: '  Ninguno',
    onLink: 'En vínculo',
  },
  ja: {
    interfaces: 'インターフェイス一覧',
    title: (family) => `IPv${family} ルート テーブル`,
    active: 'アクティブ ルート:',
    columns4: 'ネットワーク宛先        ネットマスク          ゲートウェイ       インターフェイス  メトリック',
    columns6: ' If メトリック ネットワーク宛先      ゲートウェイ',
    persistent: '固定ルート:',
    none: '  なし',
    onLink: 'リンク上',
  },
};

const ruler = '='.repeat(75);

/** `route print`. */
export function routePrintText(rows: readonly Row[], words: Words): string {
  const list = Object.values(adapters).map(
    ({ index, device }) => `${String(index).padStart(3)}...02 00 5e 10 00 ${index + 10} ......${device}`,
  );
  const total = (row: Row): number => row.metric + adapters[row.adapter].metric;
  const v4 = rows.filter(isV4).map((row) => {
    const prefix = prefixOf(row);
    const columns = [firstOf(prefix), maskOf(prefix), row.by ?? words.onLink, adapters[row.adapter].address];
    return `${columns.map((column) => column.padStart(16)).join(' ')} ${String(total(row)).padStart(6)}`;
  });
  const v6 = rows.filter(isV6).flatMap((row) => {
    const head = `${String(adapters[row.adapter].index).padStart(3)} ${String(total(row)).padStart(6)} ${cidrOf(row)}`;
    const gateway = row.by ?? words.onLink;
    return head.length < 35 ? [`${head.padEnd(35)} ${gateway}`] : [head, `${' '.repeat(36)}${gateway}`];
  });
  const table = (
    family: 4 | 6,
    columns: string,
    active: readonly string[],
    kept: readonly string[],
  ): string[] => [
    words.title(family),
    ruler,
    words.active,
    columns,
    ...active,
    ruler,
    words.persistent,
    ...kept,
    '',
  ];
  return [
    ruler,
    words.interfaces,
    ...list,
    ruler,
    '',
    ...table(4, words.columns4, v4, ['         52.112.0.0      255.252.0.0        10.77.0.1       1', ruler]),
    ...table(6, words.columns6, v6, [
      words.columns6,
      '  0 4294967295 2603:1063::/38           On-link',
      ruler,
    ]),
  ].join('\r\n');
}

/** `ip route; ip -6 route`. */
export function ipRouteText(rows: readonly Row[]): string {
  const line = (row: Row): string => {
    const prefix = prefixOf(row);
    const { unix, address } = adapters[row.adapter];
    const to = prefix.bits === 0 ? 'default' : prefixText(prefix);
    const via = row.by === null ? '' : ` via ${row.by}`;
    const tail = row.by === null && isV4(row) ? ` proto kernel scope link src ${address}` : ' proto static';
    return `${to}${via} dev ${unix}${tail} metric ${row.metric + adapters[row.adapter].metric}`;
  };
  return `${[...rows.filter(isV4), ...rows.filter(isV6)].map(line).join('\n')}\n`;
}

function propertiesOf(row: Row): Readonly<Record<string, string | number>> {
  const { windows, index, metric } = adapters[row.adapter];
  return {
    AddressFamily: isV4(row) ? 'IPv4' : 'IPv6',
    ifIndex: index,
    DestinationPrefix: cidrOf(row),
    InterfaceAlias: windows,
    InterfaceIndex: index,
    InterfaceMetric: metric,
    NextHop: row.by ?? (isV4(row) ? '0.0.0.0' : '::'),
    RouteMetric: row.metric,
    Store: 'ActiveStore',
  };
}

/** `Get-NetRoute | Format-List *`. */
export function netRouteListText(rows: readonly Row[]): string {
  const block = (row: Row): string =>
    Object.entries(propertiesOf(row))
      .map(([name, value]) => `${name.padEnd(18)} : ${value}`)
      .join('\r\n');
  return `\r\n\r\n${rows.map(block).join('\r\n\r\n')}\r\n\r\n`;
}

/** `Get-NetRoute`, with the alias as a column. */
export function netRouteTableText(rows: readonly Row[]): string {
  const names = [
    'ifIndex',
    'InterfaceAlias',
    'DestinationPrefix',
    'NextHop',
    'RouteMetric',
    'InterfaceMetric',
  ];
  const cells = rows.map((row) => names.map((name) => String(propertiesOf(row)[name])));
  const widths = names.map((name, at) =>
    Math.max(name.length, ...cells.map((row) => (row[at] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 4 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join(' ')
      .trimEnd();
  return `\r\n${[line(names), line(names.map((name) => '-'.repeat(name.length))), ...cells.map(line)].join('\r\n')}\r\n\r\n`;
}

/** `Get-NetRoute | Export-Csv`. */
export function netRouteCsvText(rows: readonly Row[], delimiter: string): string {
  const quoted = (cells: readonly (string | number)[]): string =>
    cells.map((cell) => `"${cell}"`).join(delimiter);
  const head = quoted(Object.keys(propertiesOf({ to: '::/0', by: null, adapter: 'lan', metric: 0 })));
  return `#TYPE Microsoft.Management.Infrastructure.CimInstance\r\n${[head, ...rows.map((row) => quoted(Object.values(propertiesOf(row))))].join('\r\n')}\r\n`;
}

/** `Get-NetRoute | ConvertTo-Json`, with what else such objects hold. */
export function netRouteJsonText(rows: readonly Row[]): string {
  const all = rows.map((row) => ({
    CimClass: { CimSuperClassName: 'MSFT_Something', CimClassProperties: ['a "b" {', 'c\\'] },
    ...propertiesOf(row),
    Store: 1,
  }));
  return JSON.stringify(all, null, 4);
}

/** `netstat -rn` of Linux, for both families; it prints no metrics of IPv4. */
export function netstatLinuxText(rows: readonly Row[]): string {
  const v4 = rows.filter(isV4).map((row) => {
    const prefix = prefixOf(row);
    const flags = row.by === null ? 'U' : 'UG';
    return `${firstOf(prefix).padEnd(15)} ${(row.by ?? '0.0.0.0').padEnd(15)} ${maskOf(prefix).padEnd(15)} ${flags.padEnd(5)} ${row.metric + adapters[row.adapter].metric}      0        0 ${adapters[row.adapter].unix}`;
  });
  const v6 = rows.filter(isV6).map((row) => {
    const flags = row.by === null ? 'U' : 'UG';
    return `${cidrOf(row).padEnd(30)} ${(row.by ?? '[::]').padEnd(26)} ${flags.padEnd(4)} ${row.metric + adapters[row.adapter].metric} 1     0 ${adapters[row.adapter].unix}`;
  });
  return [
    'Kernel-IP-Routentabelle',
    'Ziel            Router          Genmask         Flags Metric Ref    Use Iface',
    ...v4,
    'Kernel IPv6 routing table',
    'Destination                    Next Hop                   Flag Met Ref Use If',
    ...v6,
    '',
  ].join('\n');
}

/** `netstat -rn` of macOS; the first of a prefix is the one for all sockets. */
export function netstatBsdText(rows: readonly Row[]): string {
  const taken = new Set<string>();
  const ordered = rows.toSorted(
    (a, b) => a.metric + adapters[a.adapter].metric - (b.metric + adapters[b.adapter].metric),
  );
  const line = (row: Row): string => {
    const { bsd, index } = adapters[row.adapter];
    const scoped = taken.has(row.to) ? 'I' : '';
    taken.add(row.to);
    const flags = `U${row.by === null ? '' : 'G'}Sc${scoped}`;
    return `${shortOf(prefixOf(row)).padEnd(34)} ${(row.by ?? `link#${index}`).padEnd(34)} ${flags.padEnd(14)} ${bsd}`;
  };
  const head = 'Destination        Gateway            Flags               Netif Expire';
  return [
    'Routing tables',
    '',
    'Internet:',
    head,
    ...ordered.filter(isV4).map(line),
    '',
    'Internet6:',
    head,
    ...ordered.filter(isV6).map(line),
    '',
  ].join('\n');
}

/** A prefix as the BSDs shorten it. */
function shortOf(prefix: Prefix): string {
  if (prefix.bits === 0) return 'default';
  const text = firstOf(prefix);
  if (prefix.family === 6) return prefix.bits === 128 ? text : `${text}/${prefix.bits}`;
  const octets = text.split('.');
  const kept = Math.max(1, Math.ceil(prefix.bits / 8));
  const short = octets.slice(0, kept).join('.');
  return prefix.bits % 8 === 0 ? short : `${short}/${prefix.bits}`;
}

/** All forms that can hold such a table, by name. */
export const forms: Readonly<Record<string, (rows: readonly Row[]) => string>> = {
  ...Object.fromEntries(
    Object.entries(languages).map(([language, words]) => [
      `route print, ${language}`,
      (rows: readonly Row[]) => routePrintText(rows, words),
    ]),
  ),
  'ip route': ipRouteText,
  'Get-NetRoute list': netRouteListText,
  'Get-NetRoute table': netRouteTableText,
  'Get-NetRoute csv': (rows) => netRouteCsvText(rows, ','),
  'Get-NetRoute csv with semicolons': (rows) => netRouteCsvText(rows, ';'),
  'Get-NetRoute json': netRouteJsonText,
  'netstat -rn (Linux)': netstatLinuxText,
  'netstat -rn': netstatBsdText,
};
