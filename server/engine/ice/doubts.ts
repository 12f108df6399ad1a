/**
 * What went wrong with single checks. Whether it matters is known only at the end: an agent that was answered wrongly
 * once and completed all the same has no failure.
 */
import type { TraceEvidence } from '../evidence/evidence';
import type { VerdictPlace } from './journal';
import type { Session } from './session';
import { isLasting, wordsOf, type AbsenceId, type VerdictFacts } from './verdicts/index';
import type { VerdictId } from './verdicts/ids';

/** Of what was seen; what was not is judged at the end of the trace. */
type DoubtFacts = VerdictFacts<Exclude<VerdictId, AbsenceId>>;

interface Doubt {
  readonly session: Session;
  readonly facts: DoubtFacts;
  readonly place: VerdictPlace;
  readonly isCleared: (evidence: TraceEvidence) => boolean;
}

export class Doubts {
  private readonly all: Doubt[] = [];
  private readonly counts = new Map<string, number>();

  /** @param isCleared whether what comes later, or what the trace does not show, leaves no doubt */
  add(
    session: Session,
    facts: DoubtFacts,
    place: Omit<VerdictPlace, 'fork'>,
    isCleared: Doubt['isCleared'] = () => false,
  ): void {
    const { of: call, index: fork } = session.fork;
    // Without both descriptions nobody knows what the ends have agreed on; a refusal needs none.
    if ((call.call === null || session.isHalfKnown) && facts.id !== 'check-refused') return;
    const key = `${facts.id} ${wordsOf(facts, call.names).message}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    // A verdict names a few of the messages that show it.
    if (count <= mostOfAKind) this.all.push({ session, facts, place: { ...place, fork }, isCleared });
  }

  /** Turns what is still in doubt into verdicts. */
  settle(evidence: TraceEvidence): void {
    for (const { session, facts, place, isCleared } of this.all) {
      if (isCleared(evidence)) continue;
      const { journal, call } = session.fork.of;
      if (call === null && session.pairs.some(({ firstSuccess }) => firstSuccess !== null)) continue;
      // What stood in the way of a session that completed, and failed later, did not.
      const { completedBy } = session;
      const isOvercome = completedBy !== null && place.in.index < completedBy.index;
      if (session.state !== 'completed' && !isOvercome) journal.verdict(facts, place);
      else if (isLasting(facts.id)) journal.lesserDoubt(facts, place);
    }
  }
}

const mostOfAKind = 20;
