import { env, l10n, window } from 'vscode';

/** Copies a finding, as the server has worded it, to the clipboard. */
export async function copyFinding(text: unknown): Promise<void> {
  if (typeof text !== 'string') return;
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(`$(check) ${l10n.t('Finding copied')}`, 5000);
}
