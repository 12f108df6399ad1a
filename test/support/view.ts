/** A text as the editor features see it. */
import type { Position, Range } from 'vscode-languageserver-types';
import { analyse } from '../../server/engine/analysis/analyse';
import { LineIndex } from '../../server/engine/basics/lines';
import type { TraceView } from '../../server/language/view';
import type { Settings } from '../../shared/protocol';
import { analysisOptions, defaultSettings } from '../../server/settings';

/** Analyses a text under the default settings, some of them replaced. */
export function viewOf(text: string, settings: Partial<Settings> = {}): TraceView {
  const all = { ...defaultSettings, ...settings };
  return {
    uri: 'file:///trace.siptrace',
    analysis: analyse(text, analysisOptions(all)),
    lines: new LineIndex(text),
    settings: all,
  };
}

/** The position of a piece of a text, some characters into it. */
export function positionOf(text: string, piece: string, into = 0): Position {
  const at = text.indexOf(piece);
  if (at === -1) throw new RangeError(`the text holds no ${piece}`);
  const before = text.slice(0, at + into).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** All of any text. */
export const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };

/** What a range of a text within one line holds; of several lines, the first and the last, counted from 1. */
export function textIn(text: string, { start, end }: Range): string {
  if (start.line !== end.line) return `${start.line + 1}-${end.line + 1}`;
  return (text.split('\n')[start.line] ?? '').slice(start.character, end.character);
}
