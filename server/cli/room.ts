/** Whether a trace fits into the memory: better one line that says so than a process that ends amid its work. */
import v8 from 'node:v8';
import { UsageError } from './usage';

/** What stands in each message twice or more: in its first line, and in each Via. */
const mention = 'SIP/2.0';
/** Octets of memory for each mention, messages of usual length with their calls and findings; measured. */
const perMention = 8200;
/** The same in a batch, of which only the trees that were read last are kept (`sip/recent-trees`). */
const perMentionOfBatch = 3800;
/** Of the memory that the process may have. */
const share = 0.85;

/**
 * Throws a {@link UsageError} with what to do where the analysis of a whole trace would not fit.
 *
 * @param parts the text that is analysed at once
 */
export function assertRoom(path: string, parts: readonly Part[], limit = heapLimit()): void {
  assertRoomFor(path, parts, limit, perMention);
}

/** {@link assertRoom}, of a batch of calls. */
export function assertBatchRoom(path: string, parts: readonly Part[], limit = heapLimit()): void {
  assertRoomFor(path, parts, limit, perMentionOfBatch);
}

interface Part {
  readonly text: string;
}

function heapLimit(): number {
  return v8.getHeapStatistics().heap_size_limit;
}

function assertRoomFor(path: string, parts: readonly Part[], limit: number, each: number): void {
  const length = parts.reduce((sum, { text }) => sum + text.length, 0);
  // Most traces are so small that nothing need be counted.
  if ((length / mention.length) * each < limit * share - length) return;
  const mentions = parts.reduce((sum, { text }) => sum + mentionsIn(text), 0);
  const needed = length + mentions * each;
  if (needed <= limit * share) return;
  throw tooMany(path, Math.round(mentions / 2), needed);
}

function tooMany(path: string, messages: number, needed: number): UsageError {
  const megabytes = Math.ceil((needed * 1.3) / 1e9) * 1000;
  return new UsageError(
    `${path}: some ${messages} messages are too many for the memory of one analysis; ` +
      '`sip-trace calls` lists their calls, a part of the file can be analysed, or give it more memory: ' +
      `NODE_OPTIONS=--max-old-space-size=${megabytes}`,
  );
}

/** An analysis of more octets of memory is told of. */
const notable = 400e6;

/** What it takes to judge so many messages at once, as a sentence without a full stop; null where that is little. */
export function roomNote(messages: number): string | null {
  const needed = messages * 2 * perMentionOfBatch;
  if (needed <= notable) return null;
  return (
    `${messages} messages of one call, or of calls that belong together, are judged as a whole: ` +
    `that takes some ${Math.ceil(needed / 1e8) * 100} MB of memory`
  );
}

/** Octets of V8's memory for each message of a capture that is held packed, its text not counted; measured. */
const perHeld = 400;

/** Throws a {@link UsageError} where so many messages cannot even be held packed. */
export function assertHeldRoom(path: string, messages: number, limit = heapLimit()): void {
  if (messages * perHeld > limit * share) throw tooMany(path, messages, messages * perHeld);
}

function mentionsIn(text: string): number {
  let mentions = 0;
  for (let at = text.indexOf(mention); at !== -1; at = text.indexOf(mention, at + mention.length)) mentions++;
  return mentions;
}
