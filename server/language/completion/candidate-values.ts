/** Completion of `a=candidate`: the host candidates of an ICE Lite SBC, and single fields. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { candidatePriority, TYPE_PREFERENCE } from '../../engine/ice/priority';
import { isIpv4 } from '../../engine/network/address-classes';
import { hasFlag } from '../../engine/sdp/query';
import { CANDIDATE_TRANSPORTS, CANDIDATE_TYPES } from '../knowledge/ice';
import { explained } from '../markdown';
import type { SdpCompletionPlace } from './place';
import { noProposals, snippetText, tabStop, value, type Proposal, type Proposals } from './proposal';
import { destinationOf } from './sdp-facts';

export function candidateProposals(place: SdpCompletionPlace, text: string): Proposals {
  if (/^[\w+/]*$/.test(text)) return { typed: text.length, proposals: hostCandidates(place) };
  const fields = text.split(' ');
  const last = fields.at(-1) ?? '';
  if (fields.length === 3) {
    return {
      typed: last.length,
      proposals: CANDIDATE_TRANSPORTS.map((transport) => ({
        ...value(transport.transport.toUpperCase()),
        documentation: explained(transport),
        commit: [' '],
      })),
    };
  }
  if (fields.at(-2) === 'typ') {
    return {
      typed: last.length,
      proposals: CANDIDATE_TYPES.map((type) => ({
        ...value(type.type),
        detail: type.name,
        documentation: explained(type),
      })),
    };
  }
  return fields.length === 7
    ? { typed: last.length, proposals: [{ ...value('typ'), snippet: 'typ ${1|host,srflx,prflx,relay|}' }] }
    : noProposals;
}

/** The host candidates that an ICE Lite SBC would offer for its c= and m= lines. */
export function hostCandidates(place: SdpCompletionPlace): readonly Proposal[] {
  const destination = destinationOf(place);
  const address = destination?.address ?? '198.51.100.10';
  const port = destination === null || destination.port === 0 ? 54056 : destination.port;
  const muxed = place.media !== null && hasFlag(place.media, 'rtcp-mux');
  const rtp = hostCandidate(1, address, port, destination !== null);
  const proposals = muxed ? [rtp] : [rtp, hostCandidate(2, address, port + 1, destination !== null)];
  return isIpv4(address)
    ? proposals
    : proposals.map((each) => ({ ...each, detail: 'host candidate; media bypass wants IPv4' }));
}

/** @param said whether address and port stand in the description: else they are examples to type over */
function hostCandidate(component: 1 | 2, address: string, port: number, said: boolean): Proposal {
  const priority = candidatePriority(TYPE_PREFERENCE.host, 65535, component);
  const head = `1 ${component} UDP ${priority}`;
  return {
    label: `${head} ${address} ${port} typ host`,
    kind: CompletionItemKind.Value,
    snippet: said
      ? `${head} ${snippetText(address)} ${port} typ host`
      : `${head} ${tabStop(1, address)} ${tabStop(2, String(port))} typ host`,
    detail: component === 1 ? 'RTP, from c= and m=' : 'RTCP',
  };
}
