import * as vscode from 'vscode';
import type { TestApi } from '../../client/extension';

export const extensionId = 'sip-trace-inspector.sip-trace-inspector';

/** The extension, active. */
export async function activated(): Promise<TestApi> {
  return extension().activate();
}

export function extension(): vscode.Extension<TestApi> {
  const found = vscode.extensions.getExtension<TestApi>(extensionId);
  if (found === undefined) throw new Error(`${extensionId} is not there`);
  return found;
}

/** Opens a file of `test/fixtures/integration` in an editor. */
export async function openFixture(name: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(extension().extensionUri, 'test', 'fixtures', 'integration', name);
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** The text of a file of `test/fixtures/integration`. */
export async function fixture(name: string): Promise<string> {
  const uri = vscode.Uri.joinPath(extension().extensionUri, 'test', 'fixtures', 'integration', name);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)).replaceAll('\r\n', '\n');
}

/** Opens text as a new document in an editor. */
export async function openText(language: string, content: string): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ language, content }),
  );
  // VS Code gives a new document the name of one that was just closed, and then sometimes its text as well.
  if (editor.document.getText() !== content) {
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, content));
  }
  return editor;
}

/** Closes every editor, whatever was typed. */
export async function closeEverything(): Promise<void> {
  for (
    let open = 0;
    open < 20 && vscode.window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
    open += 1
  ) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
}

/** Asks again until there is an answer that is neither `undefined` nor `false`, and fails naming what was waited for. */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | PromiseLike<T | undefined | false>,
  milliseconds = 120_000,
): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The findings of a document with a rule's id. */
export function findings(document: vscode.TextDocument, rule: string): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter((diagnostic) => ruleOf(diagnostic) === rule);
}

/** The rule a finding is about. */
export function ruleOf({ code }: vscode.Diagnostic): string | undefined {
  return typeof code === 'object' ? String(code.value) : undefined;
}

/** Where a text stands in a document. */
export function positionOf(document: vscode.TextDocument, text: string, after = 0): vscode.Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`the document does not hold "${text}"`);
  return document.positionAt(offset + after);
}

/** The range of a text in a document. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  return new vscode.Range(positionOf(document, text), positionOf(document, text, text.length));
}

/** Replaces a text in an editor as typing would. */
export async function replace(editor: vscode.TextEditor, text: string, by: string): Promise<void> {
  const range = rangeOf(editor.document, text);
  if (!(await editor.edit((edit) => edit.replace(range, by))))
    throw new Error(`"${text}" could not be replaced`);
}

/** The text of all hovers at a position. */
export async function hoverText(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** Sets one of our settings for the user; `undefined` takes it back. */
export async function setSetting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('sipTrace').update(name, value, vscode.ConfigurationTarget.Global);
}
