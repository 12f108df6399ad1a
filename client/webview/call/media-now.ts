/** Which streams run at a moment, and where they go then. */
import type { MediaStretch, ReplayView } from '../../../shared/replay-view';

type MediaBar = ReplayView['media'][number];

export interface MediaNow {
  readonly bar: MediaBar;
  /** Null where nothing is known of where it goes at that moment. */
  readonly stretch: MediaStretch | null;
}

/** The streams that run at a step, those of the SBC first. */
export function mediaAt({ media, steps, rows }: ReplayView, step: number): readonly MediaNow[] {
  const at = steps[step]?.at ?? null;
  const row = steps[step]?.row ?? null;
  const running = media.flatMap((bar): MediaNow[] => {
    if (at !== null && bar.begins !== null)
      return isWithin(at, bar)
        ? [{ bar, stretch: bar.stretches.findLast((each) => isWithin(at, each)) ?? null }]
        : [];
    if (row === null || row < bar.rows[0] || row > bar.rows[1] || rows[row] === undefined) return [];
    return [{ bar, stretch: bar.stretches.length === 1 ? (bar.stretches[0] ?? null) : null }];
  });
  return [
    ...running.filter(({ bar }) => bar.sender === 'sbc'),
    ...running.filter(({ bar }) => bar.sender !== 'sbc'),
  ];
}

/** Both ends belong to it: what begins at a moment is there at that moment. */
function isWithin(at: number, { begins, ends }: Pick<MediaStretch, 'begins' | 'ends'>): boolean {
  return (begins === null || begins <= at) && (ends === null || at <= ends);
}
