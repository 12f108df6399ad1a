/**
 * What the extension and the webview of the overview say to each other. Types only. All text comes ready from the
 * extension, in the user's language; the webview shows it as text nodes and decides nothing about traces.
 */

export type TableId = 'calls' | 'upkeep' | 'streams' | 'flows' | 'gaps';

/** Pictures that the webview can draw; each has its own shape. */
export type IconId =
  | 'answered'
  | 'rejected'
  | 'cancelled'
  | 'unanswered'
  | 'partial'
  | 'request'
  | 'body'
  | 'error'
  | 'warning'
  | 'info';

/** Which of the theme's colours a text or picture has. */
export type Tone = 'error' | 'warning' | 'info' | 'good' | 'muted' | 'plain';

/** A picture with a text beside it. */
export interface Mark {
  readonly icon: IconId;
  readonly tone: Tone;
  readonly text: string;
}

export interface ColumnSpec {
  readonly id: string;
  readonly title: string;
  readonly align: 'start' | 'end';
  /** A track of a CSS grid. */
  readonly width: string;
  /** The line of a row in which it stands where there is little room; null: there it is left out. */
  readonly line: 1 | 2 | null;
}

export interface TableSpec {
  readonly id: TableId;
  readonly title: string;
  /** Rows without a filter. */
  readonly total: number;
  readonly columns: readonly ColumnSpec[];
  /** What Enter does on a row, for screen readers. */
  readonly hint: string;
  /** Said instead of rows where there are none. */
  readonly empty: string;
  /** Said instead of rows where a filter leaves none. */
  readonly nothing: string;
}

/** What is being done, or was left undone, in the background. */
export interface Progress {
  readonly text: string;
  /** Null where it rests. */
  readonly bar: {
    /** From 0 to 1; null where it cannot be told. */
    readonly done: number | null;
  } | null;
  readonly button: { readonly text: string; readonly asks: ControlMessage['type'] } | null;
}

/** A text one can press that puts a word into the filter of the calls, and takes it out again. */
export interface Chip {
  readonly mark: Mark;
  readonly filter: string;
  /** Of one group no more than one is in the filter. */
  readonly group: 'outcome' | 'findings';
}

export interface Texts {
  readonly capture: string;
  readonly filter: string;
  readonly sortBy: string;
  readonly traceOrder: string;
  readonly retry: string;
  readonly openPanel: string;
  readonly openText: string;
  readonly preview: string;
  readonly unasked: string;
}

/** Something in the way of all that a trace holds, and what may be done about it. */
export interface CardSpec {
  readonly text: string;
  /** Says that a file is chosen. */
  readonly choose: string;
  /** Says that the file is taken which lies there; null for none. */
  readonly use: string | null;
}

export interface OverviewSpec {
  /** Of the trace: kept in the webview's state, to find it again when VS Code restarts. */
  readonly uri: string;
  readonly title: string;
  readonly facts: string;
  /** What of the file is damaged or cut, a whole sentence each; few. */
  readonly damage: readonly string[];
  /** What the capture can and cannot show, a whole sentence each. */
  readonly capture: readonly string[];
  /** Quiet lines on what was not asked. */
  readonly unasked: readonly string[];
  readonly card: CardSpec | null;
  readonly marks: readonly Mark[];
  readonly chips: readonly Chip[];
  readonly progress: Progress | null;
  /** How far it is, for those who hear it: it changes seldom. */
  readonly spoken: string;
  /** Why there is nothing to show, and the next step. */
  readonly failure: string | null;
  /** Tables without rows are left out, but for the calls. */
  readonly tables: readonly TableSpec[];
  readonly texts: Texts;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export interface Query {
  /** Null: the order of the trace. */
  readonly sort: Sort | null;
  /** Words that a row must hold, all of them. */
  readonly filter: string;
}

export interface CellSpec {
  readonly text: string;
  /** Drawn instead of the text, which then is what they mean. */
  readonly marks?: readonly Mark[];
}

export interface RowSpec {
  readonly key: string;
  /** The row in one sentence. */
  readonly label: string;
  readonly cells: readonly CellSpec[];
  /** What more is told of it while it is chosen, a line each; the first is its name. */
  readonly preview: readonly string[];
}

//#region to the webview
export interface OverviewMessage {
  readonly type: 'overview';
  readonly overview: OverviewSpec;
}

export interface PageMessage {
  readonly type: 'page';
  readonly generation: number;
  /** Rows that the query leaves. */
  readonly total: number;
  /** The same in words, "12 of 340"; empty where the filter leaves all. */
  readonly status: string;
  /** Where the row stands now that was asked for; null where it is none of these rows. */
  readonly active: number | null;
  readonly from: number;
  readonly rows: readonly RowSpec[];
}

export type ToWebview = OverviewMessage | PageMessage;
//#endregion

//#region from the webview
export interface ReadyMessage {
  readonly type: 'ready';
}

/** Asks for rows of a table. */
export interface PageRequest {
  readonly type: 'page';
  /** Comes back with the rows, so that those of an earlier query can be told. */
  readonly generation: number;
  readonly table: TableId;
  readonly query: Query;
  readonly from: number;
  readonly count: number;
  /** Key of the row that was chosen before there were new rows, to find it again; null for none. */
  readonly active: string | null;
}

/** Shows what a row is about. */
export interface OpenMessage {
  readonly type: 'open';
  readonly table: TableId;
  readonly key: string;
  readonly beside: boolean;
}

/** Opens the panel of a call. */
export interface PanelMessage {
  readonly type: 'panel';
  readonly key: string;
}

export interface ControlMessage {
  readonly type: 'cancel' | 'retry' | 'judge' | 'stopJudging' | 'chooseKeys' | 'useKeys';
}

export type FromWebview = ReadyMessage | PageRequest | OpenMessage | PanelMessage | ControlMessage;
//#endregion
