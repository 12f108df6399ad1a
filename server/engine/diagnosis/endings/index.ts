/** The kinds of endings, the weighty ones first: the first that fits tells why a call ended. */
import type { Case } from '../case';
import { asUsual } from './as-usual';
import { broken } from './broken';
import { cancelled } from './cancelled';
import { challenged } from './challenged';
import type { Ending, EndingKind } from './ending';
import { endedWithCause } from './ended-with-cause';
import { refused } from './refused';
import { requestRefused } from './request-refused';
import { transferFailed } from './transfer';
import { unacknowledged } from './unacknowledged';
import { unanswered } from './unanswered';

const kinds: readonly EndingKind[] = [
  challenged,
  unacknowledged,
  requestRefused,
  unanswered,
  endedWithCause,
  cancelled,
  refused,
  transferFailed,
  broken,
];

export function endingOf(it: Case): Ending {
  for (const kind of kinds) {
    const ending = kind(it);
    if (ending !== null) return ending;
  }
  return asUsual(it);
}
