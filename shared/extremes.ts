/**
 * The least and the most of any number of values. `Math.min` and `Math.max` take them as arguments, of which no engine
 * takes more than some hundred thousand.
 */

/** Infinity of none. */
export function leastOf(values: Iterable<number>): number {
  let least = Infinity;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/** -Infinity of none. */
export function mostOf(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) most = Math.max(most, value);
  return most;
}
