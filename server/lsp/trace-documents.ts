/** The open documents and their analyses: at most one analysis a document runs, and a stale one is dropped. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { analyseInSlices, type AnalysisOptions } from '../engine/analysis';
import { LineIndex } from '../engine/basics/lines';
import type { TraceView } from '../language/view';
import type { Settings } from '../../shared/protocol';
import { analysisOptions, defaultSettings } from '../settings';
import { runInSlices, type Job } from './slices';

interface Configured {
  readonly settings: Settings;
  /** One object for as long as the settings stay, so that the analysis knows what it may reuse. */
  readonly options: AnalysisOptions;
}

interface Entry {
  document: TextDocument;
  /** Of the newest text that was analysed, which may be an older one than the document's. */
  view: TraceView | null;
  viewVersion: number;
  running: { readonly job: Job; readonly version: number; readonly done: Promise<TraceView | null> } | null;
}

export interface TraceDocumentsHost {
  /** Resolves when other work has had its turn. */
  readonly pause: () => Promise<void>;
  readonly onAnalysed: (document: TextDocument, view: TraceView) => void;
  readonly onFailed: (document: TextDocument, error: unknown) => void;
  readonly settingsOf: (uri: string) => Promise<Settings>;
}

export class TraceDocuments {
  private readonly entries = new Map<string, Entry>();
  private readonly configured = new Map<string, Promise<Configured>>();

  constructor(private readonly host: TraceDocumentsHost) {}

  /** Takes a new or changed text and begins to analyse it. */
  update(document: TextDocument): void {
    const entry = this.entries.get(document.uri) ?? this.open(document);
    entry.document = document;
    this.start(entry);
  }

  close(uri: string): void {
    const entry = this.entries.get(uri);
    if (entry === undefined) return;
    if (entry.running !== null) entry.running.job.cancelled = true;
    this.entries.delete(uri);
    this.configured.delete(uri);
  }

  /** Forgets the settings and analyses all open documents again. */
  reconfigure(): void {
    this.configured.clear();
    for (const entry of this.entries.values()) {
      entry.viewVersion = -1;
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

  /** The analyses at hand, of all open documents. */
  views(): readonly TraceView[] {
    return [...this.entries.values()].flatMap(({ view }) => (view === null ? [] : [view]));
  }

  versionOf(uri: string): number | null {
    return this.entries.get(uri)?.document.version ?? null;
  }

  private open(document: TextDocument): Entry {
    const entry: Entry = { document, view: null, viewVersion: -1, running: null };
    this.entries.set(document.uri, entry);
    return entry;
  }

  private start(entry: Entry): void {
    if (entry.running !== null) entry.running.job.cancelled = true;
    const job: Job = { cancelled: false };
    const version = entry.document.version;
    entry.running = { job, version, done: this.analyse(entry, job, version) };
  }

  private async analyse(entry: Entry, job: Job, version: number): Promise<TraceView | null> {
    const { document } = entry;
    try {
      await this.host.pause();
      const { settings, options } = await this.settingsOf(document.uri);
      if (job.cancelled) return null;
      const text = document.getText();
      const work = analyseInSlices(text, options, entry.view?.analysis);
      const analysis = await runInSlices(work, job, this.host.pause);
      if (analysis === null) return null;
      const view: TraceView = { uri: document.uri, analysis, lines: new LineIndex(text), settings };
      entry.view = view;
      entry.viewVersion = version;
      this.host.onAnalysed(document, view);
      return view;
    } catch (error) {
      this.host.onFailed(document, error);
      return null;
    }
  }

  private settingsOf(uri: string): Promise<Configured> {
    let configured = this.configured.get(uri);
    if (configured === undefined) {
      configured = this.host
        .settingsOf(uri)
        .catch(() => defaultSettings)
        .then((settings) => ({ settings, options: analysisOptions(settings) }));
      this.configured.set(uri, configured);
    }
    return configured;
  }
}
