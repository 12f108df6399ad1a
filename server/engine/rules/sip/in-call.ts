/** Questions that several rules of dialogs and transactions ask of a call. */
import { perObject } from '../../basics/memo';
import { durationText } from '../../basics/durations';
import type { Span } from '../../basics/span';
import type { Call, CallMessage } from '../../calls/call';
import { groupedBy } from '../../evidence/message-groups';
import type { Signalling } from '../../evidence/signalling';
import { factsOf, type SipFacts } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import { headerOf, tagOf, topVia } from '../../sip/values';
import type { SipTraceMessage } from '../../traces/message';
import type { Related } from '../rule';

const placesOf = perObject(
  ({ messages }: Call): ReadonlyMap<SipTraceMessage['index'], CallMessage> =>
    new Map(messages.map((each) => [each.message.index, each])),
);

/** Another message as a place to point at; none where it is of another leg. */
export function relatedTo(
  call: Call,
  message: SipTraceMessage | null | undefined,
  text: string,
): readonly Related[] {
  if (message === null || message === undefined) return [];
  const at = placesOf(call).get(message.index);
  return at === undefined ? [] : [{ in: at, at: message.parsed.startLine, message: text }];
}

/** The tag of From or To as a place; the header where it has none, the start line where that is missing, too. */
export function tagPlace(sip: SipMessage, id: 'from' | 'to'): Span {
  return tagOf(sip, id) ?? headerOf(sip, id)?.value ?? sip.startLine;
}

/** How a message goes over its hop, as its sender says. */
export function goesOverUdp({ parsed, record }: SipTraceMessage): boolean {
  const said = topVia(parsed)?.transport ?? null;
  const carried = record.meta.transport?.toUpperCase() ?? null;
  // A decrypted capture is often written as UDP: then both must say so.
  return (said ?? carried) === 'UDP' && (carried ?? said) === 'UDP';
}

/** Sendings that a sender makes of what is not answered at once, copies and repetitions by a logger left out. */
export interface Repetition {
  readonly times: number;
  /** Between the first and the last; microseconds. */
  readonly span: number;
  readonly last: SipTraceMessage;
}

/** How often a message was sent again; null where times are not known, as a log may print a message twice. */
export function repetitionOf(signalling: Signalling, message: SipTraceMessage): Repetition | null {
  const sendings = signalling.sendingsOf(message);
  const first = sendings[0];
  const last = sendings.at(-1);
  if (first === undefined || last === undefined) return null;
  const span = signalling.elapsed(first, last);
  return span === null ? null : { times: sendings.length, span, last };
}

/** `4 times within 3.5 s`. */
export function timesText({ times, span }: Repetition): string {
  return `${times} times within ${durationText(span)}`;
}

/** The dialog of a message, whichever side sent it. */
export function dialogOf({ fromTag, toTag }: SipFacts): string {
  return fromTag < toTag ? `${fromTag} ${toTag}` : `${toTag} ${fromTag}`;
}

/** The BYEs of a {@link dialogOf}, and what answers them. */
export const byesIn = groupedBy(({ parsed }) => {
  const facts = factsOf(parsed);
  return facts.method === 'BYE' ? dialogOf(facts) : null;
});

/** The number of a header such as Min-SE or Session-Expires; null where it has none. */
export function secondsIn(sip: SipMessage, id: string): number | null {
  const digits = /^\d{1,9}/.exec(headerOf(sip, id)?.value.text ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

/** Whether a header that lists option tags or methods holds one, compared without case. */
export function lists(sip: SipMessage, id: string, word: string): boolean {
  return sip.headers.some(
    (header) =>
      header.id === id &&
      header.value.text
        .toLowerCase()
        .split(/[\s,;]+/)
        .includes(word.toLowerCase()),
  );
}
