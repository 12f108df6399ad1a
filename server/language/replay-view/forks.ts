/** Forks with their sessions, pairs and candidates, as they ended. */
import { addressText } from '../../engine/ice/address';
import type { ForkReplay, PairReplay, SessionReplay } from '../../engine/ice/model';
import type { End } from '../../../shared/ice';
import type { IceDescription } from '../../engine/ice/description';
import { candidateOf } from '../../engine/sdp/candidate';
import { attributesOf } from '../../engine/sdp/query';
import type { CandidateView, ForkView, PairView, SessionView } from '../../../shared/replay-view';
import type { PairType } from '../../../shared/ice';
import { rangeIn } from '../view';
import { nameOfFork, plain, type Scene } from './scene';

/** Candidates of one description that are listed; a hostile one has thousands. */
const mostCandidates = 100;

export function forksOf(scene: Scene): readonly ForkView[] {
  const { forks } = scene.replay;
  return forks.map((fork, place) => forkOf(scene, fork, forks.length > 1 ? nameOfFork(place) : 'call'));
}

function forkOf(scene: Scene, { toTag, active, sessions, main }: ForkReplay, name: string): ForkView {
  return {
    name,
    toTag: toTag === null ? null : plain(toTag),
    active,
    sessions: sessions.map((session) => sessionOf(scene, session, sessions)),
    main: main === null ? null : sessions.indexOf(main),
    state: main?.state ?? 'idle',
    nominated: main?.nominated ?? null,
  };
}

function sessionOf(scene: Scene, session: SessionReplay, all: readonly SessionReplay[]): SessionView {
  const { media, stream, generation, ufrag, lite, controlling, state, evidence, pairs, descriptions } =
    session;
  const sameMedia = all.some((other) => other.media === media && other.stream !== stream);
  const several = all.some((other) => other.stream === stream && other.generation !== generation);
  const title = [
    plain(media),
    ...(sameMedia ? [`m-line ${stream + 1}`] : []),
    ...(several ? [`generation ${generation}`] : []),
  ].join(', ');
  return {
    title,
    generation,
    ufrag: {
      sbc: ufrag.sbc === null ? null : plain(ufrag.sbc),
      teams: ufrag.teams === null ? null : plain(ufrag.teams),
    },
    lite,
    controlling,
    state,
    evidence,
    pairs: pairs.map(pairOf),
    candidates: (['teams', 'sbc'] as const).flatMap((end) => candidatesOf(scene, end, descriptions[end])),
  };
}

function pairOf(pair: PairReplay): PairView {
  const { id, component, teams, teamsType, base, sbc, priority, state, nominated, evidence } = pair;
  return {
    id,
    component,
    teams: plain(addressText(teams)),
    teamsType,
    base: base === null ? null : plain(addressText(base)),
    sbc: plain(addressText(sbc)),
    priority: priority === null ? null : String(priority),
    state,
    nominated,
    evidence,
    requests: pair.requests,
    responses: pair.responses,
  };
}

function candidatesOf(scene: Scene, end: End, description: IceDescription | null): readonly CandidateView[] {
  const media = description?.body.sdp.media[description.stream];
  const message = description === null ? undefined : scene.call?.messages[description.body.place]?.message;
  if (media === undefined || message === undefined) return [];
  return attributesOf(media, 'candidate')
    .slice(0, mostCandidates)
    .flatMap((line): readonly CandidateView[] => {
      const { foundation, componentValue, transport, priorityValue, address, portValue, type } =
        candidateOf(line);
      if (componentValue === null || portValue === null) return [];
      return [
        {
          end,
          address: plain(addressText({ address: address.text, port: portValue })),
          type: typeOf(type.text),
          component: componentValue,
          transport: plain(transport.text),
          priority: priorityValue,
          foundation: plain(foundation.text),
          range: rangeIn(scene.view, message, line),
        },
      ];
    });
}

const types: readonly PairType[] = ['host', 'srflx', 'prflx', 'relay'];

function typeOf(text: string): PairType {
  return types.find((type) => type === text.toLowerCase()) ?? 'unknown';
}
