/** Corrected text out of a body and edits of it. */
import type { Span } from '../basics/span';

/** Puts other text in the place of a span; an empty span inserts. */
export interface TextEdit extends Span {
  readonly newText: string;
}

/**
 * The text of a span with edits applied. Edits that reach out of the span are left out, and so are those that
 * {@link compatibleEdits} leaves out.
 */
export function applyEdits(content: string, span: Span, edits: readonly TextEdit[]): string {
  const within = edits.filter((edit) => edit.start >= span.start && edit.end <= span.end);
  let text = '';
  let at = span.start;
  for (const edit of compatibleEdits(within)) {
    text += content.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return text + content.slice(at, span.end);
}

/**
 * Edits that can be applied together, in the order of the text: of identical ones the first, of overlapping ones
 * the one that starts first, then the shorter one, then the one named first. Different insertions at one place
 * go together, in the order they are named, and stand before what replaces the text behind that place.
 */
export function compatibleEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = edits
    .filter((edit) => edit.start <= edit.end)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const kept: TextEdit[] = [];
  let insertedAt = -1;
  let inserted = new Set<string>();
  let reached = 0;
  for (const edit of sorted) {
    if (edit.start < reached) continue;
    if (edit.start === edit.end) {
      if (insertedAt !== edit.start) inserted = new Set();
      insertedAt = edit.start;
      if (inserted.has(edit.newText)) continue;
      inserted.add(edit.newText);
    }
    kept.push(edit);
    reached = edit.end;
  }
  return kept;
}
