/** Runs long work in slices, so that messages from the editor are heard between them. */

/** Says whether the work is still wanted. */
export interface Job {
  cancelled: boolean;
}

/** Milliseconds of work between two pauses: short beside a keystroke, long beside a pause's own cost. */
const sliceMs = 8;

/**
 * Runs a generator to its end, pausing between slices. Null: the job was cancelled.
 *
 * @param pause resolves when other work has had its turn
 */
export async function runInSlices<T>(
  work: Generator<unknown, T>,
  job: Job,
  pause: () => Promise<void>,
): Promise<T | null> {
  for (;;) {
    const until = performance.now() + sliceMs;
    do {
      const step = work.next();
      if (step.done === true) return step.value;
    } while (performance.now() < until);
    await pause();
    if (job.cancelled) return null;
  }
}
