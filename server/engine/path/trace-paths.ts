/** The media paths of a trace. */
import type { Trace } from '../calls/trace';
import type { CallReplay } from '../ice/model';
import type { Network } from '../network/network';
import { Bridges } from './bridges';
import { restFlows } from './call-flows';
import { callPath } from './call-path';
import { clientPath } from './client-path';
import { ConversationIndex, listed } from './flows';
import type { MediaPath } from './model';
import { SbcNames } from './sbc-names';
import { signallingPath } from './signalling-path';

/**
 * The path of each call; of a trace without calls one path of all of it.
 *
 * @param replays of the trace; what belongs to no call is passed over
 * @param around where only some calls of a trace are looked at, what is known of the others
 */
export function pathsOf(
  trace: Trace,
  replays: readonly CallReplay[],
  network: Network,
  around: PathSurroundings | null = null,
): readonly MediaPath[] {
  const ofCalls = replays.filter(({ call }) => call !== null);
  if (ofCalls.length === 0) return [signallingPath({ trace, network }) ?? clientPath({ trace, network })];
  const calls = new CallPaths(trace, ofCalls, network, around);
  const [first, ...others] = ofCalls.map((replay) => calls.of(replay));
  if (around?.isLast === false) return first === undefined ? [] : [first, ...others];
  // Nothing of the capture is kept from who reads it: what belongs to no call stands with the first one.
  return first === undefined ? [] : [{ ...first, flows: [...first.flows, ...calls.rest()] }, ...others];
}

/** What paths of some calls of a trace have in common with those of the others. */
export interface PathSurroundings {
  /** Of all of the trace, the same for all of its calls. */
  readonly conversations: ConversationIndex;
  readonly names: SbcNames;
  /** Whether these are the last calls that are looked at, and the first one of the trace is among them. */
  readonly isLast: boolean;
}

/** Tells the path of each call of a trace, by what the others tell, too. */
export class CallPaths {
  private readonly conversations: ConversationIndex;
  private readonly bridges: Bridges;
  private readonly names: SbcNames;

  /** @param replays of the trace */
  constructor(
    trace: Trace,
    replays: readonly CallReplay[],
    private readonly network: Network,
    around: PathSurroundings | null = null,
  ) {
    this.conversations = around?.conversations ?? new ConversationIndex(listed(trace.conversations.rows));
    this.bridges = new Bridges(replays, trace.calls);
    this.names = around?.names ?? SbcNames.in(trace.calls, network);
  }

  of(replay: CallReplay): MediaPath {
    const { network, conversations, bridges, names } = this;
    return callPath({ replay, network, conversations, bridges, names });
  }

  /** The conversations of no call that was asked for. */
  rest(): MediaPath['flows'] {
    return restFlows(this.conversations);
  }
}
