import { ConfigurationTarget, l10n, window, workspace, type QuickPickItem } from 'vscode';
import type { ProfileSetting } from '../../shared/protocol';
import { clientId } from '../common/identity';
import { profileName } from '../common/text';

/** Lets the user choose the profile of the active trace, and keeps the choice where the setting already stands. */
export async function selectProfile(): Promise<void> {
  const resource = window.activeTextEditor?.document;
  const settings = workspace.getConfiguration(clientId, resource);
  const current = settings.get<ProfileSetting>('profile', 'auto');
  const choice = await window.showQuickPick(profiles(current), {
    title: l10n.t('Profile: whose rules the trace is checked against'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (choice === undefined || choice.profile === current) return;

  const set = settings.inspect<ProfileSetting>('profile');
  if (set?.workspaceFolderValue !== undefined) {
    await settings.update('profile', choice.profile, ConfigurationTarget.WorkspaceFolder);
  } else if (
    set?.workspaceValue !== undefined ||
    (workspace.workspaceFolders && set?.globalValue === undefined)
  ) {
    await settings.update('profile', choice.profile, ConfigurationTarget.Workspace);
  } else {
    await settings.update('profile', choice.profile, ConfigurationTarget.Global);
  }
}

function profiles(current: ProfileSetting): (QuickPickItem & { readonly profile: ProfileSetting })[] {
  const details: Record<ProfileSetting, string> = {
    auto: l10n.t('Decided for each call from the trace; the status bar says why'),
    'teams-bypass': l10n.t(
      'Microsoft Teams Direct Routing, media between the SBC and the Teams client: ICE Lite, SDES',
    ),
    'teams-nonbypass': l10n.t('Microsoft Teams Direct Routing, media through the Teams media processors'),
    rfc: l10n.t('Any SIP trace: the RFCs alone, none of Microsoft’s demands'),
  };
  const order: readonly ProfileSetting[] = ['auto', 'teams-bypass', 'teams-nonbypass', 'rfc'];
  return order.map((profile) => ({
    profile,
    label: profileName(profile),
    description: profile === current ? l10n.t('current') : profile,
    detail: details[profile],
  }));
}
