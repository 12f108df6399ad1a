/** A thread of {@link import('./judge-pool').JudgePool}: batches in, what was found in them out. */
import { parentPort, workerData } from 'node:worker_threads';
import type { BatchContent } from '../engine/batches/batch-stream';
import { type Bearing, judgeBatch, KnownEvaluations } from '../engine/batches/judge';

const port = parentPort;
const known = new KnownEvaluations();
port?.on('message', ({ id, batch }: { readonly id: number; readonly batch: BatchContent }) => {
  port.postMessage({ id, result: judgeBatch(batch, workerData as Bearing, known) });
});
