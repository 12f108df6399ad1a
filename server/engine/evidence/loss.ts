/** How many packets a capture misses, by the numbers of its media and by answers to what was never asked. */
import type { Flows } from './flows';

/** Fewer packets say nothing of a rate. */
const LEAST_PACKETS = 50;
const LEAST_EXCHANGES = 4;

/** The highest share of packets that any direction misses, 0 to 1: lost on the way or by the capture. */
export function lossOf(flows: Flows): number {
  let highest = 0;
  for (const { there, back } of flows.conversations()) {
    for (const direction of [there, back]) {
      if (direction === null) continue;
      const { media, lost } = direction;
      if (media >= LEAST_PACKETS) highest = Math.max(highest, lost / (media + lost));
    }
    if (back === null) continue;
    for (const [asking, answering] of [
      [there, back],
      [back, there],
    ] as const) {
      const unasked = [...answering.answers.keys()].filter((id) => !asking.asked.has(id)).length;
      if (answering.answers.size >= LEAST_EXCHANGES)
        highest = Math.max(highest, unasked / answering.answers.size);
    }
  }
  return highest;
}
