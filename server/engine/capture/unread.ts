/** Counts the packets of a capture of which nothing is read, by why not. What they are called is in `unread-words.ts`. */
import type { UnreadFrames } from '../basics/unread-frames';
import { type UnreadReason, unreadText } from './unread-words';

/** More kinds are told together: a capture of everything has thousands of ports. */
const MOST_TOLD = 20;
const MOST_KEPT = 4096;

export class UnreadTable {
  private readonly rows = new Map<string, { what: string; frames: number; first: number }>();
  private last = 0;

  /** Counts a packet, once, whatever else of it is not read. */
  add(reason: UnreadReason, frame: number): void {
    if (frame === this.last) return;
    this.last = frame;
    this.addAll(reason, 1, frame);
  }

  /**
   * Counts packets of which it is known only now that they hold nothing.
   *
   * @param first the first one's number
   */
  addAll(reason: UnreadReason, frames: number, first: number): void {
    const own = keyOf(reason);
    const key = this.rows.has(own) || this.rows.size < MOST_KEPT ? own : MORE;
    const row = this.rows.get(key);
    if (row === undefined) {
      const what = key === MORE ? MORE : unreadText(reason);
      this.rows.set(key, { what, frames, first });
      return;
    }
    row.frames += frames;
    row.first = Math.min(row.first, first);
  }

  /** By the number of packets; those that are fewest together, if there are many kinds. */
  list(): readonly UnreadFrames[] {
    const isKind = ({ what }: UnreadFrames): boolean => what !== MORE;
    const rows = [...this.rows.values()].sort(
      (one, other) =>
        Number(isKind(other)) - Number(isKind(one)) || other.frames - one.frames || one.first - other.first,
    );
    if (rows.length <= MOST_TOLD) return rows;
    const rest = rows.slice(MOST_TOLD - 1);
    const together = {
      what: MORE,
      frames: rest.reduce((sum, { frames }) => sum + frames, 0),
      first: rest.reduce((least, { first }) => Math.min(least, first), Infinity),
    };
    return [...rows.slice(0, MOST_TOLD - 1), together];
  }
}

const MORE = 'other kinds';

function keyOf(reason: UnreadReason): string {
  if ('number' in reason) return `${reason.kind} ${reason.number}${reason.isCut === true ? ' cut' : ''}`;
  return 'layer' in reason ? `${reason.kind} ${reason.layer}` : reason.kind;
}
