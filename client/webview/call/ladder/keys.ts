/**
 * The row that a key leads to in a list of rows: arrows, Page Up and Down, Home and End.
 * @param page rows in a page
 * @returns `undefined` for a key that leads nowhere
 */
export function rowByKey(key: string, from: number, count: number, page: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: page,
    PageUp: -page,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? undefined : Math.max(0, Math.min(from + step, count - 1));
}
