import {
  Range,
  window,
  workspace,
  WorkspaceEdit,
  type TextDocument,
  type TextEditor,
  type ViewColumn,
} from 'vscode';
import type { TraceLanguage } from './sniff';

/** Opens a new, unsaved document. */
export async function openNewDocument(
  language: TraceLanguage,
  content: string,
  viewColumn?: ViewColumn,
): Promise<TextEditor> {
  const document = await workspace.openTextDocument({ language, content });
  // VS Code gives a new document the name of one that was just closed, and then sometimes its text as well.
  if (linesOf(document.getText()) !== linesOf(content)) await setText(document, content);
  return window.showTextDocument(document, { ...(viewColumn === undefined ? {} : { viewColumn }) });
}

async function setText(document: TextDocument, content: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), content);
  await workspace.applyEdit(edit);
}

function linesOf(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
