/** Milliseconds of processor time that this process has used: unlike a clock, deaf to what else the machine does. */
export function cpuTime(): number {
  return process.cpuUsage().user / 1000;
}

/**
 * Milliseconds of processor time of the quickest of a few runs: a first run compiles, and a busy machine makes any single
 * one slow. Runs once where that is quick enough already.
 */
export function quickest(run: () => void, enough = 500): number {
  let best = Infinity;
  for (let times = 0; times < 4 && best >= enough; times++) {
    const began = cpuTime();
    run();
    best = Math.min(best, cpuTime() - began);
  }
  return best;
}
