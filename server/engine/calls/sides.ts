/**
 * Who is who on a leg: the SBC or Microsoft's side. Signalling that only Microsoft's SIP proxies write decides
 * first; `a=ice-lite` marks an SBC where signalling is silent. Headers alone may lie: a bridging SBC copies them
 * to its other leg, so a leg with nothing but plain RTP from "Microsoft" is not Microsoft's.
 */
import { otherParty, type Party, type Profile, type Side } from '../../../shared/calls';
import { perObject } from '../basics/memo';
import { isMicrosoftAddress, isPstnHubHost, mayNamePstnHub } from '../network/microsoft';
import { parseUri } from '../sip/uri';
import type { Signal } from './signal';

export type Sides = Readonly<Record<Party, Side>>;

export interface SideDecision {
  readonly sides: Sides;
  /** Headers name Microsoft, yet the leg is none of Microsoft's. */
  readonly relayed: boolean;
}

/**
 * Decides the sides of a leg from its messages.
 *
 * @param parties who sent each of them
 * @param caller what a directive of the file says of the caller
 * @param chosen the profile that the user chose: a Teams profile says that the SBC's peer is Microsoft
 * @param legs all legs of the same Call-ID
 */
export function decideSides(
  messages: readonly Signal[],
  parties: readonly Party[],
  caller: Side | null,
  chosen: Profile | null,
  legs: readonly (readonly Signal[])[],
): SideDecision {
  if (caller === 'sbc') return { sides: { caller: 'sbc', callee: 'teams' }, relayed: false };
  if (caller === 'teams') return { sides: { caller: 'teams', callee: 'sbc' }, relayed: false };
  const teams = microsoftParty(messages, parties);
  if (
    teams !== null &&
    !sendsOnlyPlainRtp(messages, parties, teams) &&
    !isLegBehind(messages, parties, teams, legs) &&
    !mayBeLegBehind(messages, parties, teams)
  ) {
    return { sides: withTeams(teams), relayed: false };
  }
  const lite = liteParty(messages, parties);
  if (lite !== undefined && chosen !== null && chosen !== 'rfc') {
    return { sides: withTeams(otherParty(lite)), relayed: false };
  }
  const sides: Sides = {
    caller: lite === 'caller' ? 'sbc' : 'unknown',
    callee: lite === 'callee' ? 'sbc' : 'unknown',
  };
  return { sides, relayed: teams !== null };
}

/** The one party that is ICE Lite: both may be, two SBCs or an endpoint of Microsoft's that is lite, too. */
function liteParty(messages: readonly Signal[], parties: readonly Party[]): Party | undefined {
  const first = parties[messages.findIndex(({ iceLite }) => iceLite)];
  return messages.some(({ iceLite }, place) => iceLite && parties[place] !== first) ? undefined : first;
}

function withTeams(party: Party): Sides {
  return party === 'caller' ? { caller: 'teams', callee: 'sbc' } : { caller: 'sbc', callee: 'teams' };
}

/**
 * Whether a leg leads to Microsoft by the addresses in its requests alone, while its caller speaks plain RTP and
 * Microsoft itself is heard on another leg of the Call-ID: then an SBC or proxy stands between.
 */
function isLegBehind(
  messages: readonly Signal[],
  parties: readonly Party[],
  teams: Party,
  legs: readonly (readonly Signal[])[],
): boolean {
  return (
    !messages.some(isSentByMicrosoft) &&
    sendsOnlyPlainRtp(messages, parties, otherParty(teams)) &&
    isMicrosoftHeard(legs)
  );
}

/** Of a Call-ID with thousands of legs each asks. */
const isMicrosoftHeard = perObject((legs: readonly (readonly Signal[])[]): boolean =>
  legs.some((leg) => leg.some(isSentByMicrosoft)),
);

function isSentByMicrosoft({ sentByMicrosoft }: Signal): boolean {
  return sentByMicrosoft;
}

/**
 * Whether a leg may lead to an SBC rather than to Microsoft: its requests are addressed to Microsoft, but go to another
 * host, and speak plain RTP, and of who gets them nothing is in the trace.
 */
function mayBeLegBehind(messages: readonly Signal[], parties: readonly Party[], teams: Party): boolean {
  return (
    !parties.includes(teams) &&
    sendsOnlyPlainRtp(messages, parties, otherParty(teams)) &&
    messages.every(({ path }) => path !== null && !path.split(' ').some(isMicrosoftAddress))
  );
}

/** The party whose signalling is Microsoft's; null where neither's or both's is. */
function microsoftParty(messages: readonly Signal[], parties: readonly Party[]): Party | null {
  // Each party: whether it was heard with more than a 100, wrote as Microsoft, and was written to as Microsoft.
  const heard = { caller: false, callee: false };
  const found = { caller: false, callee: false };
  const requested = { caller: false, callee: false };
  for (let place = 0; place < messages.length; place++) {
    if (messages[place]?.status !== 100) heard[parties[place] ?? 'caller'] = true;
  }
  for (let place = 0; place < messages.length; place++) {
    const message = messages[place];
    const party = parties[place] ?? 'caller';
    // A 100 is the next hop's (RFC 3261 §16.2); whatever else a party sent tells more of it.
    if (message === undefined || (message.status === 100 && heard[party])) continue;
    if (message.sentByMicrosoft) found[party] = true;
    else if (message.sentToMicrosoft) requested[otherParty(party)] = true;
  }
  const decided = found.caller || found.callee ? found : requested;
  if (!decided.caller && !decided.callee) return namedParty(messages[0], parties[0]);
  if (decided.caller === decided.callee) return null;
  return decided.caller ? 'caller' : 'callee';
}

/**
 * The party whose address of record is at Microsoft's proxies, where nothing else names one: From is whose tag it
 * carries, the requester's, in his request and in its response (RFC 3261 §8.2.6.2).
 */
function namedParty(message: Signal | undefined, sender: Party | undefined): Party | null {
  if (message === undefined || sender === undefined) return null;
  const isFrom = isHubUri(message.from);
  if (isFrom === isHubUri(message.to)) return null;
  const isSender = isFrom === (message.status === null);
  return isSender === (sender === 'caller') ? 'caller' : 'callee';
}

function isHubUri(uri: string): boolean {
  return mayNamePstnHub(uri) && isPstnHubHost(parseUri(uri, 0, uri.length).host.text);
}

/** Whether a party describes media and none of it is secure: Microsoft speaks SRTP only. */
function sendsOnlyPlainRtp(messages: readonly Signal[], parties: readonly Party[], party: Party): boolean {
  let described = false;
  for (let place = 0; place < messages.length; place++) {
    const media = messages[place]?.media ?? 'none';
    if (parties[place] !== party || media === 'none') continue;
    if (media === 'secure') return false;
    described = true;
  }
  return described;
}
