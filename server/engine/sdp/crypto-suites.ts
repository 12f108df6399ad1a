/** The SRTP crypto suites that an `a=crypto` line may name (RFC 4568 §6.2, RFC 6188, RFC 7714). */

export interface CryptoSuite {
  /** As the defining RFC spells it. */
  readonly name: string;
  /** Other spellings of the same suite that a reader has to accept. */
  readonly aliases: readonly string[];
  readonly masterKeyOctets: number;
  readonly masterSaltOctets: number;
  /** Octets that `inline:` decodes to: key followed by salt. */
  readonly keySaltOctets: number;
  /** Characters of the base64 text, `=` included. */
  readonly base64Characters: number;
  /** How many of {@link base64Characters} are `=`. */
  readonly base64Padding: number;
  /** Bits of the authentication tag on each SRTP packet. */
  readonly srtpTagBits: number;
  /** Bits of the authentication tag on each SRTCP packet. */
  readonly srtcpTagBits: number;
  /** n of the 2^n packets that one master key may protect when the line gives no lifetime. */
  readonly defaultLifetime: { readonly srtp: number; readonly srtcp: number };
  readonly source: string;
}

/** In the order of the RFCs. */
export const CRYPTO_SUITES: readonly CryptoSuite[] = [
  suite('AES_CM_128_HMAC_SHA1_80', 16, 14, 80, 80, { srtp: 48, srtcp: 31 }, 'RFC 4568 §6.2.1'),
  // SRTCP keeps the long tag: RFC 4568 §6.2.2 shortens the SRTP one only.
  suite('AES_CM_128_HMAC_SHA1_32', 16, 14, 32, 80, { srtp: 48, srtcp: 31 }, 'RFC 4568 §6.2.2'),
  // The text and table of RFC 4568 say _80, its ABNF says _32 (§6.2.3, §9.2): one suite, two spellings.
  suite('F8_128_HMAC_SHA1_80', 16, 14, 80, 80, { srtp: 48, srtcp: 31 }, 'RFC 4568 §6.2.3', [
    'F8_128_HMAC_SHA1_32',
  ]),
  suite('AES_192_CM_HMAC_SHA1_80', 24, 14, 80, 80, { srtp: 31, srtcp: 31 }, 'RFC 6188'),
  suite('AES_192_CM_HMAC_SHA1_32', 24, 14, 32, 80, { srtp: 31, srtcp: 31 }, 'RFC 6188'),
  suite('AES_256_CM_HMAC_SHA1_80', 32, 14, 80, 80, { srtp: 31, srtcp: 31 }, 'RFC 6188'),
  suite('AES_256_CM_HMAC_SHA1_32', 32, 14, 32, 80, { srtp: 31, srtcp: 31 }, 'RFC 6188'),
  suite('AEAD_AES_128_GCM', 16, 12, 128, 128, { srtp: 48, srtcp: 31 }, 'RFC 7714 §14.1'),
  suite('AEAD_AES_256_GCM', 32, 12, 128, 128, { srtp: 48, srtcp: 31 }, 'RFC 7714 §14.1'),
];

const SUITE_BY_NAME: ReadonlyMap<string, CryptoSuite> = new Map(
  CRYPTO_SUITES.flatMap((entry) =>
    [entry.name, ...entry.aliases].map((name) => [name.toUpperCase(), entry] as const),
  ),
);

/** The suite of that name in any case, aliases included; null for a name no RFC above defines. */
export function findCryptoSuite(name: string): CryptoSuite | null {
  return SUITE_BY_NAME.get(name.toUpperCase()) ?? null;
}

function suite(
  name: string,
  masterKeyOctets: number,
  masterSaltOctets: number,
  srtpTagBits: number,
  srtcpTagBits: number,
  defaultLifetime: CryptoSuite['defaultLifetime'],
  source: string,
  aliases: readonly string[] = [],
): CryptoSuite {
  const keySaltOctets = masterKeyOctets + masterSaltOctets;
  return {
    name,
    aliases,
    masterKeyOctets,
    masterSaltOctets,
    keySaltOctets,
    base64Characters: Math.ceil(keySaltOctets / 3) * 4,
    base64Padding: (3 - (keySaltOctets % 3)) % 3,
    srtpTagBits,
    srtcpTagBits,
    defaultLifetime,
    source,
  };
}
