/** A path of which nothing is known. */
import type { Call } from '../calls/call';
import type { Network } from '../network/network';
import type { MediaPath } from './model';

/** What tells an office, a VPN and the SBC apart. */
const telling = ['customerSubnets', 'vpnSubnets', 'sbc.public'];

export function unknownPath(call: Call | null, { told }: Network): MediaPath {
  return {
    call,
    evidence: 'unknown',
    pair: null,
    legs: [],
    lync: null,
    signalled: null,
    flows: [],
    names: [],
    client: null,
    missingSettings: telling.filter((name) => !told.has(name)).map((name) => `network.${name}`),
  };
}
