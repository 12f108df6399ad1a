/** A thread of {@link import('./judge-pool').JudgePool}: Call-IDs and batches in, what was found in them out. */
import { parentPort } from 'node:worker_threads';
import { surveyExcerpts } from '../engine/batches/call-survey';
import { type Bearing, judgeBatch, KnownEvaluations } from '../engine/batches/judge';
import { warmUp } from '../engine/batches/warm-up';
import type { Answer, Order } from './judge-pool';

const port = parentPort;
const known = new KnownEvaluations();
let bearing: Bearing | null = null;

port?.on('message', (order: Order) => {
  switch (order.kind) {
    case 'beginning':
      warmUp(order.beginning, order.options);
      return;
    case 'bearing':
      ({ bearing } = order);
      return;
    case 'survey': {
      const { id, callIds, ground } = order;
      answer({ kind: 'surveyed', id, surveys: callIds.map((each) => surveyExcerpts(each, ground)) });
      return;
    }
    case 'batch': {
      const { id, batch } = order;
      if (bearing !== null) answer({ kind: 'judged', id, result: judgeBatch(batch, bearing, known) });
    }
  }
});

function answer(what: Answer): void {
  port?.postMessage(what);
}
