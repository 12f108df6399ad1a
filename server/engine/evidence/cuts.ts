/** Packets of which the capture kept only the beginning, so that what is needed of them is not there. */
import { isCutMessage } from '../sip/cut';
import type { TraceMessage } from '../traces/message';

export interface Cuts {
  /** Of STUN: whether a check nominates or is signed may stand in what is missing. */
  readonly checks: readonly TraceMessage[];
  readonly signalling: readonly TraceMessage[];
}

export function findCuts(messages: readonly TraceMessage[]): Cuts {
  const checks: TraceMessage[] = [];
  const signalling: TraceMessage[] = [];
  for (const message of messages) {
    const { parsed } = message;
    if (parsed.kind === 'packet' && parsed.type === 'stun' && parsed.stun?.cut === true) checks.push(message);
    else if (parsed.kind === 'sip' && isCutMessage(parsed)) signalling.push(message);
  }
  return { checks, signalling };
}
