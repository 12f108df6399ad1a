import {
  l10n,
  MarkdownString,
  StatusBarAlignment,
  window,
  workspace,
  type Disposable,
  type StatusBarItem,
  type TextEditor,
} from 'vscode';
import type { CallSummary, TraceSummary } from '../../shared/protocol';
import { callTitle, outcomeInWords } from '../calls/call-text';
import { clientName, isTrace } from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import { appendPlain } from '../common/markdown';
import { callAt, type Summaries } from '../calls/summaries';
import { countsInWords, profileName } from '../common/text';
import { foundSoFar, judgingInWords } from '../overview/judging-progress';
import type { Overviews } from '../overview/overview';
import type { TraceSource } from '../overview/trace-source';
import type { SeverityCounts } from '../../shared/severities';

/** How many calls, withheld rules and rules not evaluated the tooltip lists; the rest is a number. */
const maxLines = 8;

/** The status bar item: the profile of the call at the cursor and what was found in the file, its overview's as well. */
export class Status implements Disposable {
  private readonly item: StatusBarItem;
  private readonly subscriptions: Disposable[];
  private shown = false;

  constructor(
    private readonly server: LanguageServer,
    private readonly summaries: Summaries,
    private readonly overviews: Overviews,
  ) {
    this.item = window.createStatusBarItem('sipTrace.status', StatusBarAlignment.Right, 100);
    this.item.name = clientName;
    this.subscriptions = [
      this.item,
      window.onDidChangeActiveTextEditor(() => this.refresh()),
      workspace.onDidOpenTextDocument(() => this.refresh()), // also when a document's language changes
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === window.activeTextEditor) this.refresh();
      }),
      summaries.onDidChange(() => this.refresh()),
      overviews.onDidChangeActive(() => this.refresh()),
      server.onDidChangeState(() => this.refresh()),
    ];
    this.refresh();
  }

  /** What the item shows now; `undefined` when it is hidden. */
  get text(): string | undefined {
    return this.shown ? this.item.text : undefined;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private refresh(): void {
    const editor = window.activeTextEditor;
    const overview = this.overviews.active;
    this.shown = true;
    this.item.command = 'sipTrace.showMenu';
    if (overview !== undefined) this.showOverview(overview);
    else if (editor !== undefined && isTrace(editor.document)) this.showTrace(editor);
    else this.shown = false;
    if (this.shown) this.item.show();
    else this.item.hide();
  }

  private showTrace(editor: TextEditor): void {
    const summary = this.summaries.get(editor.document.uri);
    if (this.server.state === 'stopped') this.showStopped();
    else if (summary === undefined) this.showWaiting();
    else this.showSummary(editor, summary);
  }

  /** The sum of what was found; what an overview itself says is not said again. */
  private showOverview({ content, judging }: TraceSource): void {
    const state = judging?.state;
    const counts =
      content?.counts ?? (state === undefined || content === undefined ? null : foundSoFar(content));
    if (content === undefined || counts === null) {
      this.shown = false;
      return;
    }
    const icon = state?.kind === 'judging' ? '$(loading~spin) ' : '';
    // No check mark before all is judged.
    const found = content.counts === null && counts.error + counts.warning === 0 ? '' : countsAsIcons(counts);
    const spoken = judgingInWords(state, content) || countsInWords(counts);
    this.item.command = undefined;
    this.set(`${icon}${clientName}${found}`, spoken, `${clientName}, ${spoken}`);
  }

  private showStopped(): void {
    const message = l10n.t('The analysis has stopped. Restart it from here.');
    this.set(`$(debug-disconnect) ${clientName}`, message, message);
  }

  private showWaiting(): void {
    const message = l10n.t('The trace is being read.');
    this.set(`$(loading~spin) ${clientName}`, message, message);
  }

  private showSummary(editor: TextEditor, summary: TraceSummary): void {
    const call = callAt(summary, editor.selection.active.line);
    const title = this.title(editor, summary, call);
    const spoken = l10n.t(
      '{0}, {1}, {2}. Opens calls and actions.',
      clientName,
      title,
      countsInWords(summary.counts),
    );
    this.set(`${title}${countsAsIcons(summary.counts)}`, tooltip(summary, call), spoken);
  }

  private title(editor: TextEditor, summary: TraceSummary, call: CallSummary | undefined): string {
    const profile = call?.profile ?? summary.calls[0]?.profile;
    if (profile !== undefined) return profileName(profile);
    return editor.document.languageId === 'sdp' ? 'SDP' : clientName;
  }

  private set(text: string, hover: string | MarkdownString, spoken: string): void {
    this.item.text = text;
    this.item.tooltip = hover;
    this.item.accessibilityInformation = { label: spoken, role: 'button' };
  }
}

function countsAsIcons({ error, warning }: SeverityCounts): string {
  return error + warning > 0 ? ` $(error) ${error} $(warning) ${warning}` : ' $(check)';
}

function tooltip(summary: TraceSummary, current: CallSummary | undefined): MarkdownString {
  const text = new MarkdownString();
  const size =
    summary.messages === 1
      ? l10n.t('{0}, 1 message', summary.format)
      : l10n.t('{0}, {1} messages', summary.format, summary.messages);
  appendPlain(text, `${size}: ${countsInWords(summary.counts)}`);

  if (current !== undefined) {
    paragraph(text, l10n.t('Call at the cursor'));
    appendPlain(text, `${callInWords(current)}. ${profileName(current.profile)}: ${current.profileReason}`);
  }
  list(
    text,
    l10n.t('Calls'),
    summary.calls.length < 2
      ? []
      : summary.calls.map((call) => `${callInWords(call)}: ${countsInWords(call.counts)}`),
  );
  list(
    text,
    l10n.t('Counted, not shown'),
    summary.withheld.map(({ rule, count }) => l10n.t('{0}: {1} more', rule, count)),
  );
  list(
    text,
    l10n.t('Not evaluated'),
    summary.notEvaluated.map(
      ({ rules, reason }) =>
        `${rules.length > 3 ? l10n.t('{0} rules', rules.length) : rules.join(', ')}: ${reason}`,
    ),
  );
  return text;
}

function paragraph(text: MarkdownString, heading: string): void {
  text.appendMarkdown('\n\n**');
  appendPlain(text, heading);
  text.appendMarkdown('**\n\n');
}

function list(text: MarkdownString, heading: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  paragraph(text, heading);
  for (const line of lines.slice(0, maxLines)) item(text, line);
  if (lines.length > maxLines) item(text, l10n.t('and {0} more', lines.length - maxLines));
}

function item(text: MarkdownString, line: string): void {
  text.appendMarkdown('- ');
  appendPlain(text, line);
  text.appendMarkdown('\n');
}

function callInWords(call: CallSummary): string {
  return [callTitle(call), outcomeInWords(call)].filter((part) => part !== '').join(': ');
}
