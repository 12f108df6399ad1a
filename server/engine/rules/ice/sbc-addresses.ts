/** The addresses at which an SBC wants media, and what Microsoft's side can do with them. */
import type { Described } from '../../calls/call';
import { addressClass, isIpv4, type AddressClass } from '../../network/address-classes';
import { isListed, prefixText } from '../../network/prefix';
import { attributeOf, effectiveConnection, usedStreams } from '../../sdp/query';
import { rtcpOf } from '../../sdp/rtcp';
import type { Sdp } from '../../sdp/sdp';
import { finished } from '../../basics/finished';
import { Beside } from '../../basics/memo';
import type { Token } from '../../basics/span';
import { replace } from '../edits';
import type { DescriptionSubject, Edit, Facts, Related } from '../rule';
import { candidatesByKind, candidateSections, readableCandidatesOf } from './candidates';

/** One address at which a body wants media. */
export interface MediaAddress {
  readonly address: string;
  readonly kind: AddressClass;
  /** Where it is written: in candidates first, then in `c=` and `a=rtcp`. Never empty. */
  readonly places: readonly [Token, ...Token[]];
  readonly inCandidate: boolean;
}

/** Addresses that are gathered between two slices. */
const addressesPerSlice = 5000;

/** Several rules ask, and a body may have candidates by the thousand. */
const gathered = new Beside<Sdp, readonly MediaAddress[]>();

/** The literal IPv4 addresses in candidates, `c=` and `a=rtcp` of a body's live streams, each once. */
export function mediaAddresses({ sdp }: Described): readonly MediaAddress[] {
  return gathered.get(sdp) ?? finished(gatherMediaAddressesInSlices(sdp));
}

/** {@link mediaAddresses}, of which there may be many: who asks for them later finds them gathered. */
export function* gatherMediaAddressesInSlices(sdp: Sdp): Generator<void, readonly MediaAddress[]> {
  const found = new Map<string, MediaAddress & { readonly places: [Token, ...Token[]] }>();
  const add = (token: Token, inCandidate: boolean): void => {
    const { text: address } = token;
    const known = found.get(address);
    if (known !== undefined) known.places.push(token);
    else if (isIpv4(address)) {
      const kind = addressClass(address);
      if (kind !== null) found.set(address, { address, kind, places: [token], inCandidate });
    }
  };
  for (const section of candidateSections(sdp))
    for (const [place, { address }] of candidatesByKind(section).ipv4.entries()) {
      if (place % addressesPerSlice === addressesPerSlice - 1) yield;
      add(address, true);
    }
  // A c= line of the session serves many streams.
  const others = new Set<Token>();
  for (const media of usedStreams(sdp)) {
    const connection = effectiveConnection(sdp, media)?.connection;
    if (connection !== undefined && connection !== null) others.add(connection.address);
    const rtcp = attributeOf(media, 'rtcp');
    const rtcpAddress = rtcp === null ? null : rtcpOf(rtcp).address;
    if (rtcpAddress !== null) others.add(rtcpAddress);
  }
  for (const token of others) add(token, false);
  const all = [...found.values()];
  gathered.set(sdp, all);
  return all;
}

/** Whether the body names a candidate that could be read: then its `c=` must follow the candidate. */
export function namesCandidates({ sdp }: Described): boolean {
  return readableCandidatesOf(sdp).length > 0;
}

/** Where an address is written again, for a finding at its first place. */
export function otherPlaces(body: Described, { places }: MediaAddress): readonly Related[] {
  return places.slice(1, 4).map((at) => ({ in: body, at, message: 'the same address' }));
}

/** Writes another address everywhere an address is written. */
export function replaceEverywhere({ places }: MediaAddress, address: string): readonly Edit[] {
  return places.map((place) => replace(place, address));
}

/** The one public IPv4 address that the settings name for the SBC; null for none or a choice. */
export function onlyPublicAddress({ network: { sbcPublic } }: Facts): string | null {
  const [only, ...others] = sbcPublic;
  if (only === undefined || others.length > 0) return null;
  const address = prefixText(only);
  return isIpv4(address) ? address : null;
}

/** Whether the settings name an address as one of the SBC's, public or internal. */
export function isConfigured(address: string, { network: { sbc } }: Facts): boolean {
  return isListed(address, sbc);
}

/** What makes an address of the SBC useless in a call with Microsoft's side, by the rule that says so. */
export type AddressDefect = 'private' | 'special' | 'not-configured';

/** As {@link addressDefect}, of an address as it is written; null for what is no IPv4 address. */
export function writtenAddressDefect(subject: DescriptionSubject, address: string): AddressDefect | null {
  const kind = isIpv4(address) ? addressClass(address) : null;
  return kind === null ? null : addressDefect(subject, { address, kind });
}

/** What is wrong with an IPv4 address that an SBC wants media at; null where nothing is. */
export function addressDefect(
  { body, profile, facts, staysInternal }: DescriptionSubject,
  { address, kind }: Pick<MediaAddress, 'address' | 'kind'>,
): AddressDefect | null {
  if (profile === 'rfc' || body.side !== 'sbc' || isConfigured(address, facts)) return null;
  if (kind === 'public' || kind === 'documentation') {
    return facts.network.sbcPublic.length > 0 ? 'not-configured' : null;
  }
  // Clients and relays that reach the SBC by its candidate are there with media bypass only.
  if (profile !== 'teams-bypass') return null;
  if (kind === 'private') return staysInternal ? null : 'private';
  // Providers' shared addresses serve as private ones in large networks.
  if (kind === 'shared' && staysInternal) return null;
  return 'special';
}
