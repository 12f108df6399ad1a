/** The hosts that the media of a call passes, and the legs between them, as a drawing shows them. */
import type { Range } from 'vscode-languageserver-types';
import { addressText, isSamePlace } from '../../engine/ice/address';
import { isMicrosofts, type NetworkClass } from '../../engine/network/network-class';
import { flowWords } from '../../engine/path/flow-words';
import type { Flow, Leg, MediaPath, PathEnd } from '../../engine/path/model';
import type { PathHost, PathHostId, PathLeg, PathSegment } from '../../../shared/path-view';
import { sentence } from '../../../shared/words';

export interface Topology {
  readonly hosts: readonly PathHost[];
  readonly legs: readonly PathLeg[];
}

/** Rules that say of media in the tunnel that it must not be there. */
const forbidTunnel = ['net-vpn-media', 'net-vpn-hairpin', 'net-vpn-lmo', 'net-vpn-despite-routes'];
/** Rules that say so of the whole path. */
const forbidPath = ['net-third-party-relay', 'net-cross-tenant-hairpin'];

/**
 * @param path of a call
 * @param found ids of the rules that found a defect
 * @param rangeOf where a leg shows in the trace
 */
export function topologyOf(
  path: MediaPath,
  found: ReadonlySet<string>,
  rangeOf: (leg: Leg) => Range | null,
): Topology {
  const hosts = new Map<PathHostId, PathHost>();
  const put = (host: PathHost): void => {
    const known = hosts.get(host.id);
    if (known === undefined || known.address === '') hosts.set(host.id, host);
  };
  const has = (ids: readonly string[]): boolean => ids.some((id) => found.has(id));
  const legs: PathLeg[] = [];
  for (const leg of path.legs) {
    const [from, to] = [hostOf(leg.from, leg, path), hostOf(leg.to, leg, path)];
    put(from);
    put(to);
    const isForbidden = has(forbidPath) || (isTunnelled(leg) && has(forbidTunnel));
    const rest = {
      flow: leg.flow,
      state: isForbidden ? ('forbidden' as const) : leg.evidence,
      taken: true,
      text: textOf(leg),
      range: rangeOf(leg),
    };
    if (!isTunnelled(leg)) legs.push({ from: from.id, to: to.id, ...rest });
    else {
      // Who is in the VPN sits elsewhere: the tunnel takes media into the customer's network first.
      put(vpn);
      const [user, other] = leg.from?.class !== 'vpn' && leg.to?.class === 'vpn' ? [to, from] : [from, to];
      legs.push({ from: user.id, to: 'vpn', ...rest });
      legs.push({ from: 'vpn', to: other.id, ...rest, flow: null, text: '' });
    }
  }
  const add = (leg: PathLeg): void => {
    if (hosts.has(leg.from) && hosts.has(leg.to)) legs.push(leg);
  };
  const direct = path.lync?.better.find(({ class: kind }) => kind === 'udp-direct' || kind === 'udp-nat');
  if (direct !== undefined)
    add({
      from: 'client',
      to: 'sbc',
      flow: null,
      state: 'possible',
      taken: false,
      text: sentence(`A direct way to ${direct.address} would rank better: ${direct.why}`),
      range: null,
    });
  if (found.has('net-vpn-candidate') && !hosts.has('vpn') && hosts.has('client')) {
    put(vpn);
    add({
      from: 'client',
      to: 'vpn',
      flow: "2'",
      state: 'forbidden',
      taken: false,
      text: 'The client offers its address in the VPN; media must not go that way.',
      range: null,
    });
  }
  if (hosts.has('sbc')) {
    put({ id: 'pstn', segment: 'customer', title: 'PSTN', address: '' });
    add({ from: 'sbc', to: 'pstn', flow: null, state: 'unknown', taken: false, text: '', range: null });
  }
  return { hosts: [...hosts.values()], legs };
}

const vpn: PathHost = { id: 'vpn', segment: 'customer', title: 'VPN', address: '' };

function isTunnelled({ flow, from, to }: Leg): boolean {
  return flow === "2'" || from?.class === 'vpn' || to?.class === 'vpn';
}

function textOf({ leg, flow, why, from, to }: Leg): string {
  const ends = [from, to].flatMap((end) => (end === null ? [] : [addressOf(end)])).join(' – ');
  const name = { sbc: "The SBC's leg", client: "The client's leg", peer: 'From end to end' }[leg];
  const what = flow === null ? 'no flow of the document' : `flow ${flow}, ${flowWords(flow)}`;
  return `${sentence(`${name}: ${what}${ends === '' ? '' : ` (${ends})`}`)} ${sentence(why)}`.trim();
}

/** A port that nobody told is 0. */
function addressOf(end: PathEnd): string {
  return end.port === 0 ? end.address : addressText(end);
}

/** @param end null for a client that the trace does not show */
function hostOf(end: PathEnd | null, leg: Leg, path: MediaPath): PathHost {
  const id = idOf(end, leg, path);
  return {
    id,
    segment: segmentOf(id, end?.class ?? 'unknown', leg.flow),
    title: titleOf(id, end?.class ?? 'unknown', path),
    address: end === null ? '' : addressOf(end),
  };
}

/** Who it is: by the leg, as its address alone does not tell. A NAT's may be that of the SBC, too. */
function idOf(end: PathEnd | null, { leg, from }: Leg, { pair }: MediaPath): PathHostId {
  if (leg === 'client') return end === from ? 'client' : 'relay';
  if (end === null) return 'client';
  if (pair !== null && isSamePlace(end, pair.sbc)) return 'sbc';
  if (leg === 'peer') return 'peer';
  const isRelay = isMicrosofts(end.class) || end.class === 'edge' || pair?.teamsType === 'relay';
  return isRelay ? 'relay' : 'client';
}

/** Flows of which a client in the customer network has an end. */
const fromInside: ReadonlySet<Flow> = new Set<Flow>(['1', '4', '5B']);

function segmentOf(id: PathHostId, of: NetworkClass, flow: Flow | null): PathSegment | null {
  const isInside = of === 'customer' || of === 'customerPublic';
  switch (id) {
    case 'relay':
      return isMicrosofts(of) ? 'office365' : of === 'edge' ? 'customer' : 'internet';
    case 'client':
      if (flow !== null) return fromInside.has(flow) ? 'customer' : 'internet';
      return isInside ? 'customer' : of === 'public' ? 'internet' : null;
    case 'peer':
      return isInside || of === 'sbc' ? 'customer' : 'internet';
    case 'sbc':
    case 'vpn':
    case 'pstn':
      return 'customer';
  }
}

function titleOf(id: PathHostId, of: NetworkClass, { lync }: MediaPath): string {
  switch (id) {
    case 'sbc':
      return 'SBC';
    case 'relay':
      if (of === 'edge') return 'Edge';
      if (!isMicrosofts(of)) return 'Relay';
      return lync?.class === 'udp-relay' || lync?.class === 'tcp-relay'
        ? 'Transport Relay'
        : 'Media Processor';
    case 'client':
      return 'Teams client';
    case 'peer':
      return 'Other SBC';
    case 'vpn':
      return 'VPN';
    case 'pstn':
      return 'PSTN';
  }
}
