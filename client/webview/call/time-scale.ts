/** Where steps stand on the timeline: the milliseconds in which ICE is decided have room beside the minutes after. */

/** Gaps well below this many microseconds keep their proportions; well above it their logarithm counts. */
const tau = 5_000;
/** What each step takes however short its gap, so that what happens at once stays apart. */
const own = 0.2;

export interface Label {
  /** From 0 to 1. */
  readonly position: number;
  /** Microseconds. */
  readonly time: number;
}

/** A stretch of time that is drawn much shorter than it was. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** Microseconds. */
  readonly length: number;
}

export class TimeScale {
  private readonly positions: Float64Array;
  /** Microseconds; they never go back, whatever the clock did. */
  private readonly times: Float64Array;
  private readonly timed: boolean;

  /** @param times of the steps, in microseconds; null where the trace does not tell */
  constructor(times: readonly (number | null)[]) {
    this.timed = times.some((time) => time !== null);
    this.times = new Float64Array(times.length);
    this.positions = new Float64Array(times.length);
    let last = times.find((time) => time !== null) ?? 0;
    let sum = 0;
    for (const [step, time] of times.entries()) {
      const now = Math.max(last, time ?? last);
      if (step > 0) sum += own + Math.log1p((now - last) / tau);
      this.times[step] = now;
      this.positions[step] = sum;
      last = now;
    }
    if (sum > 0) for (const step of times.keys()) this.positions[step] = (this.positions[step] ?? 0) / sum;
  }

  get length(): number {
    return this.positions.length;
  }

  /** Of a step, from 0 to 1. */
  position(step: number): number {
    return this.positions[Math.max(0, Math.min(step, this.length - 1))] ?? 0;
  }

  /** The step nearest to a position; the last of those that stand at the same. */
  stepAt(position: number): number {
    const after = this.firstAfter(position);
    const before = after - 1;
    if (before < 0) return 0;
    if (after >= this.length) return this.length - 1;
    return position - this.position(before) <= this.position(after) - position ? before : after;
  }

  /** Times to write beneath, each with the room of `apart` (of 1): the first, the last, and what fits between. */
  labels(apart: number): readonly Label[] {
    if (!this.timed || this.length === 0) return [];
    const end = this.labelOf(this.length - 1);
    const labels: Label[] = [];
    for (let step = 0; step < this.length - 1; step += 1) {
      const label = this.labelOf(step);
      const last = labels.at(-1);
      if (last !== undefined && (label.position - last.position < apart || label.time === last.time))
        continue;
      if (last !== undefined && end.position - label.position < apart) break;
      labels.push(label);
    }
    if (labels.at(-1)?.time !== end.time) labels.push(end);
    return labels;
  }

  /** Gaps of a second and more that are `wide` (of 1) at least: how long they were is worth saying. */
  gaps(wide: number): readonly Gap[] {
    const gaps: Gap[] = [];
    for (let step = 1; step < this.length; step += 1) {
      const length = (this.times[step] ?? 0) - (this.times[step - 1] ?? 0);
      const from = this.position(step - 1);
      const to = this.position(step);
      if (length >= 1_000_000 && to - from >= wide) gaps.push({ from, to, length });
    }
    return gaps;
  }

  private labelOf(step: number): Label {
    return { position: this.position(step), time: this.times[step] ?? 0 };
  }

  /** The first step to the right of a position. */
  private firstAfter(position: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.positions[middle] ?? 0) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Microseconds as `0.313`, with as many digits as tell the milliseconds apart. */
export function seconds(time: number): string {
  return (time / 1_000_000).toFixed(3);
}

/** The same where it need not be so exact: after minutes tenths are enough. */
export function roundSeconds(time: number): string {
  return (time / 1_000_000).toFixed(time < 100_000_000 ? 3 : 1);
}

/** How long a gap was: `1.6 s`, `2 min 5 s`. */
export function duration(time: number): string {
  const whole = time / 1_000_000;
  if (whole < 10) return `${whole.toFixed(1)} s`;
  const rounded = Math.round(whole);
  if (rounded < 60) return `${rounded} s`;
  const minutes = Math.floor(rounded / 60);
  return minutes < 60
    ? `${minutes} min ${rounded % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
