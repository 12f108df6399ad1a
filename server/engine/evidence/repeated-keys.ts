/** SDES keys that stand in calls which have nothing to do with each other: one was over before the other began. */
import { perObject } from '../basics/memo';
import type { SipMessage } from '../sip/message';

/** Index of a call's first message → the keys, in base64 without padding, that a call before it had. */
export type RepeatedKeys = ReadonlyMap<number, readonly string[]>;

/** What a message tells of keys. */
export interface KeySigns {
  readonly keys: readonly string[];
  /** Whether it ends a call. */
  readonly ends: boolean;
}

/** Reads a message, or a piece of a log that holds one, without its tree. */
export function keySignsIn(text: string): KeySigns {
  const keys = text.includes('inline:')
    ? [...text.matchAll(/inline:([A-Za-z\d+/]{22,})/g)].map(([, key = '']) => key)
    : [];
  return { keys, ends: text.includes('BYE sip') };
}

/** As {@link keySignsIn}, of a message that was read. */
export const keySignsOf: (message: SipMessage) => KeySigns = perObject(({ content }) => keySignsIn(content));

/**
 * Takes note of the keys of calls that were ended with BYE. Legs of one call go on at the same time, and who tries
 * another way after a refusal sends the same body again: neither is meant.
 */
export class KeyLedger {
  /** Key → index of the last message of the first call that had it and was over. */
  readonly #over = new Map<string, number>();

  /**
   * Takes the messages of a Call-ID; calls come in the order of their last messages.
   *
   * @returns its keys that a call had which was over before its first message
   */
  take(first: number, last: number, signs: readonly KeySigns[]): readonly string[] {
    const keys = new Set(signs.flatMap((each) => each.keys));
    if (keys.size === 0) return [];
    const repeated = [...keys].filter((key) => (this.#over.get(key) ?? Infinity) < first);
    if (signs.some(({ ends }) => ends))
      for (const key of keys) if (!this.#over.has(key)) this.#over.set(key, last);
    return repeated;
  }
}
