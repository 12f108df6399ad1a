/** Patterns of file names, as shells have them. */

/**
 * Whether a name is of a pattern: `*` stands for any characters, `?` for one. In time that grows with the length of the
 * pattern times that of the name: of all `*` only the last one is tried again.
 */
export function matches(pattern: string, name: string): boolean {
  let at = 0;
  let place = 0;
  /** Behind the last `*`, and where in the name what follows it was tried last. */
  let star = -1;
  let tried = 0;
  while (place < name.length) {
    if (pattern[at] === '*') {
      at++;
      star = at;
      tried = place;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[place])) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star;
      tried++;
      place = tried;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
