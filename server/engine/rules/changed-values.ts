/** What a value was and what it is now, behind the words that say that it changed. */

/** Longer values are none that one reads. */
const longest = 60;

/**
 * ` (now "…", before "…")`; nothing where neither can be shown. Of a secret a mark is shown: two that differ look different,
 * and neither can be told from it.
 *
 * @param was null where it was not there
 */
export function changeText(was: string | null, now: string | null, isSecret: boolean): string {
  const before = shown(was, isSecret);
  const after = shown(now, isSecret);
  return before === null || after === null || before === after ? '' : ` (now ${after}, before ${before})`;
}

/**
 * ` (here "…", there "…")` behind the words for a value that is not the one of another message or stream; nothing where
 * neither can be shown.
 */
export function unlikeText(here: string, there: string, isSecret = false): string {
  const own = shown(here === '' ? null : here, isSecret);
  const other = shown(there === '' ? null : there, isSecret);
  return own === null || other === null || own === other ? '' : ` (here ${own}, there ${other})`;
}

function shown(value: string | null, isSecret: boolean): string | null {
  if (value === null) return 'missing';
  if (isSecret) return `\u2026#${mark(value)}`;
  return value.length > longest ? null : `"${value}"`;
}

/** Four digits of FNV-1a: enough to tell two values apart, too few to find one. */
function mark(value: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < value.length; at++) hash = Math.imul(hash ^ value.charCodeAt(at), 0x01000193) >>> 0;
  return (hash & 0xffff).toString(16).padStart(4, '0');
}
