/** Why a message was sent, as it says itself: the headers Reason (RFC 3326) and Warning (RFC 3261 §20.43), in words. */
import { tokenAt, type Span } from '../basics/span';
import type { Header, SipMessage } from './message';
import { parseParams, paramOf } from './uri';
import { headersOf, splitList } from './values';

export interface Reason {
  readonly header: Header;
  /** Upper case: `Q.850`, `SIP`. */
  readonly protocol: string;
  readonly cause: number | null;
  /** Without quotes, and without the name of the call that Microsoft writes before it; empty where there is none. */
  readonly text: string;
}

export interface Warning {
  readonly header: Header;
  readonly code: number;
  readonly text: string;
}

/** All that the Reason headers of a message say, in order. */
export function reasonsOf(message: SipMessage): readonly Reason[] {
  return headersOf(message, 'reason').flatMap((header) =>
    splitList(message.content, header.value).map((value) => readReason(message.content, header, value)),
  );
}

function readReason(content: string, header: Header, value: Span): Reason {
  const semicolon = content.indexOf(';', value.start);
  const end = semicolon === -1 || semicolon > value.end ? value.end : semicolon;
  const params = parseParams(content, end, value.end);
  const cause = paramOf(params, 'cause')?.value?.text ?? '';
  return {
    header,
    protocol: tokenAt(content, value.start, end).text.trim().toUpperCase(),
    cause: /^\d{1,4}$/.test(cause) ? Number(cause) : null,
    text: withoutCallName(unquoted(paramOf(params, 'text')?.value?.text ?? '')),
  };
}

/** Direct Routing writes a call's GUID before the text, parted by a semicolon. */
function withoutCallName(text: string): string {
  const match = /^[0-9a-f-]{4,36};/i.exec(text);
  return match === null ? text : text.slice(match[0].length).trim();
}

/** All warnings of a message that have the form of the grammar, in order. */
export function warningsOf(message: SipMessage): readonly Warning[] {
  return headersOf(message, 'warning').flatMap((header) =>
    splitList(message.content, header.value).flatMap(({ start, end }): readonly Warning[] => {
      const text = message.content.slice(start, end);
      const match = /^(\d{3}) +\S+ ?/.exec(text);
      if (match === null) return [];
      return [{ header, code: Number(match[1]), text: unquoted(text.slice(match[0].length).trim()) }];
    }),
  );
}

function unquoted(text: string): string {
  const isQuoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return (isQuoted ? text.slice(1, -1).replaceAll('\\"', '"') : text).trim();
}

/** Whether a reason says that nothing went wrong: cleared as usual, or answered elsewhere (Q.850; RFC 3326 §2). */
export function isOrdinary({ protocol, cause }: Reason): boolean {
  return protocol === 'SIP' ? cause === 200 : protocol === 'Q.850' && (cause === 16 || cause === 31);
}

/** Whether it is what users do every day: busy, no answer, declined (Q.850 17, 18, 19, 21). */
export function isEveryday({ protocol, cause }: Reason): boolean {
  return protocol === 'Q.850' && (cause === 17 || cause === 18 || cause === 19 || cause === 21);
}

/** A reason in words: `Q.850 cause 65, bearer capability not implemented`, `Q.850 cause 22 ("IceConnectivityChecksFailed")`. */
export function reasonText({ protocol, cause, text }: Reason): string {
  const said = text === '' ? '' : ` ("${text}")`;
  if (cause === null) return `${protocol}${said}`;
  const words = protocol === 'Q.850' ? causes.get(cause) : undefined;
  // A text says the same, or more: Microsoft's causes mean nothing by themselves.
  const meaning = words === undefined || text !== '' ? '' : `, ${words}`;
  return `${protocol} cause ${String(cause)}${meaning}${said}`;
}

/** What a warning code means (RFC 3261 §20.43); null for one that says nothing by itself, as 399 does. */
export function warningMeaning(code: number): string | null {
  return warnings.get(code) ?? null;
}

/** Cause values of ITU-T Q.850. */
const causes: ReadonlyMap<number, string> = new Map([
  [1, 'unallocated number'],
  [2, 'no route to the transit network'],
  [3, 'no route to the destination'],
  [6, 'channel unacceptable'],
  [7, 'call awarded in an established channel'],
  [8, 'preemption'],
  [16, 'normal call clearing'],
  [17, 'user busy'],
  [18, 'no user responding'],
  [19, 'no answer from the user'],
  [20, 'subscriber absent'],
  [21, 'call rejected'],
  [22, 'number changed'],
  [23, 'redirection to a new destination'],
  [25, 'exchange routing error'],
  [26, 'non-selected user clearing'],
  [27, 'destination out of order'],
  [28, 'invalid number format'],
  [29, 'facility rejected'],
  [30, 'response to a status enquiry'],
  [31, 'normal, unspecified'],
  [34, 'no circuit or channel available'],
  [38, 'network out of order'],
  [41, 'temporary failure'],
  [42, 'switching equipment congestion'],
  [43, 'access information discarded'],
  [44, 'requested circuit or channel not available'],
  [47, 'resource unavailable'],
  [49, 'quality of service not available'],
  [50, 'requested facility not subscribed'],
  [52, 'outgoing calls barred'],
  [54, 'incoming calls barred'],
  [55, 'incoming calls barred within the closed user group'],
  [57, 'bearer capability not authorized'],
  [58, 'bearer capability not presently available'],
  [63, 'service or option not available'],
  [65, 'bearer capability not implemented'],
  [66, 'channel type not implemented'],
  [69, 'requested facility not implemented'],
  [70, 'only restricted digital information available'],
  [79, 'service or option not implemented'],
  [81, 'invalid call reference'],
  [86, 'call having this identity was cleared'],
  [87, 'user not in the closed user group'],
  [88, 'incompatible destination'],
  [91, 'invalid transit network selection'],
  [95, 'invalid message'],
  [96, 'mandatory information element missing'],
  [97, 'message type not implemented'],
  [99, 'information element not implemented'],
  [100, 'invalid information element contents'],
  [101, 'message not compatible with the call state'],
  [102, 'recovery on timer expiry'],
  [103, 'parameter not implemented'],
  [110, 'message with unrecognized parameter'],
  [111, 'protocol error'],
  [127, 'interworking, unspecified'],
]);

const warnings: ReadonlyMap<number, string> = new Map([
  [300, 'incompatible network protocol'],
  [301, 'incompatible network address formats'],
  [302, 'incompatible transport protocol'],
  [303, 'incompatible bandwidth units'],
  [304, 'media type not available'],
  [305, 'incompatible media format'],
  [306, 'attribute not understood'],
  [307, 'session description parameter not understood'],
  [330, 'multicast not available'],
  [331, 'unicast not available'],
  [370, 'insufficient bandwidth'],
]);
