import { commands, EventEmitter, l10n, window, type Disposable, type Event, type Uri } from 'vscode';
import type { CallJudgement } from '../../shared/large-trace';
import type { Captures } from '../captures/captures';
import { callTextOf, isCaptureName } from '../common/identity';
import type { JudgingState } from '../captures/judging';
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
  TraceJudging,
  TraceSource,
} from './trace-source';

/**
 * The overview of a trace that is too large to be a document: its calls, as an index finds them, which are then judged
 * in the background. A call is a document of its own, which is analysed when it is opened; then its findings are known
 * here, too.
 */
export class LargeTraceSource implements TraceSource {
  private readonly changed = new EventEmitter<void>();
  private readonly trace: LargeTrace;
  private readonly subscriptions: Disposable[];
  private known: OverviewContent | undefined;
  private opening: SourceState | undefined;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    readonly uri: Uri,
    private readonly captures: Captures,
    private readonly textSource: (uri: Uri) => TextTraceSource,
  ) {
    this.trace = captures.useLarge(uri);
    this.subscriptions = [
      this.changed,
      this.trace.onDidChange(() => this.update()),
      this.trace.judging.onDidChange(() => this.update()),
    ];
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

  get judging(): TraceJudging {
    const { trace } = this;
    return { state: trace.judging.state, start: () => trace.judge(), stop: () => trace.stopJudging() };
  }

  async load(): Promise<void> {
    if (this.isRead()) await this.trace.refresh();
    else {
      await this.trace.ready();
      // Nobody has to ask for what the overview of any smaller trace shows.
      if (this.isRead()) this.trace.judge();
    }
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

  private isRead(): boolean {
    return this.trace.state.kind === 'read';
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
    if (own.length === found.length) {
      const judgements = own.flatMap(({ key }, place): CallJudgement[] => {
        const { counts = null, diagnosis = null } = found[place] ?? {};
        return counts === null ? [] : [{ key, counts, diagnosis }];
      });
      this.trace.judging.add(judgements);
      this.update();
    }
    return found[own.findIndex(({ key }) => key === call.key)] ?? found[0] ?? text.content?.calls[0];
  }

  private update(): void {
    const { state, judging } = this.trace;
    if (state.kind === 'read') this.known = contentOf(state.trace, judging.state, judging.known);
    this.changed.fire();
  }

  private enter(opening: SourceState | undefined): void {
    this.opening = opening;
    this.changed.fire();
  }
}

function contentOf(
  { format, messages, calls, problems }: IndexedTrace,
  state: JudgingState,
  judgements: ReadonlyMap<string, CallJudgement>,
): OverviewContent {
  return {
    format,
    messages,
    about: [],
    damage: problems.map(sentence),
    capture: [],
    counts: state.kind === 'judged' ? state.counts : null,
    calls: calls.map((call) => {
      const { counts = null, diagnosis = null } = judgements.get(call.key) ?? {};
      return { ...call, reason: null, source: null, destination: null, result: null, diagnosis, counts };
    }),
    upkeep: [],
    streams: [],
    flows: [],
    gaps: problems.map(problemOf),
    unasked: [notAnalysed()],
  };
}

/** Why media streams are missing. */
function notAnalysed(): string {
  return l10n.t(
    'This trace is larger than the {0} MB that VS Code hands to extensions: its calls are judged one by one. Media streams are shown with a call, when it is opened.',
    Math.round(largestDocument / 1024 / 1024),
  );
}

function problemOf(problem: string): Gap {
  return { kind: 'unreadable', message: sentence(problem), place: '', at: null, rule: null, range: null };
}
