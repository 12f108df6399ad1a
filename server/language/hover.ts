/** What a place in a trace says, in words: decoded values, the standard, Microsoft's documents. */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver-types';
import type { Finding } from '../engine/analysis/model';
import { touches } from '../engine/basics/span';
import { inContent, inTrace, type TraceMessage } from '../engine/traces/message';
import { messageAt } from '../engine/calls/trace';
import { diagnosisMarkdown } from './hover/diagnosis';
import { toMarkdown, type Explanation } from './hover/explanation';
import { findingsMarkdown } from './hover/findings';
import { directiveExplanation, preambleExplanation, type TraceExplanation } from './hover/preamble';
import { sdpExplanation } from './hover/sdp';
import { headerExplanation } from './hover/sip-header';
import { startLineExplanation } from './hover/sip-start-line';
import { blocks } from './markdown';
import { offsetAt, rangeOf, type TraceView } from './view';

/**
 * The hover at a position; null where there is nothing to say. Its findings come first, by their basis and
 * source: the editor shows their texts itself.
 *
 * @param docs URI of the folder of rule pages, with a slash at its end; null where there is none
 */
export function provideHover(view: TraceView, position: Position, docs: string | null = null): Hover | null {
  const offset = offsetAt(view, position);
  const found = explanationAt(view, offset, view.lines.lineStart(position.line + 1));
  const findings = findingsAt(view, offset);
  const at = found?.at ?? findings[0]?.range;
  if (at === undefined) return null;
  return {
    contents: {
      kind: MarkupKind.Markdown,
      value: blocks(findingsMarkdown(findings, docs), diagnosisAt(view, offset), found?.markdown ?? ''),
    },
    range: rangeOf(view, at),
  };
}

/** On a start line: what became of the call. */
function diagnosisAt(view: TraceView, offset: number): string {
  const message = messageAt(view.analysis.trace, offset);
  if (message?.parsed.kind !== 'sip' || offset < message.record.message.start) return '';
  return touches(message.parsed.startLine, inContent(message, offset))
    ? diagnosisMarkdown(view, message)
    : '';
}

function explanationAt(view: TraceView, offset: number, lineStart: number): TraceExplanation | null {
  const { trace } = view.analysis;
  const directive = directiveExplanation(trace.text, offset, lineStart);
  if (directive !== null) return directive;
  const message = messageAt(trace, offset);
  if (message === null) return null;
  const { record } = message;
  if (offset < record.message.start) {
    return touches(record.preamble, offset) ? preambleExplanation(view, message) : null;
  }
  const content = inContent(message, offset);
  const explanation = contentExplanation(view, message, content);
  // Between the pieces of a message stands what the logger wrote: that is no place of the message.
  return explanation === null || !touches(explanation.at, content)
    ? null
    : { at: inTrace(message, explanation.at), markdown: toMarkdown(explanation) };
}

function contentExplanation(view: TraceView, message: TraceMessage, offset: number): Explanation | null {
  const { parsed } = message;
  if (parsed.kind === 'sdp') return sdpExplanation(view, message, parsed.sdp, offset);
  if (parsed.kind === 'packet') return null;
  if (touches(parsed.startLine, offset)) return startLineExplanation(view, message, parsed, offset);
  const header = parsed.headers.find((each) => touches(each, offset));
  if (header !== undefined) return headerExplanation({ view, message, sip: parsed, header, offset });
  const part = parsed.parts.find((each) => touches(each, offset));
  if (part === undefined) return null;
  const partHeader = part.headers.find((each) => touches(each, offset));
  if (partHeader !== undefined)
    return headerExplanation({ view, message, sip: parsed, header: partHeader, offset });
  return part.sdp === null ? null : sdpExplanation(view, message, part.sdp, offset);
}

function findingsAt(view: TraceView, offset: number): readonly Finding[] {
  return view.analysis.findings.filter(({ range }) => touches(range, offset));
}
