/** What a message of SIP does to ICE, in words. */
import type { End, StepEvent } from '../../../../shared/ice';
import type { Names } from '../verdicts/verdict';

/** What goes with the message. */
export type SignalNote =
  /** A 200 that repeats its answer with other credentials than the message of the label. */
  | { readonly note: 'changed-credentials'; readonly than: string }
  | { readonly note: 'restart'; readonly generation: number }
  | { readonly note: 'not-ice' | 'both-lite' | 'confirms-pair' | 'tells-pair' };

export interface Signal {
  readonly by: End;
  readonly event: StepEvent;
  readonly does:
    | 'offer'
    | 'answer'
    | 'reoffer'
    | 'reanswer'
    | 'invite'
    | 'ack'
    | 'cancel'
    | 'bye'
    | 'refer'
    | 'reject'
    | 'accept'
    | 'ring';
  /** Method or status. */
  readonly label: string;
  /** What its Reason says (RFC 3326), where that is told; else null. */
  readonly reason: string | null;
  readonly notes: readonly SignalNote[];
}

export function signalText(
  { by, does, label, reason, notes }: Signal,
  names: Names,
): { readonly title: string; readonly details: string } {
  return {
    title: `${names[by]} ${deedText(does, label)}`,
    details: notes.reduce((text, note) => `${text}; ${noteText(note)}`, reason === null ? '' : `: ${reason}`),
  };
}

function deedText(does: Signal['does'], label: string): string {
  switch (does) {
    case 'offer':
      return `offers (${label})`;
    case 'answer':
      return `answers (${label})`;
    case 'reoffer':
      return `offers again (${label})`;
    case 'reanswer':
      return `answers again (${label})`;
    case 'invite':
      return 'invites without a description';
    case 'ack':
      return 'confirms (ACK)';
    case 'cancel':
      return 'cancels the call';
    case 'bye':
      return 'ends the call (BYE)';
    case 'refer':
      return 'transfers the call (REFER)';
    case 'reject':
      return `rejects with ${label}`;
    case 'accept':
      return `answers the call (${label})`;
    case 'ring':
      return `says ${label}`;
  }
}

function noteText(note: SignalNote): string {
  switch (note.note) {
    case 'changed-credentials':
      return `it has another ufrag or password than the ${note.than}`;
    case 'restart':
      return `ICE restarts, generation ${note.generation}`;
    case 'not-ice':
      return 'ICE is not in both descriptions: media goes to c= and m=';
    case 'both-lite':
      return 'both ends are ICE Lite: nobody checks, the pair is in use at once';
    case 'confirms-pair':
      return 'it confirms the pair in use with remote-candidates';
    case 'tells-pair':
      return 'remote-candidates tells which pair won';
  }
}
