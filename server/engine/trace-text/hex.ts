/** Octets as hexadecimal digits. */

export function toHex(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let hex = '';
  for (let at = start; at < end; at++) hex += (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return hex;
}

/** The octets of hexadecimal digits; null where a text is not made of pairs of them. */
export function fromHex(hex: string): Uint8Array | null {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return null;
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
