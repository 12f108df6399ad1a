/** A final response refuses the call, says the callee busy, or sends it elsewhere (RFC 3261 §21). */
import { durationText } from '../../basics/durations';
import type { SipMessage } from '../../sip/message';
import { microsoftResponse } from '../../sip/microsoft-responses';
import { reasonsOf, reasonText, warningMeaning, warningsOf } from '../../sip/reason';
import { statusWords } from '../../sip/status-words';
import { addressesOf } from '../../sip/values';
import { otherParty } from '../../../../shared/calls';
import { capital } from '../../../../shared/words';
import { concernOf, nameOf, subjectOf, type Case } from '../case';
import { between, type Seen } from '../course';
import { placeOf, tellsCause, transactionOf, type Ending } from './ending';

export function refused(it: Case): Ending | null {
  const { call, course, signalling } = it;
  const { final, requests, rings } = course;
  const status = final?.facts.status ?? 0;
  if (final === null || status < 300) return null;
  const invite = requests.findLast(({ facts }) => facts.cseq === final.facts.cseq) ?? null;
  const waited = between(signalling, invite, final);
  const after = waited === null ? '' : ` after ${durationText(waited)}`;
  const words = statusWords(status);
  const said = saidIn(final.sip);
  const known = call.sides[final.at.party] === 'teams' ? microsoftResponse(final.sip) : null;
  const who = capital(nameOf(call, final.at.party));
  // A user behind it may be busy; a gateway that fails at once is not.
  const isOrdinary =
    words.isOrdinary && known?.about !== 'description' && known?.about !== 'ice' && !isFailure(final.sip);
  const meaning = known?.meaning ?? words.meaning;
  const tail = `${meaning === '' ? '' : `: ${meaning}`}${elsewhere(status, final.sip)}${said === '' ? '' : `; it says ${said}`}`;
  return {
    grade: isOrdinary ? 'ordinary' : 'bad',
    text:
      `${who} ${isOrdinary ? 'answered' : `refused the ${subjectOf(it)} with`} ${lineOf(final)}${after}${rings === null ? '' : ', behind a provisional answer'}` +
      tail,
    short: `${shortOf(it, final, after)}${tail}`,
    topic: isOrdinary ? null : (known?.about ?? words.about),
    shown: placeOf(final),
    advice: isOrdinary ? '' : (known?.action ?? words.action),
    side: isOrdinary ? null : known === null ? concernOf(call, otherParty(final.at.party)) : known.side,
    isCause: isOrdinary || known?.about === 'policy',
    isTold: tellsCause(known),
    transaction: transactionOf(final),
    blamed: otherParty(final.at.party),
    says: ['dr-failure-cause'],
  };
}

/** `Rejected: 486 Busy Here, by Microsoft after 50 ms` */
function shortOf(it: Case, final: Seen, after: string): string {
  const what = (final.facts.status ?? 0) < 400 ? 'redirected' : 'rejected';
  const subject = it.call.kind === 'call' ? what : `${subjectOf(it)} ${what}`;
  return `${capital(subject)}: ${lineOf(final)}, by ${nameOf(it.call, final.at.party)}${after}`;
}

/** `488 Not Acceptable Here` */
export function lineOf({ sip: { startLine } }: Seen): string {
  return startLine.kind === 'status' ? `${String(startLine.status)} ${startLine.phrase.text}`.trim() : '';
}

/** What Reason and Warning say, in words; empty where there is neither. */
export function saidIn(sip: SipMessage): string {
  const warnings = warningsOf(sip).map(({ code, text }) => {
    const meaning = warningMeaning(code);
    return `Warning ${String(code)}${meaning === null ? '' : `, ${meaning}`}${text === '' ? '' : ` ("${text}")`}`;
  });
  return [...reasonsOf(sip).map(reasonText), ...warnings].slice(0, 3).join(' and ');
}

/** Whether an everyday status has a Reason that no user makes (Q.850: from 25 on, without 26 and 31). */
function isFailure(sip: SipMessage): boolean {
  return reasonsOf(sip).some(
    ({ protocol, cause }) =>
      protocol === 'Q.850' && cause !== null && cause >= 25 && cause !== 26 && cause !== 31,
  );
}

function elsewhere(status: number, sip: SipMessage): string {
  if (status >= 400) return '';
  const [contact] = addressesOf(sip, 'contact');
  return contact === undefined ? '' : `, at ${sip.content.slice(contact.uri.start, contact.uri.end)}`;
}
