/** What a completion offers, before it becomes an item of the protocol. */
import {
  CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
  type CompletionItem,
  type Position,
} from 'vscode-languageserver-types';

export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** LSP snippet text; text of the trace in it must have gone through {@link snippetText}. */
  readonly snippet: string;
  /** Beside the label. */
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
  /** Proposals of a lower rank come first; equal ones in the order given. */
  readonly rank?: number;
  /** Characters that accept the proposal and are typed behind it. */
  readonly commit?: readonly string[];
}

/** Proposals that replace the last characters before the caret. */
export interface Proposals {
  /** How many characters before the caret are what was begun to type. */
  readonly typed: number;
  readonly proposals: readonly Proposal[];
}

export const noProposals: Proposals = { typed: 0, proposals: [] };

/**
 * The proposals as items that replace what was typed and the rest of the word that the caret stands in.
 *
 * @param after the line behind the caret
 */
export function toItems(
  position: Position,
  { typed, proposals }: Proposals,
  after: string,
): readonly CompletionItem[] {
  const rest = typed === 0 ? 0 : wordRest(after);
  const end = { line: position.line, character: position.character + rest };
  const start = { line: position.line, character: Math.max(0, position.character - typed) };
  return proposals.map((proposal, index) => ({
    label: proposal.label,
    kind: proposal.kind,
    sortText: `${proposal.rank ?? 5}${String(index).padStart(4, '0')}`,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range: { start, end }, newText: withoutRest(proposal.snippet, after.slice(rest)) },
    ...(proposal.detail === undefined ? {} : { detail: proposal.detail }),
    ...(proposal.documentation === undefined
      ? {}
      : { documentation: { kind: MarkupKind.Markdown, value: proposal.documentation } }),
    ...(proposal.commit === undefined ? {} : { commitCharacters: [...proposal.commit] }),
  }));
}

/** How much of a word stands behind the caret. */
function wordRest(after: string): number {
  return /^[\w.+-]*/.exec(after)?.[0].length ?? 0;
}

/** What stands behind the word already is not written twice: the `:` of a name, and its value with it. */
function withoutRest(snippet: string, behind: string): string {
  if (!/^[ \t]*[:=]/.test(behind)) return snippet;
  const name = /^(?:[a-z]=)?[\w.+-]+(?=[:=])/i.exec(snippet)?.[0];
  return name ?? snippet;
}

/** A proposal that inserts its label. */
export function value(label: string): Proposal {
  return { label, kind: CompletionItemKind.Value, snippet: snippetText(label) };
}

/** A text as it stands, made safe for a snippet. */
export function snippetText(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A tab stop with a text in it. */
export function tabStop(number: number, text: string): string {
  return `\${${number}:${snippetText(text)}}`;
}
