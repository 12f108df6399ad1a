import { l10n, window, workspace } from 'vscode';
import { proposeNetworkSettingsRequest } from '../../shared/protocol';
import type { LanguageServer } from '../common/language-server';

/** Opens settings of the network that the open traces speak for, for the user to review; nothing is changed. */
export async function proposeNetworkSettings(server: LanguageServer): Promise<void> {
  const content = await server.request<string | null>(proposeNetworkSettingsRequest, {});
  if (content === null) {
    void window.showInformationMessage(
      l10n.t('The open traces tell nothing of the network that the settings do not know.'),
    );
    return;
  }
  const document = await workspace.openTextDocument({ language: 'jsonc', content });
  await window.showTextDocument(document);
}
