/** Names and addresses by which Microsoft's side of Direct Routing is known. */
import { cloudRanges, mediaRanges, signalingRanges } from './microsoft-ranges';
import { isListed, parsePrefix, union } from './prefix';

/** Domains of the Direct Routing SIP proxies (Plan Direct Routing, 'SIP Signaling: FQDNs'). */
export const proxyDomains = [
  'pstnhub.microsoft.com',
  'pstnhub.dod.teams.microsoft.us',
  'pstnhub.gov.teams.microsoft.us',
] as const;
const proxySuffixes = proxyDomains.map((domain) => `.${domain}`);

const ranges = union(
  [mediaRanges, signalingRanges, ...Object.values(cloudRanges)]
    .flat()
    .flatMap((text) => parsePrefix(text) ?? []),
);

/** Whether a host name is one of the Direct Routing SIP proxies'. */
export function isPstnHubHost(host: string): boolean {
  const lower = `.${host.toLowerCase()}`;
  return proxySuffixes.some((suffix) => lower.endsWith(suffix));
}

/** Whether a text, such as the value of a header, may hold the name of such a host: quicker than to read its addresses. */
export function mayNamePstnHub(text: string): boolean {
  return /pstnhub\./i.test(text);
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

/** Whether a literal address lies in the ranges of signalling and media that ship, of any cloud. */
export function isMicrosoftAddress(address: string): boolean {
  return isListed(address, ranges);
}
