/** For so long after the user scrolled the ladder does not scroll by itself, in milliseconds. */
const hold = 1_500;

/** What is to be seen of something that scrolls, in pixels from its beginning. */
export interface Target {
  readonly top: number;
  readonly bottom: number;
  /** What should be seen above and beneath it. */
  readonly around: number;
}

/** How the one who scrolls learns of it. */
export interface ScrollHost {
  /** Something else is in sight. */
  moved(): void;
  /** The user scrolls. */
  letGo(): void;
}

/** Scrolls an element to where the replay is, gliding where that is not far, and not against the user. */
export class Scroller {
  private glide: { readonly frame: number; readonly target: number; readonly at: number } | undefined;
  private heldUntil = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly host: ScrollHost,
  ) {
    const letGo = () => {
      this.heldUntil = performance.now() + hold;
      this.stop();
      host.letGo();
    };
    // Who presses a key or a button wants to see what comes of it.
    const takeUp = () => this.takeUp();
    window.addEventListener('keydown', takeUp, { capture: true });
    window.addEventListener('pointerdown', takeUp, { capture: true });
    element.addEventListener('scroll', () => host.moved(), { passive: true });
    element.addEventListener('wheel', letGo, { passive: true });
    element.addEventListener('touchmove', letGo, { passive: true });
    element.addEventListener('pointerdown', ({ target }) => {
      if (target === element) letGo(); // its scroll bar
    });
  }

  /** Whether the user has just scrolled, so that nothing else should. */
  get isHeld(): boolean {
    return performance.now() < this.heldUntil;
  }

  /** What the user does is no scrolling any more. */
  takeUp(): void {
    this.heldUntil = 0;
  }

  /** Brings something into sight. `room` is what can be seen at once of `height` in all, in pixels. */
  reach({ top, bottom, around }: Target, room: number, height: number, smooth: boolean): void {
    const most = Math.max(0, height - room);
    const from = this.glide?.target ?? this.element.scrollTop;
    const to = Math.max(0, Math.min(from, top - around, height - room), bottom + around - room);
    const target = Math.min(top - around < from ? Math.max(0, top - around) : to, most);
    if (Math.abs(target - from) < 1) return;
    const isFar = Math.abs(target - this.element.scrollTop) > 2 * room;
    if (!smooth || isFar || wantsLessMotion()) {
      this.stop();
      this.element.scrollTop = target;
      this.host.moved();
    } else this.glideTo(target);
  }

  stop(): void {
    if (this.glide !== undefined) cancelAnimationFrame(this.glide.frame);
    this.glide = undefined;
  }

  private glideTo(target: number): void {
    if (this.glide !== undefined) {
      this.glide = { ...this.glide, target };
      return;
    }
    const next = (now: number) => {
      if (this.glide === undefined) return;
      const { target: to, at } = this.glide;
      const { scrollTop } = this.element;
      const moved = scrollTop + (to - scrollTop) * (1 - Math.exp(-Math.min(64, now - at) / 60));
      const isThere = Math.abs(to - moved) < 1;
      this.element.scrollTop = isThere ? to : moved;
      if (isThere) this.glide = undefined;
      else this.glide = { frame: requestAnimationFrame(next), target: to, at: now };
    };
    this.glide = { frame: requestAnimationFrame(next), target, at: performance.now() };
  }
}

function wantsLessMotion(): boolean {
  return (
    document.body.classList.contains('vscode-reduce-motion') ||
    window.matchMedia('(prefers-reduced-motion: reduce)').matches
  );
}
