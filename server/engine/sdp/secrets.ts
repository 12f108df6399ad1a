/** Keeps secrets of a trace out of what people see and share, and knows one that was hidden already. */

/**
 * Masks SRTP keys and ICE passwords in a line of SDP, character for character, so that columns stay. The first
 * two characters remain: enough to tell two keys apart, too little to use one.
 */
export function maskSecrets(line: string): string {
  return line
    .replace(/(inline:)([\w+/=-]+)/g, (_, name: string, key: string) => name + masked(key))
    .replace(/(ice-pwd:)(\S+)/g, (_, name: string, password: string) => name + masked(password));
}

/** A secret with all but its first two characters replaced. */
export function masked(secret: string): string {
  return secret.slice(0, 2) + '*'.repeat(Math.max(0, secret.length - 2));
}

/** What a logger or an author writes to hide a value, such as `<removed>`, `****` or `xxxx`. */
export function isMasked(text: string): boolean {
  return /^[<[{(]/.test(text) || text.includes('**') || text.includes('...') || /^[xX]+$/.test(text);
}
