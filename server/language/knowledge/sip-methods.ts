/** The SIP request methods of the IANA registry. */
import type { Explained } from './types';

export interface SipMethodKnowledge extends Explained {
  readonly name: string;
}

export const SIP_METHODS: readonly SipMethodKnowledge[] = [
  {
    name: 'INVITE',
    summary:
      "Starts a call, or changes one that is up (then called re-INVITE). It is answered by provisional responses, one final response, and the caller's ACK. One INVITE may reach several phones: each To tag in the responses is a dialog of its own.",
    source: 'RFC 3261 §13 and §14',
    teams:
      "An INVITE from the SBC needs a Contact with the SBC's FQDN, a number with `+` in the Request-URI, and an SDP offer: delayed offer is not supported (SIP protocol).",
  },
  {
    name: 'ACK',
    summary:
      "Confirms the final response to an INVITE. After a 2xx it is a request of its own, sent end to end; after an error it belongs to the INVITE's transaction. When the offer came in the 200, the ACK carries the answer.",
    source: 'RFC 3261 §13.2.2.4 and §17.1.1.3',
  },
  {
    name: 'BYE',
    summary: 'Ends a call. A Reason header, if there is one, says why.',
    source: 'RFC 3261 §15',
    teams:
      'A BYE from Teams about half a minute after answer, with `IceConnectivityChecksFailed` in its Reason, means that Microsoft saw no successful ICE check (observed).',
  },
  {
    name: 'CANCEL',
    summary:
      'Takes back an INVITE that has not been answered. The INVITE then ends with 487. If the 200 was already on its way, the call is up and needs ACK and BYE.',
    source: 'RFC 3261 §9',
  },
  {
    name: 'REGISTER',
    summary: 'Tells a registrar where a user can be reached.',
    source: 'RFC 3261 §10',
    teams: 'Direct Routing trunks do not register. The SBC shows that it is alive with OPTIONS.',
  },
  {
    name: 'OPTIONS',
    summary: 'Asks what the other side can do. As a periodic ping it shows whether the trunk is alive.',
    source: 'RFC 3261 §11',
    teams:
      "The SBC starts the exchange. Its OPTIONS must have a Contact with the SBC's FQDN and must be answered with 200 before calls flow (SIP protocol).",
  },
  {
    name: 'PRACK',
    summary:
      'Confirms a provisional response that was sent reliably (with RSeq). Its RAck names that response. It may carry an SDP.',
    source: 'RFC 3262 §4',
  },
  {
    name: 'UPDATE',
    summary:
      'Changes a session, for instance its SDP or its timer, without a re-INVITE. It may be used before the call is answered.',
    source: 'RFC 3311 §5',
  },
  {
    name: 'REFER',
    summary:
      'Asks the other side to send a request to the address in Refer-To: the means of call transfer. Progress comes back in NOTIFY requests.',
    source: 'RFC 3515 §2; RFC 5589',
    teams:
      'If the SBC lists REFER in Allow, Teams hands transfers to it this way; else Teams does them itself. In bypass mode a transfer without REFER is not supported. The header can be up to 400 characters long (SIP protocol, Call transfer).',
  },
  {
    name: 'NOTIFY',
    summary:
      'Reports an event that was subscribed to. After a REFER it carries the progress of the transfer as message/sipfrag.',
    source: 'RFC 6665 §3.2; RFC 3515 §2.4.4',
    teams: 'The SBC must list NOTIFY in Allow (SIP protocol, Call transfer).',
  },
  {
    name: 'SUBSCRIBE',
    summary: 'Asks to be told of an event, such as dialog state or waiting messages.',
    source: 'RFC 6665 §3.1',
  },
  {
    name: 'PUBLISH',
    summary: 'Hands event state, such as presence, to the server that notifies others of it.',
    source: 'RFC 3903 §4',
  },
  {
    name: 'INFO',
    summary: 'Carries application data inside a call, for instance DTMF digits. It does not change the call.',
    source: 'RFC 6086 §4',
    teams: 'DTMF goes as telephone-event in the media, not as INFO.',
  },
  {
    name: 'MESSAGE',
    summary: 'An instant message, usually outside any dialog.',
    source: 'RFC 3428 §4',
  },
];

const BY_NAME: ReadonlyMap<string, SipMethodKnowledge> = new Map(
  SIP_METHODS.map((method) => [method.name, method]),
);

/** The method of exactly that name (methods are case-sensitive, RFC 3261 §7.1); null where unknown. */
export function findSipMethod(name: string): SipMethodKnowledge | null {
  return BY_NAME.get(name) ?? null;
}
