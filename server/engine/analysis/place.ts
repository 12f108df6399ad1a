/** Findings as plain data with their places in the trace, and the order in which they are told. */
import { compare } from '../../../shared/order';
import { detached } from '../basics/detached';
import { plainSpan, type Span } from '../basics/span';
import type { Call } from '../calls/call';
import type { CallFinding } from '../rules/lint';
import type { PacketFinding } from '../rules/lint-packets';
import type { Fix } from '../rules/rule';
import { type TraceMessage, inTrace } from '../traces/message';
import type { CallName, Finding, RelatedPlace } from './model';

/** What rules of bodies, messages and calls found in a call. */
export function placeFindings(call: Call, findings: readonly CallFinding[]): readonly Finding[] {
  const name = nameOf(call);
  return findings.flatMap((finding): readonly Finding[] => {
    const message = call.messages[finding.place]?.message;
    if (message === undefined) return [];
    return [
      {
        rule: finding.rule,
        severity: finding.severity,
        message: detached(finding.message),
        call: name,
        in: message.index,
        frame: message.record.meta.frame ?? null,
        at: plainSpan(finding.at),
        range: inTrace(message, finding.at),
        related: finding.related.flatMap((related) => {
          const other = call.messages[related.in.place]?.message;
          return other === undefined ? [] : [relatedPlace(other, related.at, related.message)];
        }),
        fix: finding.fix === null ? null : plainFix(finding.fix),
      },
    ];
  });
}

/** What rules of packets and of paths found in a call. */
export function placePacketFindings(call: Call, findings: readonly PacketFinding[]): readonly Finding[] {
  const name = nameOf(call);
  return findings.map((finding) => ({
    rule: finding.rule,
    severity: finding.severity,
    message: detached(finding.message),
    call: name,
    in: finding.in.index,
    frame: finding.in.record.meta.frame ?? null,
    at: plainSpan(finding.at),
    range: inTrace(finding.in, finding.at),
    related: finding.related.map(({ in: message, at, message: text }) => relatedPlace(message, at, text)),
    fix: null,
  }));
}

/** What findings know of a call. */
export function nameOf({ kind, key, callId }: Call): CallName {
  return { kind, key: detached(key), callId: detached(callId) };
}

function relatedPlace(message: TraceMessage, at: Span, text: string): RelatedPlace {
  return { in: message.index, range: inTrace(message, at), message: detached(text) };
}

function plainFix({ title, edits }: Fix): Fix {
  return {
    title: detached(title),
    edits: edits.map(({ start, end, newText }) => ({ start, end, newText: detached(newText) })),
  };
}

/** The order in which findings are told. */
export function byPlace(
  a: { readonly range: Span; readonly rule: { readonly id: string } },
  b: { readonly range: Span; readonly rule: { readonly id: string } },
): number {
  return a.range.start - b.range.start || a.range.end - b.range.end || compare(a.rule.id, b.rule.id);
}
