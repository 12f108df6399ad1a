/** Telephone numbers in URIs of the SBC. */
import type { Token } from '../../basics/span';
import type { Fix } from '../rule';

/** Whether the user of a URI is a number without a plus; parameters of the number may follow. */
export function isBareNumber(user: string): boolean {
  return /^\d+(?:;|$)/.test(user);
}

/** Whether the user of a URI is a telephone number, with a plus or without. */
export function isNumber(user: string): boolean {
  const number = /^\+?([\d.()-]+)(?:;|$)/.exec(user)?.[1] ?? '';
  return /\d/.test(number);
}

/** A plus can be added to what is long enough to be an international number (E.164). */
export function addPlus(user: Token): { readonly fix?: Fix } {
  if (!/^[1-9]\d{7,14}(?:;|$)/.test(user.text)) return {};
  return {
    fix: { title: 'Add a plus', edits: [{ start: user.start, end: user.start, newText: '+' }] },
  };
}
