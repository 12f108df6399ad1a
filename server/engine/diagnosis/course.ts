/** How the signalling of a call went: its messages, once each, with what decides over its end picked out. */
import type { Call, CallMessage } from '../calls/call';
import { factsOf, type SipFacts } from '../sip/facts';
import type { SipMessage } from '../sip/message';
import type { Signalling } from '../evidence/signalling';
import { isSip, type SipTraceMessage } from '../traces/message';

/** A SIP message of the call. */
export interface Seen {
  readonly at: CallMessage;
  readonly message: SipTraceMessage;
  readonly sip: SipMessage;
  readonly facts: SipFacts;
}

export interface Course {
  /** What is asked for: `INVITE` of a call, else the method of the first message. */
  readonly method: string;
  /** First sendings, in order. */
  readonly seen: readonly Seen[];
  /** The requests of {@link method} that ask for it; one that was challenged comes again. */
  readonly requests: readonly Seen[];
  /**
   * The response that decides: of a call the first 2xx, else the last final one; of other requests the last final one.
   * Null where there is none.
   */
  readonly final: Seen | null;
  /** The last provisional response to {@link requests}, and the first one that says more than 100. */
  readonly provisional: Seen | null;
  readonly rings: Seen | null;
  readonly bye: Seen | null;
  readonly cancel: Seen | null;
}

export function courseOf(call: Call): Course {
  const seen = call.messages.flatMap((at): readonly Seen[] => {
    const { message } = at;
    if (at.retransmissionOf !== null || !isSip(message)) return [];
    return [{ at, message, sip: message.parsed, facts: factsOf(message.parsed) }];
  });
  const isCall = call.kind === 'call';
  const method = isCall ? 'INVITE' : (seen[0]?.facts.method ?? '');
  const requests: Seen[] = [];
  const asked = new Set<string>();
  let accepted: Seen | null = null;
  let refused: Seen | null = null;
  let provisional: Seen | null = null;
  let rings: Seen | null = null;
  let bye: Seen | null = null;
  let cancel: Seen | null = null;
  for (const each of seen) {
    const { status, cseq, toTag, method: own } = each.facts;
    if (status === null) {
      if (own === method && (toTag === '' || !isCall)) {
        requests.push(each);
        asked.add(cseq);
      } else if (own === 'BYE') bye ??= each;
      else if (own === 'CANCEL') cancel ??= each;
    } else if (own === method && (asked.has(cseq) || requests.length === 0)) {
      if (status < 200) {
        provisional = each;
        if (status > 100) rings ??= each;
      } else if (!isCall) refused = each;
      else if (status >= 300) refused = accepted === null ? each : refused;
      else accepted ??= each;
    }
  }
  return { method, seen, requests, final: accepted ?? refused, provisional, rings, bye, cancel };
}

/** Microseconds from one message to another; null where the trace does not tell. */
export function between(signalling: Signalling, one: Seen | null, other: Seen | null): number | null {
  return one === null || other === null ? null : signalling.elapsed(one.message, other.message);
}
