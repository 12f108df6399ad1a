/** Provisional answers of a call that is being set up. */
import type { Call } from '../../calls/call';
import { invitesOf, isInDialog, isProvisional, isSuccess, type Answered, type Sent } from './transactions';

export interface Early {
  readonly invite: Answered;
  /** The answers from 101 to 199, in order. */
  readonly provisional: readonly Sent[];
  /** The first 2xx; null where there is none. */
  readonly accepted: Sent | null;
}

/** The INVITEs that begin a call. */
export function earlyAnswersOf(call: Call): readonly Early[] {
  return invitesOf(call).flatMap((invite) =>
    isInDialog(invite.request)
      ? []
      : [
          {
            invite,
            provisional: invite.answers.filter(isProvisional),
            accepted: invite.answers.find(isSuccess) ?? null,
          },
        ],
  );
}
