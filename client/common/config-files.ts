/** Tells the language server of the workspace's configuration files, which a web worker has no disk to find on. */
import { Disposable, workspace, type Uri } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { configFilesNotification, type ConfigFilesParams } from '../../shared/protocol';

const pattern = '**/.siptracerc.json';
/** A workspace with more of them has them in packages that it does not own. */
const most = 200;
/** Larger ones are no configuration. */
const mostOctets = 1 << 20;

/** Tells them whenever the server starts, and when one changes, until it is disposed. */
export function followConfigFiles(client: BaseLanguageClient): Disposable {
  let changes = 0;
  const tell = async (): Promise<void> => {
    const change = ++changes;
    const files = await readAll();
    // What is read of a later change is newer, though it may be there first.
    if (change !== changes || !client.isRunning()) return;
    const params: ConfigFilesParams = { files };
    await client.sendNotification(configFilesNotification, params).catch(() => {
      // The server stopped; it is told again when it starts.
    });
  };
  const tellNow = (): void => {
    void tell();
  };
  const watcher = workspace.createFileSystemWatcher(pattern);
  return Disposable.from(
    watcher,
    watcher.onDidCreate(tellNow),
    watcher.onDidChange(tellNow),
    watcher.onDidDelete(tellNow),
    client.onDidChangeState(() => {
      if (client.isRunning()) tellNow();
    }),
  );
}

async function readAll(): Promise<ConfigFilesParams['files']> {
  const found = await workspace.findFiles(pattern, '**/node_modules/**', most);
  const files = await Promise.all(found.map(read));
  return files.filter((file) => file !== null);
}

async function read(uri: Uri): Promise<ConfigFilesParams['files'][number] | null> {
  try {
    const octets = await workspace.fs.readFile(uri);
    return octets.length > mostOctets
      ? null
      : { uri: uri.toString(), text: new TextDecoder().decode(octets) };
  } catch {
    // It went away since it was listed.
    return null;
  }
}
