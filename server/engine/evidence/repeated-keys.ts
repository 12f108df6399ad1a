/** SDES keys that stand in calls which have nothing to do with each other: one was over before the other began. */
import { detached } from '../basics/detached';
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

/** A message of a call, as a ledger takes it. */
export interface KeyMessage {
  readonly index: number;
  /** Its own stamp, in microseconds; null where none is known. */
  readonly micros: number | null;
  readonly signs: KeySigns;
}

/**
 * Takes note of the keys of calls that were ended with BYE. Legs of one call go on at the same time, and who tries
 * another way after a refusal sends the same body again: neither is meant.
 */
export class KeyLedger {
  /** Key → where the first call ended that had it and was over. */
  readonly #over = new Map<string, Omit<KeyMessage, 'signs'>>();

  /**
   * Takes the messages of a Call-ID; calls come in the order of their last messages.
   *
   * @returns its keys that a call had which was over before its first message
   */
  take(messages: readonly KeyMessage[]): readonly string[] {
    const keys = new Set(messages.flatMap(({ signs }) => signs.keys));
    const [first] = messages;
    const last = messages.at(-1);
    if (keys.size === 0 || first === undefined || last === undefined) return [];
    const repeated = [...keys].filter((key) => isBehind(first, this.#over.get(key)));
    if (messages.some(({ signs }) => signs.ends)) {
      const { index, micros } = last;
      // A piece of a message would keep the message's text, for as long as the trace goes on.
      for (const key of keys) if (!this.#over.has(key)) this.#over.set(detached(key), { index, micros });
    }
    return repeated;
  }
}

/** Whether a message stands behind the end of a call, and no stamp says otherwise: tools save traces call by call, too. */
function isBehind(message: KeyMessage, end: Omit<KeyMessage, 'signs'> | undefined): boolean {
  if (end === undefined || message.index < end.index) return false;
  return message.micros === null || end.micros === null || message.micros > end.micros;
}

/**
 * Of all calls of a trace.
 *
 * @param calls the messages of each Call-ID
 */
export function repeatedKeysOf(calls: readonly (readonly KeyMessage[])[]): RepeatedKeys {
  const ledger = new KeyLedger();
  const found = new Map<number, readonly string[]>();
  const lastOf = (messages: readonly KeyMessage[]): number => messages.at(-1)?.index ?? 0;
  for (const messages of calls.toSorted((one, other) => lastOf(one) - lastOf(other))) {
    const repeated = ledger.take(messages);
    if (repeated.length > 0) found.set(messages[0]?.index ?? 0, repeated);
  }
  return found;
}
