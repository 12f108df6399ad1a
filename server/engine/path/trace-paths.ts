/** The media paths of a trace. */
import type { Trace } from '../calls/trace';
import type { CallReplay } from '../ice/model';
import type { Network } from '../network/network';
import { callPath } from './call-path';
import { clientPath } from './client-path';
import type { MediaPath } from './model';

/**
 * The path of each call; of a trace without calls one path of all of it.
 *
 * @param replays of the trace; what belongs to no call is passed over
 */
export function pathsOf(
  trace: Trace,
  replays: readonly CallReplay[],
  network: Network,
): readonly MediaPath[] {
  const ofCalls = replays.filter(({ call }) => call !== null);
  return ofCalls.length > 0
    ? ofCalls.map((replay) => callPath({ replay, trace, network }))
    : [clientPath({ trace, network })];
}
