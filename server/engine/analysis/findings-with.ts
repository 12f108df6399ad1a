/** What would be found, were a message another one. */
import { finished } from '../basics/finished';
import { groupMessages } from '../calls/build';
import { Sieve } from '../suppression/sieve';
import type { ParsedMessage, TraceMessage } from '../traces/message';
import { toldOf } from './gather';
import { lintGroup } from './groups';
import { parseRecord } from './messages';
import type { Analysis, Finding } from './model';
import { placeFindings } from './place';

/**
 * What rules of bodies, messages and calls would find in the Call-ID of a message, were its content another one. What
 * repeats it to the letter is rewritten with it. Places in the trace are those of the message as it is.
 */
export function findingsWith(
  { options, trace, reusable }: Analysis,
  message: TraceMessage,
  content: string,
): { readonly parsed: ParsedMessage; readonly findings: readonly Finding[] } {
  const record = { ...message.record, content };
  const parsed = content === message.parsed.content ? message.parsed : parseRecord(record);
  const rewritten = (each: TraceMessage): TraceMessage =>
    each.index === message.index || each.parsed.content === message.parsed.content
      ? { ...each, record: { ...each.record, content }, parsed }
      : each;
  const own = [...reusable.values()].find(({ messages }) =>
    messages.some(({ index }) => index === message.index),
  );
  if (own === undefined) return { parsed, findings: [] };
  const sieve = new Sieve(options);
  const findings = groupMessages(own.messages.map(rewritten)).flatMap((group) => {
    const { calls } = finished(lintGroup(group, options, trace.evidence, own.watched, own.repeated));
    return calls.flatMap(({ call, lint }) => placeFindings(call, toldOf(call, lint, sieve)));
  });
  return { parsed, findings };
}
