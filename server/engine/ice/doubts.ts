/**
 * What went wrong with single checks. Whether it matters is known only at the end: an agent that was answered wrongly
 * once and completed all the same has no failure.
 */
import type { VerdictNote } from './journal';
import type { VerdictId } from './model';
import type { Session } from './session';

/** What stays worth telling of a session that completed. */
const lasting: ReadonlySet<VerdictId> = new Set([
  'asymmetric-response',
  'unknown-attribute-rejected',
  'wrong-mapped-address',
]);

export class Doubts {
  private readonly notes: { readonly session: Session; readonly note: VerdictNote }[] = [];
  private readonly counts = new Map<string, number>();

  add(session: Session, note: VerdictNote): void {
    // Without descriptions nobody knows what the ends have agreed on.
    if (session.fork.of.call === null) return;
    const key = `${note.id} ${note.message}`;
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    // A verdict names a few of the messages that show it.
    if (count <= mostOfAKind) this.notes.push({ session, note });
  }

  /** Turns what is still in doubt into verdicts. */
  settle(): void {
    for (const { session, note } of this.notes) {
      const { journal } = session.fork.of;
      if (session.state !== 'completed') journal.verdict(note);
      else if (lasting.has(note.id)) journal.verdict({ ...note, severity: 'warning' });
    }
  }
}

const mostOfAKind = 20;
