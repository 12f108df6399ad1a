/** The open documents and their analyses: at most one analysis a document runs, and a stale one is dropped. */
import { analyseInSlices } from '../engine/analysis/analyse';
import type { Analysis, AnalysisOptions } from '../engine/analysis/model';
import { analyseChangeInSlices, prepareChangeInSlices } from '../engine/analysis/analyse-change';
import { PiecedText } from '../engine/basics/pieced-text';
import { headOf } from '../engine/traces/head';
import type { TraceView } from '../language/view';
import type { Settings } from '../../shared/protocol';
import { analysisOptions, defaultSettings } from '../settings';
import type { LiveDocument } from './live-document';
import { runInSlices, type Job } from './slices';

interface Configured {
  readonly settings: Settings;
  /** One object for as long as the settings stay, so that the analysis knows what it may reuse. */
  readonly options: AnalysisOptions;
}

interface Entry {
  document: LiveDocument;
  /** Of the newest text that was analysed, which may be an older one than the document's. */
  view: TextView | null;
  viewVersion: number;
  running: Running | null;
  opening: Opening | null;
}

/**
 * A long text that is judged for the first time. It goes on while somebody types, as what is typed is then a change of what was
 * judged: to begin anew with each keystroke would come to no end.
 */
interface Opening {
  readonly job: Job;
  readonly done: Promise<TextView | null>;
}

/** A view with the text that was analysed. */
interface TextView extends TraceView {
  readonly lines: PiecedText;
}

/** Characters of a text of which all is read again as soon as a part. */
const SHORT = 256 * 1024;

/** Messages of a call in which each keystroke would cost time, were all of them judged again. */
const LONG_CALL = 100;

interface Running {
  readonly job: Job;
  /** What there is first: of a long text that was just opened, its beginning; else all of it. */
  readonly first: Promise<TraceView | null>;
  readonly done: Promise<TraceView | null>;
}

export interface TraceDocumentsHost {
  /** Resolves when other work has had its turn. */
  readonly pause: () => Promise<void>;
  /** The beginning of a long text is judged; the rest follows. */
  readonly onBegun: (document: LiveDocument, head: TraceView) => void;
  readonly onAnalysed: (document: LiveDocument, view: TraceView) => void;
  readonly onFailed: (document: LiveDocument, error: unknown) => void;
  readonly settingsOf: (uri: string) => Promise<Settings>;
}

export class TraceDocuments {
  private readonly entries = new Map<string, Entry>();
  private readonly configured = new Map<string, Promise<Configured>>();

  constructor(private readonly host: TraceDocumentsHost) {}

  /** Takes a new or changed text and begins to analyse it. */
  update(document: LiveDocument): void {
    const entry = this.entries.get(document.uri) ?? this.open(document);
    entry.document = document;
    this.start(entry);
  }

  close(uri: string): void {
    const entry = this.entries.get(uri);
    if (entry === undefined) return;
    if (entry.running !== null) entry.running.job.cancelled = true;
    this.drop(entry);
    this.entries.delete(uri);
    this.configured.delete(uri);
  }

  /** Forgets the settings and analyses all open documents again. */
  reconfigure(): void {
    this.configured.clear();
    for (const entry of this.entries.values()) {
      entry.viewVersion = -1;
      this.drop(entry);
      this.start(entry);
    }
  }

  /** The analysis of a document's present text; null where it is not open or its text changed meanwhile. */
  async view(uri: string): Promise<TraceView | null> {
    const entry = this.entries.get(uri);
    if (entry === undefined) return null;
    if (entry.viewVersion === entry.document.version) return entry.view;
    return (await entry.running?.done) ?? null;
  }

  /** As {@link view}, but of a long text that was just opened its beginning, as soon as that is judged. */
  async firstView(uri: string): Promise<TraceView | null> {
    const entry = this.entries.get(uri);
    if (entry === undefined) return null;
    if (entry.viewVersion === entry.document.version) return entry.view;
    return (await entry.running?.first) ?? null;
  }

  /** Whether a view is of all of its document. */
  isWhole(view: TraceView): boolean {
    return this.entries.get(view.uri)?.view === view;
  }

  /** Whether a view is of its document's present text. */
  isCurrent(view: TraceView): boolean {
    const entry = this.entries.get(view.uri);
    return entry?.view === view && entry.viewVersion === entry.document.version;
  }

  /** The analyses at hand, of all open documents. */
  views(): readonly TraceView[] {
    return [...this.entries.values()].flatMap(({ view }) => (view === null ? [] : [view]));
  }

  private open(document: LiveDocument): Entry {
    const entry: Entry = { document, view: null, viewVersion: -1, running: null, opening: null };
    this.entries.set(document.uri, entry);
    return entry;
  }

  private drop(entry: Entry): void {
    if (entry.opening !== null) entry.opening.job.cancelled = true;
    entry.opening = null;
  }

  private start(entry: Entry): void {
    if (entry.running !== null) entry.running.job.cancelled = true;
    const job: Job = { cancelled: false };
    const head = entry.view === null ? this.guarded(entry, this.analyseHead(entry, job)) : null;
    const done = this.guarded(entry, this.analyse(entry, job, head));
    entry.running = { job, done, first: head === null ? done : head.then((view) => view ?? done) };
  }

  /** Null, and a word of it, where an analysis fails. */
  private async guarded(entry: Entry, work: Promise<TraceView | null>): Promise<TraceView | null> {
    try {
      return await work;
    } catch (error) {
      // It may have used up the analysis before.
      entry.view = null;
      this.host.onFailed(entry.document, error);
      return null;
    }
  }

  private async analyse(
    entry: Entry,
    job: Job,
    head: Promise<TraceView | null> | null,
  ): Promise<TraceView | null> {
    const { document } = entry;
    await head;
    const view = await this.viewOf(entry, document, job);
    if (view === null) return null;
    this.keep(entry, document, view);
    this.host.onAnalysed(document, view);
    return view;
  }

  private keep(entry: Entry, { version }: LiveDocument, view: TextView): void {
    entry.view = view;
    entry.viewVersion = version;
  }

  private async analyseHead({ document }: Entry, job: Job): Promise<TraceView | null> {
    const head = headOf(document.text);
    const view = head === null ? null : await this.judge({ ...document, text: PiecedText.of(head) }, job);
    if (view !== null) this.host.onBegun(document, view);
    return view;
  }

  /** What was judged of an earlier text may be used up. */
  private async viewOf(entry: Entry, document: LiveDocument, job: Job): Promise<TextView | null> {
    const { uri, text } = document;
    const isLong = text.length > SHORT;
    if (!isLong) this.drop(entry);
    // That it failed is told by who began it.
    await entry.opening?.done.catch(() => null);
    await this.host.pause();
    const { settings, options } = await this.settingsOf(uri);
    if (job.cancelled) return null;
    const isDropped = (): boolean => job.cancelled;
    const earlier = entry.view;
    if (!isLong) return this.judge(document, job, earlier);
    if (earlier === null) return this.openLong(entry, document, isDropped);
    if (earlier.analysis.options === options) {
      const changes = analyseChangeInSlices(earlier.analysis, earlier.lines, text);
      const changed = await runInSlices(changes, job, this.host.pause);
      if (changed !== null) return { uri, analysis: changed, lines: text, settings };
      if (isDropped()) return null;
    }
    return this.judge(document, job, earlier);
  }

  /** Judges a long text for the first time; null where another one is wanted by then. */
  private async openLong(
    entry: Entry,
    document: LiveDocument,
    isDropped: () => boolean,
  ): Promise<TextView | null> {
    const job: Job = { cancelled: false };
    const opening: Opening = { job, done: this.judge(document, job) };
    entry.opening = opening;
    const view = await opening.done.finally(() => {
      if (entry.opening === opening) entry.opening = null;
    });
    if (view !== null && !job.cancelled) this.keep(entry, document, view);
    return isDropped() ? null : view;
  }

  /** Judges all of a text. */
  private async judge(
    { uri, text }: LiveDocument,
    job: Job,
    earlier: TextView | null = null,
  ): Promise<TextView | null> {
    await this.host.pause();
    const { settings, options } = await this.settingsOf(uri);
    if (job.cancelled) return null;
    const work = analyseInSlices(String(text), options, earlier?.analysis);
    const analysis = await runInSlices(text.length > SHORT ? readied(work) : work, job, this.host.pause);
    return analysis === null ? null : { uri, analysis, lines: text, settings };
  }

  private settingsOf(uri: string): Promise<Configured> {
    let configured = this.configured.get(uri);
    if (configured === undefined) {
      configured = this.host
        .settingsOf(uri)
        .catch(() => defaultSettings)
        .then((settings) => ({ settings, options: { ...analysisOptions(settings), keepsFrom: LONG_CALL } }));
      this.configured.set(uri, configured);
    }
    return configured;
  }
}

/** An analysis that is ready for the first keystroke: whoever types at once would else wait for that. */
function* readied(work: Generator<void, Analysis>): Generator<void, Analysis> {
  const analysis = yield* work;
  yield* prepareChangeInSlices(analysis);
  return analysis;
}
