/**
 * Whether a leg is the one between the SBC and Microsoft's proxies: neither one behind the proxies nor the SBC's leg to
 * the telephone network, onto which it copies names. Rules of Direct Routing ask here.
 */
import { Beside } from '../basics/memo';
import type { CallMessage, Call } from './call';
import { isPstnHubHost } from '../network/microsoft';
import { networkClass } from '../network/network-class';
import type { Network } from '../network/network';
import type { SipMessage } from '../sip/message';
import { factsOf } from '../sip/facts';
import { addressesOf, topVia } from '../sip/values';
import { parseUri } from '../sip/uri';

/** What the address of the SBC's peer says; `unknown` where the trace has none, or only names. */
export type PeerAddress = 'microsoft' | 'other' | 'unknown';

/** Whose address the other end of a message has, seen from the SBC. */
export function peerAddress({ side, message: { record } }: CallMessage, network: Network): PeerAddress {
  const { source, destination } = record.meta;
  const peer = side === 'teams' ? source : destination;
  if (peer === null || side === 'unknown') return 'unknown';
  switch (networkClass(peer.address, network, 'signalling')) {
    case 'microsoft':
    case 'microsoftLegacy':
    case 'expressRoute':
      return 'microsoft';
    case 'unknown':
      // A private address is known not to be Microsoft's; a name is not known to be anybody's.
      return /[a-z]/i.test(peer.address) && !peer.address.includes(':') ? 'unknown' : 'other';
    default:
      return 'other';
  }
}

/**
 * Whether the SBC and Microsoft speak to each other over a leg: a request of the SBC is addressed to Microsoft's proxies
 * or goes to their addresses, or one of Microsoft's comes from there.
 */
export function isMicrosoftHop(call: Call, network: Network): boolean {
  const known = hops.get(call);
  if (known?.network === network) return known.is;
  const is = call.messages.some((each) => {
    const { parsed } = each.message;
    if (each.side === 'unknown' || parsed.kind !== 'sip') return false;
    return namesMicrosoft(each.side, parsed) || peerAddress(each, network) === 'microsoft';
  });
  hops.set(call, { network, is });
  return is;
}

const hops = new Beside<Call, { readonly network: Network; readonly is: boolean }>();

/**
 * Whether Microsoft's documents are to be held against the transport, port and certificate of a message: its peer has one
 * of Microsoft's addresses, or the trace has no addresses and the names say so.
 */
export function isHeldToMicrosoft(call: Call, message: CallMessage, network: Network): boolean {
  const peer = peerAddress(message, network);
  return peer === 'microsoft' || (peer === 'unknown' && isMicrosoftHop(call, network));
}

/** Whether the sender of a request made it himself: a proxy adds its own Via (RFC 3261 §16.6). */
export function isOwnRequest(request: SipMessage): boolean {
  return request.startLine.kind === 'request' && factsOf(request).viaCount === 1;
}

/**
 * Whether a request of the SBC is seen on its way to Microsoft's proxies, not before the SBC or behind the proxies: it
 * goes to an address of Microsoft's, or the SBC is the only one that sent it.
 */
export function isSentToMicrosoft(call: Call, message: CallMessage, network: Network): boolean {
  const { parsed } = message.message;
  if (parsed.kind !== 'sip' || !isMicrosoftHop(call, network)) return false;
  return isOwnRequest(parsed) || peerAddress(message, network) === 'microsoft';
}

function namesMicrosoft(side: 'sbc' | 'teams', message: SipMessage): boolean {
  const { startLine } = message;
  if (startLine.kind !== 'request') return false;
  if (side === 'sbc')
    return isPstnHubHost(parseUri(message.content, startLine.uri.start, startLine.uri.end).host.text);
  return (
    isPstnHubHost(topVia(message)?.host.text ?? '') ||
    addressesOf(message, 'contact').some(({ uri }) => isPstnHubHost(uri.host.text)) ||
    addressesOf(message, 'record-route').some(({ uri }) => isPstnHubHost(uri.host.text))
  );
}
