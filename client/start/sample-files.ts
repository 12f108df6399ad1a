import {
  FilePermission,
  FileSystemError,
  FileType,
  l10n,
  Uri,
  workspace,
  type Disposable,
  type FileStat,
  type FileSystemProvider,
} from 'vscode';
import { sampleScheme } from '../common/identity';

/** The document of a sample, by the name of its file. */
export function sampleUri(file: string): Uri {
  return Uri.from({ scheme: sampleScheme, path: `/${file}` });
}

/**
 * Shows the samples under their own names, as files that nobody can write. A session description can be changed in
 * its editor all the same, as VS Code offers no quick fix where one cannot type; to keep it one saves it elsewhere.
 */
export function showSamples(extension: Uri): Disposable {
  return workspace.registerFileSystemProvider(sampleScheme, new SampleFiles(extension), {
    isCaseSensitive: true,
  });
}

class SampleFiles implements FileSystemProvider {
  /** They never change. */
  readonly onDidChangeFile = () => nothing;

  constructor(private readonly extension: Uri) {}

  watch(): Disposable {
    return nothing;
  }

  async stat(uri: Uri): Promise<FileStat> {
    const { length: size } = await this.readFile(uri);
    const stat = { type: FileType.File, ctime: 0, mtime: 0, size };
    return uri.path.endsWith('.sdp') ? stat : { ...stat, permissions: FilePermission.Readonly };
  }

  async readFile(uri: Uri): Promise<Uint8Array> {
    try {
      return await workspace.fs.readFile(Uri.joinPath(this.extension, 'samples', uri.path));
    } catch {
      throw FileSystemError.FileNotFound(uri);
    }
  }

  readDirectory(): [] {
    return [];
  }

  writeFile(): never {
    return refuse();
  }

  createDirectory(): never {
    return refuse();
  }

  delete(): never {
    return refuse();
  }

  rename(): never {
    return refuse();
  }
}

const nothing: Disposable = { dispose: () => undefined };

function refuse(): never {
  throw FileSystemError.NoPermissions(l10n.t('A sample stays as it is. Save it under another name.'));
}
