import { Uri, workspace, type LogOutputChannel } from 'vscode';
import { reasonOf } from './log';
import { isRecord } from '../../shared/json';

/**
 * Settings with what stands in the file of Microsoft's endpoints that they name: the analysis reads no files. A relative
 * path begins at the folder of the workspace that the trace lies in, else at the first one.
 */
export async function withEndpointList(
  settings: unknown,
  scopeUri: string | undefined,
  log: LogOutputChannel,
): Promise<unknown> {
  if (!isRecord(settings) || !isRecord(settings['network'])) return settings;
  const { network } = settings;
  const file = network['endpointsFile'];
  if (typeof file !== 'string' || file === '') return settings;
  const uri = uriOf(file, scopeUri);
  if (uri === undefined) return settings;
  try {
    const endpointsText = new TextDecoder().decode(await workspace.fs.readFile(uri));
    return { ...settings, network: { ...network, endpointsText } };
  } catch (error) {
    log.warn(`sipTrace.network.endpointsFile: ${uri.toString(true)}: ${reasonOf(error)}`);
    return settings;
  }
}

function uriOf(file: string, scopeUri: string | undefined): Uri | undefined {
  const [first] = workspace.workspaceFolders ?? [];
  const folder =
    (scopeUri === undefined ? undefined : workspace.getWorkspaceFolder(Uri.parse(scopeUri))) ?? first;
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(file);
  if (isAbsolute)
    return folder === undefined ? Uri.file(file) : folder.uri.with({ path: Uri.file(file).path });
  return folder === undefined ? undefined : Uri.joinPath(folder.uri, file);
}
