import {
  Position,
  Range,
  Selection,
  TabInputText,
  TextEditorRevealType,
  ViewColumn,
  window,
  type Disposable,
  type TextEditor,
  type Uri,
} from 'vscode';
import type { Range as LspRange } from 'vscode-languageserver-types';
import { selectionOf } from '../common/place';
import { openTrace } from '../start/trace-document';

/** How long the caret must rest before the panel follows it, in milliseconds. */
const restingTime = 80;

/** What the editor of a trace needs of the panel beside it. */
export interface PanelBeside {
  column(): ViewColumn | undefined;
  /** The caret rests in a line, and it was not {@link TraceEditor.reveal} that moved it there. */
  caretIn(line: number): void;
}

/** The editor of a trace, as a panel beside it sees it: its caret is followed, and moved. */
export class TraceEditor implements Disposable {
  private readonly subscription: Disposable;
  private resting: ReturnType<typeof setTimeout> | undefined;
  /** The line to which the caret was moved from here: the editor's word of that is no news. */
  private moved: number | undefined;

  constructor(
    private readonly uri: Uri,
    private readonly panel: PanelBeside,
  ) {
    this.subscription = window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (this.isOurs(textEditor)) this.follow(textEditor);
    });
  }

  /**
   * Moves the caret in the trace's editor where one is in sight. Only who asks for the text itself (`focus`) has it
   * opened, and in a place that leaves the panel its width.
   */
  async reveal(range: LspRange, focus: boolean): Promise<void> {
    const shown = window.visibleTextEditors.find((editor) => this.isOurs(editor));
    if (shown === undefined && !focus) return;
    const { start, end } = rangeOf(range);
    if (shown !== undefined && !shown.selection.active.isEqual(start)) this.moved = start.line;
    const editor =
      shown !== undefined && !focus
        ? shown
        : await window.showTextDocument(await openTrace(this.uri), {
            viewColumn: shown?.viewColumn ?? this.column,
            preserveFocus: !focus,
          });
    if (shown === undefined && !editor.selection.active.isEqual(start)) this.moved = start.line;
    const { start: from, end: to } = selectionOf(range);
    editor.selection = new Selection(from, to);
    editor.revealRange(new Range(start, end), TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** The group that has a tab with the text, else another than the panel's, else its own: no group is made. */
  get column(): ViewColumn {
    const withText = window.tabGroups.all.find(({ tabs }) =>
      tabs.some(({ input }) => input instanceof TabInputText && input.uri.toString() === this.uri.toString()),
    );
    const other = window.tabGroups.all.find(({ viewColumn }) => viewColumn !== this.panel.column());
    return (withText ?? other)?.viewColumn ?? this.panel.column() ?? ViewColumn.Active;
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.subscription.dispose();
  }

  private follow({ selection }: TextEditor): void {
    const { line } = selection.active;
    const isNews = line !== this.moved;
    this.moved = undefined;
    if (!isNews) return;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.panel.caretIn(line), restingTime);
  }

  private isOurs({ document }: TextEditor): boolean {
    return document.uri.toString() === this.uri.toString();
  }
}

function rangeOf({ start, end }: LspRange): Range {
  return new Range(new Position(start.line, start.character), new Position(end.line, end.character));
}
