import type { Disposable, Event, Uri } from 'vscode';
import type { Range } from 'vscode-languageserver-types';
import type { CallSummary, MediaFlowSummary, MediaStreamSummary, NotUnderstood } from '../../shared/protocol';
import type { DiagnosisSummary } from '../../shared/diagnosis';
import type { SeverityCounts } from '../../shared/severities';
import type { Upkeep } from '../../shared/upkeep';
import type { JudgingState } from '../captures/judging';

/**
 * Where an overview gets what it shows. One kind of file is one source: a text trace asks the analysis of its
 * document (`textTraceSource.ts`); a capture is rendered as text by the server first (`captureSource.ts`); of a file
 * that is too large for that, the server lists the calls (`largeTraceSource.ts`).
 * `overview.ts` chooses the source of a file; nothing else needs to know.
 *
 * A source holds all rows; sorting, filtering and paging are done over them (`tableModel.ts`), so 100,000 calls are
 * no matter. Each change replaces `content` by a new object and is announced; parts may come while it loads.
 */
export interface TraceSource extends Disposable {
  readonly uri: Uri;
  /** Content or state changed. */
  readonly onDidChange: Event<void>;
  readonly state: SourceState;
  /** What is known; `undefined` until there is something. */
  readonly content: OverviewContent | undefined;
  /** Of a trace that is too large for an analysis. */
  readonly judging?: TraceJudging | undefined;
  /** Begins to read, or reads again after a failure. Never rejects: what goes wrong is told in `state`. */
  load(): Promise<void>;
  /** Shows what a row is about: a call as text, a place in it, a rule's page. */
  open(target: OverviewTarget, beside: boolean): Promise<void>;
  /** Where the panel of a call finds it, if that is not the source's own document. */
  placeOf?(call: OverviewCall): Promise<CallPlace | undefined>;
  /** Shows the whole trace as text. */
  openAsText(): Promise<void>;
}

/** All calls, judged one after the other in the background. */
export interface TraceJudging {
  readonly state: JudgingState;
  start(): void;
  /** What was judged stays. */
  stop(): void;
}

/** A call of a document, by the key that its analysis gives it. */
export interface CallPlace {
  readonly uri: Uri;
  readonly key: string;
}

export type SourceState =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'loading';
      /** One sentence without a full stop. */
      readonly text: string;
      /** From 0 to 1; null where it cannot be told. */
      readonly done: number | null;
      /** Stops reading; what was read stays. Null where it cannot be stopped. */
      readonly cancel: (() => void) | null;
    }
  /** One or two sentences: what went wrong, and the next step. */
  | { readonly kind: 'failed'; readonly message: string };

export interface OverviewContent {
  /** The format's name, as people know it. */
  readonly format: string;
  readonly messages: number;
  /** What else is to be said of the whole, a few words each. */
  readonly about: readonly string[];
  /** What of the file is damaged or cut, a whole sentence each. */
  readonly damage: readonly string[];
  /** What the capture can and cannot show, a whole sentence each. */
  readonly capture: readonly string[];
  /** Null where they are not known: not all was judged. */
  readonly counts: SeverityCounts | null;
  readonly calls: readonly OverviewCall[];
  /** Registrations and keep-alives; empty where the trace holds none: the table is not shown then. */
  readonly upkeep: readonly Upkeep[];
  /** Empty where the trace holds no media: the table is not shown then. */
  readonly streams: readonly MediaStream[];
  /** The conversations of a capture without a call; empty for all others: the table is not shown then. */
  readonly flows: readonly MediaFlow[];
  readonly gaps: readonly Gap[];
  /** Rules that were not asked and findings that are counted alone, a sentence each: quiet. */
  readonly unasked: readonly string[];
}

/** A call, SIP exchange or bare description; `key` is unique among them. */
export type OverviewCall = Omit<
  CallSummary,
  'profileReason' | 'range' | 'messageLines' | 'counts' | 'diagnosis'
> & {
  /** Null where it was not judged yet, and of bare descriptions. */
  readonly diagnosis: DiagnosisSummary | null;
  /** Null where it was not judged yet. */
  readonly counts: SeverityCounts | null;
  /** How many messages it has. */
  readonly messages: number;
};

/** Packets of one direction: one SSRC, or fax, from one end to another; `key` is unique among them. */
export type MediaStream = Omit<MediaStreamSummary, 'range'>;

/** All packets between two ends; `key` is unique among them. */
export type MediaFlow = MediaFlowSummary;

/** Something that was not understood, and why. */
export interface Gap {
  readonly kind: NotUnderstood['kind'];
  /** One sentence. */
  readonly message: string;
  /** `line 12, INVITE`, `frame 12`, or the rule's id. */
  readonly place: string;
  /** To sort by place: a line, a frame; null for what has none. */
  readonly at: number | null;
  readonly rule: string | null;
  /** In the text of a text trace. */
  readonly range: Range | null;
}

export type OverviewTarget =
  | { readonly kind: 'call'; readonly call: OverviewCall }
  | { readonly kind: 'stream'; readonly stream: MediaStream }
  | { readonly kind: 'flow'; readonly flow: MediaFlow }
  | { readonly kind: 'gap'; readonly gap: Gap };
