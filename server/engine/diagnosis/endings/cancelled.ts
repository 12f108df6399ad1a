/** The caller gives up before anybody answers (RFC 3261 §9). */
import { durationText } from '../../basics/durations';
import { isOrdinary, reasonsOf, reasonText } from '../../sip/reason';
import { otherParty } from '../../../../shared/calls';
import { capital } from '../../../../shared/words';
import { concernOf, nameOf, type Case } from '../case';
import { between } from '../course';
import { placeOf, transactionOf, type Ending } from './ending';

export function cancelled(it: Case): Ending | null {
  const { call, course, signalling } = it;
  const { cancel, final, requests, rings, provisional } = course;
  if (cancel === null || call.outcome !== 'cancelled') return null;
  // Refused before the CANCEL did its work (RFC 3261 §9.1).
  if ((final?.facts.status ?? 487) !== 487) return null;
  const [reason] = reasonsOf(cancel.sip);
  const waited = between(signalling, requests.at(-1) ?? null, cancel);
  const after = waited === null ? '' : ` after ${durationText(waited)}`;
  const who = capital(nameOf(call, cancel.at.party));
  const callee = nameOf(call, otherParty(cancel.at.party));
  const rest = {
    shown: placeOf(cancel, reason?.header ?? cancel.sip.startLine),
    transaction: transactionOf(cancel),
    blamed: null,
    says: [],
  };
  if (reason !== undefined && !isOrdinary(reason)) return null;
  if (reason?.protocol === 'SIP')
    return {
      ...rest,
      grade: 'ordinary',
      text: `${who} cancelled the call${after}, as it was answered elsewhere (${reasonText(reason)})`,
      topic: null,
      advice: '',
      side: null,
      isCause: true,
      isTold: false,
    };
  if (rings !== null || (requests.length === 0 && provisional === null))
    return {
      ...rest,
      grade: 'ordinary',
      text: `${who} cancelled the call${after}, before anybody answered`,
      topic: null,
      advice: '',
      side: null,
      isCause: true,
      isTold: false,
    };
  return {
    ...rest,
    grade: 'bad',
    text: `${who} cancelled the call${after}: ${callee} had answered with ${provisional === null ? 'nothing' : 'nothing but 100'} in this trace`,
    topic: 'reach',
    advice: `Look at ${callee} for why it neither rang nor refused the call.`,
    side: concernOf(call, otherParty(cancel.at.party)),
    isCause: false,
    isTold: false,
  };
}
