/** Plays the steps: as fast as they came, but none too short to be seen and no silence longer than it needs to be. */

export const speeds = [0.5, 1, 2, 5, 10] as const;

/** Milliseconds at speed 1, as all times here. Silences up to this play as they were. */
const real = 400;
const longest = 1_500;
/** What a step needs to be seen. */
const shortest = 350;
const untimed = 700;
/** Nobody watches a whole call for longer: of a longer one all is shortened alike. */
const patience = 120_000;

/** How long each step stays. */
export function pace(times: readonly (number | null)[]): readonly number[] {
  const stays = times.map((time, step) => {
    const next = times[step + 1];
    if (time === null || next === undefined || next === null) return untimed;
    return Math.max(shortest, shorten((next - time) / 1000));
  });
  const sum = stays.reduce((all, stay) => all + stay, 0);
  return sum <= patience ? stays : stays.map((stay) => (stay * patience) / sum);
}

/** Long silences grow by the logarithm of their length. */
function shorten(gap: number): number {
  return gap <= real ? gap : Math.min(longest, real * (1 + Math.log(gap / real)));
}

export interface PlayerHost {
  /** Shows a step while playing. */
  play(step: number): void;
  /** Between two steps, from 0 to 1 of the way to the next one. */
  glide(step: number, part: number): void;
  /** It began to play, or no longer does. */
  changed(): void;
}

/** The clock. Time that a frame took is made up for: playing never lags behind. */
export class Player {
  speed = 1;
  private paces: readonly number[] = [];
  private step = 0;
  /** Milliseconds since the step began, at speed 1. */
  private elapsed = 0;
  private last = 0;
  private frame = 0;

  constructor(private readonly host: PlayerHost) {}

  get playing(): boolean {
    return this.frame !== 0;
  }

  load(times: readonly (number | null)[]): void {
    this.pause();
    this.paces = pace(times);
  }

  /** How long the step stays at the current speed, in milliseconds. */
  stay(step: number): number {
    return (this.paces[step] ?? 0) / this.speed;
  }

  /** From a step on; from the last one it begins anew. */
  play(from: number): void {
    if (this.paces.length < 2 || this.playing) return;
    this.moveTo(from >= this.paces.length - 1 ? 0 : from);
    if (this.step !== from) this.host.play(this.step);
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.tick(now));
    this.host.changed();
  }

  pause(): void {
    if (!this.playing) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.host.changed();
  }

  /** Goes on from another step, playing or not. */
  moveTo(step: number): void {
    this.step = step;
    this.elapsed = 0;
  }

  private tick(now: number): void {
    this.elapsed += Math.min(250, Math.max(0, now - this.last)) * this.speed;
    this.last = now;
    const before = this.step;
    while (this.step < this.paces.length - 1 && this.elapsed >= (this.paces[this.step] ?? 0)) {
      this.elapsed -= this.paces[this.step] ?? 0;
      this.step += 1;
    }
    if (this.step !== before) this.host.play(this.step);
    if (this.step >= this.paces.length - 1) {
      this.pause();
      return;
    }
    this.host.glide(this.step, this.elapsed / (this.paces[this.step] ?? 1));
    this.frame = requestAnimationFrame((time) => this.tick(time));
  }
}
