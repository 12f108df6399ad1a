/** Many hops of a call as one lane: nothing is lost, each message keeps its row. Pure. */
import type { Lane, ReplayView } from '../../../../shared/replay-view';

/** From so many hops on they are folded at first. */
const manyHops = 4;

/** Whether a call has so many hops that they may be folded. */
export function canFold({ lanes }: Pick<ReplayView, 'lanes'>): boolean {
  return hopsOf(lanes) >= manyHops;
}

/**
 * A view with one lane in place of all hops, where the first of them stood. What goes from one of them to another is a
 * message of that lane to itself.
 *
 * @param title of the lane
 */
export function foldHops(view: ReplayView, title: string): ReplayView {
  const { lanes } = view;
  const first = lanes.findIndex(({ kind }) => kind === 'hop');
  if (first === -1) return view;
  const places: number[] = [];
  const kept: Lane[] = [];
  lanes.forEach((lane, place) => {
    if (lane.kind !== 'hop') places.push(kept.push(lane) - 1);
    else if (place === first) places.push(kept.push({ kind: 'hop', title, subtitle: '', fork: null }) - 1);
    else places.push(places[first] ?? 0);
  });
  const at = (lane: number): number => places[lane] ?? 0;
  return {
    ...view,
    lanes: kept,
    rows: view.rows.map((row) => ({ ...row, from: at(row.from), to: at(row.to) })),
    media: view.media.map((bar) => ({ ...bar, lane: at(bar.lane), to: at(bar.to) })),
  };
}

/** How many hops a call has between the hosts that it is from and to. */
export function hopsOf(lanes: readonly Lane[]): number {
  return lanes.filter(({ kind }) => kind === 'hop').length;
}
