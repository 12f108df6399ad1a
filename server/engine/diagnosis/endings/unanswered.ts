/** Nothing ends the asking: no answer comes, or the phone rings when the trace ends. */
import { durationText } from '../../basics/durations';
import { plural } from '../../../../shared/words';
import { capital } from '../../../../shared/words';
import { otherParty } from '../../../../shared/calls';
import { concernOf, nameOf, type Case } from '../case';
import type { Seen } from '../course';
import { placeOf, transactionOf, type Ending } from './ending';
import { lineOf } from './refused';

/** So often a request is sent again before its silence means something (RFC 3261 §17.1.1.2). */
const often = 3;

export function unanswered(it: Case): Ending | null {
  const { call, course, signalling } = it;
  const { method, provisional, rings } = course;
  const request = course.requests.at(-1);
  if (request === undefined || isOver(it, request)) return null;
  const callee = otherParty(request.at.party);
  const to = nameOf(call, callee);
  const rest = { transaction: transactionOf(request), blamed: null, isCause: false, isTold: false } as const;
  if (provisional !== null)
    return {
      ...rest,
      shown: placeOf(rings ?? provisional),
      grade: 'open',
      text: `${capital(to)} answered ${lineOf(rings ?? provisional)}, and nothing more is in this trace`,
      topic: 'early',
      advice: 'Capture until it is answered or given up.',
      side: null,
      says: ['dr-failover-timer'],
    };
  const sent = signalling.sendingsOf(request.message);
  const again = sent.at(-1);
  const span = again === undefined ? null : signalling.elapsed(request.message, again);
  const over = span === null || sent.length < 2 ? '' : ` over ${durationText(span)}`;
  const isSure = sent.length >= often;
  return {
    ...rest,
    shown: placeOf(request),
    grade: isSure ? 'bad' : 'open',
    text: isSure
      ? `${capital(to)} did not answer the ${method}, which was sent ${plural(sent.length, 'time')}${over}`
      : `No answer to the ${method} is in this trace`,
    topic: 'reach',
    advice: isSure
      ? `Check that ${to} is up, that the ${method} goes to its address, port and transport, and that no firewall drops it or the ` +
        'answer.'
      : `Capture at ${to}, or longer: a trace of one side shows no answer either.`,
    side: isSure ? concernOf(call, callee) : null,
    says: ['sip-no-response'],
  };
}

/** Whether the asking came to an end; of other requests than INVITE the last one counts, if it was sent in earnest. */
function isOver({ call, course, signalling }: Case, request: Seen): boolean {
  const { final, cancel, bye } = course;
  if (call.kind === 'call')
    return final !== null || cancel !== null || bye !== null || call.outcome === 'answered';
  if (final === null) return false;
  return final.message.index > request.message.index || signalling.sendingsOf(request.message).length < often;
}
