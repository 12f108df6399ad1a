/**
 * Who is who on a leg: the SBC or Microsoft's side. Signalling that only Microsoft's SIP proxies write decides
 * first; `a=ice-lite` marks an SBC where signalling is silent. Headers alone may lie: a bridging SBC copies them
 * to its other leg, so a leg with nothing but plain RTP from "Microsoft" is not Microsoft's.
 */
import { isMicrosoftAddress, isPstnHubAgent, isPstnHubHost } from '../network/microsoft';
import { hasFlag, isSecureProfile } from '../sdp/query';
import type { SipMessage } from '../sip/message';
import { addressesOf, headerOf } from '../sip/values';
import { parseUri } from '../sip/uri';
import type { SipTraceMessage } from '../trace';
import type { Party, Profile, Side } from './call';

export interface PartyMessage {
  readonly message: SipTraceMessage;
  readonly party: Party;
}

export type Sides = Readonly<Record<Party, Side>>;

export interface SideDecision {
  readonly sides: Sides;
  /** Headers name Microsoft, yet the leg is none of Microsoft's. */
  readonly relayed: boolean;
}

/**
 * Decides the sides of a leg from its messages.
 *
 * @param caller what a directive of the file says of the caller
 * @param chosen the profile that the user chose: a Teams profile says that the SBC's peer is Microsoft
 */
export function decideSides(
  messages: readonly PartyMessage[],
  caller: Side | null,
  chosen: Profile | null,
): SideDecision {
  if (caller === 'sbc') return { sides: { caller: 'sbc', callee: 'teams' }, relayed: false };
  if (caller === 'teams') return { sides: { caller: 'teams', callee: 'sbc' }, relayed: false };
  const teams = microsoftParty(messages);
  if (teams !== null && !sendsOnlyPlainRtp(messages, teams)) {
    return { sides: withTeams(teams), relayed: false };
  }
  const lite = messages.find((each) => sendsIceLite(each.message.parsed))?.party;
  if (lite !== undefined && chosen !== null && chosen !== 'rfc') {
    return { sides: withTeams(lite === 'caller' ? 'callee' : 'caller'), relayed: false };
  }
  const sides: Sides = {
    caller: lite === 'caller' ? 'sbc' : 'unknown',
    callee: lite === 'callee' ? 'sbc' : 'unknown',
  };
  return { sides, relayed: teams !== null };
}

function withTeams(party: Party): Sides {
  return party === 'caller' ? { caller: 'teams', callee: 'sbc' } : { caller: 'sbc', callee: 'teams' };
}

/** The party whose signalling is Microsoft's; null where neither's or both's is. */
function microsoftParty(messages: readonly PartyMessage[]): Party | null {
  const found = new Set<Party>();
  const requested = new Set<Party>();
  for (const { message, party } of messages) {
    if (isSentByMicrosoft(message)) found.add(party);
    else if (isSentToMicrosoft(message)) requested.add(party === 'caller' ? 'callee' : 'caller');
  }
  const decided = found.size > 0 ? found : requested;
  if (decided.size !== 1) return null;
  return decided.has('caller') ? 'caller' : 'callee';
}

function isSentByMicrosoft(message: SipTraceMessage): boolean {
  const { parsed, record } = message;
  const agent = headerOf(parsed, 'user-agent') ?? headerOf(parsed, 'server');
  if (agent !== undefined && isPstnHubAgent(agent.value.text)) return true;
  const [contact] = addressesOf(parsed, 'contact');
  if (contact !== undefined && isPstnHubHost(contact.uri.host.text)) return true;
  if (parsed.startLine.kind === 'request') {
    const [route] = addressesOf(parsed, 'record-route');
    if (route !== undefined && isPstnHubHost(route.uri.host.text)) return true;
  }
  return record.meta.source !== null && isMicrosoftAddress(record.meta.source.address);
}

function isSentToMicrosoft(message: SipTraceMessage): boolean {
  const { parsed, record } = message;
  if (parsed.startLine.kind === 'request') {
    const { start, end } = parsed.startLine.uri;
    if (isPstnHubHost(parseUri(parsed.content, start, end).host.text)) return true;
  }
  return record.meta.destination !== null && isMicrosoftAddress(record.meta.destination.address);
}

function sendsIceLite(message: SipMessage): boolean {
  return message.parts.some((part) => part.sdp !== null && hasFlag(part.sdp.session, 'ice-lite'));
}

/** Whether a party describes media and none of it is secure: Microsoft speaks SRTP only. */
function sendsOnlyPlainRtp(messages: readonly PartyMessage[], party: Party): boolean {
  let described = false;
  for (const each of messages) {
    if (each.party !== party) continue;
    for (const { sdp } of each.message.parsed.parts) {
      for (const media of sdp?.media ?? []) {
        if (isSecureProfile(media)) return false;
        described = true;
      }
    }
  }
  return described;
}
