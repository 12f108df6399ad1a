import { l10n, workspace, type TextDocument, type Uri } from 'vscode';
import { readAsTrace } from './detection';
import { isTrace } from '../common/identity';

/**
 * A trace's document, in a language that is analysed: who asks for a view of it means a trace. Rejects when the file
 * cannot be read, or when the text was never saved and is closed.
 */
export async function openTrace(uri: Uri): Promise<TextDocument> {
  const open = workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  // VS Code would make a new, empty text of this name.
  if (uri.scheme === 'untitled' && !open) throw new Error(l10n.t('This text was closed and not saved.'));
  const document = await workspace.openTextDocument(uri);
  if (!isTrace(document)) await readAsTrace(document);
  return workspace.openTextDocument(uri);
}

/** VS Code closes a document that no editor shows after a while, and its analysis would go with it. */
export async function keepOpen(uri: Uri): Promise<void> {
  if (uri.scheme === 'untitled') return;
  try {
    await workspace.openTextDocument(uri);
  } catch {
    // The file is gone: what was read of it stays.
  }
}
