/** How the dialog of a 2xx went on: its ACK, its BYE, and whether the trace can show that they are missing. */
import { SECOND } from '../../basics/durations';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import type { SipTraceMessage } from '../../traces/message';
import type { Sent } from './transactions';

/** Nobody leaves a call up for so long that he does not want: 64 × T1. */
const longestWait = 32 * SECOND;
/** Sendings of a 2xx that show that no ACK came: its sender repeats it until then (RFC 3261 §13.3.1.4). */
const many = 3;

export interface DialogEnd {
  /** `unknown` where none is in the trace, and it may have come all the same. */
  readonly ack: 'seen' | 'missing' | 'unknown';
  readonly bye: 'seen' | 'missing' | 'unknown';
}

export function endOf(signalling: Signalling, accepted: Sent): DialogEnd {
  const { message } = accepted;
  const isRepeated =
    signalling.sendingsOf(message).length >= many && signalling.isHeardAfter('receiver', message);
  const bye = byeOf(signalling, accepted);
  return {
    ack: signalling.acksOf(message).length > 0 ? 'seen' : isRepeated ? 'missing' : 'unknown',
    bye:
      bye !== null ? 'seen' : signalling.wouldShow('receiver', message, longestWait) ? 'missing' : 'unknown',
  };
}

/** Requests that show that who sends them goes on with the call. */
const uses: readonly string[] = ['INVITE', 'UPDATE', 'INFO', 'REFER', 'MESSAGE', 'NOTIFY'];

/** Whether the caller goes on with the dialog of a 2xx, as with a call that he wants. */
export function isUsed(signalling: Signalling, { facts, message }: Sent): boolean {
  return uses.some((method) =>
    signalling.ofMethod(method).some(({ parsed, index }) => {
      const { status, fromTag, toTag } = factsOf(parsed);
      return status === null && index > message.index && fromTag === facts.fromTag && toTag === facts.toTag;
    }),
  );
}

/** The first BYE in the dialog of a 2xx, of either side. */
function byeOf(signalling: Signalling, { facts }: Sent): SipTraceMessage | null {
  return (
    signalling.ofMethod('BYE').find(({ parsed }) => {
      const { status, fromTag, toTag } = factsOf(parsed);
      if (status !== null) return false;
      return (
        (fromTag === facts.fromTag && toTag === facts.toTag) ||
        (fromTag === facts.toTag && toTag === facts.fromTag)
      );
    }) ?? null
  );
}
