/**
 * What happens on the trunk between the SBC and Microsoft, of one Call-ID after another: keep-alives, calls that begin, and
 * transfers. They are plain data, so that calls which are long gone can be compared with what follows them.
 */
import type { Call, CallMessage } from './call';
import { SECOND } from '../basics/durations';
import { isMicrosoftHop, isSentToMicrosoft } from './microsoft-hop';
import type { Network } from '../network/network';
import type { Signalling } from '../evidence/signalling';
import { hasAllHeaders } from '../sip/condition';
import { factsOf } from '../sip/facts';
import { addressesOf, headerOf } from '../sip/values';
import { parseUri, type Uri } from '../sip/uri';
import { isMicrosofts, networkClass } from '../network/network-class';
import { isChallenge } from '../../../shared/calls';
import { isSip, type SipTraceMessage, type TraceMessage } from '../traces/message';
import type { AgentEvent } from './agent-logs';
import type { Happened } from './happened';

/** An OPTIONS outside of calls. */
export interface KeepAlive extends Happened {
  readonly kind: 'keep-alive';
  readonly by: 'sbc' | 'teams';
  /** The host in Contact of who asks, and the host that is asked. */
  readonly from: string;
  readonly to: string;
  /** `silent`: no answer within 32 s (RFC 3261 §17.1.2.2); `unknown`: challenged, or the trace ends before. */
  readonly outcome: number | 'silent' | 'unknown';
}

/** An INVITE outside of dialogs. */
export interface Invitation extends Happened {
  readonly kind: 'invitation';
  /** Whether the SBC sends it to Microsoft's proxies. */
  readonly isToMicrosoft: boolean;
  /** As written, without headers. */
  readonly uri: string;
  readonly host: string;
  readonly called: string;
  readonly caller: string;
  /** As written; null where there is none. */
  readonly referredBy: string | null;
  /** Address that it is sent to; null where the trace has none. */
  readonly address: string | null;
  readonly refusal: Refusal | null;
}

/** A final answer that is no acceptance. */
export interface Refusal {
  readonly status: number;
  readonly micros: number | null;
  readonly hasRetryAfter: boolean;
}

/** A REFER of Microsoft that the SBC accepts. */
export interface Transfer extends Happened {
  readonly kind: 'transfer';
  /** The URI of Refer-To as written, without headers. */
  readonly uri: string;
  readonly host: string;
  readonly called: string;
  /** Whom it connects: the party of the SBC. */
  readonly caller: string;
  readonly referredBy: string | null;
  /** When it was accepted; null where no time is known. */
  readonly accepted: number | null;
  /** Whether the trace goes on until {@link FOLLOWS} behind that. */
  readonly isWatched: boolean;
}

/** A TLS connection between an address of Microsoft's and another one, one end at port 5061. */
export interface Connection extends Happened {
  readonly kind: 'connection';
  /** Address of Microsoft's. */
  readonly peer: string;
  /** `TLS 1.2`; null where no ServerHello was seen. */
  readonly version: string | null;
  /** As RFC 8446 §6 spells them. */
  readonly alerts: readonly string[];
  /** Whether its ClientHello was seen, and nothing behind it, though the trace goes on. */
  readonly isUnanswered: boolean;
}

export type TrunkEvent = KeepAlive | Invitation | Transfer | Connection | AgentEvent;

/** Within this time the INVITE that a REFER asks for is sent, and whoever tries again does so at once; microseconds. */
export const FOLLOWS = 10 * SECOND;
const PORT = 5061;
/** A handshake takes two round trips. */
const HANDSHAKE = 5 * SECOND;
/** Timer F (RFC 3261 §17.1.2.2). */
const UNANSWERED = 32 * SECOND;

/** The events of a call, in its order. */
export function trunkEventsOf(call: Call, signalling: Signalling, network: Network): readonly TrunkEvent[] {
  const events: TrunkEvent[] = [];
  for (const message of call.messages) {
    const traced = message.message;
    if (message.retransmissionOf !== null || !isSip(traced)) continue;
    const { status, method, toTag } = factsOf(traced.parsed);
    if (status !== null || !(method in readers)) continue;
    // Only headers are read here: of a capture that cuts packets, an INVITE loses its body first.
    if (signalling.isCut(traced) && !hasAllHeaders(traced.parsed)) continue;
    const isInside = toTag !== '';
    const event = readers[method as keyof typeof readers]({
      call,
      message,
      traced,
      signalling,
      network,
      isInside,
    });
    if (event !== null) events.push(event);
  }
  return events;
}

/** A connection as an event of the trunk; null of all else. */
export function connectionEventOf(
  { parsed, record: { meta } }: TraceMessage,
  network: Network,
  end: number | null,
): Connection | null {
  if (parsed.kind !== 'packet' || parsed.type !== 'tls') return null;
  const ends = [meta.source, meta.destination];
  const peer = ends.find(
    (each) => each !== null && isMicrosofts(networkClass(each.address, network, 'signalling')),
  );
  if (peer === null || peer === undefined || !ends.some((each) => each?.port === PORT)) return null;
  const micros = meta.time?.micros ?? null;
  const version = /^(?:TLS|SSL) \d/.test(parsed.version) ? parsed.version : null;
  return {
    kind: 'connection',
    callId: '',
    place: 0,
    profile: 'teams-bypass',
    micros,
    peer: peer.address,
    version,
    alerts: parsed.alerts,
    isUnanswered:
      version === null &&
      parsed.serverName !== null &&
      parsed.records === 0 &&
      micros !== null &&
      end !== null &&
      end - micros >= HANDSHAKE,
  };
}

interface Asked {
  readonly call: Call;
  readonly message: CallMessage;
  readonly traced: SipTraceMessage;
  readonly signalling: Signalling;
  readonly network: Network;
  /** Whether the request is one inside a dialog. */
  readonly isInside: boolean;
}

const readers = { OPTIONS: keepAliveOf, INVITE: invitationOf, REFER: transferOf };

function happened({ call, message: { place }, traced, signalling }: Asked): Happened {
  return { callId: call.callId, place, profile: call.profile.name, micros: signalling.timeOf(traced) };
}

function keepAliveOf(asked: Asked): KeepAlive | null {
  const { call, message, traced, signalling, network, isInside } = asked;
  const by = message.side;
  if (isInside || by === 'unknown') return null;
  if (by === 'sbc' ? !isSentToMicrosoft(call, message, network) : !isMicrosoftHop(call, network)) return null;
  const final = finalOf(asked);
  const status = final === null ? null : factsOf(final.parsed).status;
  const [contact] = addressesOf(traced.parsed, 'contact');
  return {
    kind: 'keep-alive',
    ...happened(asked),
    by,
    from: contact?.uri.host.text.toLowerCase() ?? '',
    to: requestUriOf(traced).host.text.toLowerCase(),
    outcome:
      status !== null
        ? isChallenge(status)
          ? 'unknown'
          : status
        : signalling.goesOnFor(traced, UNANSWERED)
          ? 'silent'
          : 'unknown',
  };
}

function invitationOf(asked: Asked): Invitation | null {
  const { call, message, traced, signalling, network, isInside } = asked;
  if (isInside) return null;
  const final = finalOf(asked);
  const status = final === null ? 200 : (factsOf(final.parsed).status ?? 200);
  const [from] = addressesOf(traced.parsed, 'from');
  return {
    kind: 'invitation',
    ...happened(asked),
    isToMicrosoft: message.side === 'sbc' && isSentToMicrosoft(call, message, network),
    ...targetOf(traced.parsed.content, requestUriOf(traced)),
    caller: from?.uri.user?.text ?? '',
    referredBy: headerOf(traced.parsed, 'referred-by')?.value.text ?? null,
    address: traced.record.meta.destination?.address ?? null,
    refusal:
      final === null || status < 300
        ? null
        : {
            status,
            micros: signalling.timeOf(final),
            hasRetryAfter: headerOf(final.parsed, 'retry-after') !== undefined,
          },
  };
}

function transferOf(asked: Asked): Transfer | null {
  const { call, message, traced, signalling, network } = asked;
  if (message.side !== 'teams' || !isMicrosoftHop(call, network)) return null;
  const [referTo] = addressesOf(traced.parsed, 'refer-to');
  const final = finalOf(asked);
  if (referTo === undefined || final === null || (factsOf(final.parsed).status ?? 300) >= 300) return null;
  return {
    kind: 'transfer',
    ...happened(asked),
    ...targetOf(traced.parsed.content, referTo.uri),
    caller: addressesOf(traced.parsed, 'to')[0]?.uri.user?.text ?? '',
    referredBy: headerOf(traced.parsed, 'referred-by')?.value.text ?? null,
    accepted: signalling.timeOf(final),
    isWatched: signalling.goesOnFor(final, FOLLOWS),
  };
}

function finalOf({ traced, signalling }: Asked): SipTraceMessage | null {
  return signalling.answersOf(traced).find(({ parsed }) => (factsOf(parsed).status ?? 0) >= 200) ?? null;
}

function requestUriOf({ parsed: { content, startLine } }: SipTraceMessage): Uri {
  return startLine.kind === 'request'
    ? parseUri(content, startLine.uri.start, startLine.uri.end)
    : parseUri(content, startLine.start, startLine.start);
}

function targetOf(content: string, uri: Uri): Pick<Invitation, 'uri' | 'host' | 'called'> {
  const end = uri.headers === null ? uri.end : uri.headers.start - 1;
  return {
    uri: content.slice(uri.start, end),
    host: uri.host.text.toLowerCase(),
    called: uri.user?.text ?? '',
  };
}
