/** The shapes that every part of the knowledge base shares. */

export interface Explained {
  /** One to four plain sentences, Markdown-free but for code in backquotes. */
  readonly summary: string;
  /** Document and section. Where Microsoft has documented nothing, it says `observed`. */
  readonly source: string;
  /** What Teams Direct Routing, above all with media bypass, demands or does beyond the standard. */
  readonly teams?: string;
}

export interface CompletionHint {
  /** LSP snippet text: the whole attribute without `a=`, or the whole header line. */
  readonly insert: string;
  /** Beside the label in the completion list. */
  readonly detail: string;
  /** Belongs at the top of the list in a Teams media bypass trace. */
  readonly sortFirst?: boolean;
}
