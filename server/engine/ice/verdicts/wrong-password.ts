import { MESSAGE_INTEGRITY } from '../../stun/attributes';
import { allProfiles } from '../../basics/rule-head';
import { otherEnd, type End } from '../../../../shared/ice';
import {
  discardedText,
  loggedRejection,
  passwordText,
  type Discarded,
  type LoggedRejection,
  type OtherPassword,
} from './words';
import { defineVerdict, type Names } from './verdict';

/** What the trace tells of the password that a rejected check is signed with. */
export type Signature =
  /** With the first answer's, labelled `used`; the later answer carries another. */
  | { readonly with: 'changed'; readonly used: string; readonly later: string }
  /** With the right one, which its receiver does not use; it may sign its own answer with another. */
  | {
      readonly with: 'right';
      readonly ownAnswer: OtherPassword | null;
      /** ICE was restarted, so its receiver may have kept what was before. */
      readonly isRestarted: boolean;
    }
  | { readonly with: 'other'; readonly password: OtherPassword }
  | { readonly with: 'none-known' }
  | { readonly with: 'nothing' };

type Facts =
  /** A check was answered with 401 or 400. */
  | {
      readonly how: 'rejected';
      readonly asker: End;
      readonly code: number;
      readonly signature: Signature;
      /** The session has an answer that carries other credentials than the first one. */
      readonly changedAnswer: boolean;
    }
  /** No check was answered, and all are signed so. */
  | {
      readonly how: 'dropped';
      readonly asker: End;
      readonly signature: Signature;
      readonly requests: number;
    }
  /** A response is discarded. */
  | { readonly how: 'discarded'; readonly asker: End; readonly discarded: Discarded }
  | (LoggedRejection & { readonly how: 'logged' });

export const wrongPassword = defineVerdict({
  severity: 'error',
  rests: ['observed'],
  absence: false,
  rules: [
    'stun-integrity-bad',
    'stun-integrity-missing',
    'call-ice-changed-183-200',
    {
      id: 'stun-response-integrity',
      title: 'A response to a check is not signed with the password of the check',
      severity: 'error',
      basis: 'must',
      applies: 'sbc',
      source: ['RFC 8489 §9.1.3, §9.1.4', 'RFC 5389 §10.1.2, §10.1.3', 'RFC 8445 §7.3'],
      profiles: allProfiles,
      advice:
        'The SBC must sign a success response with the password of its own SDP, the one that the check was signed with.',
      shownBy: MESSAGE_INTEGRITY,
      needs: 'checks',
    },
  ],
  broken: (facts: Facts) => {
    switch (facts.how) {
      case 'rejected':
        if (facts.signature.with === 'nothing') return ['stun-integrity-missing'];
        return [
          'stun-integrity-bad',
          ...(facts.changedAnswer ? (['call-ice-changed-183-200'] as const) : []),
        ];
      case 'dropped':
        return [facts.signature.with === 'nothing' ? 'stun-integrity-missing' : 'stun-integrity-bad'];
      case 'discarded':
        return facts.asker === 'teams' ? ['stun-response-integrity'] : [];
      case 'logged':
        return ['stun-integrity-bad'];
    }
  },
  text: (facts: Facts, names) => {
    switch (facts.how) {
      case 'rejected':
        return `${names[otherEnd(facts.asker)]} rejects the check with ${facts.code}${signatureText(facts, names)}`;
      case 'dropped':
        return `${names[otherEnd(facts.asker)]} drops the checks (${facts.requests} request${facts.requests === 1 ? '' : 's'})${signatureText(facts, names)}`;
      case 'discarded':
        return `${names[otherEnd(facts.asker)]} answers the check ${discardedText(facts.discarded, names)}: ${names[facts.asker]} discards the response and goes on asking`;
      case 'logged':
        return `${loggedRejection(facts, 401, names)}: its USERNAME or its password is not the one that the SDP gave`;
    }
  },
});

function signatureText(
  { asker, signature }: Extract<Facts, { readonly signature: Signature }>,
  names: Names,
): string {
  switch (signature.with) {
    case 'changed':
      return `: the check is signed with the password of the ${signature.used}; the ${signature.later} carries another`;
    case 'right': {
      const { ownAnswer, isRestarted } = signature;
      return ` although the check is signed with the password of its SDP: ${names[otherEnd(asker)]} does not use the password that it signals${isRestarted ? ' since the restart' : ''}${
        ownAnswer === null ? '' : `; it signs its own answer with ${passwordText(ownAnswer, names)}`
      }`;
    }
    case 'other':
      return `: the check is signed with ${passwordText(signature.password, names)}`;
    case 'none-known':
      return `: ${names[asker]} signs its checks with a password that no description of the trace has`;
    case 'nothing':
      return ': the check has no MESSAGE-INTEGRITY';
  }
}
