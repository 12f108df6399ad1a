/** Names of crypto suites that stacks write and no RFC defines. */

/**
 * The registered name of a suite whose first words are swapped, such as AES_128_CM for AES_CM_128: RFC 4568 puts
 * the mode before the length, RFC 6188 behind it. Null for any other name.
 */
export function correctedSuiteName(name: string): string | null {
  const upper = name.toUpperCase();
  if (/^AES_128_CM_HMAC_SHA1_(?:32|80)$/.test(upper)) return upper.replace('AES_128_CM', 'AES_CM_128');
  const swapped = /^AES_CM_(192|256)_(HMAC_SHA1_(?:32|80))$/.exec(upper);
  return swapped === null ? null : `AES_${swapped[1] ?? ''}_CM_${swapped[2] ?? ''}`;
}
