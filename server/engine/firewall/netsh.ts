/**
 * Reads `netsh advfirewall firewall show rule name=all`, with and without `verbose`, in any language of Windows. Which
 * line is what tells its place: netsh prints a rule's name above a line of dashes, then always the same lines in the same
 * order, around the two that speak of IP addresses.
 */
import type { ExportFault } from '../network/export-fault';
import type { FirewallExport } from './firewall-export';
import type { FirewallRule } from './firewall-rule';
import { netshWords } from './netsh-words';
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

const remedy = 'Export again with: netsh advfirewall firewall show rule name=all verbose';

/** A line of a rule. */
interface Field {
  readonly label: string;
  readonly value: string;
  readonly line: number;
}

/** A rule as it is printed. */
interface Printed {
  readonly name: string;
  readonly line: number;
  readonly fields: readonly Field[];
  /** Of its last line that holds something; counts from 1. */
  readonly end: number;
}

const dashes = /^-{5,}\s*$/;

/** Whether lines are such an export: a line of dashes below `Label:   name`. */
export function isNetsh(lines: readonly string[]): boolean {
  return lines.some((line, place) => dashes.test(line) && splitField(lines[place - 1] ?? '') !== null);
}

/** Label and value of `Label:    value`; the value stands in a column of its own. */
function splitField(line: string): { readonly label: string; readonly value: string } | null {
  const at = line.search(/[:：]/);
  if (at < 1 || at > 60 || /^\s/.test(line)) return null;
  const rest = line.slice(at + 1);
  const label = line.slice(0, at).trim();
  // A long label leaves less than two spaces.
  return rest.trim() === '' || /^\s{2}/.test(rest) || at >= 30 ? { label, value: rest.trim() } : null;
}

/** Reads all rules. */
export function readNetsh(lines: readonly string[]): FirewallExport {
  const faults: ExportFault[] = [];
  const printed = printedRules(lines);
  const language = new Language(printed, faults);
  const rules = printed.map((rule) => language.read(rule));
  const lacks = language.isVerbose ? [] : ['program', 'interface type'];
  return { format: language.isVerbose ? 'netsh verbose' : 'netsh', rules, lacks, remedy, faults };
}

function printedRules(lines: readonly string[]): readonly Printed[] {
  const starts = lines.flatMap((line, place) => (dashes.test(line) && place > 0 ? [place - 1] : []));
  return starts.flatMap((start, index) => {
    const name = splitField(lines[start] ?? '');
    if (name === null) return [];
    const { fields, end } = fieldsOf(lines, start + 2, starts[index + 1] ?? lines.length);
    return [{ name: name.value, line: start + 1, fields, end }];
  });
}

/** The fields between two lines; what stands further in goes on the line before, as long lists of addresses do. */
function fieldsOf(
  lines: readonly string[],
  from: number,
  to: number,
): { readonly fields: readonly Field[]; readonly end: number } {
  const fields: Field[] = [];
  let end = from;
  for (let place = from; place < to; place++) {
    const text = lines[place] ?? '';
    if (text.trim() === '') {
      if (fields.length > 0) break;
      continue;
    }
    const field = splitField(text);
    const before = fields.at(-1);
    if (field !== null) fields.push({ ...field, line: place + 1 });
    else if (before !== undefined && /^\s/.test(text) && /[,;]$|^[\d.:/a-f,;-]*$/i.test(text.trim()))
      fields[fields.length - 1] = { ...before, value: `${before.value}${text.trim()}` };
    end = place + 1;
  }
  return { fields, end };
}

/** What a line of a rule tells. */
type Role =
  | 'enabled'
  | 'direction'
  | 'profiles'
  | 'local'
  | 'remote'
  | 'protocol'
  | 'localPort'
  | 'remotePort'
  | 'edge'
  | 'interfaceType'
  | 'action';

/** Their places behind the line with local addresses. Protocols with ports have the latter two. */
const places = { enabled: -4, direction: -3, profiles: -2, local: 0, remote: 1, protocol: 2 } as const;
const portPlaces = { localPort: 3, remotePort: 4 } as const;

/** What an export in one language calls things: learned of all of its rules. */
class Language {
  private readonly labels = new Map<Role, string>();
  private readonly netsh = netshWords();
  private readonly words: Words;
  /** Words for `no` and for directions that no table knows, by what other lines of their rules tell. */
  private readonly edgeWord: string | null;
  private readonly votes = new Map<string, number>();
  private readonly unknownWords = new Set<string>();

  constructor(
    printed: readonly Printed[],
    private readonly faults: ExportFault[],
  ) {
    const local = commonest(printed.map(({ fields }) => fields[placeOfAddresses(fields)]?.label));
    const whole = printed.flatMap(({ fields }) => {
      const place = fields.findIndex(({ label }) => label === local);
      return place === -1 ? [] : [{ fields, place }];
    });
    const learn = (role: Role, labels: readonly (string | undefined)[]): void => {
      const label = commonest(labels);
      if (label !== null) this.labels.set(role, label);
    };
    for (const [role, offset] of entriesIn(places))
      learn(
        role,
        whole.map(({ fields, place }) => fields[place + offset]?.label),
      );
    const withPorts = whole.filter(({ fields }) => hasPorts(this.value(fields, 'protocol')));
    for (const [role, offset] of entriesIn(portPlaces))
      learn(
        role,
        withPorts.map(({ fields, place }) => fields[place + offset]?.label),
      );
    learn(
      'action',
      printed.map(({ fields }) => fields.at(-1)?.label),
    );
    learn(
      'edge',
      whole.map(({ fields }) => this.behindPorts(fields)[0]?.label),
    );
    const anyWord = commonest(printed.map(({ fields }) => wordIn(this.value(fields, 'local'))));
    this.words = { isAny: (value) => this.netsh.any(value) !== null || value === anyWord };
    learn(
      'interfaceType',
      whole.flatMap(({ fields }) => this.interfaceLabels(fields)),
    );
    this.edgeWord = commonest(printed.map(({ fields }) => this.value(fields, 'edge')));
    for (const { fields } of printed) this.vote(fields);
  }

  /** An export without `verbose` leaves interface types and program out. */
  get isVerbose(): boolean {
    return this.labels.has('interfaceType');
  }

  read({ name, line, fields: all, end }: Printed): FirewallRule {
    const cut = all.at(-1)?.label !== this.labels.get('action');
    if (cut)
      this.faults.push({ line: end, message: `The rule "${name}" breaks off here, before its action.` });
    // What stands last where a rule breaks off may be broken off, too.
    const fields = cut ? all.slice(0, -1) : all;
    const protocol = readProtocol(this.value(fields, 'protocol'), this.words);
    return {
      name,
      line,
      direction: this.meaning(fields, 'direction', (word) => this.netsh.direction(word) ?? this.voted(word)),
      action: this.meaning(fields, 'action', this.netsh.action),
      enabled: this.meaning(fields, 'enabled', (word) => this.isEnabled(word)),
      profiles: profilesOf(entriesOf(this.value(fields, 'profiles')).map(this.netsh.profile)),
      protocol,
      localPorts: this.ports(fields, 'localPort', protocol),
      remotePorts: this.ports(fields, 'remotePort', protocol),
      localAddresses: this.addresses(fields, 'local'),
      remoteAddresses: this.addresses(fields, 'remote'),
      interfaceTypes: this.interfaceTypes(fields),
      interfaces: 'any',
      ...this.programs(fields, cut),
      cut,
    };
  }

  private field(fields: readonly Field[], role: Role): Field | null {
    const label = this.labels.get(role);
    return fields.find((field) => field.label === label) ?? null;
  }

  private value(fields: readonly Field[], role: Role): string {
    return this.field(fields, role)?.value ?? '';
  }

  /** What a word means; one that nobody knows is said once. */
  private meaning<T>(fields: readonly Field[], role: Role, of: (word: string) => T | null): T | 'unknown' {
    const field = this.field(fields, role);
    if (field === null || field.value === '') return 'unknown';
    const meaning = of(field.value);
    if (meaning !== null) return meaning;
    if (!this.unknownWords.has(field.value)) {
      this.unknownWords.add(field.value);
      const message = `What "${field.value}" means at "${field.label}" is not known: ${advice}`;
      this.faults.push({ line: field.line, message });
    }
    return 'unknown';
  }

  private addresses(fields: readonly Field[], role: Role): FirewallRule['localAddresses'] {
    return readAddresses(this.value(fields, role), this.words, this.complaint(fields, role));
  }

  private ports(fields: readonly Field[], role: Role, protocol: string): FirewallRule['localPorts'] {
    if (hasPorts(protocol))
      return readPorts(this.value(fields, role), this.words, this.complaint(fields, role));
    return protocol === 'unknown' ? 'unknown' : 'any';
  }

  private complaint(fields: readonly Field[], role: Role): Complain {
    const line = this.field(fields, role)?.line ?? 1;
    return (message) => this.faults.push({ line, message });
  }

  private interfaceTypes(fields: readonly Field[]): FirewallRule['interfaceTypes'] {
    const value = this.value(fields, 'interfaceType');
    return this.words.isAny(value) ? 'any' : interfaceTypesOf(entriesOf(value).map(this.netsh.interfaceType));
  }

  /** Program and service stand between edge traversal and interface types, each only where the rule names one. */
  private programs(fields: readonly Field[], cut: boolean): Pick<FirewallRule, 'program' | 'service'> {
    const until = fields.findIndex(({ label }) => label === this.labels.get('interfaceType'));
    if (until === -1) {
      const limit = cut || !this.isVerbose ? 'unknown' : 'any';
      return { program: limit, service: limit };
    }
    const named = this.behindPorts(fields.slice(0, until)).filter(
      ({ label }) => label !== this.labels.get('edge'),
    );
    const isProgram = ({ value }: Field): boolean => /[\\/%]|\.exe$|^system$/i.test(value);
    const program = named.find(isProgram);
    const service = named.find((field) => field !== program);
    return {
      program: program === undefined ? 'any' : readName(program.value, this.words),
      service: service === undefined ? 'any' : readName(service.value, this.words),
    };
  }

  /** The fields behind protocol and ports, without the action. */
  private behindPorts(fields: readonly Field[]): readonly Field[] {
    const passed = ['protocol', 'localPort', 'remotePort'].map((role) => this.labels.get(role as Role));
    const from = fields.findLastIndex(({ label }) => passed.includes(label)) + 1;
    return fields.slice(from).filter(({ label }) => label !== this.labels.get('action'));
  }

  private interfaceLabels(fields: readonly Field[]): readonly string[] {
    return this.behindPorts(fields)
      .filter(
        ({ label, value }) =>
          label !== this.labels.get('edge') &&
          (this.words.isAny(value) || this.netsh.interfaceType(value) !== null),
      )
      .map(({ label }) => label);
  }

  /** Edge traversal is off in nearly all rules: its word is that for `no`. */
  private isEnabled(word: string): boolean | null {
    const known = this.netsh.enabled(word);
    if (known !== null) return known === 'yes';
    return this.edgeWord === null ? null : word !== this.edgeWord;
  }

  /** A rule for a local port alone is for what comes in, one for a remote port alone for what goes out. */
  private vote(fields: readonly Field[]): void {
    const local = /\d/.test(this.value(fields, 'localPort'));
    const remote = /\d/.test(this.value(fields, 'remotePort'));
    if (local === remote) return;
    const word = this.value(fields, 'direction');
    this.votes.set(word, (this.votes.get(word) ?? 0) + (local ? 1 : -1));
  }

  private voted(word: string): 'in' | 'out' | null {
    const votes = this.votes.get(word) ?? 0;
    return votes === 0 ? null : votes > 0 ? 'in' : 'out';
  }
}

const advice = 'export on a console in English, or with PowerShell.';

/** The place of local addresses: the first of two lines whose labels speak of IP; else the second one above a protocol. */
function placeOfAddresses(fields: readonly Field[]): number {
  const byLabel = fields.findIndex(
    ({ label }, place) => label.includes('IP') && fields[place + 1]?.label.includes('IP') === true,
  );
  if (byLabel !== -1) return byLabel;
  return fields.findIndex((_, place) => /^(?:TCP|UDP|ICMPv[46])$/i.test(fields[place + 2]?.value ?? ''));
}

function hasPorts(protocol: string): boolean {
  return /^(?:TCP|UDP)$/i.test(protocol);
}

/** A value that is a word, not an address. */
function wordIn(value: string): string | undefined {
  return value === '' || /\d/.test(value) ? undefined : value;
}

function entriesIn<K extends string>(record: Readonly<Record<K, number>>): readonly (readonly [K, number])[] {
  return Object.entries(record) as unknown as readonly (readonly [K, number])[];
}

/** The value that comes most often; null where there is none. */
function commonest(values: readonly (string | undefined)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | null = null;
  for (const [value, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = value;
  return best;
}
