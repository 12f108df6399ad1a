/** The SIP response codes of the IANA registry. */
import type { Explained } from './types';

export interface StatusCodeKnowledge extends Explained {
  readonly code: number;
  /** The default reason phrase. A device may write another text. */
  readonly phrase: string;
}

/** What the first digit says (RFC 3261 §7.2), by that digit. */
export const STATUS_CLASSES: ReadonlyMap<number, string> = new Map([
  [1, 'Provisional: the request is being worked on, the final response is still to come.'],
  [2, 'Success: the request was accepted.'],
  [3, 'Redirection: try the address in Contact.'],
  [4, 'Request failure: this server will not serve this request as it stands; another server might.'],
  [5, 'Server failure: the server failed on a request that looks valid; another server might serve it.'],
  [6, 'Global failure: no server will serve this request.'],
]);

const FAILOVER =
  'When the SBC answers a call from Teams with it, Direct Routing by default tries the next SBC of the voice route (Trunk failover on outbound calls).';

const SBC_SUBCODE =
  'In the admin center a Microsoft response code that begins with 560 says that the SBC produced the final response (Microsoft and SIP response codes).';

export const STATUS_CODES: readonly StatusCodeKnowledge[] = [
  code(
    100,
    'Trying',
    'The next hop has the request and works on it. It stops the retransmissions and says nothing of the called party.',
    'RFC 3261 §21.1.1',
  ),
  code(
    180,
    'Ringing',
    "The called party is being alerted. Without SDP the caller's side plays the ringing tone itself.",
    'RFC 3261 §21.1.2',
    'Teams sends one for each client that rings, each with its own To tag. On a 180 the SBC must generate local ringing (SIP protocol).',
  ),
  code(
    181,
    'Call Is Being Forwarded',
    'The call is on its way to another destination.',
    'RFC 3261 §21.1.3',
    'Teams sends it to the SBC when a call from the PSTN is forwarded to another PSTN number (SIP protocol, Call forwarding).',
  ),
  code(182, 'Queued', 'The called party is busy and the call waits in a queue.', 'RFC 3261 §21.1.4'),
  code(
    183,
    'Session Progress',
    'The call makes progress. With SDP it opens early media: announcements or ringing tone from the far end.',
    'RFC 3261 §21.1.5; RFC 3960',
    'With media bypass it carries candidates and keys of one Teams client; several may come, each from another fork. From the SBC it starts the connectivity checks, and candidates, ufrag and password must stay the same in the 200 (Direct Routing – media protocols). Without bypass there is one per call.',
  ),
  code(199, 'Early Dialog Terminated', 'One fork of the call has ended, the others go on.', 'RFC 6228 §4'),
  code(
    200,
    'OK',
    'The request succeeded. For an INVITE: the call is answered, and the caller must send ACK.',
    'RFC 3261 §21.2.1',
    'It may come from a client that sent no 183 before: then its To tag and its SDP are new, and the SBC sets up media for that one (Direct Routing – media protocols, Inbound call from SBC).',
  ),
  code(
    202,
    'Accepted',
    'The request, mostly a REFER or SUBSCRIBE, was accepted; its outcome comes later. Newer specifications use 200.',
    'RFC 6665 §8.3.1; RFC 3515 §2.4.2',
  ),
  code(
    204,
    'No Notification',
    'The subscription is renewed and nothing has changed, so no NOTIFY follows.',
    'RFC 5839 §7.1',
  ),
  code(300, 'Multiple Choices', 'Several addresses are possible; Contact lists them.', 'RFC 3261 §21.3.1'),
  code(
    301,
    'Moved Permanently',
    'The user is at another address for good, named in Contact.',
    'RFC 3261 §21.3.2',
  ),
  code(
    302,
    'Moved Temporarily',
    'Call the address in Contact this time: the usual form of call forwarding by a phone.',
    'RFC 3261 §21.3.3',
  ),
  code(305, 'Use Proxy', 'Reach the user through the proxy in Contact.', 'RFC 3261 §21.3.4'),
  code(
    380,
    'Alternative Service',
    'The call is not possible this way; the body describes another service. IMS uses it to send emergency calls elsewhere.',
    'RFC 3261 §21.3.5',
  ),
  code(
    400,
    'Bad Request',
    'The request is malformed. The phrase or a Warning header often names the line at fault.',
    'RFC 3261 §21.4.1',
  ),
  code(
    401,
    'Unauthorized',
    'A registrar or user agent wants a password: repeat the request with Authorization.',
    'RFC 3261 §21.4.2',
    'Direct Routing uses no digest passwords: the TLS certificate is the proof. A 401 comes from another side of the SBC.',
  ),
  code(
    402,
    'Payment Required',
    'Reserved. Some carriers use it when the account has no credit left.',
    'RFC 3261 §21.4.3',
  ),
  code(
    403,
    'Forbidden',
    'The server understood and refuses. Repeating the request will not help.',
    'RFC 3261 §21.4.4',
    'To a request of the SBC: Contact holds an IP address instead of the FQDN, the FQDN does not fit the certificate, or the SBC is not paired with the tenant (SIP protocol). From the SBC: look at its own routing and number rules first. ' +
      SBC_SUBCODE,
  ),
  code(
    404,
    'Not Found',
    'The number or user does not exist in this domain.',
    'RFC 3261 §21.4.5',
    'From Teams: no user or resource account has the number. Compare it, in E.164 with `+`, with the number assigned to the user (Microsoft and SIP response codes).',
  ),
  code(
    405,
    'Method Not Allowed',
    'The method is known but not allowed here. Allow lists what is.',
    'RFC 3261 §21.4.6',
  ),
  code(
    406,
    'Not Acceptable',
    'The answer could only be given in a form that Accept rules out.',
    'RFC 3261 §21.4.7',
  ),
  code(
    407,
    'Proxy Authentication Required',
    'A proxy wants a password: repeat the request with Proxy-Authorization. The first of these in a call is normal.',
    'RFC 3261 §21.4.8',
  ),
  code(
    408,
    'Request Timeout',
    'No answer in time: the next hop did not respond, or the user was not found in time.',
    'RFC 3261 §21.4.9',
    FAILOVER +
      ' A 408 to an OPTIONS or INVITE of the SBC usually means that a firewall drops the path or the TLS connection.',
  ),
  code(
    410,
    'Gone',
    'The user was here once and has left no new address.',
    'RFC 3261 §21.4.10',
    'Observed from a Survivable Branch Appliance for an SDP that it cannot use, with Reason `MediaOfferError`.',
  ),
  code(
    412,
    'Conditional Request Failed',
    'A PUBLISH names a state that no longer exists.',
    'RFC 3903 §11.2.1',
  ),
  code(413, 'Request Entity Too Large', 'The body is larger than the server accepts.', 'RFC 3261 §21.4.11'),
  code(
    414,
    'Request-URI Too Long',
    'The Request-URI is longer than the server accepts.',
    'RFC 3261 §21.4.12',
  ),
  code(
    415,
    'Unsupported Media Type',
    "The body's type or encoding is not understood. Accept says what is.",
    'RFC 3261 §21.4.13',
  ),
  code(
    416,
    'Unsupported URI Scheme',
    'The scheme of the Request-URI, such as `tel:` or `sips:`, is not understood.',
    'RFC 3261 §21.4.14',
    'Direct Routing does not support sips: URIs (SIP protocol).',
  ),
  code(
    417,
    'Unknown Resource-Priority',
    'The Resource-Priority of the request is not known here.',
    'RFC 4412 §4.6.2',
  ),
  code(
    420,
    'Bad Extension',
    'Require or Proxy-Require names an extension that is not supported; Unsupported lists it.',
    'RFC 3261 §21.4.15',
  ),
  code(
    421,
    'Extension Required',
    'The server needs an extension that Supported does not list, for instance 100rel.',
    'RFC 3261 §21.4.16',
  ),
  code(
    422,
    'Session Interval Too Small',
    'Session-Expires is shorter than the server accepts. Repeat with at least the Min-SE of this response.',
    'RFC 4028 §6',
  ),
  code(
    423,
    'Interval Too Brief',
    'The registration or subscription is shorter than Min-Expires.',
    'RFC 3261 §21.4.17',
  ),
  code(
    424,
    'Bad Location Information',
    'The location in the request is malformed or cannot be used. Geolocation-Error says why.',
    'RFC 6442 §4.3',
  ),
  code(
    425,
    'Bad Alert Message',
    'The alert in the request, made for emergencies, cannot be used.',
    'RFC 8876 §5.1',
  ),
  code(
    428,
    'Use Identity Header',
    "The caller's identity must be signed (STIR): an Identity header is missing.",
    'RFC 8224 §6.2.2',
  ),
  code(429, 'Provide Referrer Identity', 'The transfer needs a signed Referred-By.', 'RFC 3892 §5'),
  code(
    430,
    'Flow Failed',
    'The connection on which the user registered has broken. Try another flow.',
    'RFC 5626 §11.5',
  ),
  code(433, 'Anonymity Disallowed', 'The called party takes no anonymous calls.', 'RFC 5079 §5'),
  code(
    436,
    'Bad Identity Info',
    'The certificate that the Identity header points to could not be fetched.',
    'RFC 8224 §6.2.2',
  ),
  code(
    437,
    'Unsupported Credential',
    'The certificate of the Identity header is not trusted or not supported.',
    'RFC 8224 §6.2.2',
  ),
  code(
    438,
    'Invalid Identity Header',
    'The signature of the Identity header does not verify: something on the way changed the signed parts, or it is forged.',
    'RFC 8224 §6.2.2',
  ),
  code(
    439,
    'First Hop Lacks Outbound Support',
    'The first proxy does not support SIP outbound.',
    'RFC 5626 §11.6',
  ),
  code(
    440,
    'Max-Breadth Exceeded',
    'The request was to fork to more branches at once than Max-Breadth allows.',
    'RFC 5393 §5.3.3',
  ),
  code(
    469,
    'Bad Info Package',
    'The INFO belongs to a package that this side did not agree to.',
    'RFC 6086 §4.2.2',
  ),
  code(470, 'Consent Needed', 'Recipients of the request must agree first.', 'RFC 5360 §5.9.2'),
  code(
    480,
    'Temporarily Unavailable',
    'The called party was reached in principle but is not available now: not signed in, do not disturb, no answer.',
    'RFC 3261 §21.4.18',
    'From Teams usually: no client was signed in, or nobody answered in time.',
  ),
  code(
    481,
    'Call/Transaction Does Not Exist',
    'The request belongs to a call that this side does not know, or has ended already. Compare Call-ID and both tags.',
    'RFC 3261 §21.4.19',
  ),
  code(482, 'Loop Detected', 'The request came back to a proxy that had seen it.', 'RFC 3261 §21.4.20'),
  code(483, 'Too Many Hops', 'Max-Forwards reached zero: mostly a routing loop.', 'RFC 3261 §21.4.21'),
  code(484, 'Address Incomplete', 'More digits are needed.', 'RFC 3261 §21.4.22'),
  code(485, 'Ambiguous', 'The address fits several users.', 'RFC 3261 §21.4.23'),
  code(
    486,
    'Busy Here',
    'The called party is busy at this device. Others may still answer.',
    'RFC 3261 §21.4.24',
  ),
  code(
    487,
    'Request Terminated',
    'The INVITE was ended by CANCEL or BYE before an answer. After a CANCEL it is the normal end.',
    'RFC 3261 §21.4.25',
  ),
  code(
    488,
    'Not Acceptable Here',
    'The SDP is not acceptable: no common codec, no common encryption, or a body that cannot be read. A Warning header may say which.',
    'RFC 3261 §21.4.26',
    'Check for RTP/SAVP with AES_CM_128_HMAC_SHA1_80, a codec of SILK, G.711, G.722 or G.729, and payload types that are used once (Plan Direct Routing; Direct Routing – media protocols).',
  ),
  code(489, 'Bad Event', 'The event package is not known.', 'RFC 6665 §8.3.2'),
  code(
    491,
    'Request Pending',
    'Both sides sent a re-INVITE or UPDATE at the same time. Each waits a random time and tries again; this is normal.',
    'RFC 3261 §14.1 and §21.4.27',
  ),
  code(
    493,
    'Undecipherable',
    'The body is encrypted with a key that this side does not have.',
    'RFC 3261 §21.4.28',
  ),
  code(494, 'Security Agreement Required', 'A security mechanism must be agreed first.', 'RFC 3329 §2.3.1'),
  code(
    500,
    'Server Internal Error',
    'The server failed. A Reason or Warning header may tell more; else its log.',
    'RFC 3261 §21.5.1',
    SBC_SUBCODE,
  ),
  code(501, 'Not Implemented', 'The method is not known to the server.', 'RFC 3261 §21.5.2'),
  code(
    502,
    'Bad Gateway',
    'A server further on gave an answer that makes no sense. Gateways use it for a destination that is out of order.',
    'RFC 3261 §21.5.3; RFC 3398 §7.2.4.1',
  ),
  code(
    503,
    'Service Unavailable',
    'The server is overloaded or down for maintenance. Try another one, and this one after Retry-After.',
    'RFC 3261 §21.5.4',
    FAILOVER +
      ' A 503 with Retry-After from Microsoft to an INVITE: the SBC must drop that connection and try the next Microsoft datacenter (SIP protocol, Retry-After).',
  ),
  code(
    504,
    'Server Time-out',
    'A server further on did not answer in time.',
    'RFC 3261 §21.5.5',
    FAILOVER +
      ' From Microsoft it often means that it could not reach the SBC: TLS, certificate, DNS or firewall.',
  ),
  code(505, 'Version Not Supported', 'The SIP version is not 2.0.', 'RFC 3261 §21.5.6'),
  code(513, 'Message Too Large', 'The message is longer than the server accepts.', 'RFC 3261 §21.5.7'),
  code(
    555,
    'Push Notification Service Not Supported',
    'The push service that the registration names is not supported.',
    'RFC 8599 §14.2',
  ),
  code(
    580,
    'Precondition Failure',
    'A mandatory precondition, such as reserved bandwidth, cannot be met.',
    'RFC 3312 §8',
  ),
  code(600, 'Busy Everywhere', 'The called party is busy at every device.', 'RFC 3261 §21.6.1'),
  code(
    603,
    'Decline',
    'The called party refused the call. It must not be tried elsewhere.',
    'RFC 3261 §21.6.2',
    'The Teams user declined. The SBC and the trunk behind it must not retry the call, else the user sees several missed calls for one (SIP protocol, Handling retries).',
  ),
  code(604, 'Does Not Exist Anywhere', 'The number or user exists nowhere.', 'RFC 3261 §21.6.3'),
  code(
    606,
    'Not Acceptable',
    'The called party wants the call, but not with this session description.',
    'RFC 3261 §21.6.4',
  ),
  code(607, 'Unwanted', 'The called party marked the call as unwanted, for instance as spam.', 'RFC 8197 §4'),
  code(
    608,
    'Rejected',
    'An analysis service on the way rejected the call, for instance as spam. A Call-Info header may say where to complain.',
    'RFC 8688 §3',
  ),
];

const BY_CODE: ReadonlyMap<number, StatusCodeKnowledge> = new Map(
  STATUS_CODES.map((entry) => [entry.code, entry]),
);

/** The response code; null where the registry has none, and then {@link STATUS_CLASSES} still tells the class. */
export function findStatusCode(status: number): StatusCodeKnowledge | null {
  return BY_CODE.get(status) ?? null;
}

function code(
  status: number,
  phrase: string,
  summary: string,
  source: string,
  teams?: string,
): StatusCodeKnowledge {
  return { code: status, phrase, summary, source, ...(teams === undefined ? {} : { teams }) };
}
