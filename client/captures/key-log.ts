import {
  EventEmitter,
  l10n,
  RelativePattern,
  Uri,
  workspace,
  type Disposable,
  type Event,
  type FileSystemWatcher,
} from 'vscode';
import { clientId } from '../common/identity';
import { reasonOf } from '../common/log';

/** The file of TLS keys that the setting `sipTrace.tlsKeyLog` names. */
export class KeyLogFile implements Disposable {
  private readonly changed = new EventEmitter<void>();
  private readonly settings: Disposable;
  private watching: FileSystemWatcher | undefined;

  /** The file or the setting changed. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor() {
    this.settings = workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration('sipTrace.tlsKeyLog')) return;
      this.watching?.dispose();
      this.watching = undefined;
      this.changed.fire();
    });
  }

  /** The file's lines, empty where none is named. What keeps it from being read is told, without a full stop. */
  async read(): Promise<{ readonly text: string; readonly problem: string | null }> {
    const path = workspace.getConfiguration(clientId).get<string>('tlsKeyLog', '').trim();
    if (path === '') return { text: '', problem: null };
    const uri = /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? Uri.parse(path) : Uri.file(path);
    this.watching ??= this.watch(uri);
    try {
      return { text: new TextDecoder().decode(await workspace.fs.readFile(uri)), problem: null };
    } catch (error) {
      const problem = l10n.t(
        'The TLS keys in {0} cannot be read ({1}); the setting sipTrace.tlsKeyLog names this file',
        path,
        reasonOf(error),
      );
      return { text: '', problem };
    }
  }

  dispose(): void {
    this.settings.dispose();
    this.watching?.dispose();
    this.changed.dispose();
  }

  private watch(file: Uri): FileSystemWatcher {
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(file, '..'), '*'));
    const follow = (uri: Uri): void => {
      if (uri.toString() === file.toString()) this.changed.fire();
    };
    watcher.onDidChange(follow);
    watcher.onDidCreate(follow);
    return watcher;
  }
}
