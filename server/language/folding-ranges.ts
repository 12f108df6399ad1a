/** Folds: a message, its preamble with the headers, its SDP, each m-line's section. */
import { descriptionsOf } from '../engine/traces/message';
import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';
import type { Sdp } from '../engine/sdp/sdp';
import { inTrace, type TraceMessage } from '../engine/traces/message';
import { gatherInSlices } from './gather';
import { positionAt, type TraceView } from './view';

export function provideFoldingRanges(view: TraceView): Generator<void, FoldingRange[]> {
  return gatherInSlices(view.analysis.trace.messages, (message) => messageFolds(view, message));
}

function messageFolds(view: TraceView, message: TraceMessage): readonly FoldingRange[] {
  const { parsed } = message;
  if (parsed.kind === 'sdp') return sectionFolds(view, message, parsed.sdp);
  if (parsed.kind === 'packet') return fold(view, message, 0, parsed.content.length);
  const lastHeader = parsed.headers.at(-1);
  return [
    ...fold(
      view,
      message,
      parsed.startLine.start,
      parsed.body === null ? lastHeader?.end : parsed.content.trimEnd().length,
    ),
    ...fold(view, message, parsed.headers.at(0)?.start, lastHeader?.end, FoldingRangeKind.Region),
    ...descriptionsOf(parsed).flatMap((sdp) => [
      ...fold(view, message, sdp.lines.at(0)?.start, sdp.lines.at(-1)?.end),
      ...sectionFolds(view, message, sdp),
    ]),
  ];
}

function sectionFolds(view: TraceView, message: TraceMessage, sdp: Sdp): readonly FoldingRange[] {
  return sdp.media.flatMap((media) => fold(view, message, media.line.start, media.lines.at(-1)?.end));
}

/** A fold between two offsets of the content; none where they share a line. */
function fold(
  view: TraceView,
  message: TraceMessage,
  start: number | undefined,
  end: number | undefined,
  kind?: FoldingRangeKind,
): readonly FoldingRange[] {
  if (start === undefined || end === undefined || end <= start) return [];
  const span = inTrace(message, { start, end });
  const startLine = positionAt(view, span.start).line;
  const endLine = positionAt(view, span.end).line;
  return endLine > startLine ? [{ startLine, endLine, ...(kind === undefined ? {} : { kind }) }] : [];
}
