import { SECOND } from '../../basics/durations';
import { addressText } from '../../ice/address';
import type { CallReplay } from '../../ice/model';
import type { Address, SessionPlace } from '../../../../shared/ice';
import { checksOf, sessionAt, timeOf } from '../packets';
import { bypassProfile, defineRule } from '../rule';
import { isSteady, rtpFrom } from './streams';

/** How long media may go on to where it went before a better path was checked. */
const retargeting = SECOND / 2;

export const rule = defineRule({
  id: 'media-early-path',
  title: 'Before a nomination the SBC does not send to the best path that was checked',
  severity: 'warning',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Early media"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, report } = subject;
    if (checksOf(subject).length === 0) return;
    const moves = movesOf(replay);
    for (const stream of rtpFrom(replay, 'sbc')) {
      if (!isSteady(stream) || sessionAt(replay, stream.of)?.lite.sbc !== true) continue;
      const own = moves.filter(({ of }) => isSame(of, stream.of));
      const nominated = own.find(({ to }) => to === 'nominated')?.at ?? Infinity;
      const until = Math.min(stream.last, nominated);
      const best = own.findLast(({ to, at }) => to === 'checked' && at + retargeting < until);
      if (best === undefined || Math.max(best.at, stream.first) + retargeting >= until) continue;
      if (addressText(best.destination) === addressText(stream.destination)) continue;
      report({
        in: stream.message,
        message:
          `Before a pair is nominated the SBC sends media to ${addressText(stream.destination)}, but the path of ` +
          `highest priority on which it received checks is ${addressText(best.destination)}. The SBC should send there.`,
      });
    }
  },
});

interface Move {
  readonly of: SessionPlace;
  readonly to: string;
  readonly destination: Address;
  /** Microseconds. */
  readonly at: number;
}

/** Where the SBC may send, from when on. */
function movesOf(replay: CallReplay): readonly Move[] {
  return replay.steps.flatMap(({ in: message, changes }) => {
    const at = timeOf(replay, message);
    return changes.flatMap((change) =>
      change.kind !== 'media' || at === null
        ? []
        : [{ of: change.of, to: change.to, destination: change.destination, at }],
    );
  });
}

function isSame(one: SessionPlace, other: SessionPlace): boolean {
  return one.fork === other.fork && one.session === other.session;
}
