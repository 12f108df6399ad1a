/** What an index keeps of messages: a row of numbers each. */
import { NumberTable } from '../basics/number-table';

/** Columns of whole numbers. Strings are numbers of {@link import('./byte-strings').ByteStrings}. */
export const column = {
  /** The next message of the same Call-ID; -1 behind the last one. */
  next: 0,
  frame: 1,
  method: 2,
  /** Of a message that begins a leg. */
  from: 3,
  to: 4,
  path: 5,
  viaCount: 6,
  /** Bits, see {@link flag}. */
  flags: 7,
  /** Index of {@link import('../text/record').RecordDirectives} that were met. */
  directives: 8,
  /** As text, of a response that makes a fork. */
  toTag: 9,
  /** See {@link import('../calls/signal').Signal.reason}. */
  reason: 10,
  /** Number of its Call-ID. */
  callId: 11,
} as const;

/** Columns of large numbers: a time, and {@link import('../basics/marks').markOfOctets marks}. */
export const wide = {
  /** NaN where no time is known. */
  micros: 0,
  cseq: 1,
  branch: 2,
  fromTag: 3,
  toTag: 4,
  /** 0 in a request; whatever number a response says, -1 for 0. */
  status: 5,
} as const;

export const flag = {
  sentByMicrosoft: 1,
  sentToMicrosoft: 2,
  iceLite: 4,
  ice: 8,
  /** Media is described. */
  media: 16,
  secure: 32,
  /** No address is known, and so no path. */
  noPath: 64,
} as const;

/** A row for each message. */
export function messageTable(): NumberTable {
  return new NumberTable(Object.keys(column).length, Object.keys(wide).length);
}
