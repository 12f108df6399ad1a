/** What was found in a text. */
import type { CaptureClocks } from '../basics/capture-clocks';
import type { Conversations } from '../basics/conversation';
import type { UnreadFrames } from '../basics/unread-frames';
import type { Repair } from '../layout/repair';
import type { TextRecord } from './record';
import type { Directive } from './directives';

export interface TextReading {
  /** The id of the format that most records have; `text` where there is none. */
  readonly format: string;
  /** In order of their place; their spans do not overlap. */
  readonly records: readonly TextRecord[];
  /** The `#!` lines of the text. */
  readonly directives: readonly Directive[];
  /** Ids of the rules that `#!ignore` lines in the file's head name, for all of it; only where any do. */
  readonly ignored?: readonly string[];
  /** What was repaired in its layout before it was read; missing where nothing was. */
  readonly repairs?: readonly Repair[];
  /** Of a capture that was rendered; missing where nothing is told. */
  readonly clocks?: CaptureClocks;
  /** Of a capture that was rendered; missing where nothing is told. */
  readonly conversations?: Conversations;
  /** Packets of a capture that was rendered of which nothing is read; missing where nothing is told. */
  readonly unread?: readonly UnreadFrames[];
}
