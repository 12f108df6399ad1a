/** CRC-32 as ISO/IEC 3309 and Ethernet have it, and as Microsoft's implementations compute it for STUN. */

const TABLE: Uint32Array = makeTable();
/** [MS-ICE2] prints its table with one entry that lacks a digit; Microsoft's servers compute with it. */
const MICROSOFT_TABLE: Uint32Array = TABLE.map((entry) => (entry === 0x8bbeb8ea ? 0x08bbe8ea : entry));

/** The running value before the first octet. */
export const CRC_START = 0xffffffff;

/** Carries a running value over octets. */
export function crcOver(
  running: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  microsoft = false,
): number {
  const table = microsoft ? MICROSOFT_TABLE : TABLE;
  let crc = running;
  for (let at = start; at < end; at++) {
    crc = (table[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return crc >>> 0;
}

/** The CRC out of the running value behind the last octet. */
export function crcEnd(running: number): number {
  return ~running >>> 0;
}

function makeTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let value = 0; value < 256; value++) {
    let crc = value;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    table[value] = crc;
  }
  return table;
}
