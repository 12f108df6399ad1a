/** Text that was taken out of another one. */
import type { OffsetMap } from './span';

export interface Content {
  readonly text: string;
  /** Offsets of the content → offsets of the text it was taken from. */
  readonly map: OffsetMap;
}
