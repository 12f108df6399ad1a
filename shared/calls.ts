/** What a call is, in words that every side uses. */

/** Who sent a message: the customer's SBC, Microsoft's side, or it cannot be told. */
export type Side = 'sbc' | 'teams' | 'unknown';

/** The two ends of a leg. The caller sent the first INVITE. */
export type Party = 'caller' | 'callee';

export function otherParty(party: Party): Party {
  return party === 'caller' ? 'callee' : 'caller';
}

export type Profile = 'teams-bypass' | 'teams-nonbypass' | 'rfc';

export type Outcome = 'answered' | 'rejected' | 'cancelled' | 'unanswered' | 'partial';

/** Whether a response asks for a password, or for a proxy's: it refuses nothing, as the request is sent again with one. */
export function isChallenge(status: number | null): boolean {
  return status === 401 || status === 407;
}

/**
 * `call`: a leg that an INVITE made, if only a request within its dialog is in the trace. `other`: OPTIONS, REGISTER and the like with one Call-ID.
 * `sdp`: session descriptions that stand alone in a file.
 */
export type CallKind = 'call' | 'other' | 'sdp';

/**
 * What was asked for with a Call-ID. `keep-alive`: OPTIONS; `transfer`: a REFER outside of a call, with its NOTIFYs;
 * `other`: any other request outside of a call.
 */
export type DialogKind =
  'call' | 'registration' | 'keep-alive' | 'subscription' | 'message' | 'transfer' | 'other';
