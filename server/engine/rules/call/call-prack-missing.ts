import { SECOND } from '../../basics/durations';
import type { Call } from '../../calls/call';
import type { Signalling } from '../../evidence/signalling';
import { headerOf } from '../../sip/values';
import { allProfiles, defineRule, type Report } from '../rule';
import {
  inLeg,
  invitesOf,
  reliableOf,
  startOf,
  transactionsOf,
  type Answered,
  type Reliable,
  type Sent,
} from './transactions';

/** Who gets no PRACK asks again after 0.5 s, 1 s, 2 s (RFC 3262 §3). */
const patience = 4 * SECOND;
/** Sendings of an answer that show that no PRACK came. */
const many = 3;
/** What ended the INVITE before a PRACK could come. */
const atOnce = SECOND / 2;

export const rule = defineRule({
  id: 'call-prack-missing',
  title: 'A reliable provisional answer gets no PRACK, or one that names another answer',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3262 §3, §4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isReliable }) => isReliable,
  check({ call, signalling, report }) {
    for (const invite of invitesOf(call)) {
      for (const answer of reliableOf(invite)) {
        if (signalling.pracksOf(answer.message).length > 0) continue;
        const wrong = wrongPrack(call, signalling, invite, answer);
        if (wrong === 'unseen') continue;
        if (wrong !== null) tellWrong(wrong, answer, report);
        else tellMissing(call, signalling, invite, answer, report);
      }
    }
  },
});

/** A PRACK of the dialog that names no answer of the trace; `unseen` where only its answer is there. */
function wrongPrack(
  call: Call,
  signalling: Signalling,
  invite: Answered,
  answer: Reliable,
): Sent | 'unseen' | null {
  const { fromTag, toTag } = answer.facts;
  const named = signalling
    .ofMethod('PRACK')
    .map((message) => ({ message, sent: inLeg(call, message) }))
    .filter(({ sent }) => sent !== null && sent.facts.fromTag === fromTag && sent.facts.toTag === toTag);
  const requests = named.flatMap(({ sent }) => (sent !== null && sent.facts.status === null ? [sent] : []));
  if (named.length > 0 && requests.length === 0) return 'unseen';
  const known = reliableOf(invite).map(({ facts, rseq }) => `${rseq.value.text} ${facts.cseq}`);
  return (
    requests.find(({ sip, message }) => {
      const rack = headerOf(sip, 'rack');
      if (rack === undefined || signalling.isCut(message)) return false;
      const [rseq = '', cseq = ''] = rack.value.text.split(/\s+/);
      return message.index > answer.message.index && !known.includes(`${rseq} ${cseq}`);
    }) ?? null
  );
}

function tellWrong(prack: Sent, answer: Reliable, report: Report): void {
  const rack = headerOf(prack.sip, 'rack');
  report({
    in: prack.in,
    at: rack?.value ?? startOf(prack),
    message:
      `The PRACK names another answer than the one that it is for: RAck must be "${answer.rseq.value.text} ` +
      `${answer.facts.cseq} INVITE". The callee answers 481 and repeats its answer until the call fails; the caller must ` +
      'copy RSeq, and the number and method of CSeq.',
    related: [{ in: answer.in, at: answer.rseq.value, message: 'The answer that waits for a PRACK.' }],
  });
}

function tellMissing(
  call: Call,
  signalling: Signalling,
  invite: Answered,
  answer: Reliable,
  report: Report,
): void {
  const why = evidenceOf(call, signalling, invite, answer);
  if (why === null) return;
  report({
    in: answer.in,
    at: startOf(answer),
    message:
      `This answer asks for a PRACK and gets none: ${why}. The caller must send PRACK with RAck: ` +
      `${answer.rseq.value.text} ${answer.facts.cseq} INVITE, or not offer 100rel.`,
  });
}

/** What shows that no PRACK came; null where it may only not be in the trace. */
function evidenceOf(
  call: Call,
  signalling: Signalling,
  { request, answers }: Answered,
  answer: Reliable,
): string | null {
  const { toTag } = answer.facts;
  const sendings = signalling.sendingsOf(answer.message);
  const final = answers.find(({ facts }) => (facts.status ?? 0) >= 300);
  const ended = final === undefined ? null : signalling.elapsed(answer.message, final.message);
  if (final !== undefined && (ended === null || ended < atOnce)) return null;
  const isCancelled = signalling
    .ofMethod('CANCEL')
    .some(({ parsed, index }) => parsed.startLine.kind === 'request' && index > answer.message.index);
  if (isCancelled) return null;
  if (sendings.length >= many && signalling.isHeardAfter('receiver', answer.message))
    return `it was sent ${sendings.length} times`;
  if (sendings.length >= many && final !== undefined && (final.facts.status ?? 0) >= 500)
    return `it was sent ${sendings.length} times, and then the callee gave up with ${final.facts.status ?? ''}`;
  if (!signalling.goesOnFor(answer.message, patience)) return null;
  const goesOn = ['ACK', 'BYE']
    .flatMap((method) => transactionsOf(call, method))
    .find(
      ({ request: later }) =>
        later.facts.fromTag === request.facts.fromTag &&
        later.facts.toTag === toTag &&
        later.message.index > answer.message.index,
    );
  if (goesOn === undefined) return null;
  // Who was not acknowledged repeats his answer: where he does not, the PRACK came and is not in the trace.
  const accepted = answers.find(({ facts }) => facts.toTag === toTag && (facts.status ?? 0) >= 200);
  const waited = accepted === undefined ? null : signalling.elapsed(answer.message, accepted.message);
  if (sendings.length === 1 && (waited === null || waited > 3 * atOnce)) return null;
  return `the caller sends ${goesOn.request.facts.method} in the dialog, and no PRACK before`;
}
