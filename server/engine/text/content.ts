/** Takes what a logger put between and around the lines out of a message, and keeps where each piece stood. */
import { ContentBuilder, type Content } from '../basics/content';
import type { Span } from '../basics/span';
import { withoutDot } from './extent';
import { behindPrefix } from '../layout/prefix';
import type { Layout } from './layout';
import type { Scanner } from './scanner';

/** The content of a message that stands at a span of the scanner's text. */
export function contentOf(scanner: Scanner, message: Span, layout: Layout): Content {
  const { text } = scanner;
  if (layout.prefix === null && !layout.dotted) {
    return { text: text.slice(message.start, message.end), map: { content: [0], trace: [message.start] } };
  }
  const pieces = new ContentBuilder(text);
  let at = message.start;
  while (at < message.end) {
    const lineEnd = scanner.endOfLine(at);
    const end = Math.min(lineEnd, message.end);
    const next = Math.min(lineEnd + 1, message.end);
    const trimmed = scanner.withoutCr(at, end);
    const start =
      at === message.start || layout.prefix === null ? at : lineStart(text, layout.prefix, at, trimmed);
    const contentEnd = layout.dotted ? withoutDot(text, start, trimmed) : trimmed;
    pieces.add(start, contentEnd);
    pieces.add(contentEnd === trimmed ? trimmed : end, next);
    at = next;
  }
  return pieces.content();
}

function lineStart(text: string, prefix: Span, start: number, end: number): number {
  const behind = behindPrefix(text, prefix, start, end);
  return behind < 0 ? start : behind;
}
