import type { Texts } from './protocol';

let texts: Texts = {};

/** Takes the fixed texts in the user's language. */
export function setTexts(all: Texts): void {
  texts = all;
}

/** A fixed text with `{0}`, `{1}`, … put in; a key that nobody wrote stands for itself. */
export function t(key: string, ...args: readonly string[]): string {
  const text = texts[key] ?? key;
  return text.replace(/\{(\d)\}/g, (placeholder, place: string) => args[Number(place)] ?? placeholder);
}

/** `KEY.one` for one, else `KEY.many` with the number put in. */
export function count(key: string, number: number): string {
  return number === 1 ? t(`${key}.one`) : t(`${key}.many`, number.toLocaleString());
}
