import type { Described } from './call';
import type { SdpLine } from '../sdp/sdp';

/** The line that a cut body stops within; null where the body is whole. It says less than was sent. */
export function cutLineOf({ isCut, sdp }: Described): SdpLine | null {
  return isCut ? (sdp.lines.at(-1) ?? null) : null;
}
