/** What a form of exports is: each is a file beside this one. */
import type { RouteExport } from '../model';

export interface RouteFormat {
  /** Name as users know it: `route print`. */
  readonly name: string;
  /** How many of some lines only this form has; the form with the most reads the export. */
  weigh(this: void, lines: readonly string[]): number;
  /** Reads it all; never throws. */
  read(this: void, lines: readonly string[]): RouteExport;
}

/** How many lines a pattern fits. */
export function countOf(lines: readonly string[], fits: (line: string) => boolean): number {
  let count = 0;
  for (const line of lines) if (fits(line)) count++;
  return count;
}

/** The words of a line. */
export function wordsOf(line: string): readonly string[] {
  const trimmed = line.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/);
}

/** A fault of a line that ought to be a route. */
export function unreadable(line: number, text: string): { readonly line: number; readonly message: string } {
  const shown = text.trim();
  return {
    line,
    message: `This line could not be read as a route: "${shown.length > 80 ? `${shown.slice(0, 80)}…` : shown}".`,
  };
}

/** The line of the last text of an export; 0 where there is none. */
export function lastLineOf(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.trim() !== '') + 1;
}
