import type { CallMessage } from '../../calls/call';
import { SECOND } from '../../basics/durations';
import type { CheckReplay } from '../../ice/model';
import { methodOf, statusOf } from '../../sip/values';
import { checksOf, reportVerdicts, timeOf } from '../packets';
import { allProfiles, defineRule, type PacketSubject } from '../rule';

const id = 'stun-malformed-side-effect';
/** A BYE this soon is no coincidence: nobody hangs up just when a broken packet comes. */
const soon = 2 * SECOND;
/** One check may be lost; two that nobody answers are more. */
const fewestUnanswered = 2;

export const rule = defineRule({
  id,
  title: 'A malformed STUN packet is not dropped without effect',
  severity: 'error',
  otherwise: [{ severity: 'warning', when: 'where the SBC only answers it' }],
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Message format"', 'RFC 8489 §6.3', 'RFC 5389 §7.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    reportVerdicts(
      subject,
      id,
      "A malformed packet must be dropped in silence; this is the SBC's STUN stack to mend.",
    );
    const firsts = new Map<number, CheckReplay>();
    for (const check of checksOf(subject)) {
      const { malformed, sender, stun, of } = check;
      // Of a packet that the capture cut nobody knows what was wrong.
      if (malformed !== null && sender === 'teams' && !stun.cut && !firsts.has(of.fork))
        firsts.set(of.fork, check);
    }
    for (const malformed of firsts.values()) {
      reportBye(subject, malformed);
      reportSilence(subject, malformed);
    }
  },
});

function reportBye({ call, replay, report }: PacketSubject, { request, malformed }: CheckReplay): void {
  const time = timeOf(replay, request);
  if (time === null) return;
  const bye = call.messages.find(
    (each) => each.message.index > request.index && each.party === replay.sbcParty && endsCall(each),
  );
  const end = bye === undefined ? null : timeOf(replay, bye.message);
  // Nobody reacts in no time: then the clock tells none, or stood still because stamps ran back.
  if (bye === undefined || end === null || end <= time || end - time > soon) return;
  report({
    in: bye.message,
    message:
      `The SBC ends the call ${Math.round((end - time) / 1000)} ms after a malformed STUN packet (${malformed ?? ''}). ` +
      'Such a packet must be dropped without effect; change what the SBC does on STUN errors.',
    related: [{ in: request, message: 'The malformed packet.' }],
  });
}

function endsCall({ message: { parsed } }: CallMessage): boolean {
  return parsed.kind === 'sip' && statusOf(parsed) === null && methodOf(parsed) === 'BYE';
}

/** The SBC answered before the malformed packet, and answers nothing behind it. */
function reportSilence({ replay, report }: PacketSubject, { of, request, malformed }: CheckReplay): void {
  const valid = replay.checks.filter(
    (check) => check.of.fork === of.fork && check.sender === 'teams' && check.malformed === null,
  );
  const isAnswered = ({ responses }: CheckReplay): boolean => responses.length > 0;
  const behind = valid.filter((check) => check.request.index > request.index);
  const [first] = behind;
  if (first === undefined || behind.length < fewestUnanswered || behind.some(isAnswered)) return;
  if (!valid.some((check) => check.request.index < request.index && isAnswered(check))) return;
  report({
    in: first.request,
    message:
      `The SBC answers no check any more after a malformed STUN packet (${malformed ?? ''}): ${behind.length} valid ` +
      "ones are left without an answer. Such a packet must be dropped without effect; this is the SBC's STUN stack to mend.",
    related: [{ in: request, message: 'The malformed packet.' }],
  });
}
