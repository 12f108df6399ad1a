/** What every editor feature looks at: an analysed document, and how its offsets become editor positions. */
import type { Position, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../engine/analysis/model';
import type { LineTable } from '../engine/basics/lines';
import type { Span } from '../engine/basics/span';
import { inContent, inTrace, type TraceMessage } from '../engine/traces/message';
import { messageAt } from '../engine/calls/trace';
import type { Settings } from '../../shared/protocol';

export interface TraceView {
  readonly uri: string;
  readonly analysis: Analysis;
  readonly lines: LineTable;
  readonly settings: Settings;
}

/** An editor position (from 0) as an offset of the trace text. */
export function offsetAt(view: TraceView, position: Position): number {
  return view.lines.offsetAt({ line: position.line + 1, column: position.character + 1 });
}

/** An offset of the trace text as an editor position. */
export function positionAt(view: TraceView, offset: number): Position {
  const { line, column } = view.lines.positionAt(offset);
  return { line: line - 1, character: column - 1 };
}

/** A span of the trace text as an editor range. */
export function rangeOf(view: TraceView, span: Span): Range {
  return { start: positionAt(view, span.start), end: positionAt(view, span.end) };
}

/** A span of a message's content as an editor range. */
export function rangeIn(view: TraceView, message: TraceMessage, span: Span): Range {
  return rangeOf(view, inTrace(message, span));
}

export interface Place {
  readonly message: TraceMessage;
  /** In the message's content. */
  readonly offset: number;
}

/** The message at an editor position, and where in its content; null outside messages. */
export function placeAt(view: TraceView, position: Position): Place | null {
  const offset = offsetAt(view, position);
  const message = messageAt(view.analysis.trace, offset);
  if (message === null || offset < message.record.message.start) return null;
  return { message, offset: inContent(message, offset) };
}
