/** How things are sorted that have no order of their own. */

/** Below zero where the first one comes first: texts by their characters' numbers, whatever language is spoken. */
export function compare(one: string, other: string): number;
export function compare(one: number, other: number): number;
export function compare(one: string | number, other: string | number): number;
export function compare(one: string | number, other: string | number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
