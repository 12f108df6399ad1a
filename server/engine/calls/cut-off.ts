import type { Described } from './call';
import type { SdpLine, Section } from '../sdp/sdp';

/** The line that a cut body stops within; null where the body is whole. It says less than was sent. */
export function cutLineOf({ isCut, sdp }: Described): SdpLine | null {
  return isCut ? (sdp.lines.at(-1) ?? null) : null;
}

/** Whether lines of a section may be missing that were sent: an excerpt leaves out what it likes, and a cut body its end. */
export function mayLackLines({ isCut, sdp }: Described, section: Section): boolean {
  return sdp.fragment || (isCut && section === (sdp.media.at(-1) ?? sdp.session));
}
