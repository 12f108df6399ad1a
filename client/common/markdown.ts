import type { MarkdownString } from 'vscode';

/**
 * Appends text of a trace, so that nothing in it becomes markup. `MarkdownString.appendText` alone would let the
 * addresses of a trace become links.
 */
export function appendPlain(markdown: MarkdownString, text: string): void {
  const line = text.slice(0, 300).replaceAll(/\s+/g, ' ');
  markdown.appendMarkdown(
    line.replaceAll(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`),
  );
}
