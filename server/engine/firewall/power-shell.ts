/**
 * Reads what PowerShell prints of firewall rules: `Get-NetFirewallRule` joined with its filters to one CSV, and its plain
 * list. Names of columns and values are English in any language of Windows.
 */
import type { ExportFault } from '../network/export-fault';
import { readCsv, separatorOf, type CsvRow } from './csv';
import type { FirewallExport } from './firewall-export';
import type { FirewallRule, InterfaceType, NetworkProfile } from './firewall-rule';
import {
  entriesOf,
  interfaceTypesOf,
  profilesOf,
  readAddresses,
  readName,
  readPorts,
  readProtocol,
  type Complain,
  type Words,
} from './values';

const format = 'Get-NetFirewallRule';
const remedy =
  'Export Get-NetFirewallRule joined with its address, port, application, interface and interface type filters.';

/** Columns that are needed to judge → what they tell. */
const needed: ReadonlyMap<string, string> = new Map([
  ['enabled', 'whether it is enabled'],
  ['profile', 'profile'],
  ['direction', 'direction'],
  ['action', 'action'],
  ['protocol', 'protocol'],
  ['localport', 'local ports'],
  ['remoteport', 'remote ports'],
  ['localaddress', 'local addresses'],
  ['remoteaddress', 'remote addresses'],
  ['interfacetype', 'interface type'],
  ['program', 'program'],
]);

const words: Words = { isAny: (value) => /^any$/i.test(value) };

/** Whether a line is the header of such a CSV. */
export function isCsvHeader(line: string): boolean {
  const names = headerNames(line, separatorOf(line));
  return names.includes('direction') && names.includes('action');
}

function headerNames(line: string, separator: string): readonly string[] {
  return (readCsv([line], 0, separator)[0]?.values ?? []).map((name) => name.trim().toLowerCase());
}

/** Reads the CSV whose header is one of the lines. */
export function readCsvRules(lines: readonly string[], header: number): FirewallExport {
  const headerLine = lines[header] ?? '';
  const separator = separatorOf(headerLine);
  const names = headerNames(headerLine, separator);
  const faults: ExportFault[] = [];
  const rules = readCsv(lines, header + 1, separator).map((row) => {
    const isCut = row.cut || row.values.length < names.length;
    if (row.cut) faults.push({ line: row.line, message: 'The export ends within this row.' });
    else if (row.values.length !== names.length)
      faults.push({ line: row.line, message: countFault(row, names) });
    // The last value of a row that breaks off may be cut, too.
    const told = isCut ? row.values.slice(0, -1) : row.values;
    const fields = new Map(told.map((value, place) => [names[place] ?? '', value.trim()]));
    return ruleOf(fields, row.line, isCut, faults);
  });
  return { format, rules, lacks: lacksOf(new Set(names), rules), remedy, faults };
}

function countFault({ values }: CsvRow, names: readonly string[]): string {
  return `The row has ${values.length} values, the header ${names.length} names.`;
}

/** Whether lines are the plain list: `DisplayName : …`, `Direction : …`. */
export function isRuleList(lines: readonly string[]): boolean {
  const keys = new Set(lines.slice(0, 200).map((line) => fieldOf(line)?.key));
  return keys.has('direction') && keys.has('action');
}

/** `Key   : value`; the key in lower case. */
function fieldOf(line: string): { readonly key: string; readonly value: string } | null {
  const found = /^(\w{2,40})\s*:(?:\s(.*))?$/.exec(line);
  return found === null ? null : { key: (found[1] ?? '').toLowerCase(), value: (found[2] ?? '').trim() };
}

/** Reads the plain list; a rule ends with an empty line. */
export function readRuleList(lines: readonly string[]): FirewallExport {
  const faults: ExportFault[] = [];
  const rules: FirewallRule[] = [];
  const names = new Set<string>();
  let fields = new Map<string, string>();
  let last = '';
  let line = 1;
  const close = (): void => {
    if (fields.has('direction') || fields.has('action')) rules.push(ruleOf(fields, line, false, faults));
    fields = new Map();
  };
  for (const [place, text] of lines.entries()) {
    const field = fieldOf(text);
    if (text.trim() === '') close();
    else if (field !== null) {
      names.add(field.key);
      // The name of the console follows that of the registry; its line is the rule's.
      if (field.key === 'displayname' || fields.size === 0) line = place + 1;
      fields.set(field.key, field.value);
      last = field.key;
    } else if (text.startsWith(' ')) fields.set(last, `${fields.get(last) ?? ''}${text.trim()}`);
  }
  close();
  return { format, rules, lacks: lacksOf(names, rules), remedy, faults };
}

function lacksOf(names: ReadonlySet<string>, rules: readonly FirewallRule[]): readonly string[] {
  return [...needed].flatMap(([name, what]) => (names.has(name) && !isUnjoined(name, rules) ? [] : [what]));
}

/** Whether addresses or ports came as the name of their type instead of a list: `System.String[]`. */
function isUnjoined(name: string, rules: readonly FirewallRule[]): boolean {
  if (rules.length === 0) return false;
  if (name === 'localaddress') return rules.every(({ localAddresses }) => localAddresses === 'unknown');
  if (name === 'remoteaddress') return rules.every(({ remoteAddresses }) => remoteAddresses === 'unknown');
  return false;
}

function ruleOf(
  fields: ReadonlyMap<string, string>,
  line: number,
  cut: boolean,
  faults: ExportFault[],
): FirewallRule {
  const value = (name: string): string => {
    const text = fields.get(name) ?? '';
    // An array that was not joined.
    return text.startsWith('System.') ? '' : text.replace(/^\{(.*)\}$/, '$1');
  };
  const complain: Complain = (message) => faults.push({ line, message });
  return {
    name: value('displayname') || value('name'),
    line,
    direction: pick(value('direction'), { inbound: 'in', outbound: 'out', 1: 'in', 2: 'out' }) ?? 'unknown',
    action:
      pick(value('action'), {
        allow: 'allow',
        block: 'block',
        allowbypass: 'bypass',
        2: 'allow',
        4: 'block',
        3: 'bypass',
      }) ?? 'unknown',
    enabled: pick(value('enabled'), { true: true, false: false, 1: true, 2: false }) ?? 'unknown',
    profiles: profilesIn(value('profile')),
    protocol: readProtocol(value('protocol'), words),
    localPorts: readPorts(value('localport'), words, complain),
    remotePorts: readPorts(value('remoteport'), words, complain),
    localAddresses: readAddresses(value('localaddress'), words, complain),
    remoteAddresses: readAddresses(value('remoteaddress'), words, complain),
    interfaceTypes: interfaceTypesIn(value('interfacetype')),
    interfaces: readName(value('interfacealias'), words),
    program: readName(value('program'), words),
    service: readName(value('service'), words),
    cut,
  };
}

/** What a word means, in whatever case it is written; null for an unknown one. */
function pick<T>(value: string, meanings: Readonly<Record<string, T>>): T | null {
  const key = value.toLowerCase();
  return Object.hasOwn(meanings, key) ? (meanings[key] ?? null) : null;
}

function profilesIn(value: string): FirewallRule['profiles'] {
  if (words.isAny(value)) return 'any';
  const known: Readonly<Record<string, NetworkProfile>> = {
    domain: 'domain',
    private: 'private',
    public: 'public',
  };
  return profilesOf(entriesOf(value).map((entry) => pick(entry, known)));
}

function interfaceTypesIn(value: string): FirewallRule['interfaceTypes'] {
  if (words.isAny(value)) return 'any';
  const known: Readonly<Record<string, InterfaceType>> = {
    wired: 'lan',
    lan: 'lan',
    wireless: 'wireless',
    remoteaccess: 'ras',
    ras: 'ras',
  };
  return interfaceTypesOf(entriesOf(value).map((entry) => pick(entry, known)));
}
