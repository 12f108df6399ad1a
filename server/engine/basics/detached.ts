/**
 * The same text, which keeps no other one alive: a slice holds the whole text that it was cut from, for as long as it
 * lives itself.
 */
export function detached(text: string): string {
  // Joined of two parts it becomes a text of its own when somebody looks into it; a slice of a longer one stays a slice.
  const own = text.slice(0, 1) + text.slice(1);
  return own.charCodeAt(0) >= 0 ? own : '';
}
