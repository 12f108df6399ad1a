/**
 * Whether a call's descriptions alone may tell that its path is wrong. To foretell a path costs as much as all other
 * checks of a call, so that a list of findings asks this first.
 */
import type { Call } from '../calls/call';
import { isMicrosofts, networkClass, type NetworkClass } from '../network/network-class';
import type { Network } from '../network/network';
import type { Candidate } from '../sdp/candidate';
import { candidatesOf, hasFlag } from '../sdp/query';

/** A candidate in the VPN, at an Edge or over Express Route, a relay of others, or the SBC of others: two lite ends. */
export function mayTellOfPath({ bodies }: Call, network: Network): boolean {
  const lite = new Set(
    bodies.filter(({ sdp }) => hasFlag(sdp.session, 'ice-lite')).map(({ party }) => party),
  );
  if (lite.size > 1) return true;
  return bodies.some(({ sdp }) =>
    sdp.media.some((section) => candidatesOf(section).some((candidate) => isTelling(candidate, network))),
  );
}

const telling: readonly NetworkClass[] = ['vpn', 'edge', 'expressRoute'];

function isTelling({ address, type, raddr }: Candidate, network: Network): boolean {
  const found = networkClass(address.text, network);
  return (
    telling.includes(found) ||
    (raddr !== null && networkClass(raddr.text, network) === 'vpn') ||
    (type.text === 'relay' && !isMicrosofts(found))
  );
}
