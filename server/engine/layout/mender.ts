/**
 * A mender knows one way in which the layout of a text is spoiled on its way from a log to where it is read: quoted by
 * a mail, wrapped by a terminal, escaped by a web page. It looks for its damage in a whole text and gives the text as it was
 * before, with the place of every character. It mends only what it has evidence for: a text that merely looks odd, and
 * anything that is no SIP, stays as it is.
 *
 * To add one: write `menders/<damage>.ts` and name it in `index.ts` there, in the order in which damages are undone: what was done last
 * comes first. Its first look must cost next to nothing, as every clean text pays for it.
 */
import type { Content } from '../basics/content';
import type { Margins } from './margin';

export interface Mender {
  /** What was repaired, as users read it in a list: `wrapped lines joined`. */
  readonly what: string;
  /** The octets of messages are certain to be those that were sent: what is counted in them may be judged. */
  readonly keepsOctets: boolean;
  /**
   * The text without the damage; null where there is none.
   *
   * @param margins where messages begin behind something on their line: looked for once for all menders
   */
  mend(text: string, margins: Margins): Mended | null;
}

export interface Mended {
  readonly content: Content;
  /** Where the damage was, in offsets of the text with it; rising. */
  readonly places: readonly number[];
}
