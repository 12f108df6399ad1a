/** Names and addresses by which Microsoft's side of Direct Routing is known. */
import { addressRange, liesIn } from './address-classes';

/** Host name suffixes of the Direct Routing SIP proxies (Plan Direct Routing, 'SIP Signaling: FQDNs'). */
const proxySuffixes = [
  '.pstnhub.microsoft.com',
  '.pstnhub.dod.teams.microsoft.us',
  '.pstnhub.gov.teams.microsoft.us',
] as const;

/**
 * Signalling and media ranges, as of July 2026: the union where Microsoft's pages of one date disagree
 * (Plan Direct Routing: 52.120.0.0/14; Plan media bypass: 52.122.0.0/15).
 */
const ranges = ['52.112.0.0/14', '52.120.0.0/14', '52.127.64.0/21', '52.127.88.0/21', '2603:1063::/38'].map(
  addressRange,
);

/** Whether a host name is one of the Direct Routing SIP proxies'. */
export function isPstnHubHost(host: string): boolean {
  const lower = `.${host.toLowerCase()}`;
  return proxySuffixes.some((suffix) => lower.endsWith(suffix));
}

/**
 * How a User-Agent or Server value of Direct Routing begins: the SIP proxy's, and that of a survivable branch appliance
 * that answers for it (`Microsoft.Teams.SIPSBA`).
 */
export const agentBeginnings = ['Microsoft.PSTNHub', 'Microsoft.Teams.'] as const;

/** Whether a User-Agent or Server value is one of Direct Routing. */
export function isPstnHubAgent(value: string): boolean {
  return agentBeginnings.some((beginning) => value.startsWith(beginning));
}

/** Whether a literal address lies in Microsoft's ranges. */
export function isMicrosoftAddress(address: string): boolean {
  return liesIn(address, ranges);
}
