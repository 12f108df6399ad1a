/** A BYE or CANCEL that says why, and what it says is no usual end (RFC 3326). */
import { durationText } from '../../basics/durations';
import { microsoftResponse, type MicrosoftResponse } from '../../sip/microsoft-responses';
import { isEveryday, isOrdinary, reasonsOf, reasonText } from '../../sip/reason';
import { otherParty } from '../../../../shared/calls';
import { capital } from '../../../../shared/words';
import { concernOf, nameOf, type Case } from '../case';
import { between, type Seen } from '../course';
import type { Topic } from '../relations';
import { placeOf, tellsCause, transactionOf, type Ending } from './ending';

export function endedWithCause(it: Case): Ending | null {
  const { call, course, signalling } = it;
  const ending = course.bye ?? (call.outcome === 'cancelled' ? course.cancel : null);
  const reason =
    ending === null
      ? undefined
      : reasonsOf(ending.sip).find((each) => !isOrdinary(each) && !isEveryday(each));
  if (ending === null || reason === undefined) return null;
  const isBye = ending === course.bye;
  const since = between(
    signalling,
    isBye ? accepted(course.final) : (course.requests.at(-1) ?? null),
    ending,
  );
  const known = call.sides[ending.at.party] === 'sbc' ? null : microsoftResponse(ending.sip);
  const who = capital(nameOf(call, ending.at.party));
  const after = since === null ? '' : ` ${durationText(since)} after the ${isBye ? 'answer' : 'INVITE'}`;
  return {
    grade: 'bad',
    text: `${who} ended the call${after} and says why: ${reasonText(reason)}${known === null ? '' : `, that is, ${known.meaning}`}`,
    topic: topicOf(known, reason.cause),
    shown: placeOf(ending, reason.header),
    advice:
      known?.action ??
      `Look at the other leg of ${nameOf(call, ending.at.party)}, or into its log, for where this cause comes from.`,
    side: known === null ? concernOf(call, ending.at.party) : known.side,
    isCause: false,
    isTold: tellsCause(known),
    transaction: isBye ? null : transactionOf(ending),
    blamed: known === null ? null : otherParty(ending.at.party),
    says: ['dr-bye-reason', 'dr-bye-ice-failed'],
  };
}

function accepted(final: Seen | null): Seen | null {
  const status = final?.facts.status ?? 0;
  return status >= 200 && status < 300 ? final : null;
}

function topicOf(known: MicrosoftResponse | null, cause: number | null): Topic | null {
  if (known !== null) return known.about;
  // Bearer capability, incompatible destination (Q.850).
  return cause === 65 || cause === 88 ? 'description' : null;
}
