/**
 * What happened on trunks where not all before is judged yet. There may be very much of it: where media uses ports in turn,
 * calls are judged with others that stand far before them.
 */
import type { PlacedEvent } from '../rules/lint-trunk';
import type { ToldPlace } from './judge';

/** Packed, so that it takes half as much. */
interface LaterEvent {
  readonly start: number;
  readonly packed: string;
}

/** Characters of trace text whose events are looked through together. */
const STRETCH = 1 << 20;

export class LaterEvents {
  /** By stretches. */
  private readonly waiting = new Map<number, LaterEvent[]>();

  add(placed: PlacedEvent<ToldPlace>): void {
    const { start } = placed.place.range;
    const event = { start, packed: JSON.stringify(placed) };
    const stretch = stretchOf(start);
    const known = this.waiting.get(stretch);
    if (known === undefined) this.waiting.set(stretch, [event]);
    else known.push(event);
  }

  /** Takes out what stands before a place of the trace text, in its order. */
  takeBefore(place: number): readonly PlacedEvent<ToldPlace>[] {
    const taken: LaterEvent[] = [];
    for (const [stretch, events] of this.waiting) {
      if (stretch > stretchOf(place)) continue;
      const left: LaterEvent[] = [];
      for (const event of events) (event.start < place ? taken : left).push(event);
      if (left.length === 0) this.waiting.delete(stretch);
      else this.waiting.set(stretch, left);
    }
    taken.sort((one, other) => one.start - other.start);
    return taken.map(({ packed }) => JSON.parse(packed) as PlacedEvent<ToldPlace>);
  }
}

function stretchOf(place: number): number {
  return Math.floor(place / STRETCH);
}
