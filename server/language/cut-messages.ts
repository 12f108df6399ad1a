/** Messages that break off, where no capture says how it was cut: said before anything is believed of them. */
import { isCutMessage } from '../engine/sip/cut';
import type { TraceMessage } from '../engine/traces/message';
import { messageLabel } from './labels';

export interface CutMessages {
  /** A whole sentence. */
  readonly text: string;
  /** The first one. */
  readonly in: TraceMessage;
}

/**
 * @param notes what is said of the capture anyway
 * @returns null where no message breaks off
 */
export function cutMessages(
  messages: readonly TraceMessage[],
  notes: readonly { readonly id: string }[],
): CutMessages | null {
  if (notes.some(({ id }) => id === 'capture-cut')) return null;
  const cut = messages.filter(({ parsed }) => parsed.kind === 'sip' && isCutMessage(parsed));
  const [first] = cut;
  if (first === undefined) return null;
  const label = messageLabel(first);
  const text =
    cut.length === 1
      ? `The end of a message is missing (${label}): nothing is said of what may have stood there.`
      : `The ends of ${cut.length} messages are missing, the first is ${label}: nothing is said of what may have stood there.`;
  return { text, in: first };
}
