/**
 * What happened on trunks where not all before is judged yet. There may be very much of it: where media uses ports in turn,
 * or a call goes on all day, calls are judged after others that stand far behind them.
 */
import type { ChunkStore } from '../basics/packed-octets';
import type { PlacedEvent } from '../rules/lint-trunk';
import { PackedBlocks } from '../trace-text/block-store';
import type { ToldPlace } from './judge';

/** An event as JSON: it takes half as much so. */
interface LaterEvent {
  readonly start: number;
  /** Where it is one of many its place among those that are put away. */
  readonly packed: string | number;
}

/** Characters of trace text whose events are looked through together. */
const STRETCH = 1 << 20;
/** So many events, some 7 MB, wait at hand; of usual traces no more do. */
const AT_HAND = 10_000;

export class LaterEvents {
  /** By stretches. */
  private readonly waiting = new Map<number, LaterEvent[]>();
  private readonly away: PackedBlocks;
  private atHand = 0;
  private putAway = 0;

  /** @param chunks take the events that are too many to wait at hand, until all are taken out */
  constructor(chunks: ChunkStore) {
    this.away = new PackedBlocks(chunks);
  }

  add(placed: PlacedEvent<ToldPlace>): void {
    const { start } = placed.place.range;
    const event = { start, packed: this.pack(JSON.stringify(placed)) };
    const stretch = stretchOf(start);
    const known = this.waiting.get(stretch);
    if (known === undefined) this.waiting.set(stretch, [event]);
    else known.push(event);
  }

  /** Takes out what stands before a place of the trace text, in its order, one by one. */
  *takeBefore(place: number): Generator<PlacedEvent<ToldPlace>> {
    const taken: LaterEvent[] = [];
    for (const [stretch, events] of this.waiting) {
      if (stretch > stretchOf(place)) continue;
      const left: LaterEvent[] = [];
      for (const event of events) (event.start < place ? taken : left).push(event);
      if (left.length === 0) this.waiting.delete(stretch);
      else this.waiting.set(stretch, left);
    }
    taken.sort((one, other) => one.start - other.start);
    for (const { packed } of taken) yield JSON.parse(this.unpack(packed)) as PlacedEvent<ToldPlace>;
  }

  private pack(json: string): string | number {
    if (this.atHand < AT_HAND) {
      this.atHand++;
      return json;
    }
    this.away.add(json);
    return this.putAway++;
  }

  private unpack(packed: string | number): string {
    if (typeof packed === 'number') return this.away.text(packed);
    this.atHand--;
    return packed;
  }
}

function stretchOf(place: number): number {
  return Math.floor(place / STRETCH);
}
