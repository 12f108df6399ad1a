import { commands, env, l10n, UIKind, Uri, window, workspace, type QuickPickItem } from 'vscode';
import type { ReplayView } from '../../shared/replay-view';
import { fromBase64 } from '../../shared/base64';
import { mermaidOf } from './call-mermaid';
import { textLadderOf } from './call-text-ladder';
import type { CallPanel } from './call-panel';
import { callReport, type ReportTexts } from './call-report';
import { replayFacts, replayTitle } from '../calls/call-text';
import { folderOf, nameOf } from '../common/identity';
import { visible } from '../common/text';
import type { ExportMessage } from '../webview/call/protocol';

/** What a call can be written as. */
type Target = 'svg' | 'png' | 'html' | 'path' | 'ladder' | 'mermaid' | 'mermaid-document';

/** How long a message in the status bar stays, in milliseconds. */
const messageTime = 5000;

/** Writes a call to a file, whose name says as what; asks for both where there is no file. */
export async function exportCall(panel: CallPanel, file?: Uri): Promise<void> {
  if (file !== undefined) await write(panel, file);
  else {
    await panel.loaded();
    const target = await chooseTarget((panel.shown?.path ?? null) !== null);
    if (target === 'mermaid') await copyMermaid(panel);
    else if (target === 'ladder') await copyLadder(panel);
    else if (target === 'mermaid-document') await openMermaid(panel);
    else if (target !== undefined) await saveDrawing(panel, await panel.draw(target));
  }
}

/** Writes what the panel's webview drew to a file that the user chooses; Mermaid's text goes to the clipboard. */
export async function saveDrawing(panel: CallPanel, message: ExportMessage): Promise<void> {
  if (message.format === 'mermaid') {
    await copyMermaid(panel);
    return;
  }
  if (message.format === 'ladder') {
    await copyLadder(panel);
    return;
  }
  const { shown } = panel;
  if (shown === undefined) return; // the call went while it was drawn
  const file = await window.showSaveDialog({
    ...defaultFile(panel.uri, shown, message.format),
    filters: filtersOf(message.format),
    title: l10n.t('Export Call'),
  });
  if (file === undefined) return;
  await workspace.fs.writeFile(file, contentOf(panel, shown, message));
  const open = l10n.t('Open');
  void window.showInformationMessage(l10n.t('Saved: {0}', nameOf(file)), open).then(async (choice) => {
    if (choice === open) await openFile(file);
  });
}

/** By the name of the file. The user is asked nothing and told nothing. */
async function write(panel: CallPanel, file: Uri): Promise<void> {
  const format = /\.(svg|png|html|mmd)$/i.exec(file.path)?.[1]?.toLowerCase();
  if (format === 'mmd') {
    await workspace.fs.writeFile(file, new TextEncoder().encode(await mermaid(panel)));
  } else if (format === 'svg' || format === 'png' || format === 'html') {
    const message = await panel.draw(format);
    if (panel.shown !== undefined) await workspace.fs.writeFile(file, contentOf(panel, panel.shown, message));
  } else throw new Error(l10n.t('A call is exported as .svg, .png, .html or .mmd.'));
}

function contentOf(
  { uri }: CallPanel,
  view: ReplayView,
  { format, svg, png, path }: ExportMessage,
): Uint8Array {
  if (format === 'png') return fromBase64(png);
  if (format === 'path') return new TextEncoder().encode(path);
  const text =
    format === 'html'
      ? callReport({
          view,
          title: replayTitle(view),
          facts: replayFacts(view),
          trace: visible(nameOf(uri)),
          svg,
          path,
          texts: reportTexts(),
        })
      : svg;
  return new TextEncoder().encode(text);
}

async function mermaid(panel: CallPanel): Promise<string> {
  await panel.loaded();
  return panel.shown === undefined ? '' : mermaidOf(panel.shown);
}

async function copyMermaid(panel: CallPanel): Promise<void> {
  await env.clipboard.writeText(await mermaid(panel));
  window.setStatusBarMessage(`$(check) ${l10n.t('Copied as a Mermaid sequence diagram')}`, messageTime);
}

async function copyLadder(panel: CallPanel): Promise<void> {
  await panel.loaded();
  const { shown } = panel;
  if (shown === undefined) return;
  await env.clipboard.writeText(textLadderOf(shown, replayTitle(shown), replayFacts(shown)));
  window.setStatusBarMessage(`$(check) ${l10n.t('Copied as text')}`, messageTime);
}

async function openMermaid(panel: CallPanel): Promise<void> {
  const document = await workspace.openTextDocument({ content: await mermaid(panel) });
  await window.showTextDocument(document);
}

async function chooseTarget(hasPath: boolean): Promise<Target | undefined> {
  const items: readonly (QuickPickItem & { readonly target: Target })[] = [
    {
      target: 'html',
      label: l10n.t('HTML Report'),
      description: l10n.t('ladder, states, verdicts, steps, SDP and findings on one page'),
    },
    { target: 'svg', label: 'SVG', description: l10n.t('the ladder, to be scaled and edited') },
    ...(hasPath
      ? [
          {
            target: 'path' as const,
            label: l10n.t('SVG of the Media Path'),
            description: l10n.t('the hosts that voice passed, with their flows'),
          },
        ]
      : []),
    { target: 'png', label: 'PNG', description: l10n.t('the ladder as a picture') },
    {
      target: 'ladder',
      label: l10n.t('Copy as Text'),
      description: l10n.t('headline, findings and a ladder of plain characters'),
    },
    {
      target: 'mermaid',
      label: l10n.t('Copy as Mermaid'),
      description: l10n.t('a sequence diagram as text, for a ticket'),
    },
    {
      target: 'mermaid-document',
      label: l10n.t('Open as Mermaid'),
      description: l10n.t('in a new document'),
    },
  ];
  return (await window.showQuickPick(items, { title: l10n.t('Export Call') }))?.target;
}

function filtersOf(format: 'svg' | 'png' | 'html' | 'path'): Record<string, string[]> {
  const names = { svg: 'SVG', png: 'PNG', html: 'HTML', path: 'SVG' };
  return { [names[format]]: [endingOf(format)] };
}

/** Beside the trace, named after it and the parties. */
function defaultFile(uri: Uri, { from, to }: ReplayView, format: string): { readonly defaultUri?: Uri } {
  const folder = folderOf(uri) ?? workspace.workspaceFolders?.[0]?.uri;
  const trace = nameOf(uri).replace(/\.\w+$/, '');
  const parts = [trace, from, to].map(forFileName).filter((part) => part !== '');
  if (format === 'path') parts.push('path');
  const name = `${parts.join(' ') || 'call'}.${endingOf(format)}`;
  return folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, name) };
}

function endingOf(format: string): string {
  return format === 'path' ? 'svg' : format;
}

/** What every file system takes, and no path leads away by. */
function forFileName(text: string): string {
  return text
    .replaceAll(/[^\p{L}\p{N}+._@-]+/gu, '_')
    .replace(/^[._]+/, '')
    .slice(0, 60);
}

/** A browser shows a page better than an editor, where there is one beside VS Code. */
async function openFile(file: Uri): Promise<void> {
  if (file.path.endsWith('.html') && file.scheme === 'file' && env.uiKind === UIKind.Desktop) {
    await env.openExternal(file);
  } else await commands.executeCommand('vscode.open', file);
}

function reportTexts(): ReportTexts {
  return {
    language: env.language,
    simulated: l10n.t('Simulated, not what the trace shows'),
    capture: l10n.t('What this capture shows'),
    ladder: l10n.t('Ladder'),
    path: l10n.t('Media path'),
    leg: l10n.t('Leg'),
    verdicts: l10n.t('Verdicts'),
    states: l10n.t('How the forks ended'),
    steps: l10n.t('Steps'),
    descriptions: l10n.t('Session descriptions'),
    none: l10n.t('None.'),
    line: l10n.t('line'),
    frame: l10n.t('frame'),
    fork: l10n.t('Fork'),
    severity: l10n.t('Severity'),
    what: l10n.t('What'),
    evidence: l10n.t('Evidence'),
    where: l10n.t('Where'),
    rule: l10n.t('Rule'),
    state: l10n.t('State'),
    controlling: l10n.t('Controlling'),
    pairs: l10n.t('Pairs'),
    candidates: l10n.t('Candidates'),
    type: l10n.t('Type'),
    component: l10n.t('Component'),
    priority: l10n.t('Priority'),
    nominated: l10n.t('Nominated'),
    checks: l10n.t('Checks and answers'),
    address: l10n.t('Address'),
    foundation: l10n.t('Foundation'),
    time: l10n.t('Time'),
    automaton: l10n.t('What the automata did'),
    source: l10n.t('Source'),
    footer: l10n.t('Made by SIP Trace Inspector. Keys and passwords are masked.'),
  };
}
