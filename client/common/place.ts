import { Position, Range, Uri, window, workspace, type TextDocument } from 'vscode';
import type { Range as LspRange } from 'vscode-languageserver-types';
import { isTrace } from './identity';

/** A position in an open trace. */
export interface Place {
  readonly document: TextDocument;
  readonly position: Position;
}

/**
 * The place a command is about: the one in its arguments (uri and position, as the server's code actions and code
 * lenses pass them), else the cursor. `undefined`: no trace is open in the active editor.
 */
export async function placeOf(uri: unknown, position: unknown): Promise<Place | undefined> {
  const target = toUri(uri);
  const at = toPosition(position);
  if (target !== undefined && at !== undefined) {
    return { document: await workspace.openTextDocument(target), position: at };
  }
  const editor = window.activeTextEditor;
  if (editor === undefined || !isTrace(editor.document)) return undefined;
  return { document: editor.document, position: editor.selection.active };
}

/** A URI out of a command's argument. */
export function toUri(value: unknown): Uri | undefined {
  if (value instanceof Uri) return value;
  return typeof value === 'string' ? Uri.parse(value) : undefined;
}

/** A position out of a command's argument, which may be one of the LSP. */
export function toPosition(value: unknown): Position | undefined {
  if (typeof value !== 'object' || value === null || !('line' in value) || !('character' in value))
    return undefined;
  const { line, character } = value;
  return typeof line === 'number' && typeof character === 'number'
    ? new Position(line, character)
    : undefined;
}

/** The caret at the start of a range of the LSP, for the editor. */
export function selectionOf({ start }: LspRange): Range {
  const position = new Position(start.line, start.character);
  return new Range(position, position);
}
