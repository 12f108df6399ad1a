/**
 * DNS messages (RFC 1035 §4, RFC 2782 for SRV, RFC 3403 for NAPTR, RFC 3596 for AAAA; RFC 6762 for multicast), as far
 * as they say which addresses and services a name has.
 */
import { u16, u32, u8 } from '../../basics/bytes';
import { ipv4Text, ipv6Text } from '../../network/address-texts';

export interface DnsMessage {
  readonly id: number;
  readonly isResponse: boolean;
  /** `NOERROR`, `NXDOMAIN` …; the number where none is assigned. */
  readonly responseCode: string;
  readonly questions: readonly DnsQuestion[];
  readonly records: readonly DnsRecord[];
  /** Its sender left records out, as they did not fit; the client asks again over TCP. */
  readonly truncated: boolean;
  /** All that its header counts was read; false where it is cut off, damaged or far too long. */
  readonly whole: boolean;
}

export interface DnsQuestion {
  /** Printable: what is not stands as `\ddd` (RFC 1035 §5.1). The root is a dot. */
  readonly name: string;
  /** `SRV`; `TYPE65280` where the number has no name here (RFC 3597 §5). */
  readonly type: string;
}

export interface DnsRecord extends DnsQuestion {
  readonly section: 'answer' | 'authority' | 'additional';
  /** In seconds. */
  readonly timeToLive: number;
  readonly data: DnsData;
}

export type DnsData =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'service';
      readonly priority: number;
      readonly weight: number;
      readonly port: number;
      readonly target: string;
    }
  | {
      readonly kind: 'naming-authority';
      readonly order: number;
      readonly preference: number;
      readonly flags: string;
      readonly services: string;
      readonly regexp: string;
      readonly replacement: string;
    }
  /** Of a type that is not looked into, or not as its type wants it. */
  | { readonly kind: 'other'; readonly length: number };

const HEADER = 12;
/** A question has five octets at least, a record eleven. */
const SHORTEST_QUESTION = 5;
const SHORTEST_RECORD = 11;
const LONGEST_NAME = 255;
const MOST_RECORDS = 512;
/** Names point at each other: a short message must not become a long text. */
const MOST_NAME_TEXT = 16_384;

const A = 1;
const NS = 2;
const CNAME = 5;
const PTR = 12;
const AAAA = 28;
const SRV = 33;
const NAPTR = 35;

const TYPES: ReadonlyMap<number, string> = new Map([
  [A, 'A'],
  [NS, 'NS'],
  [CNAME, 'CNAME'],
  [6, 'SOA'],
  [PTR, 'PTR'],
  [15, 'MX'],
  [16, 'TXT'],
  [AAAA, 'AAAA'],
  [SRV, 'SRV'],
  [NAPTR, 'NAPTR'],
  [41, 'OPT'],
  [43, 'DS'],
  [46, 'RRSIG'],
  [47, 'NSEC'],
  [48, 'DNSKEY'],
  [50, 'NSEC3'],
  [64, 'SVCB'],
  [65, 'HTTPS'],
  [255, 'ANY'],
]);

const RESPONSE_CODES = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];

const OF_INTEREST: ReadonlySet<string> = new Set(['A', 'AAAA', 'SRV', 'NAPTR', 'CNAME', 'PTR']);

/** Whether it is about addresses and services, which is what a call needs DNS for. */
export function isAboutEndpoints({ questions, records }: DnsMessage): boolean {
  return (
    questions.some(({ type }) => OF_INTEREST.has(type)) || records.some(({ type }) => OF_INTEREST.has(type))
  );
}

/**
 * Reads a message; null where the header and the first name cannot be those of one. Only the ports say that it is
 * DNS: whoever calls has looked at them.
 */
export function readDns(bytes: Uint8Array, start: number, end: number): DnsMessage | null {
  const flags = u16(bytes, start + 2);
  const counts = [4, 6, 8, 10].map((at) => u16(bytes, start + at));
  const [questionCount = 0, ...recordCounts] = counts;
  const recordCount = recordCounts.reduce((sum, count) => sum + count, 0);
  // A standard query (operation code 0), and the bit that is reserved is zero (RFC 2535 §6.1).
  if (end - start < HEADER || (flags & 0x7840) !== 0 || questionCount + recordCount === 0) return null;
  const reader = new Reader(bytes, start, end);
  const questions: DnsQuestion[] = [];
  const records: DnsRecord[] = [];
  const fits =
    HEADER + questionCount * SHORTEST_QUESTION + recordCount * SHORTEST_RECORD <= end - start &&
    questionCount + recordCount <= MOST_RECORDS;
  for (let left = Math.min(questionCount, MOST_RECORDS); left > 0 && reader.isFine; left--) {
    const question = reader.question();
    if (question !== null) questions.push(question);
  }
  for (const [index, section] of (['answer', 'authority', 'additional'] as const).entries()) {
    for (let left = Math.min(recordCounts[index] ?? 0, MOST_RECORDS); left > 0 && reader.isFine; left--) {
      const record = reader.record(section);
      if (record !== null) records.push(record);
    }
  }
  if (questions.length + records.length === 0) return null;
  return {
    id: u16(bytes, start),
    isResponse: (flags & 0x8000) !== 0,
    responseCode: RESPONSE_CODES[flags & 15] ?? String(flags & 15),
    questions,
    records: records.slice(0, MOST_RECORDS),
    truncated: (flags & 0x0200) !== 0,
    whole: fits && reader.isFine,
  };
}

/** Goes through a message; once something does not fit, it gives nothing more. */
class Reader {
  isFine = true;
  private at: number;
  private nameText = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly start: number,
    private readonly end: number,
  ) {
    this.at = start + HEADER;
  }

  question(): DnsQuestion | null {
    const name = this.name();
    if (name === null || this.at + 4 > this.end) return this.fail();
    const type = typeText(u16(this.bytes, this.at));
    this.at += 4;
    return { name, type };
  }

  record(section: DnsRecord['section']): DnsRecord | null {
    const name = this.name();
    if (name === null || this.at + 10 > this.end) return this.fail();
    const type = u16(this.bytes, this.at);
    const timeToLive = u32(this.bytes, this.at + 4);
    const length = u16(this.bytes, this.at + 8);
    const from = this.at + 10;
    if (from + length > this.end) return this.fail();
    const data = this.data(type, from, from + length) ?? { kind: 'other', length };
    this.at = from + length;
    return { section, name, type: typeText(type), timeToLive, data };
  }

  private fail(): null {
    this.isFine = false;
    return null;
  }

  private data(type: number, from: number, to: number): DnsData | null {
    const { bytes } = this;
    switch (type) {
      case A:
        return to - from === 4 ? { kind: 'address', address: ipv4Text(u32(bytes, from)) } : null;
      case AAAA:
        return to - from === 16 ? { kind: 'address', address: ipv6Text(bytes, from) } : null;
      case NS:
      case CNAME:
      case PTR: {
        const name = this.nameAt(from, to);
        return name === null ? null : { kind: 'name', name };
      }
      case SRV: {
        const target = this.nameAt(from + 6, to);
        if (target === null) return null;
        const [priority, weight, port] = [u16(bytes, from), u16(bytes, from + 2), u16(bytes, from + 4)];
        return { kind: 'service', priority, weight, port, target };
      }
      case NAPTR:
        return this.namingAuthority(from, to);
      default:
        return null;
    }
  }

  private namingAuthority(from: number, to: number): DnsData | null {
    const texts: string[] = [];
    let at = from + 4;
    for (let index = 0; index < 3; index++) {
      const length = u8(this.bytes, at);
      if (at + 1 + length > to) return null;
      texts.push(printable(this.bytes, at + 1, at + 1 + length));
      at += 1 + length;
    }
    const replacement = this.nameAt(at, to);
    if (replacement === null) return null;
    const [flags = '', services = '', regexp = ''] = texts;
    const [order, preference] = [u16(this.bytes, from), u16(this.bytes, from + 2)];
    return { kind: 'naming-authority', order, preference, flags, services, regexp, replacement };
  }

  private name(): string | null {
    const read = this.labels(this.at, this.end);
    if (read === null) return null;
    this.at = read.next;
    return read.name;
  }

  /** A name that fills a place to its end. */
  private nameAt(from: number, to: number): string | null {
    const read = this.labels(from, to);
    return read?.next === to ? read.name : null;
  }

  /** Reads labels. A pointer goes to an earlier place (RFC 1035 §4.1.4): so no chain of them has a loop. */
  private labels(from: number, to: number): { readonly name: string; readonly next: number } | null {
    const { bytes, start } = this;
    let name = '';
    let octets = 0;
    let next: number | null = null;
    let at = from;
    let begin = from;
    for (let limit = to; at < limit;) {
      const length = u8(bytes, at);
      if (length === 0) {
        this.nameText += name.length;
        return this.nameText > MOST_NAME_TEXT
          ? this.fail()
          : { name: name === '' ? '.' : name, next: next ?? at + 1 };
      }
      if (length >= 0xc0) {
        const target = start + (u16(bytes, at) & 0x3fff);
        if (at + 2 > limit || target >= begin || target < start + HEADER) return null;
        next ??= at + 2;
        limit = begin;
        begin = target;
        at = target;
        continue;
      }
      octets += 1 + length;
      if (length > 63 || octets >= LONGEST_NAME || at + 1 + length >= limit) return null;
      name += `${name === '' ? '' : '.'}${printable(bytes, at + 1, at + 1 + length, true)}`;
      at += 1 + length;
    }
    return null;
  }
}

function typeText(type: number): string {
  return TYPES.get(type) ?? `TYPE${type}`;
}

/** Text as zone files write it (RFC 1035 §5.1). */
function printable(bytes: Uint8Array, start: number, end: number, isLabel = false): string {
  let text = '';
  for (let at = start; at < end; at++) {
    const octet = u8(bytes, at);
    if (octet < 33 || octet > 126) text += `\\${String(octet).padStart(3, '0')}`;
    else if (octet === 0x5c || octet === 0x22 || (isLabel && octet === 0x2e)) {
      text += `\\${String.fromCharCode(octet)}`;
    } else text += String.fromCharCode(octet);
  }
  return text;
}
