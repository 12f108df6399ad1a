/** Indexes the two halves of a large text at the same time: what sngrep saves can be cut before any of its heads. */
import fs from 'node:fs';
import os from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { CallIndex, type IndexPart } from '../engine/call-index/call-index';
import { type IndexedTrace, indexTrace } from '../engine/call-index/index-trace';
import { isSngrepText, nextSngrepHead } from '../engine/call-index/sngrep-index';
import { filePieces } from './pieces';

/** Of the processors: so much of one must be free, or two threads only wait for each other. */
const FREE = 0.75;
/** A smaller file is read before another thread has begun. */
const WORTH_IT = 32 << 20;
/** The other thread begins later, and is asked for its half. */
const SHARE = 0.56;
/** Octets in which a head is looked for. */
const SAMPLE = 64 << 10;

/** What the other thread is told. */
interface Half {
  readonly file: string;
  readonly start: number;
  readonly seed: number;
}

/** Indexes a file with two threads; null where it does not pay, or the text must be read in another way. */
export async function indexInHalves(file: string): Promise<IndexedTrace | null> {
  const cut = cutOf(file);
  if (cut === null) return null;
  const index = new CallIndex();
  const half: Half = { file, start: cut, seed: index.seed };
  const worker = new Worker(__filename, { workerData: half });
  const later = new Promise<IndexPart | null>((resolve) => {
    worker.once('message', resolve);
    // Whatever is wrong with it, all can be read here.
    worker.once('error', () => {
      resolve(null);
    });
    worker.once('exit', () => {
      resolve(null);
    });
  });
  try {
    const earlier = indexTrace(filePieces(file, 0, cut), false, index);
    const part = earlier === null ? null : await later;
    if (earlier === null || part === null) return null;
    index.absorb(part);
    return earlier;
  } finally {
    void worker.terminate();
  }
}

/** Whether a processor beside this thread's has little to do; systems that do not tell have. */
function isProcessorFree(): boolean {
  const [busy = 0] = os.loadavg();
  const processors = os.availableParallelism();
  return processors > 1 && processors - Math.max(1, busy) >= FREE;
}

/** What the other thread does: indexes its half, and hands the index over. */
export function indexLaterHalf(): void {
  const { file, start, seed } = workerData as Half;
  const index = new CallIndex(seed);
  const indexed = indexTrace(filePieces(file, start), false, index);
  const part = indexed === null ? null : index.packed();
  parentPort?.postMessage(part, part === null ? [] : buffersOf(part));
}

/** They change hands without being copied. */
function buffersOf({ strings, callIds, table, first, last }: IndexPart): ArrayBuffer[] {
  const views = [
    strings.octets,
    strings.starts,
    callIds.octets,
    callIds.starts,
    first,
    last,
    ...table.pages,
    ...table.widePages,
  ];
  return views.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}

/** Where the later half of a large text of sngrep begins; null where a file is none, or cannot be cut there. */
function cutOf(file: string): number | null {
  if (file === '-' || !isProcessorFree()) return null;
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch {
    // Whoever reads it next says why.
    return null;
  }
  try {
    const stat = fs.fstatSync(descriptor);
    if (!stat.isFile() || stat.size < WORTH_IT) return null;
    const sample = new Uint8Array(SAMPLE);
    fs.readSync(descriptor, sample, 0, SAMPLE, 0);
    if (!isSngrepText(sample)) return null;
    const middle = Math.floor(stat.size * SHARE);
    const head = nextSngrepHead(sample.subarray(0, fs.readSync(descriptor, sample, 0, SAMPLE, middle)));
    return head < 0 ? null : middle + head;
  } catch {
    return null;
  } finally {
    fs.closeSync(descriptor);
  }
}
