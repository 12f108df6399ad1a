/** What a kind of ending says of a call: what happened, and what could explain it. */
import type { Party } from '../../../../shared/calls';
import type { Concern, DiagnosisGrade } from '../../../../shared/diagnosis';
import type { MicrosoftResponse } from '../../sip/microsoft-responses';
import type { Case } from '../case';
import type { Seen } from '../course';
import type { Place } from '../model';
import type { Topic } from '../relations';

export interface Ending {
  readonly grade: DiagnosisGrade;
  /** What happened: a clause with a capital and without a full stop. */
  readonly text: string;
  /** Of a refusal the same in few words, as a headline; missing where {@link text} serves. */
  readonly short?: string;
  /** What its cause is about; null where anything may be. */
  readonly topic: Topic | null;
  /** The message that shows it. */
  readonly shown: Place | null;
  /** What explains it where no finding does; empty where nothing is known. */
  readonly advice: string;
  readonly side: Concern | null;
  /** Whether it tells its own cause, so that findings add to it and do not explain it. */
  readonly isCause: boolean;
  /** Whether the trace itself says what the cause is, as far as {@link text} names it. */
  readonly isTold: boolean;
  /** Number and method of the transaction that failed, as {@link transactionOf} writes it; null where none did. */
  readonly transaction: string | null;
  /** Whose messages hold the cause; null where either's may. */
  readonly blamed: Party | null;
  /** Rules that say the same as {@link text}. */
  readonly says: readonly string[];
}

/** A kind of ending: null where the call did not end so. */
export type EndingKind = (this: void, it: Case) => Ending | null;

export function placeOf({ message, sip }: Seen, at: Place['at'] = sip.startLine): Place {
  return { in: message, at };
}

export function transactionOf({ facts }: Seen): string {
  return `${facts.cseq} ${facts.method}`;
}

/** Whether Microsoft's word is the cause; of paths that do not come about it names the effect only. */
export function tellsCause(known: MicrosoftResponse | null): boolean {
  return known !== null && known.about !== 'ice' && known.about !== 'media' && known.about !== 'reach';
}
