/** SDES keys that stand in calls which have nothing to do with each other: one was over before the other began. */
import { detached } from '../basics/detached';
import { MarkTable } from '../basics/marks';
import { perObject } from '../basics/memo';
import { NumberTable } from '../basics/number-table';
import type { SipMessage } from '../sip/message';
import type { SipTraceMessage } from '../traces/message';

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
const keySignsOf: (message: SipMessage) => KeySigns = perObject(({ content }) => keySignsIn(content));

/** Where a message stands. */
interface KeyPlace {
  readonly index: number;
  /** Its own stamp, in microseconds; null where none is known. */
  readonly micros: number | null;
}

export interface KeyMessage extends KeyPlace {
  readonly signs: KeySigns;
}

/** A message of a trace, with what it tells of keys. */
export function keyMessageOf({ index, record, parsed }: SipTraceMessage): KeyMessage {
  return { index, micros: record.meta.time?.micros ?? null, signs: keySignsOf(parsed) };
}

/** What the messages of a Call-ID tell of keys, as a ledger takes it: plain data. */
export interface CallKeys {
  /** Each once. */
  readonly keys: readonly string[];
  readonly first: KeyPlace;
  readonly last: KeyPlace;
  /** Whether any of them ends a call. */
  readonly isEnded: boolean;
}

/** Of the messages of a Call-ID, in the order of the trace; null where none has a key. */
export function callKeysOf(messages: readonly KeyMessage[]): CallKeys | null {
  const keys = new Set(messages.flatMap(({ signs }) => signs.keys));
  const first = messages[0];
  const last = messages.at(-1);
  if (keys.size === 0 || first === undefined || last === undefined) return null;
  return {
    // A piece of a message would keep the message's text, for as long as the trace goes on.
    keys: [...keys].map(detached),
    first: { index: first.index, micros: first.micros },
    last: { index: last.index, micros: last.micros },
    isEnded: messages.some(({ signs }) => signs.ends),
  };
}

/**
 * Takes note of the keys of calls that were ended with BYE. Legs of one call go on at the same time, and who tries
 * another way after a refusal sends the same body again: neither is meant.
 */
export class KeyLedger {
  /** Key → where the first call ended that had it and was over. */
  readonly #over = new Map<string, KeyPlace>();

  /**
   * Takes a Call-ID; they come in the order of their last messages.
   *
   * @returns its keys that a call had which was over before its first message
   */
  take({ keys, first, last, isEnded }: CallKeys): readonly string[] {
    const repeated = keys.filter((key) => isBehind(first, this.#over.get(key)));
    if (isEnded) for (const key of keys) if (!this.#over.has(key)) this.#over.set(key, last);
    return repeated;
  }
}

/** Whether a message stands behind the end of a call, and no stamp says otherwise: tools save traces call by call, too. */
function isBehind(message: KeyPlace, end: KeyPlace | undefined): boolean {
  if (end === undefined || message.index < end.index) return false;
  return message.micros === null || end.micros === null || message.micros > end.micros;
}

/** Of all Call-IDs of a trace. */
export function repeatedKeysOf(calls: readonly CallKeys[]): RepeatedKeys {
  const ledger = new KeyLedger();
  const found = new Map<number, readonly string[]>();
  for (const call of calls.toSorted((one, other) => one.last.index - other.last.index)) {
    const repeated = ledger.take(call);
    if (repeated.length > 0) found.set(call.first.index, repeated);
  }
  return found;
}

const column = { firstIndex: 0, lastIndex: 1, isEnded: 2, keysTo: 3 } as const;
const wide = { firstMicros: 0, lastMicros: 1 } as const;

/**
 * The same of very many Call-IDs, that may come in any order: hardly any key comes again, so of keys marks are kept until
 * one does.
 */
export class CallsWithKeys {
  private readonly table = new NumberTable(Object.keys(column).length, Object.keys(wide).length);
  private readonly marks = new MarkTable();
  /** Numbers of keys, those of one Call-ID behind those of the other. */
  private readonly keys: number[] = [];
  private distinct = 0;
  /** Those that came again, by their numbers. */
  private readonly shared = new Map<number, string>();

  take({ keys, first, last, isEnded }: CallKeys): void {
    const { table, marks, shared } = this;
    for (const key of keys) {
      const known = marks.get(key);
      if (known === undefined) marks.set(key, this.distinct);
      else shared.set(known, key);
      this.keys.push(known ?? this.distinct++);
    }
    const row = table.add();
    table.set(row, column.firstIndex, first.index);
    table.set(row, column.lastIndex, last.index);
    table.set(row, column.isEnded, isEnded ? 1 : 0);
    table.set(row, column.keysTo, this.keys.length);
    table.setWide(row, wide.firstMicros, first.micros ?? NaN);
    table.setWide(row, wide.lastMicros, last.micros ?? NaN);
  }

  repeated(): RepeatedKeys {
    return repeatedKeysOf([...this.withSharedKeys()]);
  }

  private *withSharedKeys(): Generator<CallKeys> {
    const { table, shared } = this;
    let from = 0;
    for (let row = 0; row < table.size; row++) {
      const to = table.get(row, column.keysTo);
      const keys = this.keys.slice(from, to).flatMap((number) => shared.get(number) ?? []);
      from = to;
      if (keys.length === 0) continue;
      const place = (index: 'firstIndex' | 'lastIndex', micros: 'firstMicros' | 'lastMicros'): KeyPlace => {
        const at = table.getWide(row, wide[micros]);
        return { index: table.get(row, column[index]), micros: Number.isNaN(at) ? null : at };
      };
      yield {
        keys,
        first: place('firstIndex', 'firstMicros'),
        last: place('lastIndex', 'lastMicros'),
        isEnded: table.get(row, column.isEnded) === 1,
      };
    }
  }
}
