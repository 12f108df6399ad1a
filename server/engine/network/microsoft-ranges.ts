/**
 * Microsoft's addresses and ports for Teams, as dated data: the settings' object `network` and Microsoft's endpoint
 * list (a file) replace them.
 */

/** Month of the lists below; it stands in all that is said by them. */
export const rangesAsOf = '2026-07';

/** Teams media, category Optimize (endpoint list, id 11). */
export const mediaRanges: readonly string[] = ['52.112.0.0/14', '52.122.0.0/15', '2603:1063::/38'];

/** Media ranges of older endpoint lists. */
export const legacyMediaRanges: readonly string[] = ['13.107.64.0/18', '52.120.0.0/14'];

/** SIP proxies: the union where Microsoft's pages of one date disagree (Plan: 52.120.0.0/14; media bypass: 52.122.0.0/15). */
export const signalingRanges: readonly string[] = ['52.112.0.0/14', '52.122.0.0/15', '52.120.0.0/14'];

/** Other clouds than the worldwide one (Plan Direct Routing, 'Office 365 DoD' and 'GCC High'). */
export const cloudRanges: Readonly<Record<string, readonly string[]>> = {
  dod: ['52.127.64.0/21'],
  gcch: ['52.127.88.0/21'],
};

/** Ports of relays and media processors that clients and SBCs send to (endpoint list, id 11). */
export const mediaPorts: readonly number[] = [3478, 3479, 3480, 3481];
