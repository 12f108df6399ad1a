/** Which trace a command is about. */
import { l10n, type Uri, window, workspace } from 'vscode';
import { isPlain } from '../start/detection';
import {
  captureExtensions,
  documentOfTab,
  folderOf,
  isCaptureName,
  isTrace,
  nameOf,
  textOf,
} from '../common/identity';
import { toUri } from '../common/place';
import { visible } from '../common/text';

/** A file that the user chooses. */
export async function chooseFile(): Promise<Uri | undefined> {
  const chosen = await window.showOpenDialog({
    title: l10n.t('Open the Overview of a Trace'),
    openLabel: l10n.t('Open'),
    filters: {
      [l10n.t('All Files')]: ['*'],
      [l10n.t('Captures')]: [...captureExtensions],
    },
  });
  return chosen?.[0];
}

/** A capture that the user chooses to add to a trace. */
export async function chooseTrace(document: Uri): Promise<Uri | undefined> {
  const folder = folderOf(document);
  const chosen = await window.showOpenDialog({
    ...(folder === undefined ? {} : { defaultUri: folder }),
    title: l10n.t('Add a Capture to {0}', visible(nameOf(document))),
    openLabel: l10n.t('Add'),
    filters: { [l10n.t('Captures')]: [...captureExtensions], [l10n.t('All Files')]: ['*'] },
  });
  return chosen?.[0];
}

/** What the active tab shows, unless that is a text of some other language. */
export function activeTrace(): Uri | undefined {
  const uri = documentOf(undefined);
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri?.toString());
  return open === undefined || isTrace(open) || isPlain(open) ? uri : undefined;
}

/** The document a command is about: its argument (of a menu or of a row of the view Calls), else the active tab's. */
export function documentOf(target: unknown): Uri | undefined {
  const given = toUri(typeof target === 'object' && target !== null && 'uri' in target ? target.uri : target);
  // The menus of a capture's editor give the capture.
  if (given !== undefined) return isCaptureName(given) ? textOf(given) : given;
  return documentOfTab(window.tabGroups.activeTabGroup.activeTab?.input);
}
