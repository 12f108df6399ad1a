/** What signalling tells of a call's path beside its pair: who speaks SIP, the user's location, other SBCs, the cloud. */
import type { Address } from '../../../shared/ice';
import type { Call, CallMessage } from '../calls/call';
import type { Network } from '../network/network';
import { networkClass } from '../network/network-class';
import { isPstnHubHost } from '../network/microsoft';
import { liesIn, parseAddressNumber } from '../network/prefix';
import type { SipMessage } from '../sip/message';
import { addressesOf, headersOf, topVia } from '../sip/values';
import { paramOf, parseUri, type Uri } from '../sip/uri';
import { isSip } from '../traces/message';
import type { Endpoint } from '../text/record';
import type { Cloud, PathEnd } from './model';

/** Messages of a call that are looked at: what is told is told early, and at transfers. */
const MOST_MESSAGES = 200;

function sipOf({
  messages,
}: Pick<Call, 'messages'>): readonly { readonly of: CallMessage; readonly sip: SipMessage }[] {
  return messages
    .slice(0, MOST_MESSAGES)
    .flatMap((of) => (isSip(of.message) ? [{ of, sip: of.message.parsed }] : []));
}

/** Whether one side of a call is Microsoft's. */
export function isTeamsCall({ sides }: Call): boolean {
  return sides.caller === 'teams' || sides.callee === 'teams';
}

/** The two ends of a call's signalling, as the trace shows them. */
export interface SignallingEnds {
  readonly sbc: Address | null;
  readonly peer: PathEnd | null;
}

export function signallingEnds(call: Pick<Call, 'messages'>, network: Network): SignallingEnds {
  for (const { message, side } of call.messages.slice(0, MOST_MESSAGES)) {
    const { source, destination } = message.record.meta;
    if (side === 'unknown' || source === null || destination === null) continue;
    const [own, peer] = side === 'sbc' ? [source, destination] : [destination, source];
    if (parseAddressNumber(peer.address) === null) continue;
    const { address, port } = addressOf(peer);
    return {
      sbc: addressOf(own),
      peer: { address, port, class: networkClass(address, network, 'signalling') },
    };
  }
  return { sbc: null, peer: null };
}

function addressOf({ address, port }: Endpoint): Address {
  return { address, port: port ?? 0 };
}

/** What Microsoft says of the user's location last; null without Local Media Optimization. */
export function userLocationOf(call: Call): 'internal' | 'external' | null {
  const values = sipOf(call).flatMap(({ sip }) =>
    headersOf(sip, 'x-ms-userlocation').map(({ value }) => value.text.trim().toLowerCase()),
  );
  const last = values.at(-1);
  return last === 'internal' || last === 'external' ? last : null;
}

/** Name of the cloud that a host name of a SIP proxy belongs to (Plan Direct Routing, "SIP Signaling: FQDNs"). */
function cloudOfName(host: string): Cloud | null {
  const name = host.toLowerCase();
  if (name.endsWith('.dod.teams.microsoft.us')) return 'dod';
  if (name.endsWith('.gov.teams.microsoft.us')) return 'gcch';
  return isPstnHubHost(name) ? 'worldwide' : null;
}

/** The cloud that an address lies in: `worldwide` for Microsoft's ranges of no other cloud; null for any else. */
export function cloudOfAddress(address: string, network: Network): Cloud | null {
  const number = parseAddressNumber(address);
  if (number === null) return null;
  const found = Object.entries(network.clouds).find(([, list]) => liesIn(number, list));
  if (found !== undefined) return found[0];
  const lists = [network.microsoftMedia, network.microsoftSignaling];
  return lists.some((list) => liesIn(number, list)) ? 'worldwide' : null;
}

/** The cloud of Microsoft's SIP proxy: by its address, else by the name that the SBC sends to. */
export function cloudOf(call: Call, peer: PathEnd | null, network: Network): Cloud | null {
  const byAddress = peer === null ? null : cloudOfAddress(peer.address, network);
  if (byAddress !== null && byAddress !== 'worldwide') return byAddress;
  for (const { of, sip } of sipOf(call)) {
    if (of.side !== 'sbc') continue;
    for (const host of hostsOf(sip)) {
      const cloud = cloudOfName(host);
      if (cloud !== null) return cloud;
    }
  }
  return byAddress;
}

function hostsOf(sip: SipMessage): readonly string[] {
  const { startLine, content } = sip;
  const request =
    startLine.kind === 'request' ? [parseUri(content, startLine.uri.start, startLine.uri.end).host.text] : [];
  return [...request, ...['to', 'from'].flatMap((id) => addressesOf(sip, id).map(hostOf))];
}

function hostOf({ uri }: { readonly uri: Uri }): string {
  return uri.host.text;
}

/** Name of the SBC as its Contact has it; null for an address, or where no message of it has one. */
export function sbcNameOf(call: Pick<Call, 'messages'>): string | null {
  for (const { of, sip } of sipOf(call)) {
    if (of.side !== 'sbc') continue;
    const host = addressesOf(sip, 'contact').map(hostOf)[0] ?? '';
    if (host !== '' && parseAddressNumber(host) === null) return host.toLowerCase();
  }
  return null;
}

/** Headers that tell where a call came from before it was forwarded or transferred. */
const trail = ['history-info', 'referred-by', 'diversion', 'x-ms-referred-by'];

/** Whether a call was forwarded or transferred. */
export function isForwarded(call: Call): boolean {
  return sipOf(call).some(
    ({ of, sip }) => of.side === 'teams' && trail.some((id) => headersOf(sip, id).length > 0),
  );
}

/**
 * Names by which Microsoft's messages tell of another tenant or another tenant's SBC: hosts of another domain than the
 * SBC's in the trail of a call, and tenants that differ.
 */
export function foreignNames(call: Call, ownNames: readonly string[]): readonly string[] {
  const own = new Set(ownNames.map(domainOf));
  const names = new Set<string>();
  const tenants = new Set<string>();
  for (const { of, sip } of sipOf(call)) {
    for (const id of trail) {
      for (const { uri } of addressesOf(sip, id)) {
        const host = uri.host.text.toLowerCase();
        const tenant = paramOf(uri.params, 'x-t')?.value?.text ?? null;
        if (tenant !== null) tenants.add(tenant.toLowerCase());
        if (of.side === 'teams' && isForeignHost(host, own)) names.add(host);
      }
    }
    const requested = requestTenant(sip);
    if (requested !== null) tenants.add(requested);
  }
  return [...names, ...(tenants.size > 1 ? [...tenants].map((tenant) => `tenant ${tenant}`) : [])];
}

function isForeignHost(host: string, own: ReadonlySet<string>): boolean {
  return (
    own.size > 0 &&
    host.includes('.') &&
    parseAddressNumber(host) === null &&
    !isMicrosoftsName(host) &&
    !own.has(domainOf(host))
  );
}

function isMicrosoftsName(host: string): boolean {
  return isPstnHubHost(host) || host.endsWith('.microsoft.com') || host.endsWith('.lync.com');
}

function requestTenant({ startLine, content }: SipMessage): string | null {
  if (startLine.kind !== 'request') return null;
  const { params } = parseUri(content, startLine.uri.start, startLine.uri.end);
  return paramOf(params, 'x-t')?.value?.text.toLowerCase() ?? null;
}

/** A name without its first label: SBCs of one tenant share the rest. */
function domainOf(host: string): string {
  const lower = host.toLowerCase();
  const dot = lower.indexOf('.');
  return dot === -1 || !lower.slice(dot + 1).includes('.') ? lower : lower.slice(dot + 1);
}

/** Names by which the SBC calls itself. */
export function ownNamesOf(call: Call): readonly string[] {
  const names = sipOf(call).flatMap(({ of, sip }) => {
    if (of.side !== 'sbc') return [];
    const via = sip.startLine.kind === 'request' ? topVia(sip)?.host.text : undefined;
    const parties = addressesOf(sip, of.party === 'caller' ? 'from' : 'to').map(hostOf);
    return [...addressesOf(sip, 'contact').map(hostOf), ...(via === undefined ? [] : [via]), ...parties];
  });
  return names.filter(
    (name) => name.includes('.') && parseAddressNumber(name) === null && !isPstnHubHost(name),
  );
}
