/** What a text shows that may hold SIP or SDP, as it is or encoded: others need no further look. */

/** `SIP/2.0` in the three ways in which base64 can have it, and `v=0` at the start. */
export const base64Signs = /U0lQLzIuM|NJUC8yLj|TSVAvMi4w|dj0w/;
/** The same as numbers. */
export const numberSigns = /83(,?) 73\1 80\1 47\1 50\1 46\1 48/;

const signs: readonly RegExp[] = [
  /SIP\/2\.0|v=0|SIP%2|v%3D0|v=3D0/,
  base64Signs,
  numberSigns,
  /0x53,\s+0x49,\s+0x50,\s+0x2f/,
];

/** Whether a text may hold a message or a description. */
export function mayHoldSip(text: string): boolean {
  return signs.some((sign) => sign.test(text));
}
