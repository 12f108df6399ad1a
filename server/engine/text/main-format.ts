/** The format of a text whose messages may be of several. */

/** The format of most messages, the one met first among equals; `text` where there is none. */
export function mainOf(counts: ReadonlyMap<string, number>): string {
  let main = 'text';
  for (const [format, count] of counts) if (count > (counts.get(main) ?? 0)) main = format;
  return main;
}
