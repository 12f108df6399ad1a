/** The media path of a capture without a call: one at a client, whose signalling is encrypted. */
import type { Trace } from '../calls/trace';
import type { Network } from '../network/network';
import type { MediaPath } from './model';
import { unknownPath } from './unknown-path';

/** What the path of a capture is judged by. */
export interface CaptureGround {
  readonly trace: Trace;
  readonly network: Network;
}

/** Which way media went, from the conversations of a capture. */
export function clientPath({ network }: CaptureGround): MediaPath {
  return unknownPath(null, network);
}
