/** Packets of which the capture kept only the beginning, so that what is needed of them is not there. */
import { isCutMessage } from '../sip/cut';
import type { TraceMessage } from '../traces/message';

export interface Cuts {
  /** Of STUN: whether a check nominates or is signed may stand in what is missing. */
  readonly checks: readonly TraceMessage[];
  readonly signalling: readonly TraceMessage[];
}

export function findCuts(messages: readonly TraceMessage[], isCut: (message: TraceMessage) => boolean): Cuts {
  const checks: TraceMessage[] = [];
  const signalling: TraceMessage[] = [];
  for (const message of messages) {
    if (message.record.kind !== 'packet') {
      if (isCut(message)) signalling.push(message);
      continue;
    }
    const { parsed } = message;
    if (parsed.kind === 'packet' && parsed.type === 'stun' && parsed.stun?.cut === true) checks.push(message);
  }
  return { checks, signalling };
}

export function isCutSip({ parsed }: TraceMessage): boolean {
  return parsed.kind === 'sip' && isCutMessage(parsed);
}
