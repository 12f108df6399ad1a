/** Which methods the SBC says that it takes of Microsoft. */
import { perObject } from '../../basics/memo';
import type { Call, CallMessage } from '../../calls/call';
import { isMicrosoftHop, isSentToMicrosoft } from '../../calls/microsoft-hop';
import type { Span } from '../../basics/span';
import type { Signalling } from '../../evidence/signalling';
import { hasAllHeaders, isExcerpt } from '../../sip/condition';
import { factsOf } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import { headerOf, headersOf, tokensOf } from '../../sip/values';
import { isSip } from '../../traces/message';
import type { Facts } from '../rule';

export interface Allowed {
  readonly in: CallMessage;
  /** The header; the start line where there is none. */
  readonly at: Span;
  readonly isSaid: boolean;
  /** Upper case. */
  readonly methods: ReadonlySet<string>;
}

/**
 * What the SBC allows: by its INVITE to Microsoft, or where Microsoft called by its 200. Null where the trace does not
 * show it.
 */
export function allowedBySbc({
  call,
  facts,
  signalling,
}: {
  readonly call: Call;
  readonly facts: Facts;
  readonly signalling: Signalling;
}): Allowed | null {
  const holder = call.messages.find((message) => {
    const { side, message: traced } = message;
    if (side !== 'sbc' || !isSip(traced)) return false;
    const { status, method, toTag } = factsOf(traced.parsed);
    if (method !== 'INVITE') return false;
    if (status === null) return toTag === '' && isSentToMicrosoft(call, message, facts.network);
    return (
      status >= 200 && status < 300 && call.sides.callee === 'sbc' && isMicrosoftHop(call, facts.network)
    );
  });
  if (holder === undefined || !isSip(holder.message) || signalling.isCut(holder.message)) return null;
  const sip = holder.message.parsed;
  const first = headerOf(sip, 'allow');
  if (first === undefined && (!hasAllHeaders(sip) || isExcerpt(sip))) return null;
  return {
    in: holder,
    at: first ?? sip.startLine,
    isSaid: first !== undefined,
    methods: methodsIn(sip),
  };
}

/** Two rules ask. */
const methodsIn = perObject(
  (sip: SipMessage): ReadonlySet<string> =>
    new Set(
      headersOf(sip, 'allow')
        .flatMap((each) => tokensOf(sip, each))
        .map(({ text }) => text.toUpperCase()),
    ),
);
