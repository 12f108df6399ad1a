/** Packets of which the capture kept only the beginning, so that what is needed of them is not there. */
import type { TraceMessage } from '../traces/message';
import { sightOf } from '../traces/look';

export interface Cuts {
  /** Of STUN: whether a check nominates or is signed may stand in what is missing. */
  readonly checks: readonly TraceMessage[];
  readonly signalling: readonly TraceMessage[];
}

export function findCuts(messages: readonly TraceMessage[]): Cuts {
  const checks: TraceMessage[] = [];
  const signalling: TraceMessage[] = [];
  for (const message of messages) {
    const { isCut, type } = sightOf(message);
    if (isCut) (type === 'stun' ? checks : signalling).push(message);
  }
  return { checks, signalling };
}
