/** The flows of "Microsoft Teams call flows" that the media of a Direct Routing call takes, from its pair. */
import type { Evidence } from '../../../shared/evidence';
import type { End } from '../../../shared/ice';
import { sameAddress } from '../network/address-classes';
import type { Network } from '../network/network';
import { isMicrosofts, networkClass, type NetworkClass } from '../network/network-class';
import { isListed } from '../network/prefix';
import type { TraceMessage } from '../traces/message';
import { isHidden, placeOf, tracesOf, type ClientPlace } from './client-place';
import { figuresOf, type FarEnd } from './figures';
import type { Flow, Leg, PathCandidate, PathEnd, PathPair } from './model';

/** What a pair is classified by. */
export interface Sighting {
  readonly pair: PathPair;
  readonly evidence: Evidence;
  readonly in: TraceMessage | null;
  /** Candidates of the endpoint that the pair is of. */
  readonly candidates: readonly PathCandidate[];
  /** Both descriptions are of ICE Lite agents: two SBCs. */
  readonly bothLite: boolean;
  /** Who sent the first packet between the two ends; null where the trace has none. */
  readonly first: End | null;
  /** The call was forwarded or transferred. */
  readonly forwarded: boolean;
}

export interface Classification {
  readonly legs: readonly Leg[];
  readonly far: FarEnd;
  /** Where the client is; null where the path has none. */
  readonly client: ClientPlace | null;
  /** Names of settings that would tell more. */
  readonly missing: readonly string[];
}

/** Classifies a pair. */
export function classify(sighting: Sighting, network: Network): Classification {
  const { pair, candidates, forwarded } = sighting;
  const farClass = networkClass(pair.teams.address, network);
  const far = farEndOf(sighting, farClass, network);
  const client = clientOf(far, pair, candidates, network);
  const place = client?.place ?? 'unknown';
  const figures =
    client === null || client.isSure || client.maybeVpn ? figuresOf(far, place, farClass, forwarded) : [];
  const make = new LegMaker(sighting, farClass, networkClass(pair.sbc.address, network), figures);
  const legs = legsOf(far, make, farClass, client);
  return {
    legs,
    far,
    client,
    missing: [...new Set([...(client?.missing ?? []), ...missingFor(far, network)])],
  };
}

/** Settings that are wanted whatever the client's place: who SBCs are, and what the VPN gives its users. */
function missingFor(far: FarEnd, { told }: Network): readonly string[] {
  switch (far) {
    case 'own-sbc':
      return [];
    case 'foreign-sbc':
      return told.has('sbc.public') ? [] : ['sbc.public'];
    default:
      return told.has('vpnSubnets') ? [] : ['vpnSubnets'];
  }
}

/** What the SBC's media goes to, by its class and its candidate. */
function farEndOf(
  { pair, candidates, bothLite }: Sighting,
  farClass: NetworkClass,
  { federatedEdges }: Network,
): FarEnd {
  // An SBC may meet itself (figure 23), whatever the settings list.
  if (farClass === 'sbc' || sameAddress(pair.teams.address, pair.sbc.address)) return 'own-sbc';
  if (isMicrosofts(farClass)) return isRelay(pair, candidates) ? 'relay' : 'server';
  if (farClass === 'edge') return 'own-edge';
  if (isListed(pair.teams.address, federatedEdges)) return 'federated-edge';
  if (bothLite) return 'foreign-sbc';
  return pair.teamsType === 'relay' ? 'foreign-relay' : 'client';
}

/** Whether an address of Microsoft's relays for a client: its candidate says so, or others of the endpoint are a client's. */
function isRelay({ teamsType }: PathPair, candidates: readonly PathCandidate[]): boolean {
  return (
    teamsType === 'relay' || candidates.some(({ type, class: of }) => type !== 'relay' && !isMicrosofts(of))
  );
}

function clientOf(
  far: FarEnd,
  { teams, base }: PathPair,
  candidates: readonly PathCandidate[],
  network: Network,
): ClientPlace | null {
  switch (far) {
    case 'client': {
      const traces = tracesOf(teams, candidates);
      const told = base === null || isHidden(base) ? null : base;
      const seen = {
        ...traces,
        mapped: teams,
        host: told ?? traces.host,
        isBase: traces.isBase || told !== null,
      };
      return asOnInternet(placeOf(seen, network), teams.address, network);
    }
    case 'relay':
    case 'foreign-relay': {
      const relay =
        candidates.find(({ type, address }) => type === 'relay' && address === teams.address) ??
        candidates.find(({ type }) => type === 'relay');
      const seenAs = relay?.related ?? base;
      return placeOf(tracesOf(seenAs === null || isHidden(seenAs) ? null : seenAs, candidates), network);
    }
    default:
      return null;
  }
}

/** A public address that the customer's networks do not have is the Internet's, whatever the client has behind its NAT. */
function asOnInternet(place: ClientPlace, address: string, network: Network): ClientPlace {
  const isOpen = place.place === 'inside' || place.place === 'unknown';
  if (!isOpen || networkClass(address, network) !== 'public') return place;
  const missing = network.told.has('customerPublic') ? [] : ['customerPublic'];
  return { ...place, place: 'outside', isSure: false, missing: [...place.missing, ...missing] };
}

/** The legs of a path, by what its far end is. */
function legsOf(
  far: FarEnd,
  make: LegMaker,
  farClass: NetworkClass,
  client: ClientPlace | null,
): readonly Leg[] {
  switch (far) {
    case 'own-sbc':
      return [make.peer('5C', 'both ends are SBCs of the customer')];
    case 'foreign-sbc':
      return [
        make.peer(null, "both ends are ICE Lite, which only SBCs are, and the far one is not the customer's"),
      ];
    case 'relay':
      return [
        make.microsoft(`the far end is a relay in ${rangesText(farClass)}`),
        make.client(client, farClass),
      ];
    case 'server':
      return [
        make.microsoft(`the far end is a media server in ${rangesText(farClass)}`),
        make.unseenClient('which way the client reaches the media server is not in this trace'),
      ];
    case 'own-edge':
      return [make.sbc('5A', [], "the far end is a media relay of the customer's Skype for Business Edge")];
    case 'federated-edge':
      return [make.sbc('2', [], 'the far end is the Edge of a federated tenant')];
    case 'foreign-relay':
      return [make.sbc(null, ['2'], "the far end is a relay that is not known to be Microsoft's")];
    case 'client':
      return [make.direct(client, farClass)];
  }
}

function rangesText(farClass: NetworkClass): string {
  switch (farClass) {
    case 'expressRoute':
      return "Microsoft's ranges that is reached over Express Route";
    case 'microsoftLegacy':
      return "an older list of Microsoft's ranges";
    default:
      return "Microsoft's media ranges";
  }
}

/** Makes legs of one sighting. */
class LegMaker {
  private readonly far: PathEnd;
  private readonly near: PathEnd;

  constructor(
    private readonly sighting: Sighting,
    farClass: NetworkClass,
    nearClass: NetworkClass,
    private readonly figures: readonly string[],
  ) {
    const { teams, sbc } = sighting.pair;
    this.far = { ...teams, class: farClass };
    // Signalling says that it is the SBC's, whatever the settings list; that it lies in the VPN says more.
    this.near = { ...sbc, class: nearClass === 'vpn' ? 'vpn' : 'sbc' };
  }

  /** Between two SBCs. */
  peer(flow: Flow | null, why: string): Leg {
    return this.leg('peer', flow, [], why, this.far, this.near);
  }

  /** Between the SBC and Microsoft: from who sent first. */
  microsoft(why: string): Leg {
    const { first } = this.sighting;
    const [own, theirs]: readonly [Flow, Flow] =
      this.far.class === 'expressRoute' ? ['1', "1'"] : ['4', "4'"];
    if (first === 'teams')
      return this.leg('sbc', theirs, [own], `${why}, and it sent the first packet`, this.far, this.near);
    const order = first === 'sbc' ? ', and the SBC sent the first packet' : '';
    return this.leg('sbc', own, [theirs], `${why}${order}`, this.near, this.far);
  }

  sbc(flow: Flow | null, alternatives: readonly Flow[], why: string): Leg {
    return this.leg('sbc', flow, alternatives, why, this.far, this.near);
  }

  /** Between the client and its relay, which the SBC does not see. */
  client(place: ClientPlace | null, farClass: NetworkClass): Leg {
    if (place === null) return this.unseenClient('the trace names no client');
    const inside: Flow = farClass === 'expressRoute' ? '1' : '4';
    const { end, why, isSure } = place;
    switch (place.place) {
      case 'tunnel':
        return this.derived("2'", [], why, end);
      case 'inside':
        return this.derived(inside, isSure ? [] : ['3'], why, end);
      case 'outside':
        return this.derived('3', [], why, end);
      case 'unknown':
        return this.derived(null, [inside, '3'], why, end);
    }
  }

  unseenClient(why: string): Leg {
    return this.derived(null, ['3', this.far.class === 'expressRoute' ? '1' : '4'], why, null);
  }

  /** Between a client and the SBC. */
  direct(place: ClientPlace | null, farClass: NetworkClass): Leg {
    const { why = 'nothing is known of the client', isSure = false } = place ?? {};
    switch (place?.place) {
      case 'tunnel':
        return this.sbc("2'", [], why);
      case 'inside':
        return this.sbc('5B', [], why);
      case 'outside':
        // No NAT lets a private address through from the Internet.
        return farClass === 'public'
          ? this.sbc('2', isSure ? [] : ['5B'], why)
          : this.sbc(null, [], `${this.far.address} is a private address in no network that was told`);
      default:
        return this.sbc(null, [], why);
    }
  }

  private derived(flow: Flow | null, alternatives: readonly Flow[], why: string, from: PathEnd | null): Leg {
    const { evidence } = this.sighting;
    const leg = this.leg('client', flow, alternatives, why, from, this.far);
    return { ...leg, evidence: flow === null ? 'unknown' : evidence === 'observed' ? 'derived' : evidence };
  }

  private leg(
    leg: Leg['leg'],
    flow: Flow | null,
    alternatives: readonly Flow[],
    why: string,
    from: PathEnd | null,
    to: PathEnd | null,
  ): Leg {
    const { evidence, in: message } = this.sighting;
    const figures = flow === null && leg !== 'client' ? [] : this.figures;
    return { leg, flow, alternatives, figures, from, to, evidence, why, in: message };
  }
}
