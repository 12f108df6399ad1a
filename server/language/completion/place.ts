/**
 * Where in a trace a completion is asked for. While somebody types, the text is never whole: a line outgrows its
 * Content-Length, a file is empty. So the place is found from the message before the caret as well, and only the
 * text near the caret is looked at.
 */
import type { Position } from 'vscode-languageserver-types';
import type { MediaSection, Sdp } from '../../engine/sdp/sdp';
import type { SipMessage } from '../../engine/sip/message';
import { descriptionsOf } from '../../engine/traces/message';
import { headerOf } from '../../engine/sip/values';
import { touches } from '../../engine/basics/span';
import { inContent, type TraceMessage } from '../../engine/traces/message';
import { messageAt, type Trace } from '../../engine/calls/trace';
import { offsetAt, type TraceView } from '../view';

/** The line up to the caret. */
interface Line {
  readonly view: TraceView;
  readonly before: string;
}

export interface SdpCompletionPlace extends Line {
  readonly kind: 'sdp';
  /** Null where the description has not begun. */
  readonly sdp: Sdp | null;
  readonly message: TraceMessage | null;
  /** The m-line's section that the caret's line belongs to; null above the first m-line. */
  readonly media: MediaSection | null;
  /** Where the caret's line begins, in the message's content: it is no part of what is there already. */
  readonly lineStart: number;
}

export interface HeaderCompletionPlace extends Line {
  readonly kind: 'header';
  readonly sip: SipMessage;
  readonly lineStart: number;
}

export interface StartLineCompletionPlace extends Line {
  readonly kind: 'start-line';
}

/** Outside all messages. */
export interface OpenCompletionPlace extends Line {
  readonly kind: 'open';
  /** Whether nothing but `#!` lines and blank ones stand above: directives belong here. */
  readonly atTop: boolean;
}

export type CompletionPlace =
  SdpCompletionPlace | HeaderCompletionPlace | StartLineCompletionPlace | OpenCompletionPlace;

/** Nobody types longer lines by hand. */
const maxLine = 2000;
/** How far behind a message its body may have been typed on. */
const maxGap = 8192;

/** The place of a caret; null where nothing is to be completed. */
export function completionPlaceAt(view: TraceView, position: Position): CompletionPlace | null {
  const { trace } = view.analysis;
  const offset = offsetAt(view, position);
  const start = view.lines.lineStart(position.line + 1);
  if (offset - start > maxLine) return null;
  const before = trace.text.slice(start, offset);
  const message = messageAt(trace, offset);
  if (message !== null && offset >= message.record.message.start) return inMessage(view, message, offset);
  if (message !== null)
    return isDirective(before) ? { kind: 'open', view, before, atTop: isTop(view, start) } : null;
  return behindMessage(view, before, start) ?? { kind: 'open', view, before, atTop: isTop(view, start) };
}

export function isDirective(before: string): boolean {
  return before.startsWith('#');
}

function inMessage(view: TraceView, message: TraceMessage, offset: number): CompletionPlace | null {
  const { parsed } = message;
  const { content } = parsed;
  const at = Math.min(inContent(message, offset), content.length);
  const lineStart = lineStartOf(content, at);
  if (at - lineStart > maxLine) return null;
  const before = content.slice(lineStart, at);
  if (parsed.kind === 'sdp') return sdpPlace(view, message, parsed.sdp, before, lineStart);
  if (parsed.kind === 'packet') return null;
  if (lineStart <= parsed.startLine.start) return { kind: 'start-line', view, before };
  if (!isInBody(parsed, lineStart)) return { kind: 'header', view, before, sip: parsed, lineStart };
  if (parsed.body === null) return mayBeSdp(parsed) ? sdpPlace(view, message, null, before, lineStart) : null;
  const part = parsed.parts.find(({ content: span }) => touches(span, at));
  const sdp = part?.sdp ?? null;
  return sdp === null ? null : sdpPlace(view, message, sdp, before, lineStart);
}

/** Whether a line lies in the body; with no body yet, whether the empty line above it has been typed. */
function isInBody({ content, bodyStart }: SipMessage, lineStart: number): boolean {
  if (lineStart < bodyStart) return false;
  return (
    bodyStart < content.length ||
    /(?:\n\r?\n|\r\r)$/.test(content.slice(Math.max(0, lineStart - 4), lineStart))
  );
}

function mayBeSdp(sip: SipMessage): boolean {
  const type = headerOf(sip, 'content-type')?.value.text.toLowerCase();
  return type === undefined || type.startsWith('application/sdp');
}

/** A line typed on right behind a message whose length has been told: it belongs to the description. */
function behindMessage(view: TraceView, before: string, lineStart: number): CompletionPlace | null {
  const message = lastBefore(view.analysis.trace, lineStart);
  if (message === null) return null;
  const end = message.record.span.end;
  if (lineStart - end > maxGap) return null;
  const gap = view.analysis.trace.text.slice(end, lineStart);
  const { parsed } = message;
  const sdp = descriptionsOf(parsed).at(-1);
  if (sdp === undefined) return null;
  if (parsed.kind === 'sip' && /\n\r?\n/.test(gap)) return null;
  return gap.split('\n').every((line) => /^(?:[a-z]=|\s*$)/.test(line))
    ? sdpPlace(view, message, sdp, before, parsed.content.length)
    : null;
}

function sdpPlace(
  view: TraceView,
  message: TraceMessage,
  sdp: Sdp | null,
  before: string,
  lineStart: number,
): SdpCompletionPlace {
  const media = sdp?.media.findLast((section) => section.start < lineStart) ?? null;
  return { kind: 'sdp', view, before, sdp, message, media, lineStart };
}

function lastBefore({ messages }: Trace, offset: number): TraceMessage | null {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.record.span.end ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return messages[low - 1] ?? null;
}

function lineStartOf(content: string, at: number): number {
  let start = at;
  while (start > 0 && at - start <= maxLine) {
    const code = content.charCodeAt(start - 1);
    if (code === 10 || code === 13) break;
    start--;
  }
  return start;
}

/** Directives stand above everything else, so a look at a short beginning is enough. */
function isTop({ analysis: { trace } }: TraceView, lineStart: number): boolean {
  if (lineStart > maxGap) return false;
  return trace.text
    .slice(0, lineStart)
    .split('\n')
    .every((line) => line.trim() === '' || line.startsWith('#'));
}
