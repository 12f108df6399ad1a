import { commands, EventEmitter, l10n, window, type Disposable, type Event, type Uri } from 'vscode';
import type { SeverityCounts } from '../../shared/severities';
import type { Captures } from '../captures/captures';
import { callTextOf, isCaptureName } from '../common/identity';
import { largestDocument, type IndexedTrace, type LargeTrace } from '../captures/large-trace';
import { sentence } from '../../shared/words';
import type { TextTraceSource } from './text-trace-source';
import type {
  CallPlace,
  Gap,
  OverviewCall,
  OverviewContent,
  OverviewTarget,
  SourceState,
  TraceSource,
} from './trace-source';

/**
 * The overview of a trace that is too large to be a document: its calls, as an index finds them. A call is a document
 * of its own, which is analysed when it is opened; then its findings are known here, too.
 */
export class LargeTraceSource implements TraceSource {
  private readonly changed = new EventEmitter<void>();
  private readonly trace: LargeTrace;
  private readonly subscriptions: Disposable[];
  /** The findings of calls that were opened, by key. */
  private readonly findings = new Map<string, SeverityCounts>();
  private known: OverviewContent | undefined;
  private listed: IndexedTrace | undefined;
  private opening: SourceState | undefined;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    readonly uri: Uri,
    private readonly captures: Captures,
    private readonly textSource: (uri: Uri) => TextTraceSource,
  ) {
    this.trace = captures.useLarge(uri);
    this.subscriptions = [this.changed, this.trace.onDidChange(() => this.update())];
    this.update();
  }

  get state(): SourceState {
    if (this.opening !== undefined) return this.opening;
    const { state } = this.trace;
    switch (state.kind) {
      case 'waiting':
      case 'reading':
        return {
          kind: 'loading',
          text: l10n.t('The calls are being looked for.'),
          done: state.kind === 'reading' ? state.done : null,
          cancel: () => this.trace.cancel(),
        };
      case 'failed':
        return state;
      case 'read':
        return { kind: 'ready' };
    }
  }

  get content(): OverviewContent | undefined {
    return this.known;
  }

  async load(): Promise<void> {
    if (this.trace.state.kind === 'read') await this.trace.refresh();
    else await this.trace.ready();
  }

  async open(target: OverviewTarget, beside: boolean): Promise<void> {
    if (target.kind === 'call')
      await this.withText(target.call, (text, call) => text.open({ kind: 'call', call }, beside));
  }

  async placeOf(call: OverviewCall): Promise<CallPlace | undefined> {
    let place: CallPlace | undefined;
    await this.withText(call, (text, found) => {
      place = { uri: text.uri, key: found.key };
      return Promise.resolve();
    });
    return place;
  }

  async openAsText(): Promise<void> {
    if (!isCaptureName(this.uri)) {
      await commands.executeCommand('vscode.openWith', this.uri, 'default');
      return;
    }
    void window.showInformationMessage(
      l10n.t(
        'The text of this capture is larger than VS Code hands to extensions. Open one of its calls instead.',
      ),
    );
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.captures.releaseLarge(this.uri);
  }

  /** Does something with the document of a call and the call in it, when both were read. */
  private async withText(
    call: OverviewCall,
    use: (text: TextTraceSource, call: OverviewCall) => Promise<void>,
  ): Promise<void> {
    const document = callTextOf(this.uri, call.callId);
    const reading = this.captures.use(document);
    const cancelled = new AbortController();
    const cancel = (): void => {
      cancelled.abort();
      reading.cancel();
    };
    this.enter({ kind: 'loading', text: l10n.t('The call is being read.'), done: null, cancel });
    const text = this.textSource(document);
    try {
      await reading.ready();
      const { state } = reading;
      if (cancelled.signal.aborted) return;
      if (state.kind === 'failed') throw new Error(state.message);
      if (state.kind !== 'rendered') return;
      await text.load();
      const found = this.callIn(text, call);
      if (found !== undefined) await use(text, found);
    } finally {
      text.dispose();
      this.captures.release(document);
      this.enter(undefined);
    }
  }

  /** The same call in its own document, of which other legs may be there. */
  private callIn(text: TextTraceSource, call: OverviewCall): OverviewCall | undefined {
    const legs = (content: OverviewContent | undefined): readonly OverviewCall[] =>
      content?.calls.filter(({ callId }) => callId === call.callId) ?? [];
    const own = legs(this.known);
    const found = legs(text.content);
    own.forEach(({ key }, place) => {
      const counts = found[place]?.counts ?? null;
      if (counts !== null && own.length === found.length) this.findings.set(key, counts);
    });
    this.update();
    return found[own.findIndex(({ key }) => key === call.key)] ?? found[0] ?? text.content?.calls[0];
  }

  private update(): void {
    const { state } = this.trace;
    if (state.kind === 'read') {
      if (state.trace !== this.listed) this.findings.clear();
      this.listed = state.trace;
      this.known = contentOf(state.trace, this.findings);
    }
    this.changed.fire();
  }

  private enter(opening: SourceState | undefined): void {
    this.opening = opening;
    this.changed.fire();
  }
}

function contentOf(
  { format, messages, calls, problems }: IndexedTrace,
  findings: ReadonlyMap<string, SeverityCounts>,
): OverviewContent {
  return {
    format,
    messages,
    about: [l10n.t('findings when a call is opened')],
    capture: [],
    counts: null,
    calls: calls.map((call) => ({
      ...call,
      reason: null,
      source: null,
      destination: null,
      result: null,
      diagnosis: null,
      counts: findings.get(call.key) ?? null,
    })),
    upkeep: [],
    streams: [],
    flows: [],
    gaps: problems.map(problemOf),
    unasked: [notAnalysed()],
  };
}

/** Why findings and media streams are missing. */
function notAnalysed(): string {
  return l10n.t(
    'This trace is larger than the {0} MB that VS Code hands to extensions, so its calls were found without an analysis. A call is analysed, with its media, when it is opened.',
    Math.round(largestDocument / 1024 / 1024),
  );
}

function problemOf(problem: string): Gap {
  return { kind: 'unreadable', message: sentence(problem), place: '', at: null, rule: null, range: null };
}
