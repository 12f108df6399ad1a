/**
 * Microsoft's list of endpoints (the web service "Microsoft 365 URLs and IP address ranges", its JSON): which ranges and
 * ports Teams' media has.
 */
import { prefixText, readPrefix, type Prefix } from './prefix';

/** What the list says of media. */
export interface Endpoints {
  readonly media: readonly Prefix[];
  /** UDP; empty where the list names none. */
  readonly ports: readonly number[];
  /** Entries that do not fit; the rest is used. */
  readonly faults: readonly EndpointFault[];
}

export interface EndpointFault {
  /** `entry 11, ips[1]`, by the entry's id. */
  readonly place: string;
  /** Whole sentence. */
  readonly message: string;
}

export type EndpointsReading =
  | { readonly kind: 'read'; readonly endpoints: Endpoints }
  /** What is wrong: one sentence without a full stop. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads the list; one that is cut off or of another kind is refused as a whole. */
export function readEndpoints(text: string): EndpointsReading {
  const list = parse(text);
  if (list === null) return refused('it is no JSON, or it breaks off');
  const entries = list.filter(isMedia);
  if (entries.length === 0)
    return refused('it holds no entry of Teams media: service area Skype, category Optimize, with addresses');
  const faults: EndpointFault[] = [];
  const all = entries.flatMap((entry) => prefixesOf(entry, faults));
  const media = [...new Map(all.map((prefix) => [prefixText(prefix), prefix])).values()];
  const ports = [...new Set(entries.flatMap((entry) => portsOf(entry, faults)))].sort((a, b) => a - b);
  return { kind: 'read', endpoints: { media, ports, faults } };
}

function refused(reason: string): EndpointsReading {
  return { kind: 'refused', reason };
}

type Entry = Readonly<Record<string, unknown>>;

/** The entries; Windows PowerShell wraps a list that it converts again (`{ "value": […], "Count": 24 }`). */
function parse(text: string): readonly unknown[] | null {
  try {
    const read: unknown = JSON.parse(text);
    const list = typeof read === 'object' && read !== null && 'value' in read ? read.value : read;
    return Array.isArray(list) ? (list as readonly unknown[]) : [];
  } catch {
    return null;
  }
}

function isMedia(entry: unknown): entry is Entry & { readonly ips: readonly unknown[] } {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'serviceArea' in entry &&
    entry.serviceArea === 'Skype' &&
    'category' in entry &&
    entry.category === 'Optimize' &&
    'ips' in entry &&
    Array.isArray(entry.ips)
  );
}

function prefixesOf(entry: Entry & { readonly ips: readonly unknown[] }, faults: EndpointFault[]): Prefix[] {
  return entry.ips.flatMap((value, place) => {
    const reading = readPrefix(typeof value === 'string' ? value : '');
    if (reading.kind === 'prefix') return [reading.prefix];
    faults.push({
      place: `${nameOf(entry)}, ips[${place}]`,
      message: `${JSON.stringify(value)} ${reading.fault}.`,
    });
    return [];
  });
}

/** Ports as the list writes them: `3478,3479`, `3478-3481`. */
function portsOf(entry: Entry, faults: EndpointFault[]): number[] {
  const { udpPorts } = entry;
  if (udpPorts === undefined) return [];
  return (typeof udpPorts === 'string' ? udpPorts : '').split(',').flatMap((text) => {
    const [first = NaN, last = first] = text.split('-').map(Number);
    if (isPort(first) && isPort(last) && first <= last)
      return Array.from({ length: last - first + 1 }, (_, place) => first + place);
    faults.push({
      place: `${nameOf(entry)}, udpPorts`,
      message: `"${text}" is no port and no range of ports.`,
    });
    return [];
  });
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value < 65536;
}

function nameOf({ id }: Entry): string {
  return `entry ${typeof id === 'number' || typeof id === 'string' ? id : 'without id'}`;
}
