import { ConfigurationTarget, FileType, l10n, type Uri, window, workspace } from 'vscode';
import { clientId, nameOf } from '../common/identity';
import { visible } from '../common/text';
import type { CardSpec } from '../webview/protocol';
import type { OverviewContent } from './trace-source';

/** How a file of keys is called that lies beside its capture. */
const endings = ['.keylog.txt', '.keylog', '.keys.txt', '.keys'];

/** The file of TLS keys beside a capture, by its name; null where there is none. */
export async function keyLogBeside(capture: Uri): Promise<Uri | null> {
  const stem = capture.path.replace(/\.[^./]+$/, '');
  for (const path of [stem, capture.path].flatMap((name) => endings.map((ending) => name + ending))) {
    const uri = capture.with({ path, query: '', fragment: '' });
    try {
      if ((await workspace.fs.stat(uri)).type === FileType.File) return uri;
    } catch {
      // None of that name.
    }
  }
  return null;
}

/** Says what is encrypted, and how its keys are given; null where nothing is. */
export function keyCard({ gaps, calls }: OverviewContent, beside: Uri | null): CardSpec | null {
  const encrypted = gaps.filter(({ kind }) => kind === 'encrypted');
  const [first] = encrypted;
  if (first === undefined) return null;
  const many =
    encrypted.length === 1
      ? l10n.t('A TLS connection is encrypted: {0}.', visible(first.place))
      : l10n.t('{0} TLS connections are encrypted, the first: {1}.', encrypted.length, visible(first.place));
  const missing =
    calls.length === 0
      ? l10n.t('Calls in it are shown once its keys are known.')
      : l10n.t('Messages in it are missing until its keys are known.');
  return {
    text: `${many} ${missing}`,
    choose: l10n.t('Choose Key Log…'),
    use: beside === null ? null : l10n.t('Use {0} beside It', visible(nameOf(beside))),
  };
}

/** Takes a file of keys for all captures, the one given or one to be chosen. */
export async function useKeyLog(file: Uri | null): Promise<void> {
  const [chosen] =
    file === null ? ((await window.showOpenDialog({ title: l10n.t('Choose Key Log') })) ?? []) : [file];
  if (chosen === undefined) return;
  const path = chosen.scheme === 'file' ? chosen.fsPath : chosen.toString();
  await workspace.getConfiguration(clientId).update('tlsKeyLog', path, ConfigurationTarget.Global);
}
