/** How Microsoft's side says in SIP that its checks failed. */
import type { Call, CallMessage } from '../calls/call';
import type { Header, SipMessage } from '../sip/message';
import { headersOf } from '../sip/values';

export interface FailedChecks {
  readonly message: CallMessage;
  readonly sip: SipMessage;
  readonly reason: Header;
}

/** The first message of a call that ends it because Microsoft's checks failed; an SBC may pass it on to other legs. */
export function failedChecksOf({ messages }: Call): FailedChecks | null {
  for (const message of messages) {
    const { parsed: sip } = message.message;
    if (sip.kind !== 'sip' || message.side === 'sbc') continue;
    const reason = failedChecksReason(sip);
    if (reason !== null) return { message, sip, reason };
  }
  return null;
}

/** The Reason header that says so (RFC 3326); null where there is none. */
export function failedChecksReason(message: SipMessage): Header | null {
  return (
    headersOf(message, 'reason').find(({ value }) => /IceConnectivityChecksFailed/i.test(value.text)) ?? null
  );
}
