import { commands, l10n, Uri, window, workspace } from 'vscode';
import { callExcerptRequest, type CallExcerptParams } from '../../shared/protocol';
import { filesOf } from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import { openTrace } from '../start/trace-document';
import type { CallOfTrace } from './call-panels';

/** Writes what a trace has of a call as a text trace, to a file that is given or chosen, and opens it. */
export async function saveCall(
  server: LanguageServer,
  { uri, key }: CallOfTrace,
  given: Uri | undefined,
): Promise<void> {
  await openTrace(uri);
  const params: CallExcerptParams = { uri: await server.uriOf(uri), key };
  const text = await server.request<string | null>(callExcerptRequest, params);
  if (text === null) throw new Error(l10n.t('This call is not in the trace any more.'));
  const file = given ?? (await chooseFile(uri, key));
  if (file === undefined) return;
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await commands.executeCommand('vscode.open', file);
}

async function chooseFile(uri: Uri, key: string): Promise<Uri | undefined> {
  const beside = filesOf(uri)[0] ?? uri;
  const name = `${
    key
      .split(' ', 1)[0]
      ?.replace(/[^\w.@-]/g, '_')
      .slice(0, 80) ?? ''
  }.siptrace`;
  return window.showSaveDialog({
    ...(beside.scheme === 'untitled' ? {} : { defaultUri: Uri.joinPath(beside, '..', name) }),
    filters: { [l10n.t('SIP Trace')]: ['siptrace'] },
    title: l10n.t('Save Call as Text Trace'),
  });
}
