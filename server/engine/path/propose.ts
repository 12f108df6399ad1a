/**
 * Settings of the network that a trace speaks for. What an address is used for is seen; whose a private address or the
 * address behind a NAT is, is not, and stays a choice of the user.
 */
import { addressClass, isPrivate } from '../network/address-classes';
import { networkClass } from '../network/network-class';
import type { Network } from '../network/network';
import type { TraceMessage } from '../traces/message';
import type { MediaPath, PathCandidate } from './model';

/** Lists of the settings' object `network` that are proposed. */
export type ProposedList =
  | 'sbc.public'
  | 'sbc.internal'
  | 'customerSubnets'
  | 'customerPublic'
  | 'vpnSubnets'
  | 'onPremEdge'
  | 'anycast';

export interface ProposedValue {
  readonly list: ProposedList;
  readonly value: string;
  /** `seen`: its use shows; `choice`: it may as well belong elsewhere, and the user decides. */
  readonly certainty: 'seen' | 'choice';
  /** What speaks for it: clauses without full stops, the telling ones first. */
  readonly why: readonly string[];
  /** Where it shows first; null where no message does. */
  readonly in: TraceMessage | null;
}

/** An address behind a NAT: the object `network.sbc.natMap`. */
export interface ProposedNat {
  readonly internal: string;
  readonly public: string;
}

export interface Proposal {
  /** By list, in order of {@link proposedLists}; each value once. */
  readonly values: readonly ProposedValue[];
  readonly nats: readonly ProposedNat[];
}

/** More reasons than these say no more. */
const MOST_REASONS = 3;

/** In this order they are proposed. */
export const proposedLists: readonly ProposedList[] = [
  'sbc.public',
  'sbc.internal',
  'vpnSubnets',
  'customerSubnets',
  'customerPublic',
  'onPremEdge',
  'anycast',
];

/** What the paths of a trace speak for; addresses that the settings already place are left out. */
export function proposeSettings(paths: readonly MediaPath[], network: Network): Proposal {
  const found = paths.flatMap((path) => [...ofSbc(path, network), ...ofCandidates(path), ...ofClient(path)]);
  return { values: merged(found), nats: natsOf(paths) };
}

function merged(found: readonly ProposedValue[]): readonly ProposedValue[] {
  const byValue = new Map<string, ProposedValue>();
  // The SBC's own address is no client's, whoever offers it.
  const own = new Set(found.filter(({ list }) => list.startsWith('sbc.')).map(({ value }) => value));
  for (const each of found) {
    if (!each.list.startsWith('sbc.') && own.has(each.value)) continue;
    const key = `${each.list} ${each.value}`;
    const known = byValue.get(key);
    byValue.set(key, known === undefined ? each : joined(known, each));
  }
  return [...byValue.values()].sort((a, b) => proposedLists.indexOf(a.list) - proposedLists.indexOf(b.list));
}

function joined(known: ProposedValue, other: ProposedValue): ProposedValue {
  const why = [...new Set([...known.why, ...other.why])].slice(0, MOST_REASONS);
  return {
    ...known,
    certainty: known.certainty === 'seen' || other.certainty === 'seen' ? 'seen' : 'choice',
    why,
    in: known.in ?? other.in,
  };
}

function ofSbc({ signalled, call }: MediaPath, network: Network): readonly ProposedValue[] {
  if (signalled === null || call === null || !isTeams(call.profile.name)) return [];
  const { sbcMedia, sbc, sbcName } = signalled;
  const shown = signalled.in;
  const named = (sbcName?.addresses ?? []).map(
    (address) => [address, `it sends as ${sbcName?.name ?? ''}, the name in its Contact`] as const,
  );
  return [
    ...(sbcMedia === null ? [] : [[sbcMedia.address, 'its SDP describes media here'] as const]),
    ...(sbc === null ? [] : [[sbc.address, 'its SIP comes from here'] as const]),
    ...named,
  ].flatMap(([address, why]): readonly ProposedValue[] => {
    const kind = kindOf(address);
    if (kind === null || networkClass(address, network) === 'sbc') return [];
    const list = kind === 'public' ? 'sbc.public' : 'sbc.internal';
    return [{ list, value: address, certainty: 'seen', why: [`the SBC: ${why}`], in: shown }];
  });
}

function isTeams(profile: string): boolean {
  return profile !== 'rfc';
}

/**
 * Whether the Internet routes to an address, or would: redacted traces have addresses of documentation in their place.
 * Null for what is neither public nor private.
 */
function kindOf(address: string): 'public' | 'private' | null {
  const found = addressClass(address);
  if (found === 'public' || found === 'documentation') return 'public';
  return isPrivate(address) ? 'private' : null;
}

/** Base addresses may be an office, a home or a VPN; a reflexive one the NAT of an office, of a home or of a VPN. */
function ofCandidates({ signalled }: MediaPath): readonly ProposedValue[] {
  return (signalled?.candidates ?? []).flatMap((candidate): readonly ProposedValue[] => {
    const { address, type, related, class: found } = candidate;
    const kind = kindOf(address);
    const isOpen = found === 'unknown' || found === 'special' || found === 'public';
    if (kind === null || !isOpen) return [];
    if (type === 'relay') return kind === 'public' ? [relayOf(candidate)] : [];
    if (kind === 'private') return [insideOf(candidate)];
    if (type !== 'srflx' && type !== 'prflx') return [];
    const behind = related === null ? 'a client' : `the client ${related.address}`;
    return [
      choice(candidate, 'customerPublic', `the Internet sees ${behind} as it: an office's NAT, or a home's`),
    ];
  });
}

function insideOf(candidate: PathCandidate): ProposedValue {
  const seen = candidate.fate === 'selected' ? ', and media went over it' : '';
  return choice(
    candidate,
    'customerSubnets',
    `a client offers it as its own address${seen}: an office, a home, or a VPN (vpnSubnets)`,
  );
}

function relayOf(candidate: PathCandidate): ProposedValue {
  return choice(
    candidate,
    'onPremEdge',
    "a client offers it as its relay, and it is none of Microsoft's: an own Edge, or one of another tenant (federatedEdges)",
  );
}

function choice(candidate: PathCandidate, list: ProposedList, why: string): ProposedValue {
  return { list, value: candidate.address, certainty: 'choice', why: [why], in: candidate.in };
}

/** How VPN products name their adapters: a hint that only a proposal may use. */
const vpnNames =
  /vpn|anyconnect|pangp|globalprotect|forti|zscaler|wireguard|pulse|juniper|netextender|check ?point|wan miniport|\bras\b|^(?:utun|tun|tap|ppp|wg|ipsec)\d*$|\btap-/i;

function ofClient({ client }: MediaPath): readonly ProposedValue[] {
  if (client === null) return [];
  const ofAdapters = client.adapters.flatMap((adapter): readonly ProposedValue[] => {
    const { address, interface: name, class: found } = adapter;
    const kind = kindOf(address);
    if (kind === null || (found !== 'unknown' && found !== 'special' && found !== 'public')) return [];
    const at = name === null ? 'the client' : `the client on ${name}`;
    const isVpn = name !== null && vpnNames.test(name);
    if (isVpn) {
      const why = `${at}, which is named like a VPN's adapter; its range is wider than this address`;
      return [{ list: 'vpnSubnets', value: address, certainty: 'seen', why: [why], in: null }];
    }
    const why = `${at}: an office, a home, or a VPN (vpnSubnets)`;
    return kind === 'private'
      ? [{ list: 'customerSubnets', value: address, certainty: 'choice', why: [why], in: null }]
      : [];
  });
  const reflexive = client.adapters.flatMap(({ address, reflexive: seen }): readonly ProposedValue[] => {
    if (seen === null || kindOf(seen) !== 'public') return [];
    const why = `the Internet sees the client ${address} as it: an office's NAT, or a home's`;
    return [{ list: 'customerPublic', value: seen, certainty: 'choice', why: [why], in: null }];
  });
  const anycast = client.anycast
    .filter(({ by }) => by === 'name' || by === 'behaviour')
    .map(({ address, why, in: shown }): ProposedValue => ({
      list: 'anycast',
      value: address,
      certainty: 'seen',
      why: [why],
      in: shown,
    }));
  return [...ofAdapters, ...reflexive, ...anycast];
}

function natsOf(paths: readonly MediaPath[]): readonly ProposedNat[] {
  const nats = new Map<string, ProposedNat>();
  for (const { signalled } of paths) {
    const nat = signalled?.behindNat ?? null;
    if (nat === null) continue;
    const ends = [nat.described, nat.seen];
    const inside = ends.find((address) => kindOf(address) === 'private');
    const outside = ends.find((address) => kindOf(address) === 'public');
    if (inside !== undefined && outside !== undefined)
      nats.set(inside, { internal: inside, public: outside });
  }
  return [...nats.values()];
}
