import assert from 'node:assert/strict';
import type { FieldProblem } from '../../../server/engine/sdp/fields';
import { parseSdp } from '../../../server/engine/sdp/parse';
import type { AttributeLine, MediaSection, Sdp } from '../../../server/engine/sdp/sdp';
import type { Span } from '../../../server/engine/basics/span';

/** Lines as one body with CRLF behind each. */
export function body(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

/** The attribute line that a text is. Spans count from the line's start. */
export function attributeLine(text: string): AttributeLine {
  const line = parseSdp(text).session.attributes[0];
  assert.ok(line, `no attribute line: ${text}`);
  return line;
}

export function mediaAt(sdp: Sdp, index: number): MediaSection {
  const media = sdp.media[index];
  assert.ok(media, `no m-line ${index}`);
  return media;
}

/** The part and the text that each problem points at. */
export function seen<Part extends string>(
  text: string,
  problems: readonly FieldProblem<Part>[],
): readonly (readonly [Part, string])[] {
  return problems.map((problem) => [problem.part, textAt(text, problem)]);
}

export function textAt(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}
