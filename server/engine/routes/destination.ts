/** Destinations of routes as programs write them. */
import {
  ipv4Number,
  parseAddressNumber,
  prefixOf,
  readBits,
  type Family,
  type Prefix,
} from '../network/prefix';

/** Whether a text is a literal address. */
export function isAddress(text: string): boolean {
  return ipv4Number(text) !== null || (text.includes(':') && parseAddressNumber(text) !== null);
}

/**
 * `52.112.0.0/14`, `52.112.0.0` and a mask beside it, `2603:1063::/38`, a single address, with a zone or without; bits
 * behind the mask are passed over, as systems do. Null for what is none.
 */
export function destinationOf(text: string, mask: string | null = null): Prefix | null {
  const slash = text.indexOf('/');
  const addressText = slash === -1 ? text : text.slice(0, slash);
  const bitsText = mask ?? (slash === -1 ? null : text.slice(slash + 1));
  const number = ipv4Number(addressText);
  if (number !== null) {
    const bits = bitsText === null ? 32 : ipv4Bits(bitsText);
    return bits === null ? null : ipv4Prefix(number, bits);
  }
  const address = parseAddressNumber(addressText);
  if (address === null) return null;
  const { family } = address;
  const bits = bitsText === null ? 128 : readBits(bitsText, family);
  return bits === null ? null : prefixOf(address, bits);
}

/** Bits of masks that were met: there are few, and a table has them on every line. */
const knownBits = new Map<string, number>();

function ipv4Bits(text: string): number | null {
  const known = knownBits.get(text);
  if (known !== undefined) return known;
  const bits = readBits(text, 4);
  if (bits !== null) knownBits.set(text, bits);
  return bits;
}

/** As `prefixOf`, in plain numbers, which are many times faster. */
function ipv4Prefix(number: number, bits: number): Prefix {
  const size = 2 ** (32 - bits);
  const first = number - (number % size);
  return { family: 4, first: BigInt(first), last: BigInt(first + size - 1), bits };
}

/** As the BSDs and macOS write them: `default`, `52.112/14`, `192.168.178`, `127`, `fe80::%en0/64`. */
export function shortDestinationOf(text: string, family: Family): Prefix | null {
  if (text === 'default') return prefixOf({ family, value: 0n }, 0);
  if (family === 6 || text.includes(':')) return destinationOf(text);
  const [network = '', bitsText] = text.split('/');
  const octets = network.split('.');
  if (octets.length > 4) return null;
  // Octets that are zero are left out, and a mask that is just what the others cover.
  const padded = [...octets, '0', '0', '0'].slice(0, 4).join('.');
  return destinationOf(padded, bitsText ?? String(octets.length * 8));
}

/** `default` of a family. */
export function everything(family: Family): Prefix {
  return prefixOf({ family, value: 0n }, 0);
}

/** Whether an address stands for none, as next hop: the destination is on the adapter's own link. */
export function isNoGateway(text: string): boolean {
  return text === '0.0.0.0' || text === '::' || text === '[::]' || text === '*' || text === '';
}
