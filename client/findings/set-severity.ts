import { ConfigurationTarget, l10n, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { isRecord } from '../../shared/json';
import type { SeveritySetting } from '../../shared/severities';
import { clientId } from '../common/identity';

/** Lets the user choose how bad the findings of a rule are, and keeps it in the folder's settings, or in the user's. */
export async function setSeverity(rule: unknown): Promise<void> {
  if (typeof rule !== 'string') return;
  const settings = workspace.getConfiguration(clientId, window.activeTextEditor?.document);
  const deciding = await decidingFile(rule);
  if (deciding !== null) {
    const open = l10n.t('Open File');
    const answer = await window.showInformationMessage(
      l10n.t('{0} decides over {1}, and wins over the settings.', workspace.asRelativePath(deciding), rule),
      open,
    );
    if (answer === open) await window.showTextDocument(deciding);
    return;
  }
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

/** The configuration file nearest above the trace, where it says what becomes of a rule; null where none does. */
async function decidingFile(rule: string): Promise<Uri | null> {
  const trace = window.activeTextEditor?.document.uri;
  if (trace === undefined || trace.scheme === 'untitled') return null;
  for (let folder = Uri.joinPath(trace, '..'); ; folder = Uri.joinPath(folder, '..')) {
    const file = Uri.joinPath(folder, '.siptracerc.json');
    const text = await read(file);
    if (text !== null) return decides(text, rule) ? file : null;
    if (folder.path === '/' || folder.path === '') return null;
  }
}

async function read(file: Uri): Promise<string | null> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    return null;
  }
}

function decides(text: string, rule: string): boolean {
  try {
    const { rules, overrides } = JSON.parse(text) as Record<string, unknown>;
    const sets = (value: unknown): boolean => isRecord(value) && Object.hasOwn(value, rule);
    return (
      sets(rules) ||
      (Array.isArray(overrides) && overrides.some((each) => isRecord(each) && sets(each['rules'])))
    );
  } catch {
    // It says nothing to the server, either.
    return false;
  }
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
