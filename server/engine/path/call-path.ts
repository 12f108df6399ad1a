/** The media path of a call. */
import type { Trace } from '../calls/trace';
import type { CallReplay } from '../ice/model';
import type { Network } from '../network/network';
import type { MediaPath } from './model';
import { unknownPath } from './unknown-path';

/** What the path of a call is judged by. */
export interface CallGround {
  readonly replay: CallReplay;
  readonly trace: Trace;
  readonly network: Network;
}

/** Which way the media of a call went; its pair is what the replay saw, else what it foretells. */
export function callPath({ replay, network }: CallGround): MediaPath {
  return unknownPath(replay.call, network);
}
