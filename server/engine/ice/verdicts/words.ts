/** Turns of sentences that several verdicts and steps share. */
import type { IceProgram } from '../../text/ice-log/line';
import { addressText } from '../address';
import type { Address, End } from '../../../../shared/ice';
import type { Names } from './verdict';

/** A password that was used for another one. */
export type OtherPassword =
  | { readonly of: 'other-call' }
  /** Of the wrong end: `label` names the message whose SDP has it. */
  | { readonly of: 'other-end'; readonly end: End; readonly label: string; readonly wanted: End }
  /** Of the right end, and not the current one. */
  | { readonly of: 'other-description'; readonly label: string; readonly current: string };

/** `the password of the 183, not of the 200` */
export function passwordText(password: OtherPassword, names: Names): string {
  switch (password.of) {
    case 'other-call':
      return 'the password of another call';
    case 'other-end':
      return `the password of ${names[password.end]} (${password.label}), not of ${names[password.wanted]}`;
    case 'other-description':
      return `the password of the ${password.label}, not of the ${password.current}`;
  }
}

/** Why a success response is discarded (RFC 8489 §9.1.4). */
export type Discarded =
  | { readonly integrity: 'absent' | 'bad' }
  | { readonly integrity: 'other'; readonly password: OtherPassword };

/** Stands behind "answers". */
export function discardedText(discarded: Discarded, names: Names): string {
  switch (discarded.integrity) {
    case 'absent':
      return 'without MESSAGE-INTEGRITY';
    case 'bad':
      return 'with a MESSAGE-INTEGRITY that no password of the trace makes';
    case 'other':
      return `with a MESSAGE-INTEGRITY made with ${passwordText(discarded.password, names)}`;
  }
}

/** `attribute 0x8070` */
export function attributeText(type: number): string {
  return `attribute 0x${type.toString(16).padStart(4, '0')}`;
}

/** A check that an agent's log says it rejected. */
export interface LoggedRejection {
  readonly program: IceProgram;
  /** The end whose agent wrote the log; null where the line does not tell. */
  readonly writer: End | null;
  /** Where the check came from; null where the line does not tell. */
  readonly from: Address | null;
}

/** `the SBC rejects a check from … with 401, as the log of … says` */
export function loggedRejection(
  { program, writer, from }: LoggedRejection,
  code: number,
  names: Names,
): string {
  return `${writer === null ? 'the agent' : names[writer]} rejects a check${from === null ? '' : ` from ${addressText(from)}`} with ${code}, as the log of ${program} says`;
}
