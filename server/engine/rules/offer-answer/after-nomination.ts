/** Later offers of a session whose pair the packets show as nominated (RFC 8839 §4.4.1.2.2). */
import type { End } from '../../../../shared/ice';
import type { Body } from '../../calls/call';
import { describeStreams, type IceDescription } from '../../ice/description';
import type { SelectedPair, SessionReplay } from '../../ice/model';
import { USE_CANDIDATE } from '../../stun/attributes';
import { hasStunAttribute } from '../../stun/message';
import type { TraceMessage } from '../../traces/message';
import { sessionAt } from '../packets';
import type { PacketSubject } from '../rule';

export interface LaterOffer {
  readonly body: Body;
  readonly message: TraceMessage;
  readonly description: IceDescription;
  readonly selected: SelectedPair;
  /** The answer to the check that nominated it. */
  readonly nominated: TraceMessage;
}

/** The offers of an end that go on with a session behind its nomination. One that restarts ICE begins another session. */
export function offersAfterNomination({ replay, call }: PacketSubject, end: End): readonly LaterOffer[] {
  const offers = call.bodies.filter(
    ({ role, initial, isCut, party }) =>
      role === 'offer' && initial === false && !isCut && (party === replay.sbcParty) === (end === 'sbc'),
  );
  if (offers.length === 0) return [];
  return [...nominations(replay)].flatMap(([session, { selected, nominated, toTag }]) =>
    offers.flatMap((body): readonly LaterOffer[] => {
      const message = call.messages[body.place]?.message;
      const description = describeStreams(body).find(({ stream }) => stream === session.stream);
      if (message === undefined || description === undefined) return [];
      if (message.index <= nominated.index || (toTag !== null && body.toTag !== toTag)) return [];
      return description.ufrag !== null && description.ufrag === session.ufrag[end]
        ? [{ body, message, description, selected, nominated }]
        : [];
    }),
  );
}

interface Nomination {
  readonly selected: SelectedPair;
  readonly nominated: TraceMessage;
  readonly toTag: string | null;
}

/** Sessions and what answered the first check that nominated the pair in force. */
function nominations(replay: PacketSubject['replay']): ReadonlyMap<SessionReplay, Nomination> {
  const found = new Map<SessionReplay, Nomination>();
  for (const { of, stun, pair, responses } of replay.checks) {
    const session = sessionAt(replay, of);
    if (session === null || session.selected === null || found.has(session)) continue;
    const answer = responses.find(({ stun: { class: kind } }) => kind === 'success');
    const way = session.pairs.find(({ id }) => id === pair);
    if (answer === undefined || way?.nominated !== true || !hasStunAttribute(stun, USE_CANDIDATE)) continue;
    found.set(session, {
      selected: session.selected,
      nominated: answer.message,
      toTag: replay.forks[of.fork]?.toTag ?? null,
    });
  }
  return found;
}
