/** A thread of {@link import('./judge-pool').JudgePool}: batches in, what was found in them out. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Excerpt } from '../engine/batches/excerpt';
import { type Bearing, judgeBatch } from '../engine/batches/judge';

const port = parentPort;
port?.on('message', ({ id, excerpts }: { readonly id: number; readonly excerpts: readonly Excerpt[] }) => {
  port.postMessage({ id, result: judgeBatch(excerpts, workerData as Bearing) });
});
