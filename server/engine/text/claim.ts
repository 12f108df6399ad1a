import type { StartLine } from './start-line';
import { plainLayout, type Layout } from './layout';
import type { Preamble, TextFormat } from './format';

/** A start line that a format has claimed. */
export interface Claim {
  readonly format: TextFormat;
  readonly preamble: Preamble;
  readonly start: number;
  readonly layout: Layout;
}

export function claimOf(
  format: TextFormat,
  preamble: Preamble,
  startLine: StartLine,
  layout: Layout | null,
): Claim {
  return {
    format,
    preamble,
    start: preamble.messageStart ?? startLine.start,
    layout: layout ?? plainLayout,
  };
}
