/** The candidates that Teams' endpoints offered in a call, TCP's too, and what became of each. */
import type { Address, PairType } from '../../../shared/ice';
import { isSamePlace } from '../ice/address';
import type { IceDescription } from '../ice/description';
import type { CallReplay, CheckReplay } from '../ice/model';
import type { Network } from '../network/network';
import { networkClass } from '../network/network-class';
import { candidatesOf } from '../sdp/query';
import type { Candidate } from '../sdp/candidate';
import { endKey } from './flows';
import type { ChosenPair } from './pair';
import type { CandidateFate, PathCandidate } from './model';

/** More of a description are not looked at: nobody gathers so many. */
const MOST_CANDIDATES = 100;

/** All candidates of Teams' side, of each description once, that of the path's own session first. */
export function candidatesIn(
  replay: CallReplay,
  chosen: ChosenPair | null,
  network: Network,
): readonly PathCandidate[] {
  const first = chosen?.session.descriptions.teams ?? null;
  const own = first ?? answererIn(replay);
  const fates = new Fates(replay, chosen);
  const seen = new Set<unknown>();
  return [first, ...descriptionsIn(replay)].flatMap((description) => {
    if (description === null || seen.has(sectionOf(description))) return [];
    seen.add(sectionOf(description));
    return read(replay, description, description === own).map(({ fields, ...candidate }) => ({
      ...candidate,
      class: networkClass(candidate.address, network),
      fate: candidate.isOwn ? fates.of(candidate) : fates.ofOther(candidate),
      at: fields.line,
    }));
  });
}

function sectionOf({ body, stream }: IceDescription): unknown {
  return body.sdp.media[stream];
}

function descriptionsIn({ forks }: CallReplay): readonly (IceDescription | null)[] {
  return forks.flatMap(({ main, sessions }) =>
    sessions
      .filter(({ stream }) => stream === main?.stream)
      .map(({ descriptions }) => descriptions.teams)
      .reverse(),
  );
}

/** Without a pair, the endpoint that the path is asked of is the one that answered. */
function answererIn({ forks }: CallReplay): IceDescription | null {
  const fork = forks.find(({ active }) => active) ?? (forks.length === 1 ? forks[0] : undefined);
  return fork?.main?.descriptions.teams ?? null;
}

type Unjudged = Omit<PathCandidate, 'class' | 'fate' | 'at'> & { readonly fields: Candidate };

function read({ call }: CallReplay, { body, stream }: IceDescription, isOwn: boolean): readonly Unjudged[] {
  const section = body.sdp.media[stream];
  const message = call?.messages[body.place]?.message;
  if (section === undefined || message === undefined) return [];
  return candidatesOf(section)
    .slice(0, MOST_CANDIDATES)
    .flatMap((fields) => {
      const { componentValue, portValue, raddr, rportValue, transport } = fields;
      if (componentValue !== 1 || portValue === null) return [];
      return [
        {
          address: fields.address.text.toLowerCase(),
          port: portValue,
          type: typeOf(fields.type.text),
          transport: transport.text.toUpperCase() === 'UDP' ? ('udp' as const) : ('tcp' as const),
          related: raddr === null ? null : { address: raddr.text.toLowerCase(), port: rportValue ?? 0 },
          isOwn,
          in: message,
          fields,
        },
      ];
    });
}

function typeOf(text: string): PairType {
  const type = text.toLowerCase();
  return type === 'host' || type === 'srflx' || type === 'prflx' || type === 'relay' ? type : 'unknown';
}

/** What checks tell of candidates. */
class Fates {
  private readonly selected: Address | null;
  private readonly checks = new Map<string, CheckReplay[]>();

  constructor({ checks }: CallReplay, chosen: ChosenPair | null) {
    this.selected = chosen?.pair.teams ?? null;
    for (const check of checks) {
      const key = endKey(check.sender === 'teams' ? check.source : check.destination);
      const known = this.checks.get(key);
      if (known === undefined) this.checks.set(key, [check]);
      else known.push(check);
    }
  }

  of(candidate: Address): CandidateFate {
    if (this.selected !== null && isSamePlace(this.selected, candidate)) return 'selected';
    return this.ofOther(candidate);
  }

  ofOther(candidate: Address): CandidateFate {
    const checks = this.checks.get(endKey(candidate)) ?? [];
    const responses = checks.flatMap((check) => check.responses);
    if (checks.length === 0) return 'no check seen';
    if (responses.some(({ stun }) => stun.class === 'success')) return 'answered, not nominated';
    return responses.length > 0 ? 'failed' : 'no response';
  }
}
