import { ConfigurationTarget, l10n, window, workspace, type QuickPickItem } from 'vscode';
import type { SeveritySetting } from '../../shared/severities';
import { clientId } from '../common/identity';

/** Lets the user choose how bad the findings of a rule are, and keeps it in the folder's settings, or in the user's. */
export async function setSeverity(rule: unknown): Promise<void> {
  if (typeof rule !== 'string') return;
  const settings = workspace.getConfiguration(clientId, window.activeTextEditor?.document);
  const own = settings.get<Readonly<Record<string, SeveritySetting>>>('rules', {});
  const choice = await window.showQuickPick(choices(own[rule] ?? 'default'), {
    title: l10n.t('How bad is what {0} finds?', rule),
    matchOnDetail: true,
  });
  if (choice === undefined) return;
  const set = settings.inspect<Readonly<Record<string, SeveritySetting>>>('rules');
  const inFolder = set?.workspaceValue !== undefined || workspace.workspaceFolders !== undefined;
  const target = inFolder ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const kept = (inFolder ? set?.workspaceValue : set?.globalValue) ?? {};
  await settings.update('rules', { ...kept, [rule]: choice.severity }, target);
}

function choices(current: SeveritySetting): (QuickPickItem & { readonly severity: SeveritySetting })[] {
  const details: readonly (readonly [SeveritySetting, string])[] = [
    ['default', l10n.t('As the rule says')],
    ['error', l10n.t('A call fails or is not heard')],
    ['warning', l10n.t('It may')],
    ['info', l10n.t('Good to know')],
    ['off', l10n.t('Not looked for')],
  ];
  return details.map(([severity, detail]) => ({
    severity,
    label: severity,
    detail,
    ...(severity === current ? { description: l10n.t('current') } : {}),
  }));
}
