import {
  EventEmitter,
  l10n,
  Range,
  TextEditorRevealType,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type Event,
  type Uri,
} from 'vscode';
import type { Range as LspRange } from 'vscode-languageserver-types';
import {
  mediaFlowsRequest,
  mediaStreamsRequest,
  notUnderstoodRequest,
  type MediaStreamsParams,
  type MediaFlowsParams,
  type MediaFlowSummary,
  type MediaStreamSummary,
  type NotUnderstoodParams,
  type NotUnderstoodResult,
  type TraceSummary,
} from '../../shared/protocol';
import type { LanguageServer } from '../common/language-server';
import { reasonOf } from '../common/log';
import { openRule } from '../common/rule-pages';
import { selectionOf } from '../common/place';
import type { Summaries } from '../calls/summaries';
import { keepOpen, openTrace } from '../start/trace-document';
import type { Gap, OverviewContent, OverviewTarget, SourceState, TraceSource } from './trace-source';

/** The overview of a text trace: what the analysis says of its document, kept up to date. */
export class TextTraceSource implements TraceSource {
  private readonly changed = new EventEmitter<void>();
  private readonly subscriptions: Disposable[];
  /** Of calls and of streams, by their keys. */
  private ranges: Readonly<Record<'call' | 'stream', ReadonlyMap<string, LspRange>>> = {
    call: new Map(),
    stream: new Map(),
  };
  private known: OverviewContent | undefined;
  private current: SourceState = reading();
  /** Counts the summaries, so that what was asked for an earlier one is dropped. */
  private round = 0;

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    readonly uri: Uri,
    private readonly server: LanguageServer,
    private readonly summaries: Summaries,
  ) {
    this.subscriptions = [
      this.changed,
      summaries.onDidChange((changed) => {
        if (changed.toString() === uri.toString()) void this.update();
      }),
      workspace.onDidCloseTextDocument((document) => {
        if (document.uri.toString() === uri.toString()) void keepOpen(uri);
      }),
      server.onDidChangeState((state) => {
        if (state === 'stopped') {
          this.enter({ kind: 'failed', message: l10n.t('The analysis has stopped. Restart it from here.') });
        }
      }),
    ];
  }

  get state(): SourceState {
    return this.current;
  }

  get content(): OverviewContent | undefined {
    return this.known;
  }

  async load(): Promise<void> {
    this.enter(reading());
    try {
      const document = await openTrace(this.uri);
      await this.server.start();
      if ((await this.summaries.fetch(document)) !== undefined) await this.update();
    } catch (error) {
      this.enter({ kind: 'failed', message: reasonOf(error) });
    }
  }

  async open(target: OverviewTarget, beside: boolean): Promise<void> {
    if (target.kind === 'call') await this.show(this.ranges.call.get(target.call.key), beside);
    if (target.kind === 'flow') await this.show(target.flow.range ?? undefined, beside);
    if (target.kind === 'stream') await this.show(this.ranges.stream.get(target.stream.key), beside);
    if (target.kind !== 'gap') return;
    const { rule, range } = target.gap;
    if (range !== null) await this.show(range, beside);
    else if (rule !== null) await openRule(rule, beside ? ViewColumn.Beside : ViewColumn.Active);
  }

  async openAsText(): Promise<void> {
    await this.show(undefined, false);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async update(): Promise<void> {
    const summary = this.summaries.get(this.uri);
    if (summary === undefined) return;
    this.round += 1;
    const { round } = this;
    const params: NotUnderstoodParams & MediaStreamsParams & MediaFlowsParams = {
      uri: await this.server.uriOf(this.uri),
    };
    const [gaps, streams, flows] = await Promise.all([
      this.server.request<NotUnderstoodResult | null>(notUnderstoodRequest, params),
      this.server.request<readonly MediaStreamSummary[] | null>(mediaStreamsRequest, params),
      this.server.request<readonly MediaFlowSummary[] | null>(mediaFlowsRequest, params),
    ]);
    if (round !== this.round || gaps === null || streams === null || flows === null) return; // the text changed again
    this.ranges = { call: rangesOf(summary.calls), stream: rangesOf(streams) };
    this.known = contentOf(summary, gaps, streams, flows);
    this.enter({ kind: 'ready' });
  }

  private async show(range: LspRange | undefined, beside: boolean): Promise<void> {
    const shown = window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === this.uri.toString(),
    );
    const document = await openTrace(this.uri);
    const selection = range === undefined ? undefined : selectionOf(range);
    const editor = await window.showTextDocument(document, {
      viewColumn: shown?.viewColumn ?? (beside ? ViewColumn.Beside : ViewColumn.Active),
      ...(selection === undefined ? {} : { selection }),
    });
    if (selection !== undefined) {
      editor.revealRange(
        new Range(selection.start, selection.end),
        TextEditorRevealType.InCenterIfOutsideViewport,
      );
    }
  }

  private enter(state: SourceState): void {
    this.current = state;
    this.changed.fire();
  }
}

function reading(): SourceState {
  return { kind: 'loading', text: l10n.t('The trace is being read.'), done: null, cancel: null };
}

function rangesOf(
  items: readonly { readonly key: string; readonly range: LspRange }[],
): ReadonlyMap<string, LspRange> {
  return new Map(items.map(({ key, range }) => [key, range]));
}

/** Rules that were not asked, and findings that are counted, not shown. */
function unaskedOf({ withheld, notEvaluated }: TraceSummary): readonly string[] {
  return [
    ...notEvaluated.map(({ rules, reason }) => {
      const [only = ''] = rules;
      return rules.length === 1
        ? l10n.t('The rule {0} was not asked: {1}.', only, reason)
        : l10n.t('{0} rules were not asked: {1}.', rules.length, reason);
    }),
    ...withheld.map(({ rule, count }) =>
      l10n.t('{0} more findings of {1} are counted, not shown.', count, rule),
    ),
  ];
}

function contentOf(
  summary: TraceSummary,
  { items, more }: NotUnderstoodResult,
  streams: readonly MediaStreamSummary[],
  flows: readonly MediaFlowSummary[],
): OverviewContent {
  const understood: Gap[] = items.map(({ kind, message, label: inMessage, range }) => {
    const line = range.start.line + 1;
    const place = inMessage === null ? l10n.t('line {0}', line) : l10n.t('line {0}, {1}', line, inMessage);
    return { kind, message, place, at: line, rule: null, range };
  });
  const further: Gap = {
    kind: 'malformed',
    message: l10n.t('There are {0} more places like these.', more),
    place: '',
    at: null,
    rule: null,
    range: null,
  };
  return {
    format: summary.format,
    messages: summary.messages,
    about: [],
    damage: [],
    capture: summary.capture,
    counts: summary.counts,
    calls: summary.calls.map((call) => ({ ...call, messages: call.messageLines.length })),
    upkeep: summary.upkeep,
    streams,
    flows,
    gaps: [...understood, ...(more === 0 ? [] : [further])],
    unasked: unaskedOf(summary),
  };
}
