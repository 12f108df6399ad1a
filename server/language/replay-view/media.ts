/** Streams of media as bars beside the lane of their sender. */
import { otherParty } from '../../../shared/calls';
import { otherEnd } from '../../../shared/ice';
import { acceptedBy } from '../../engine/calls/answer';
import { MediaJudge, type JudgedFlow } from '../../engine/ice/media-judgement';
import { addressText } from '../../engine/ice/address';
import type { CallReplay, MediaReplay, SessionReplay, StreamStretch } from '../../engine/ice/model';
import { isSecureProfile } from '../../engine/sdp/query';
import type { TraceMessage } from '../../engine/traces/message';
import type { MediaBar, Row } from '../../../shared/replay-view';
import type { Lanes } from './lanes';
import { sbcPartyOfPstn } from './pstn';
import { replayOfCall } from './replays';
import { plain, type Scene } from './scene';
import { sentence } from '../../../shared/words';

/** A stream with the judgement of where it goes. */
export interface MediaFlow extends JudgedFlow {
  readonly stream: MediaReplay;
  readonly session: SessionReplay;
  readonly stretches: readonly StreamStretch[];
}

/** The streams of RTP of a call by their messages. */
export function flowsOf(scene: Scene, replay: CallReplay): ReadonlyMap<TraceMessage, MediaFlow> {
  const drafts = replay.media.flatMap((stream) => {
    const { kind, of, sender, source, destination, first, last, message } = stream;
    const session = replay.forks[of.fork]?.sessions[of.session];
    if (kind !== 'rtp' || session === undefined) return [];
    const teams = sender === 'teams' ? source : destination;
    return [{ stream, session, of, sender, message, teams, first, last }];
  });
  if (drafts.length === 0) return new Map();
  const forks = replay.forks.map(({ active, sessions }, fork) => ({
    name: scene.forkName(fork),
    active,
    sessions,
  }));
  const answer = replay.call === null ? null : acceptedBy(replay.call.messages);
  const judge = new MediaJudge(forks, replay.steps, drafts, answer, scene.clock);
  return new Map(drafts.map((draft) => [draft.message, { ...draft, stretches: judge.judge(draft) }]));
}

/** Whether a description of the session wants SRTP. */
export function isSecure({ descriptions, stream }: Pick<SessionReplay, 'descriptions' | 'stream'>): boolean {
  return (['sbc', 'teams'] as const).some((end) => {
    const media = descriptions[end]?.body.sdp.media[stream];
    return media !== undefined && isSecureProfile(media);
  });
}

export function mediaBars(
  scene: Scene,
  lanes: Lanes,
  flows: ReadonlyMap<TraceMessage, MediaFlow>,
  rows: readonly Row[],
  rowOf: ReadonlyMap<TraceMessage, number>,
): readonly MediaBar[] {
  const times = rows.map(({ at }) => at ?? 0);
  const own = [...flows.values()].map((flow) => {
    const { sender, of } = flow;
    const other = otherEnd(sender);
    return {
      ...barOf(scene, flow, times, rowOf.get(flow.message) ?? null),
      sender,
      lane: lanes.media(sender, of.fork),
      to: lanes.media(other, of.fork),
      fork: of.fork,
    };
  });
  return [...own, ...pstnBars(scene, lanes, times)];
}

/** Media of the PSTN leg. */
function pstnBars(scene: Scene, lanes: Lanes, times: readonly number[]): readonly MediaBar[] {
  const { pstn, view, replay } = scene;
  const other = pstn === null ? null : replayOfCall(view, pstn);
  if (pstn === null || other === null) return [];
  const sbc = sbcPartyOfPstn(pstn, replay);
  const pstnLane = lanes.pstn(otherParty(sbc));
  const sbcLane = lanes.pstn(sbc);
  return [...flowsOf(scene, other).values()].map((flow) => {
    // In the replay of that leg the end called `sbc` may be the other one.
    const isOfSbc = (flow.sender === 'sbc') === (other.sbcParty === sbc);
    return {
      ...barOf(scene, flow, times, null),
      sender: isOfSbc ? ('sbc' as const) : ('pstn' as const),
      lane: isOfSbc ? sbcLane : pstnLane,
      to: isOfSbc ? pstnLane : sbcLane,
      fork: null,
    };
  });
}

type Bar = Omit<MediaBar, 'sender' | 'lane' | 'to' | 'fork'>;

/** @param row of its first packet; null where the ladder does not show it */
function barOf(
  scene: Scene,
  { stream, session, stretches, message, first, last }: MediaFlow,
  times: readonly number[],
  row: number | null,
): Bar {
  const { packets, protection, destination } = stream;
  const [begins, ends] = [scene.since(first), scene.since(last)];
  const begin = row ?? lastUpTo(times, begins ?? 0);
  return {
    begins,
    ends,
    rows: [begin, Math.max(begin, ends === null ? times.length - 1 : lastUpTo(times, ends))],
    label: `${isSecure(session) ? 'SRTP' : 'RTP'} ${packets === 1 ? '1 packet' : `${packets} packets`}`,
    protection: plain(protection?.message ?? ''),
    stretches: stretches.map((stretch) => ({
      begins: scene.since(stretch.first),
      ends: scene.since(stretch.last),
      destination: plain(addressText(destination)),
      judgement: stretch.judgement,
      why: sentence(plain(stretch.why)),
    })),
    range: scene.rangeOf(message),
  };
}

/** The last row that begins up to a time; rows are in order. */
function lastUpTo(times: readonly number[], end: number): number {
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle] ?? 0) <= end) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
