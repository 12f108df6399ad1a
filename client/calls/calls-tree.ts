import {
  commands,
  EventEmitter,
  l10n,
  MarkdownString,
  TreeItem,
  window,
  workspace,
  type Disposable,
  type Event,
  type Position,
  type TextEditor,
  type TreeDataProvider,
  type TreeView,
  type Uri,
} from 'vscode';
import {
  callMessagesRequest,
  type CallMessagesParams,
  type CallSummary,
  type MessageSummary,
  type TraceSummary,
} from '../../shared/protocol';
import { filterWords, matchesFilter } from './call-filter';
import {
  callItem,
  callRow,
  describeCall,
  describeMessage,
  describeTrace,
  messageItem,
  traceItem,
  traceRow,
  type CallNode,
  type CallsNode,
  type MessageNode,
  type TraceNode,
} from './calls-rows';
import { outcomeInWords } from './call-text';
import { documentOfTab, hasFindings, isTrace } from '../common/identity';
import type { LanguageServer } from '../common/language-server';
import { messageAtLine, type Summaries } from './summaries';
import { label, profileName } from '../common/text';

/** What the tree knows of an open trace. Nodes are kept, as VS Code knows them by identity. */
interface OpenTrace {
  readonly node: TraceNode;
  readonly calls: Map<string, CallNode>;
  /** Messages of the calls that were opened. */
  readonly messages: Map<string, KnownMessages>;
  summary: TraceSummary | undefined;
  byKey: ReadonlyMap<string, CallSummary>;
  /** The rows that are shown, to tell what a new summary changes. */
  shown: ReadonlyMap<string, string>;
}

interface KnownMessages {
  readonly nodes: readonly MessageNode[];
  readonly summaries: readonly MessageSummary[];
}

/** How long the caret must rest before the tree follows it, in milliseconds. */
const restingTime = 100;

/** The view Calls: every open trace with its calls and their messages. */
export class CallsTree implements TreeDataProvider<CallsNode>, Disposable {
  private readonly changed = new EventEmitter<CallsNode | CallsNode[] | undefined>();
  private readonly traces = new Map<string, OpenTrace>();
  private readonly collapsed = new Set<CallsNode>();
  private readonly expanded = new Set<CallsNode>();
  private readonly subscriptions: Disposable[];
  private resting: ReturnType<typeof setTimeout> | undefined;
  private filter = '';

  readonly view: TreeView<CallsNode>;
  readonly onDidChangeTreeData: Event<CallsNode | CallsNode[] | undefined> = this.changed.event;

  constructor(
    private readonly server: LanguageServer,
    private readonly summaries: Summaries,
  ) {
    this.view = window.createTreeView('sipTrace.calls', { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.changed,
      this.view,
      workspace.onDidOpenTextDocument(() => this.sync()),
      workspace.onDidCloseTextDocument(() => this.sync()),
      window.tabGroups.onDidChangeTabs(() => this.sync()),
      summaries.onDidChange((uri) => this.update(uri)),
      window.onDidChangeActiveTextEditor((editor) => this.followSoon(editor)),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.followSoon(textEditor)),
      this.view.onDidChangeVisibility(() => this.followSoon(window.activeTextEditor)),
      this.view.onDidExpandElement(({ element }) => {
        this.collapsed.delete(element);
        this.expanded.add(element);
      }),
      this.view.onDidCollapseElement(({ element }) => {
        this.expanded.delete(element);
        this.collapsed.add(element);
      }),
    ];
    this.sync();
  }

  getTreeItem(node: CallsNode): TreeItem {
    switch (node.kind) {
      case 'trace':
        return traceItem(node, this.find(node)?.summary);
      case 'call': {
        const call = this.callOf(node);
        return call === undefined ? new TreeItem('') : callItem(node, call, this.isAlone(node));
      }
      case 'message': {
        const message = this.messageOf(node);
        return message === undefined ? new TreeItem('') : messageItem(node, message, this.callOf(node.call));
      }
    }
  }

  async getChildren(node?: CallsNode): Promise<CallsNode[]> {
    if (node === undefined) {
      return [...this.traces.values()].filter((trace) => this.isShown(trace)).map((trace) => trace.node);
    }
    const trace = this.find(node);
    if (trace === undefined || node.kind === 'message') return [];
    if (node.kind === 'trace') return [...trace.shown.keys()].flatMap((key) => trace.calls.get(key) ?? []);
    return [...(await this.messagesOf(trace, node))];
  }

  getParent(node: CallsNode): CallsNode | undefined {
    if (node.kind === 'trace') return undefined;
    return node.kind === 'call' ? node.trace : node.call;
  }

  resolveTreeItem(item: TreeItem, node: CallsNode): TreeItem {
    item.tooltip = this.tooltip(node);
    return item;
  }

  /** Shows only the calls that hold every word; asks for the words where none are given. */
  async askForFilter(words?: unknown): Promise<void> {
    if (typeof words === 'string') {
      this.setFilter(words);
      return;
    }
    await commands.executeCommand('sipTrace.calls.focus');
    const before = this.filter;
    const input = window.createInputBox();
    input.title = l10n.t('Filter Calls');
    input.placeholder = l10n.t('Call-ID, number or host, outcome, status: all words must be found');
    input.value = before;
    let accepted = false;
    input.onDidChangeValue((value) => this.setFilter(value));
    input.onDidAccept(() => {
      accepted = true;
      input.hide();
    });
    input.onDidHide(() => {
      if (!accepted) this.setFilter(before);
      input.dispose();
    });
    input.show();
  }

  clearFilter(): void {
    this.setFilter('');
  }

  /** The call of a row, which a command of the row's menu is given. */
  callOfNode(node: unknown): CallSummary | undefined {
    const kind = typeof node === 'object' && node !== null && 'kind' in node ? node.kind : undefined;
    // Menus of the view give the view's own nodes.
    return kind === 'call' || kind === 'message' ? this.callOf(node as CallNode | MessageNode) : undefined;
  }

  /** The trace of such a row, and the call's key in it. */
  placeOfNode(node: unknown): { readonly uri: Uri; readonly key: string } | undefined {
    if (this.callOfNode(node) === undefined) return undefined;
    const known = node as CallNode | MessageNode; // else it had no call
    const { trace, key } = known.kind === 'call' ? known : known.call;
    return { uri: trace.uri, key };
  }

  private callOf(node: CallNode | MessageNode): CallSummary | undefined {
    const { trace, key } = node.kind === 'call' ? node : node.call;
    return this.find(trace)?.byKey.get(key);
  }

  dispose(): void {
    clearTimeout(this.resting);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Takes up the traces that are open in a tab, and lets the others go. */
  private sync(): void {
    const open = openTraces();
    const gone = [...this.traces.keys()].filter((key) => !open.has(key));
    const come = [...open].filter(([key]) => !this.traces.has(key));
    if (gone.length === 0 && come.length === 0) return;
    for (const key of gone) this.traces.delete(key);
    for (const [key, uri] of come) {
      const node: TraceNode = { kind: 'trace', uri };
      const empty = { calls: new Map(), messages: new Map(), byKey: new Map(), shown: new Map() };
      this.traces.set(key, { ...empty, node, summary: undefined });
      this.update(uri);
    }
    this.showState();
    this.changed.fire(undefined);
  }

  /** Takes a new summary in, and refreshes what it changes. */
  private update(uri: Uri): void {
    const trace = this.traces.get(uri.toString());
    const summary = this.summaries.get(uri);
    if (trace === undefined || summary === undefined) return;
    const before = { row: traceRow(trace.summary), shown: trace.shown, visible: this.isShown(trace) };
    trace.summary = summary;
    trace.byKey = new Map(summary.calls.map((call) => [call.key, call]));
    for (const key of trace.calls.keys()) if (!trace.byKey.has(key)) trace.calls.delete(key);
    for (const { key } of summary.calls) {
      if (!trace.calls.has(key)) trace.calls.set(key, { kind: 'call', trace: trace.node, key });
    }
    trace.shown = this.rowsOf(trace);
    this.showState();

    if (this.isShown(trace) !== before.visible) this.changed.fire(undefined);
    else if (traceRow(summary) !== before.row || !sameKeys(before.shown, trace.shown)) {
      this.changed.fire(trace.node);
    } else {
      const rows = [...trace.shown].filter(([key, row]) => before.shown.get(key) !== row);
      if (rows.length > 0) this.changed.fire(rows.flatMap(([key]) => trace.calls.get(key) ?? []));
    }
    for (const key of [...trace.messages.keys()]) void this.refreshMessages(trace, key);
    this.followSoon(window.activeTextEditor);
  }

  private async refreshMessages(trace: OpenTrace, key: string): Promise<void> {
    const known = trace.messages.get(key);
    const node = trace.calls.get(key);
    trace.messages.delete(key);
    if (known === undefined || node === undefined || !this.isExpanded(node)) return;
    const now = await this.fetchMessages(trace, node);
    if (JSON.stringify(now.summaries) !== JSON.stringify(known.summaries)) this.changed.fire(node);
  }

  private async messagesOf(trace: OpenTrace, node: CallNode): Promise<readonly MessageNode[]> {
    return (trace.messages.get(node.key) ?? (await this.fetchMessages(trace, node))).nodes;
  }

  private async fetchMessages(trace: OpenTrace, node: CallNode): Promise<KnownMessages> {
    const params: CallMessagesParams = { uri: await this.server.uriOf(trace.node.uri), key: node.key };
    const summaries =
      (await this.server.request<readonly MessageSummary[] | null>(callMessagesRequest, params)) ?? [];
    // Another request may have been faster: its nodes are those that VS Code knows.
    const earlier = trace.messages.get(node.key)?.nodes ?? [];
    const nodes = summaries.map(
      (_, index): MessageNode => earlier[index] ?? { kind: 'message', call: node, index },
    );
    const known = { nodes, summaries };
    trace.messages.set(node.key, known);
    return known;
  }

  private messageOf({ call, index }: MessageNode): MessageSummary | undefined {
    return this.find(call)?.messages.get(call.key)?.summaries[index];
  }

  private find(node: CallsNode): OpenTrace | undefined {
    const trace = node.kind === 'trace' ? node : node.kind === 'call' ? node.trace : node.call.trace;
    return this.traces.get(trace.uri.toString());
  }

  private isShown(trace: OpenTrace): boolean {
    return this.filter === '' || trace.shown.size > 0;
  }

  /** Whether a call is the only one of its trace: then its messages are shown at once. */
  private isAlone(node: CallNode): boolean {
    return this.find(node)?.calls.size === 1;
  }

  private isExpanded(node: CallsNode): boolean {
    return (
      this.expanded.has(node) || (node.kind === 'call' && this.isAlone(node) && !this.collapsed.has(node))
    );
  }

  private rowsOf({ summary }: OpenTrace): ReadonlyMap<string, string> {
    const calls = summary?.calls ?? [];
    const words = filterWords(this.filter);
    const matching = calls.filter((call) =>
      matchesFilter(call, [outcomeInWords(call), profileName(call.profile)], words),
    );
    return new Map(matching.map((call) => [call.key, callRow(call)]));
  }

  private setFilter(words: string): void {
    const filter = words.trim();
    if (filter === this.filter) return;
    this.filter = filter;
    void commands.executeCommand('setContext', 'sipTrace.callsFiltered', filter !== '');
    for (const trace of this.traces.values()) trace.shown = this.rowsOf(trace);
    this.showState();
    this.changed.fire(undefined);
  }

  /** Says what the filter lets through, and how many errors there are in all. */
  private showState(): void {
    const traces = [...this.traces.values()];
    const total = traces.reduce((sum, { byKey }) => sum + byKey.size, 0);
    const shown = traces.reduce((sum, trace) => sum + trace.shown.size, 0);
    const filter = label(this.filter);
    if (this.filter === '') this.view.message = '';
    else if (shown === 0) this.view.message = l10n.t('No call matches “{0}”.', filter);
    else this.view.message = l10n.t('Filter “{0}”: {1} of {2} calls', filter, shown, total);

    const errors = traces.reduce((sum, { summary }) => sum + (summary?.counts.error ?? 0), 0);
    const tooltip =
      errors === 1 ? l10n.t('1 error in the open traces') : l10n.t('{0} errors in the open traces', errors);
    this.view.badge = errors === 0 ? undefined : { value: errors, tooltip };
  }

  private followSoon(editor: TextEditor | undefined): void {
    if (editor === undefined || editor !== window.activeTextEditor || !this.view.visible) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.follow(editor), restingTime);
  }

  /** Selects the message at the caret, its call where that is closed, its trace where that is. */
  private async follow({ document, selection }: TextEditor): Promise<void> {
    const trace = this.traces.get(document.uri.toString());
    if (trace?.summary === undefined || !this.view.visible) return;
    const node = await this.nodeAt(trace, selection.active);
    if (node === undefined || this.view.selection.includes(node)) return;
    await this.view.reveal(node, { select: true, focus: false, expand: false });
  }

  private async nodeAt(trace: OpenTrace, { line }: Position): Promise<CallsNode | undefined> {
    const at = trace.summary === undefined ? undefined : messageAtLine(trace.summary, line);
    const call = at === undefined || !trace.shown.has(at.call.key) ? undefined : trace.calls.get(at.call.key);
    if (at === undefined || call === undefined) return undefined;
    if (this.collapsed.has(trace.node)) return trace.node;
    // Who has just chosen the call is at its first message now, and wants to stay on the call.
    const chosen = this.view.selection.includes(call) && line === at.call.range.start.line;
    if (chosen || !this.isExpanded(call)) return call;
    return (await this.messagesOf(trace, call))[at.index] ?? call;
  }

  private tooltip(node: CallsNode): MarkdownString {
    const text = new MarkdownString();
    if (node.kind === 'trace') {
      describeTrace(text, node, this.find(node)?.summary);
      return text;
    }
    const call = this.callOf(node);
    if (call === undefined) return text;
    const message = node.kind === 'message' ? this.messageOf(node) : undefined;
    if (message === undefined) describeCall(text, call);
    else describeMessage(text, message, call);
    return text;
  }
}

/** The traces in tabs. A document may stay in memory after its tab was closed: for the user it is gone. */
function openTraces(): ReadonlyMap<string, Uri> {
  const inTabs = new Set(
    window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => documentOfTab(input)?.toString() ?? []),
  );
  const documents = workspace.textDocuments.filter(
    (document) => isTrace(document) && hasFindings(document.uri) && inTabs.has(document.uri.toString()),
  );
  return new Map(documents.map(({ uri }) => [uri.toString(), uri]));
}

function sameKeys(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  if (one.size !== other.size) return false;
  const keys = other.keys();
  for (const key of one.keys()) if (keys.next().value !== key) return false;
  return true;
}
