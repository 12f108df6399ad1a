/**
 * What went wrong with single checks. Whether it matters is known only at the end: an agent that was answered wrongly
 * once and completed all the same has no failure.
 */
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
}

export class Doubts {
  private readonly all: Doubt[] = [];
  private readonly counts = new Map<string, number>();

  add(session: Session, facts: DoubtFacts, place: Omit<VerdictPlace, 'fork'>): void {
    const { of: call, index: fork } = session.fork;
    // Without both descriptions nobody knows what the ends have agreed on; a refusal needs none.
    if ((call.call === null || session.isHalfKnown) && facts.id !== 'check-refused') return;
    const key = `${facts.id} ${wordsOf(facts, call.names).message}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    // A verdict names a few of the messages that show it.
    if (count <= mostOfAKind) this.all.push({ session, facts, place: { ...place, fork } });
  }

  /** Turns what is still in doubt into verdicts. */
  settle(): void {
    for (const { session, facts, place } of this.all) {
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
