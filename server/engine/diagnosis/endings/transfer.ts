/** A transfer fails: the REFER is refused, or a NOTIFY tells that the new call did (RFC 3515). */
import { capital } from '../../../../shared/words';
import { isChallenge, otherParty } from '../../../../shared/calls';
import { statusWords } from '../../sip/status-words';
import { concernOf, nameOf, type Case } from '../case';
import type { Seen } from '../course';
import { placeOf, transactionOf, type Ending } from './ending';
import { lineOf, saidIn } from './refused';

export function transferFailed({ call, course: { seen } }: Case): Ending | null {
  const refusal = seen.findLast(
    ({ facts: { status, method } }) =>
      method === 'REFER' && status !== null && status >= 300 && !isChallenge(status) && status !== 491,
  );
  const isLaterTaken = seen.some(
    ({ facts: { status, method }, message }) =>
      method === 'REFER' &&
      status !== null &&
      status >= 200 &&
      status < 300 &&
      message.index > (refusal?.message.index ?? 0),
  );
  if (refusal !== undefined && !isLaterTaken) {
    const said = saidIn(refusal.sip);
    const words = statusWords(refusal.facts.status ?? 0);
    return {
      grade: 'bad',
      text: `The transfer failed: ${nameOf(call, refusal.at.party)} refused the REFER with ${lineOf(refusal)}${said === '' ? '' : `; it says ${said}`}`,
      topic: 'transfer',
      shown: placeOf(refusal),
      advice: words.action === '' ? `Let ${nameOf(call, refusal.at.party)} take the REFER.` : words.action,
      side: concernOf(call, refusal.at.party),
      isCause: false,
      isTold: false,
      transaction: transactionOf(refusal),
      blamed: null,
      says: ['sip-refer-refused', 'dr-refer-unanswered'],
    };
  }
  const told = seen.findLast((each) => (fragmentOf(each)?.status ?? 0) >= 200);
  const fragment = told === undefined ? null : fragmentOf(told);
  if (told === undefined || fragment === null || fragment.status < 300) return null;
  const words = statusWords(fragment.status);
  return {
    grade: words.isOrdinary ? 'ordinary' : 'bad',
    text:
      `The transfer failed: ${nameOf(call, told.at.party)} took the REFER, but its call to the target ended with ${fragment.line}` +
      (words.meaning === '' ? '' : ` (${words.meaning})`),
    topic: 'transfer',
    shown: placeOf(told, fragment.at),
    advice: words.isOrdinary
      ? ''
      : `${capital(nameOf(call, told.at.party))} placed the call to the target: look at that call. ${words.action}`,
    side: words.isOrdinary ? null : concernOf(call, told.at.party),
    isCause: words.isOrdinary,
    isTold: false,
    transaction: transactionOf(told),
    blamed: otherParty(told.at.party),
    says: ['sip-transfer-failed'],
  };
}

interface Fragment {
  readonly status: number;
  readonly line: string;
  readonly at: { readonly start: number; readonly end: number };
}

/** The status line in the body of a NOTIFY (message/sipfrag, RFC 3420); null where there is none. */
function fragmentOf({ sip, facts }: Seen): Fragment | null {
  if (facts.method !== 'NOTIFY' || facts.status !== null || sip.body === null) return null;
  const { start, end } = sip.body;
  const match = /SIP\/2\.0 (\d{3})[^\r\n]*/.exec(sip.content.slice(start, end));
  if (match === null) return null;
  const at = start + match.index;
  return {
    status: Number(match[1]),
    line: match[0].slice('SIP/2.0 '.length).trim(),
    at: { start: at, end: at + match[0].length },
  };
}
