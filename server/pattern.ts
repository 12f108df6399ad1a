/** Patterns of file names, as shells have them: the same on the command line and in settings. */

/** Whether a name is of a pattern: `*` stands for any characters, `?` for one. */
export function matches(pattern: string, name: string): boolean {
  return fits(
    Array.from(pattern),
    Array.from(name),
    '*',
    (wanted, letter) => wanted === '?' || wanted === letter,
  );
}

/**
 * Whether a path is of a pattern, both with `/`: in each part `*` and `?` as in {@link matches}, `**` for any folders. A
 * pattern without `/` speaks of the file's name wherever it lies, one with `/` at its end of all that is in a folder.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const below = pattern.endsWith('/') ? `${pattern}**` : pattern;
  const parts = (below.includes('/') ? below : `**/${below}`).replace(/^\.?\//, '').split('/');
  return fits(parts, path.split('/'), '**', matches);
}

/**
 * Whether items are those of a pattern, in which one kind stands for any number of items. In time that grows with the
 * length of the pattern times the number of items: of all such places only the last one is tried again.
 */
function fits(
  pattern: readonly string[],
  items: readonly string[],
  any: string,
  isOf: (wanted: string, item: string) => boolean,
): boolean {
  let at = 0;
  let place = 0;
  /** Behind the last one, and where in the items what follows it was tried last. */
  let star = -1;
  let tried = 0;
  while (place < items.length) {
    const wanted = pattern[at];
    if (wanted === any) {
      at++;
      star = at;
      tried = place;
    } else if (wanted !== undefined && isOf(wanted, items[place] ?? '')) {
      at++;
      place++;
    } else if (star >= 0) {
      at = star;
      tried++;
      place = tried;
    } else return false;
  }
  while (pattern[at] === any) at++;
  return at === pattern.length;
}
