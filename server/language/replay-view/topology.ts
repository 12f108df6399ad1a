/** The hosts that a media path passes, and the legs between them, as a drawing shows them. */
import { flowWords } from '../../engine/path/flow-words';
import type { Leg, MediaPath, PathEnd } from '../../engine/path/model';
import type { PathHost, PathHostId, PathLeg, PathSegment } from '../../../shared/path-view';
import type { Range } from 'vscode-languageserver-types';
import { sentence } from '../../../shared/words';

export interface Topology {
  readonly hosts: readonly PathHost[];
  readonly legs: readonly PathLeg[];
}

/** Rules that say of a path that media must not take it. */
const forbidding: ReadonlySet<string> = new Set([
  'net-vpn-media',
  'net-vpn-hairpin',
  'net-vpn-lmo',
  'net-vpn-despite-routes',
  'net-third-party-relay',
  'net-cross-tenant-hairpin',
]);

/**
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
  const isForbidden = [...forbidding].some((id) => found.has(id));
  const legs: PathLeg[] = [];
  for (const leg of path.legs) {
    const [from, to] = endsOf(leg, path);
    put(from);
    put(to);
    const rest = { flow: leg.flow, taken: true, text: textOf(leg), range: rangeOf(leg) };
    const state = isForbidden && forbids(leg, found) ? 'forbidden' : leg.evidence;
    if (leg.from?.class !== 'vpn' && leg.to?.class !== 'vpn')
      legs.push({ from: from.id, to: to.id, state, ...rest });
    else {
      // A client in the VPN sits elsewhere: the tunnel takes its media into the customer's network first.
      put(vpn);
      const inside = from.id === 'client' ? to.id : from.id;
      legs.push({ from: 'client', to: 'vpn', state, ...rest });
      legs.push({ from: 'vpn', to: inside, state, ...rest, flow: null, text: '' });
    }
  }
  const add = (leg: PathLeg): void => {
    if (hosts.has(leg.from) && hosts.has(leg.to)) legs.push(leg);
  };
  for (const better of path.lync?.better.slice(0, 1) ?? [])
    add({
      from: 'client',
      to: hosts.has('peer') ? 'peer' : 'sbc',
      flow: null,
      state: 'possible',
      taken: false,
      text: sentence(`A direct way to ${better.address} was not taken: ${better.why}`),
      range: null,
    });
  if (found.has('net-vpn-candidate') && !hosts.has('vpn') && hosts.has('client')) {
    put(vpn);
    const state = { flow: "2'", state: 'forbidden', taken: false, text: '', range: null } as const;
    add({
      from: 'client',
      to: 'vpn',
      ...state,
      text: 'The client offers its address in the VPN; media must not go that way.',
    });
  }
  if (hosts.has('sbc')) {
    put({ id: 'pstn', segment: 'customer', title: 'PSTN', address: '' });
    add({ from: 'sbc', to: 'pstn', flow: null, state: 'unknown', taken: false, text: '', range: null });
  }
  return { hosts: [...hosts.values()], legs };
}

const vpn: PathHost = { id: 'vpn', segment: 'customer', title: 'VPN', address: '' };

/** Whether a leg is one of those that a rule forbids: the VPN's, or else all. */
function forbids({ flow, from, to }: Leg, found: ReadonlySet<string>): boolean {
  const isVpn = flow === "2'" || from?.class === 'vpn' || to?.class === 'vpn';
  return isVpn || found.has('net-third-party-relay') || found.has('net-cross-tenant-hairpin');
}

function textOf({ leg, flow, why, from, to }: Leg): string {
  const ends = [from, to].flatMap((end) => (end === null ? [] : [addressOf(end)])).join(' – ');
  const name = { sbc: "The SBC's leg", client: "The client's leg", peer: 'From end to end' }[leg];
  const what = flow === null ? 'no flow of the document' : `flow ${flow}, ${flowWords(flow)}`;
  return `${sentence(`${name}: ${what}${ends === '' ? '' : ` (${ends})`}`)} ${sentence(why)}`.trim();
}

function addressOf({ address, port }: PathEnd): string {
  return port === 0 ? address : address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function endsOf(leg: Leg, path: MediaPath): readonly [PathHost, PathHost] {
  const from = hostOf(leg.from, leg, path, 'client');
  const other = hostOf(leg.to, leg, path, leg.leg === 'client' ? 'relay' : 'sbc');
  const to: PathHost = other.id === from.id ? { ...other, id: 'peer' } : other;
  return [from, to];
}

/** @param usual what an end is that the trace does not show */
function hostOf(end: PathEnd | null, leg: Leg, path: MediaPath, usual: PathHostId): PathHost {
  if (end === null) return { id: usual, segment: segmentOf(usual), title: titleOf(usual, path), address: '' };
  const id = idOf(end, leg, path);
  const segment = end.class === 'vpn' ? 'internet' : segmentByClass(end, id);
  return { id, segment, title: end.class === 'edge' ? 'Edge' : titleOf(id, path), address: addressOf(end) };
}

function idOf({ class: kind, address }: PathEnd, { leg }: Leg, { pair }: MediaPath): PathHostId {
  switch (kind) {
    case 'sbc':
      return 'sbc';
    case 'microsoft':
    case 'microsoftLegacy':
    case 'expressRoute':
    case 'edge':
      return 'relay';
    default:
      return leg === 'sbc' && pair?.teamsType === 'relay' && pair.teams.address === address
        ? 'relay'
        : 'client';
  }
}

function segmentByClass({ class: kind }: PathEnd, id: PathHostId): PathSegment {
  switch (kind) {
    case 'microsoft':
    case 'microsoftLegacy':
    case 'expressRoute':
      return 'office365';
    case 'sbc':
    case 'edge':
    case 'customer':
    case 'customerPublic':
      return 'customer';
    default:
      return id === 'sbc' ? 'customer' : 'internet';
  }
}

function segmentOf(id: PathHostId): PathSegment {
  return id === 'relay' ? 'office365' : id === 'client' ? 'internet' : 'customer';
}

function titleOf(id: PathHostId, { pair, call }: MediaPath): string {
  switch (id) {
    case 'sbc':
      return 'SBC';
    case 'relay':
      return pair?.teamsType === 'relay' || call === null ? 'Transport Relay' : 'Media Processor';
    case 'client':
      return 'Teams client';
    case 'peer':
      return 'Other end';
    case 'vpn':
      return 'VPN';
    case 'pstn':
      return 'PSTN';
  }
}
