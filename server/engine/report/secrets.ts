/** Keeps secrets and control characters of a trace out of what people see and share. */

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

/** C0 and C1 controls but the tab, and what turns the direction of text. */
const steering =
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Replaces control characters, so that a trace cannot steer the terminal. One character stays one. */
export function withoutControls(text: string): string {
  return text.replace(steering, '\ufffd');
}
