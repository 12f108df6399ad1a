/** What stands behind the key in an `a=crypto` line: key parameters and session parameters. */
import type { Explained } from './types';

export interface CryptoParameterKnowledge extends Explained {
  /** As written before `=`, or the whole parameter where it takes no value. */
  readonly name: string;
  readonly example: string;
  /** It weakens SRTP: part of the packets goes unprotected. */
  readonly insecure?: true;
}

/** The parts of `inline:`, by position (RFC 4568 §6.1). */
export const CRYPTO_KEY_PARTS: readonly CryptoParameterKnowledge[] = [
  {
    name: 'key||salt',
    example: 'inline:<40 characters>',
    summary:
      'The SRTP master key and master salt, joined and written in base64. Whoever reads them can decrypt what this side sends, so mask them before a trace leaves the house.',
    source: 'RFC 4568 §6.1',
  },
  {
    name: 'lifetime',
    example: '|2^31',
    summary:
      'How many packets the key may protect, as a number or a power of two. One value bounds SRTP and SRTCP together, and SRTCP may not exceed 2^31. At 50 packets a second 2^31 lasts more than a year.',
    source: 'RFC 4568 §6.1; RFC 3711 §9.2',
    teams: "Microsoft's samples write `|2^31`.",
  },
  {
    name: 'MKI:length',
    example: '|1:4',
    summary:
      'The master key identifier and its length in octets. With it every SRTP packet carries that many octets more before the authentication tag; an end that does not expect them drops all packets.',
    source: 'RFC 4568 §6.1; RFC 3711 §3.1',
    teams:
      'Not required by Microsoft, yet its sample answer ends with `|1:1` (Direct Routing – media protocols, Format for answer containing SDES to SBC). The SBC leaves it out of its own lines.',
  },
];

/** The session parameters, after the keys (RFC 4568 §6.3). */
export const CRYPTO_SESSION_PARAMETERS: readonly CryptoParameterKnowledge[] = [
  {
    name: 'KDR',
    example: 'KDR=16',
    summary:
      'Key derivation rate: new session keys after every 2^n packets, n from 1 to 24. Without it they are derived once.',
    source: 'RFC 4568 §6.3.1',
  },
  {
    name: 'UNENCRYPTED_SRTP',
    example: 'UNENCRYPTED_SRTP',
    summary: 'The media packets are authenticated but not encrypted: anybody on the path can listen.',
    source: 'RFC 4568 §6.3.2',
    insecure: true,
  },
  {
    name: 'UNENCRYPTED_SRTCP',
    example: 'UNENCRYPTED_SRTCP',
    summary: 'The control packets are authenticated but not encrypted.',
    source: 'RFC 4568 §6.3.2',
    insecure: true,
  },
  {
    name: 'UNAUTHENTICATED_SRTP',
    example: 'UNAUTHENTICATED_SRTP',
    summary:
      'The media packets carry no authentication tag: anybody on the path can forge them. The receiver must expect packets without a tag.',
    source: 'RFC 4568 §6.3.3',
    insecure: true,
  },
  {
    name: 'FEC_ORDER',
    example: 'FEC_ORDER=SRTP_FEC',
    summary: 'Which comes first at the sender, forward error correction (`FEC_SRTP`) or SRTP (`SRTP_FEC`).',
    source: 'RFC 4568 §6.3.4',
  },
  {
    name: 'FEC_KEY',
    example: 'FEC_KEY=inline:<40 characters>',
    summary: 'A separate master key for the forward error correction stream.',
    source: 'RFC 4568 §6.3.5',
  },
  {
    name: 'WSH',
    example: 'WSH=128',
    summary: 'Window size hint: how many packets the replay window should hold, at least 64.',
    source: 'RFC 4568 §6.3.6',
  },
];

const SESSION_BY_NAME: ReadonlyMap<string, CryptoParameterKnowledge> = new Map(
  CRYPTO_SESSION_PARAMETERS.map((parameter) => [parameter.name, parameter]),
);

/**
 * The session parameter of that name, with or without its value and a leading `-` (which marks a parameter that
 * the receiver may ignore, RFC 4568 §6.3.7); null where unknown.
 */
export function findCryptoSessionParameter(text: string): CryptoParameterKnowledge | null {
  const name = text.startsWith('-') ? text.slice(1) : text;
  const equals = name.indexOf('=');
  return SESSION_BY_NAME.get(equals === -1 ? name : name.slice(0, equals)) ?? null;
}
