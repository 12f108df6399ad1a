/**
 * What the extension and the webview of a call's panel say to each other. Types only. The extension brings the view as
 * the server made it and every fixed text in the user's language; the webview draws, plays and asks.
 */
import type { Range } from 'vscode-languageserver-types';
import type { ReplayView } from '../../../shared/replay-view';

export type { Range, ReplayView };

//#region to the webview
export interface ViewMessage {
  readonly type: 'view';
  /** Of the trace: kept in the webview's state, to find it again when VS Code restarts. */
  readonly uri: string;
  readonly view: ReplayView;
  /** `+1 206 555 0100 → +1 425 555 0199 · 3 Feb 2026 11:22:33.104 UTC · 200 OK after 2.2 s · 8.1 s long · …` */
  readonly facts: string;
  readonly texts: Texts;
}

/** Instead of a view: it is not there yet, or there is none. */
export interface NoticeMessage {
  readonly type: 'notice';
  readonly text: string;
  readonly failed: boolean;
  /** What a button to try again says; null for none. */
  readonly retry: string | null;
}

/** The cursor in the trace's editor went to a line (from 0). */
export interface CursorMessage {
  readonly type: 'cursor';
  readonly line: number;
}

/** A command of the palette or a key of the workbench. */
export interface ActMessage {
  readonly type: 'act';
  readonly act:
    | 'play'
    | 'next'
    | 'previous'
    | 'first'
    | 'last'
    | 'nextVerdict'
    | 'export-svg'
    | 'export-png'
    | 'export-path'
    | 'export-html';
}

/** The text of a message that was asked for, keys masked. */
export interface MessageTextMessage {
  readonly type: 'messageText';
  /** Where the message begins that was asked for (from 0). */
  readonly line: number;
  readonly title: string;
  readonly text: string;
}

export type ToPanel = ViewMessage | NoticeMessage | CursorMessage | ActMessage | MessageTextMessage;
//#endregion

//#region from the webview
export interface ReadyMessage {
  readonly type: 'ready';
}

/** Shows a place of the trace in the editor; the focus goes there only if asked. */
export interface RevealMessage {
  readonly type: 'reveal';
  readonly range: Range;
  readonly focus: boolean;
}

/** Asks for the text of a message. */
export interface AskTextMessage {
  readonly type: 'text';
  readonly range: Range;
}

/** Replays with one fact changed; null: the trace as it is. */
export interface WhatIfMessage {
  readonly type: 'whatIf';
  readonly id: string | null;
}

/** Writes a file, or the clipboard. */
export interface ExportMessage {
  readonly type: 'export';
  readonly format: 'svg' | 'png' | 'html' | 'path' | 'mermaid' | 'ladder';
  /** The ladder as a picture that stands alone; empty for `mermaid`, `ladder` and `path`. */
  readonly svg: string;
  /** Base64, of `png`; else empty. */
  readonly png: string;
  /** The media path as SVG, of `path` and `html`; empty where nothing is known of it. */
  readonly path: string;
}

/** Opens the comparison of two session descriptions (places in `ReplayView.descriptions`). */
export interface CompareMessage {
  readonly type: 'compare';
  readonly descriptions: readonly [number, number];
}

/** Opens the page of a rule. */
export interface RuleMessage {
  readonly type: 'rule';
  readonly rule: string;
}

export interface RetryMessage {
  readonly type: 'retry';
}

export type FromPanel =
  | ReadyMessage
  | RevealMessage
  | AskTextMessage
  | WhatIfMessage
  | ExportMessage
  | CompareMessage
  | RuleMessage
  | RetryMessage;
//#endregion

/** Fixed texts by name; `{0}` stands for what is put in. The extension holds them (`callPanelTexts.ts`). */
export type Texts = Readonly<Record<string, string>>;
