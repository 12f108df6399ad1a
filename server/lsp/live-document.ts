/** An open document, as changes of its client make it. */
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { Position } from 'vscode-languageserver-types';
import { PiecedText } from '../engine/basics/pieced-text';

/** A version of a document; a change makes another one. */
export interface LiveDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: PiecedText;
}

/** How `TextDocuments` makes them. */
export const liveDocuments = {
  create: (uri: string, _languageId: string, version: number, content: string): LiveDocument => ({
    uri,
    version,
    text: PiecedText.of(content),
  }),
  update: (
    { uri, text }: LiveDocument,
    changes: readonly TextDocumentContentChangeEvent[],
    version: number,
  ): LiveDocument => ({ uri, version, text: changes.reduce(changed, text) }),
};

function changed(text: PiecedText, change: TextDocumentContentChangeEvent): PiecedText {
  if (!('range' in change)) return PiecedText.of(change.text);
  const start = offsetOf(text, change.range.start);
  const end = offsetOf(text, change.range.end);
  return text.with({ start: Math.min(start, end), end: Math.max(start, end) }, change.text);
}

/** A character behind the end of its line is that end (LSP 3.17, Position). */
function offsetOf(text: PiecedText, { line, character }: Position): number {
  const offset = text.offsetAt({ line: line + 1, column: character + 1 });
  if (text.positionAt(offset).line <= line + 1) return offset;
  const ends = text.textFrom(offset - 2, 2);
  return offset - (ends === '\r\n' ? 2 : 1);
}
