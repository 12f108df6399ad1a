/** Small turns of sentences that are put together. */

/** With a capital letter at its beginning. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A clause as a sentence: `it cannot be read (…)` becomes `It cannot be read (…).`; nothing stays nothing. */
export function sentence(clause: string): string {
  const trimmed = clause.trim();
  return trimmed === '' || /[.!?…]$/.test(trimmed) ? capital(trimmed) : `${capital(trimmed)}.`;
}

/** `1 file`, `2 files` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
