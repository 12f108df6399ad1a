import { isIpv4 } from '../../network/address-classes';
import { allProfiles } from '../../basics/rule-head';
import type { IceProgram } from '../../text/ice-log/line';
import { otherEnd, type End } from '../../../../shared/ice';
import { defineVerdict, type Names } from './verdict';

/** Why ICE failed. */
export type FailureFacts =
  /** No pair can be formed of the two ends' UDP candidates. */
  | { readonly why: 'no-pair'; readonly addresses: Readonly<Record<End, readonly string[]>> }
  /** Every check was rejected, with these codes, refused by ICMP, answered in a way of no use, or left without an answer. */
  | {
      readonly why: 'all-failed';
      readonly checker: End;
      readonly how: 'rejected' | 'refused' | 'useless' | 'unanswered';
      readonly codes: readonly number[];
    }
  /** The call ended before a check was answered. */
  | {
      readonly why: 'call-ended';
      readonly checker: End;
      readonly label: string;
      /** Something came back, and was of no use. */
      readonly isAnswered: boolean;
    }
  /** Consent was refused with these codes, or ran out. */
  | { readonly why: 'consent'; readonly asker: End; readonly codes: readonly number[] }
  | { readonly why: 'logged'; readonly program: IceProgram }
  /** The log tells of checks and of no success up to the end of the call. */
  | { readonly why: 'logged-none'; readonly program: IceProgram }
  /** The message that ended the call says so. */
  | { readonly why: 'reason'; readonly label: string; readonly reason: string };

export const failed = defineVerdict({
  severity: 'error',
  rests: ['observed', 'derived'],
  absence: true,
  rules: [
    {
      id: 'ice-all-failed',
      title: 'Every check of a fork failed',
      severity: 'error',
      otherwise: [{ severity: 'info', when: 'where another finding names the cause' }],
      basis: 'must',
      applies: 'either',
      source: ['RFC 8445 §6.1.4.3', 'RFC 5245 §7.1.3.3', 'RFC 8863 §4'],
      profiles: allProfiles,
      advice: 'The verdicts and findings above say which end must change what.',
    },
    'dr-bye-ice-failed',
  ],
  broken: ({ why }: FailureFacts) => [why === 'reason' ? 'dr-bye-ice-failed' : 'ice-all-failed'],
  text: (facts: FailureFacts, names) => {
    const { gist, detail } = failureText(facts, names);
    return facts.why === 'logged' ? `${gist}${detail}` : `${gist}: ${detail}`;
  },
});

/** How ICE ended, and why. */
export function failureText(
  facts: FailureFacts,
  names: Names,
): { readonly gist: string; readonly detail: string } {
  switch (facts.why) {
    case 'no-pair':
      return {
        gist: 'ICE cannot work',
        detail: `no pair can be formed, ${names.sbc} has ${familyText(facts.addresses.sbc)}, ${names.teams} has ${familyText(facts.addresses.teams)}`,
      };
    case 'all-failed':
      return {
        gist: 'ICE failed',
        detail: `every check of ${names[facts.checker]} was ${allFailedText(facts)}`,
      };
    case 'call-ended':
      return {
        gist: `ICE had not come through when the call ended (${facts.label})`,
        detail: facts.isAnswered
          ? `no answer to a check of ${names[facts.checker]} was of use`
          : `no check of ${names[facts.checker]} was answered`,
      };
    case 'consent':
      return {
        gist: 'ICE failed',
        detail:
          facts.codes.length > 0
            ? `consent of ${names[otherEnd(facts.asker)]} is refused with ${facts.codes.join(', ')}`
            : `consent of ${names[otherEnd(facts.asker)]} ran out`,
      };
    case 'logged':
      return { gist: 'ICE failed', detail: `, as the log of ${facts.program} says: no pair came through` };
    case 'logged-none':
      return {
        gist: 'ICE had not come through when the call ended',
        detail: `the log of ${facts.program} tells of no check that was answered`,
      };
    case 'reason':
      return {
        gist: `Teams ended the call because its checks failed (${facts.label}, ${facts.reason})`,
        detail: 'no pair was validated by Teams in this dialog',
      };
  }
}

function allFailedText({ how, codes }: Extract<FailureFacts, { readonly why: 'all-failed' }>): string {
  switch (how) {
    case 'rejected':
      return `rejected with ${codes.join(', ')}`;
    case 'refused':
      return 'refused by ICMP';
    case 'useless':
      return 'answered in a way that is of no use';
    case 'unanswered':
      return 'left without an answer';
  }
}

function familyText(addresses: readonly string[]): string {
  if (addresses.length === 0) return 'no UDP candidate';
  const has4 = addresses.some(isIpv4);
  const has6 = addresses.some((address) => !isIpv4(address));
  return has4 && has6 ? 'IPv4 and IPv6' : has4 ? 'only IPv4' : 'only IPv6';
}
