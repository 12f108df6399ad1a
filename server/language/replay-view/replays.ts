/** The replays of a trace, made once an analysis, and how a call's replay is found. */
import type { Call } from '../../engine/calls/call';
import type { CallReplay } from '../../engine/ice/model';
import { replayStill, replayTrace, replayTraceInSlices } from '../../engine/ice/replay';
import { perObject } from '../../engine/basics/memo';
import type { Trace } from '../../engine/calls/trace';
import type { TraceMessage } from '../../engine/traces/message';
import type { TraceView } from '../view';

/** Of traces without packets: with packets the analysis needed the replays already. */
const made = new WeakMap<Trace, readonly CallReplay[]>();

/** Makes the replays of a trace where they are not at hand; yields between slices of a few milliseconds. */
export function* prepareReplays({ analysis: { replays, trace } }: TraceView): Generator<void, void> {
  if (replays === null && !made.has(trace)) made.set(trace, yield* replayTraceInSlices(trace));
}

/** The replays of a trace; made now where nobody prepared them. */
export function replaysOf({ analysis: { replays, trace } }: TraceView): readonly CallReplay[] {
  const known = replays ?? made.get(trace) ?? replayTrace(trace);
  made.set(trace, known);
  return known;
}

interface Index {
  readonly byKey: ReadonlyMap<string, CallReplay>;
  readonly byCall: ReadonlyMap<Call, CallReplay>;
  /** Of the packets and messages that it speaks of. */
  readonly byMessage: ReadonlyMap<TraceMessage, CallReplay>;
  readonly keys: ReadonlyMap<CallReplay, string>;
}

const indexes = perObject((replays: readonly CallReplay[]): Index => {
  const byKey = new Map<string, CallReplay>();
  const byCall = new Map<Call, CallReplay>();
  const byMessage = new Map<TraceMessage, CallReplay>();
  const keys = new Map<CallReplay, string>();
  for (const replay of replays) {
    const key = replay.call?.key ?? strayKey(replay, byKey);
    byKey.set(key, replay);
    keys.set(replay, key);
    if (replay.call !== null) byCall.set(replay.call, replay);
    const messages = [...replay.steps.map((step) => step.in), ...replay.media.map(({ message }) => message)];
    for (const message of messages) if (!byMessage.has(message)) byMessage.set(message, replay);
  }
  return { byKey, byCall, byMessage, keys };
});

/** The replay of the call, or of the checks, with a key. */
export function replayWithKey(view: TraceView, key: string): CallReplay | null {
  const known = indexes(replaysOf(view)).byKey.get(key);
  if (known !== undefined) return known;
  const other = view.analysis.trace.calls.find((call) => call.key === key);
  return other === undefined ? null : replayOfCall(view, other);
}

/** The replay of a call; of what is no call, such as a registration, one in which nothing moves. */
export function replayOfCall(view: TraceView, call: Call): CallReplay | null {
  const known = indexes(replaysOf(view)).byCall.get(call);
  if (known !== undefined) return known;
  return call.kind === 'other' ? replayStill(call, view.analysis.trace.evidence.clock) : null;
}

/** The replay that speaks of a packet. */
export function replayOfMessage(view: TraceView, message: TraceMessage): CallReplay | null {
  return indexes(replaysOf(view)).byMessage.get(message) ?? null;
}

export function keyOfReplay(view: TraceView, replay: CallReplay): string {
  return indexes(replaysOf(view)).keys.get(replay) ?? replay.call?.key ?? '';
}

/** Checks without a call are told apart by their ufrag, which stays while the text around them changes. */
function strayKey({ forks }: CallReplay, taken: ReadonlyMap<string, CallReplay>): string {
  const key = `checks ${forks[0]?.main?.ufrag.teams ?? ''}`;
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? key : `${key} ${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}
