import type { Signalling } from '../../evidence/signalling';
import { headerOf } from '../../sip/values';
import { allProfiles, defineRule, type Report } from '../rule';
import {
  invitesOf,
  isProvisional,
  optionIn,
  reliableOf,
  startOf,
  type Reliable,
  type Sent,
} from './transactions';

/** The first number is below this one, so that no counter runs over (RFC 3262 §3). */
const firstBelow = 2 ** 31;

export const rule = defineRule({
  id: 'call-100rel',
  title: 'A provisional answer is sent reliably though it may not, or is not numbered as it must',
  severity: 'error',
  otherwise: [
    { severity: 'warning', when: 'where a number was left out' },
    { severity: 'info', when: 'where RSeq stands without Require: 100rel' },
  ],
  basis: 'must',
  applies: 'either',
  source: ['RFC 3262 §3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'call',
  of: ({ isReliable }) => isReliable,
  check({ call, signalling, report }) {
    for (const invite of invitesOf(call)) {
      const { request, answers } = invite;
      if (!answers.some(({ sip }) => headerOf(sip, 'rseq') !== undefined || requires(sip) !== null)) continue;
      const isAsked =
        signalling.isCut(request.message) ||
        optionIn(request.sip, 'supported', '100rel') !== null ||
        requires(request.sip) !== null;
      for (const answer of answers) judge(answer, request, isAsked, signalling, report);
      judgeNumbers(reliableOf(invite), signalling, report);
    }
  },
});

function requires(sip: Sent['sip']): ReturnType<typeof optionIn> {
  return optionIn(sip, 'require', '100rel');
}

function judge(answer: Sent, request: Sent, isAsked: boolean, signalling: Signalling, report: Report): void {
  const required = requires(answer.sip);
  const rseq = headerOf(answer.sip, 'rseq');
  const marked = required ?? rseq;
  if (answer.facts.status === 100 && marked !== undefined) {
    report({
      in: answer.in,
      at: marked,
      message:
        'A 100 is of one hop and must not be sent reliably: its sender must leave out Require: 100rel and RSeq.',
    });
    return;
  }
  if (!isProvisional(answer)) return;
  if (required === null) {
    if (rseq === undefined) return;
    report({
      in: answer.in,
      at: rseq,
      severity: 'info',
      message:
        'RSeq stands without Require: 100rel, so nobody acknowledges this answer by PRACK: its sender must write both, or neither.',
    });
    return;
  }
  if (!isAsked) {
    report({
      in: answer.in,
      at: required,
      message:
        'The INVITE does not list 100rel in Supported or Require, and this answer demands it: the caller need not know ' +
        'PRACK, and the call fails when none comes. The callee must answer without Require: 100rel.',
      related: [{ in: request.in, at: startOf(request), message: 'The INVITE, without 100rel.' }],
    });
  } else if (rseq === undefined && !signalling.isCut(answer.message)) {
    report({
      in: answer.in,
      at: required,
      message:
        'The answer demands a PRACK and has no RSeq that the PRACK could name: the callee must number it.',
    });
  }
}

/** Numbers go up by one in a dialog; what the network may have reordered is not judged. */
function judgeNumbers(reliable: readonly Reliable[], signalling: Signalling, report: Report): void {
  const last = new Map<string, Reliable>();
  for (const each of reliable) {
    const number = Number(each.rseq.value.text);
    const { toTag } = each.facts;
    const before = last.get(toTag);
    last.set(toTag, each);
    if (!Number.isInteger(number)) continue;
    if (before === undefined) {
      if (number < firstBelow) continue;
      report({
        in: each.in,
        at: each.rseq.value,
        message: `The first RSeq of a dialog must lie between 1 and 2^31 - 1; this is ${number}. The callee must begin lower.`,
      });
      continue;
    }
    const was = Number(before.rseq.value.text);
    if (number === was + 1 || !signalling.isBefore(before.message, each.message)) continue;
    report({
      in: each.in,
      at: each.rseq.value,
      ...(number > was ? { severity: 'warning' as const } : {}),
      message:
        `RSeq goes from ${was} to ${number}; each further reliable answer of a dialog must have the next number, ` +
        `${was + 1}. ` +
        (number > was
          ? 'Either one is not in the trace, or the callee left a number out: the caller must not acknowledge this one then.'
          : 'The caller takes it for an old one and does not acknowledge it: the callee must count upwards.'),
      related: [{ in: before.in, at: before.rseq.value, message: 'The number before.' }],
    });
  }
}
