/** IP addresses as text, as RFC 5952 writes them. */
import { u16, u32 } from '../basics/bytes';

/** An IPv4 address out of its number. */
export function ipv4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** An IPv6 address out of sixteen octets; an IPv4-mapped one as `::ffff:192.0.2.1`. */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  if (u32(bytes, at) === 0 && u32(bytes, at + 4) === 0 && u32(bytes, at + 8) === 0xffff) {
    return `::ffff:${ipv4Text(u32(bytes, at + 12))}`;
  }
  const groups: number[] = [];
  for (let group = 0; group < 8; group++) groups.push(u16(bytes, at + group * 2));
  return groupsText(groups);
}

/** Text of an address as {@link import('./ip-header').IpHeader} keeps it; the same text object as long as it is remembered. */
export class AddressTexts {
  private readonly v4 = new Map<number, string>();
  private readonly v6 = new Map<string, string>();

  text(version: number, words: Uint32Array): string {
    return version === 4 ? this.v4Text(words[3] ?? 0) : this.v6Text(words);
  }

  private v4Text(address: number): string {
    const known = this.v4.get(address);
    if (known !== undefined) return known;
    if (this.v4.size >= MOST_REMEMBERED) this.v4.clear();
    const text = ipv4Text(address);
    this.v4.set(address, text);
    return text;
  }

  private v6Text(words: Uint32Array): string {
    const key = String.fromCharCode(...halves(words));
    const known = this.v6.get(key);
    if (known !== undefined) return known;
    if (this.v6.size >= MOST_REMEMBERED) this.v6.clear();
    const groups = halves(words);
    const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
    const text = mapped ? `::ffff:${ipv4Text(words[3] ?? 0)}` : groupsText(groups);
    this.v6.set(key, text);
    return text;
  }
}

const MOST_REMEMBERED = 65_536;

function halves(words: Uint32Array): number[] {
  const groups: number[] = [];
  for (const word of words) groups.push(word >>> 16, word & 0xffff);
  return groups;
}

/** The longest run of at least two zero groups becomes `::`, of equal ones the first (RFC 5952 §4.2). */
function groupsText(groups: readonly number[]): string {
  let bestStart = -1;
  let bestLength = 1;
  for (let at = 0; at < groups.length;) {
    let length = 0;
    while (groups[at + length] === 0) length++;
    if (length > bestLength) {
      bestStart = at;
      bestLength = length;
    }
    at += length + 1;
  }
  const hex = groups.map((group) => group.toString(16));
  if (bestStart < 0) return hex.join(':');
  return `${hex.slice(0, bestStart).join(':')}::${hex.slice(bestStart + bestLength).join(':')}`;
}
