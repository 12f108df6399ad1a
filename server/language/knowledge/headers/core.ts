/** The header fields of RFC 3261 §20. */
import type { SipHeaderKnowledge } from './header';

export const CORE_HEADERS: readonly SipHeaderKnowledge[] = [
  {
    name: 'Via',
    compact: 'v',
    summary:
      'One line for each hop that the request has passed, the latest on top. Responses travel back along them. `branch` names the transaction; `received` and `rport` show where the request really came from.',
    example: 'Via: SIP/2.0/TLS sbc1.contoso.com:5061;branch=z9hG4bKac2121518978',
    source: 'RFC 3261 §20.42; rport: RFC 3581',
    completion: {
      insert: 'Via: SIP/2.0/TLS ${1:sbc1.contoso.com}:5061;branch=z9hG4bK${2:unique}',
      detail: 'hop of the request',
    },
  },
  {
    name: 'Max-Forwards',
    summary:
      'How many more hops the request may take. It starts at 70 and falls by one at each; at zero the answer is 483.',
    example: 'Max-Forwards: 70',
    source: 'RFC 3261 §20.22',
    completion: { insert: 'Max-Forwards: ${1:70}', detail: 'hops left' },
  },
  {
    name: 'From',
    compact: 'f',
    summary:
      "Who sends the request, as told to the user. Its tag is the sender's half of the dialog. It is a label and no proof: identity stands in P-Asserted-Identity or Identity.",
    example: 'From: <sip:+14255550100@sbc1.contoso.com;user=phone>;tag=1c68821811',
    source: 'RFC 3261 §20.20',
    teams: "Teams matches the caller's number here: E.164 with `+` (SIP protocol, From header).",
    completion: {
      insert: 'From: <sip:${1:+14255550100}@${2:sbc1.contoso.com};user=phone>;tag=${3:tag}',
      detail: 'caller',
    },
  },
  {
    name: 'To',
    compact: 't',
    summary:
      "Whom the request was first meant for; the Request-URI says where it goes now. The tag in responses is the called side's half of the dialog. Different To tags to one INVITE are forks: each its own dialog with its own SDP and its own ICE session.",
    example: 'To: <sip:+14255550199@sip.pstnhub.microsoft.com;user=phone>',
    source: 'RFC 3261 §20.39; forks: §12.1.2',
    teams: 'Each Teams client that rings answers with its own To tag, ufrag, password and candidates.',
    completion: {
      insert: 'To: <sip:${1:+14255550199}@${2:sip.pstnhub.microsoft.com};user=phone>',
      detail: 'called party',
    },
  },
  {
    name: 'Call-ID',
    compact: 'i',
    summary:
      'The same on all messages of a dialog. Together with both tags it names the dialog. The two legs of an SBC usually have different ones.',
    example: 'Call-ID: 59c924d8e22f5c65850429ef77c8eea4@sbc1.contoso.com',
    source: 'RFC 3261 §20.8',
    completion: { insert: 'Call-ID: ${1:unique}', detail: 'name of the dialog' },
  },
  {
    name: 'CSeq',
    summary:
      'Number and method of the request. A response repeats it and so belongs to one request. In a dialog each side counts its own requests upwards; ACK and CANCEL repeat the number of their INVITE.',
    example: 'CSeq: 1 INVITE',
    source: 'RFC 3261 §20.16',
    completion: { insert: 'CSeq: ${1:1} ${2:INVITE}', detail: 'number and method' },
  },
  {
    name: 'Contact',
    compact: 'm',
    summary:
      'Where further requests of this dialog are to be sent. In a 3xx response: where to try instead. In REGISTER: where the user can be reached.',
    example: 'Contact: <sip:+14255550100@sbc1.contoso.com:5061;transport=tls>',
    source: 'RFC 3261 §20.10',
    teams:
      "Direct Routing finds the tenant by the FQDN in it. It must be the SBC's FQDN, named in its certificate and paired with the tenant; an IP address is refused with 403. It is required in OPTIONS too. Keep `;transport=tls` inside the angle brackets (SIP protocol, Contact header).",
    completion: {
      insert: 'Contact: <sip:${1:+14255550100}@${2:sbc1.contoso.com}:5061;transport=tls>',
      detail: 'where to reach this side',
      sortFirst: true,
    },
  },
  {
    name: 'Record-Route',
    summary:
      'Added by a proxy that wants to see the later requests of the dialog too. The called side copies them all, in order, into its response.',
    example: 'Record-Route: <sip:sbc1.contoso.com:5061;transport=tls;lr>',
    source: 'RFC 3261 §20.30 and §16.6',
    teams:
      'Microsoft takes the next hop from the topmost one, ahead of Contact. It must hold an FQDN, and the same as Contact; an SBC that is no proxy leaves it out (SIP protocol, Contact and Record-Route).',
  },
  {
    name: 'Route',
    summary:
      "The proxies that the request still has to visit, next one first. `lr` marks loose routing, today's way.",
    example: 'Route: <sip:proxy.contoso.com;lr>',
    source: 'RFC 3261 §20.34',
  },
  {
    name: 'Content-Type',
    compact: 'c',
    summary:
      'What the body is: `application/sdp` for an offer or answer, `multipart/mixed` when there are several parts, `message/sipfrag` in the NOTIFY of a transfer.',
    example: 'Content-Type: application/sdp',
    source: 'RFC 3261 §20.15',
    completion: { insert: 'Content-Type: ${1:application/sdp}', detail: 'kind of body' },
  },
  {
    name: 'Content-Length',
    compact: 'l',
    summary:
      "Octets of the body, counted after the empty line, two for each line end. On TCP and TLS it tells where the next message begins: a wrong value breaks the connection's further messages.",
    example: 'Content-Length: 549',
    source: 'RFC 3261 §20.14 and §18.3',
    completion: { insert: 'Content-Length: ${1:0}', detail: 'octets of the body' },
  },
  {
    name: 'Content-Disposition',
    summary:
      'What to do with the body: `session` (the default for SDP), `render`, `icon`, `alert`, and whether it may be ignored.',
    example: 'Content-Disposition: session;handling=required',
    source: 'RFC 3261 §20.11',
  },
  {
    name: 'Content-Encoding',
    compact: 'e',
    summary: 'How the body is compressed, such as `gzip`. Rare in SIP.',
    example: 'Content-Encoding: gzip',
    source: 'RFC 3261 §20.12',
  },
  {
    name: 'Content-Language',
    summary: 'The language of the body.',
    example: 'Content-Language: en',
    source: 'RFC 3261 §20.13',
  },
  {
    name: 'Subject',
    compact: 's',
    summary: "What the call is about, for the user's display.",
    example: 'Subject: Support call',
    source: 'RFC 3261 §20.36',
  },
  {
    name: 'Supported',
    compact: 'k',
    summary:
      'Extensions that this side can use, as option tags: `100rel` reliable provisional responses, `timer` session timers, `replaces` call replacement, `histinfo`, `path`, `outbound`.',
    example: 'Supported: 100rel, timer, replaces',
    source: 'RFC 3261 §20.37',
    teams:
      'The SBC must support an INVITE with Replaces from Microsoft, so `replaces` belongs here (SIP protocol, Replaces option).',
    completion: { insert: 'Supported: ${1:100rel, timer, replaces}', detail: 'extensions' },
  },
  {
    name: 'Require',
    summary:
      'Extensions that the other side must support, or else refuse with 420. On a provisional response `100rel` asks for a PRACK.',
    example: 'Require: 100rel',
    source: 'RFC 3261 §20.32',
  },
  {
    name: 'Proxy-Require',
    summary: 'Extensions that every proxy on the way must support.',
    example: 'Proxy-Require: sec-agree',
    source: 'RFC 3261 §20.29',
  },
  {
    name: 'Unsupported',
    summary: 'In a 420 response: the extensions that were required and are not supported.',
    example: 'Unsupported: 100rel',
    source: 'RFC 3261 §20.40',
  },
  {
    name: 'Allow',
    summary: 'Methods that this side accepts. The other side should send no others.',
    example: 'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, REFER, NOTIFY',
    source: 'RFC 3261 §20.5',
    teams:
      'REFER in it makes Teams hand transfers to the SBC; without it Teams transfers the call itself, which is not supported in bypass mode. NOTIFY must be in it (SIP protocol, Call transfer).',
    completion: {
      insert: 'Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, REFER, NOTIFY',
      detail: 'accepted methods',
      sortFirst: true,
    },
  },
  {
    name: 'Accept',
    summary: 'Body types that this side understands. Without it: application/sdp.',
    example: 'Accept: application/sdp, application/dtmf-relay',
    source: 'RFC 3261 §20.1',
  },
  {
    name: 'Accept-Encoding',
    summary: 'Compressions of the body that this side understands.',
    example: 'Accept-Encoding: gzip',
    source: 'RFC 3261 §20.2',
  },
  {
    name: 'Accept-Language',
    summary: 'Languages that the user prefers for texts such as reason phrases.',
    example: 'Accept-Language: en, de;q=0.8',
    source: 'RFC 3261 §20.3',
  },
  {
    name: 'Alert-Info',
    summary: 'A special ringing tone, as a URL or a name. PBXs use it to mark internal and external calls.',
    example: 'Alert-Info: <urn:alert:source:external>',
    source: 'RFC 3261 §20.4; RFC 7462',
  },
  {
    name: 'Authentication-Info',
    summary: 'The server proves its side of a digest login, or gives the next nonce.',
    example: 'Authentication-Info: nextnonce="47364c23432d2e131a5fb210812c"',
    source: 'RFC 3261 §20.6',
  },
  {
    name: 'Authorization',
    summary: 'The digest answer to a 401: user name and a hash that proves the password.',
    example:
      'Authorization: Digest username="trunk1", realm="example.com", nonce="84a4cc6f", uri="sip:example.com", response="…"',
    source: 'RFC 3261 §20.7',
    teams: 'Not used with Direct Routing, where the TLS certificate is the proof.',
  },
  {
    name: 'Proxy-Authorization',
    summary: 'The digest answer to a 407: user name and a hash that proves the password.',
    example:
      'Proxy-Authorization: Digest username="trunk1", realm="example.com", nonce="84a4cc6f", uri="sip:example.com", response="…"',
    source: 'RFC 3261 §20.28',
    teams: 'Not used with Direct Routing, where the TLS certificate is the proof.',
  },
  {
    name: 'WWW-Authenticate',
    summary: 'In a 401: the realm and nonce for the digest login. Normal in the first answer to REGISTER.',
    example: 'WWW-Authenticate: Digest realm="example.com", nonce="84a4cc6f", algorithm=MD5',
    source: 'RFC 3261 §20.44',
  },
  {
    name: 'Proxy-Authenticate',
    summary:
      'In a 407: the realm and nonce for the digest login. Normal in the first answer to an INVITE at many carriers.',
    example: 'Proxy-Authenticate: Digest realm="example.com", nonce="84a4cc6f", algorithm=MD5',
    source: 'RFC 3261 §20.27',
  },
  {
    name: 'Call-Info',
    summary: 'More about the caller: a picture, a web page, a card, or in emergencies a reference to data.',
    example: 'Call-Info: <https://www.contoso.com/photo.jpg>;purpose=icon',
    source: 'RFC 3261 §20.9',
  },
  {
    name: 'Date',
    summary:
      'When the message was first sent, in GMT. A signed Identity relies on it: a clock that is off makes the signature invalid.',
    example: 'Date: Sat, 31 Jan 2026 10:00:00 GMT',
    source: 'RFC 3261 §20.17; RFC 8224 §4.1',
  },
  {
    name: 'Error-Info',
    summary: 'Where to hear or read more about the error, often an announcement.',
    example: 'Error-Info: <sip:announcement10@example.com>',
    source: 'RFC 3261 §20.18',
  },
  {
    name: 'Expires',
    summary: 'Seconds until the registration, subscription or invitation lapses.',
    example: 'Expires: 3600',
    source: 'RFC 3261 §20.19',
  },
  {
    name: 'Min-Expires',
    summary: 'In a 423: the shortest time in seconds that the registrar accepts.',
    example: 'Min-Expires: 60',
    source: 'RFC 3261 §20.23',
  },
  {
    name: 'In-Reply-To',
    summary: 'The Call-IDs of calls that this call returns.',
    example: 'In-Reply-To: 70710@sbc1.contoso.com',
    source: 'RFC 3261 §20.21',
  },
  {
    name: 'MIME-Version',
    summary: 'The MIME version of the body, always 1.0.',
    example: 'MIME-Version: 1.0',
    source: 'RFC 3261 §20.24',
  },
  {
    name: 'Organization',
    summary: 'The organisation of the sender, for display.',
    example: 'Organization: Contoso',
    source: 'RFC 3261 §20.25',
  },
  {
    name: 'Priority',
    summary:
      'How urgent the call is for the one called: emergency, urgent, normal, non-urgent. It does not change routing.',
    example: 'Priority: emergency',
    source: 'RFC 3261 §20.26',
  },
  {
    name: 'Reply-To',
    summary: 'Where to call back, when it differs from From.',
    example: 'Reply-To: <sip:+14255550100@sbc1.contoso.com>',
    source: 'RFC 3261 §20.31',
  },
  {
    name: 'Retry-After',
    summary:
      'Seconds until a new attempt makes sense. It goes with 503, 500, 486, 480, 404, 413, 600 and 603.',
    example: 'Retry-After: 1',
    source: 'RFC 3261 §20.33',
    teams:
      'With a 503 from Microsoft to an INVITE: close the connection and try the next Microsoft datacenter (SIP protocol, Retry-After).',
  },
  {
    name: 'Server',
    summary: 'The software that answers.',
    example: 'Server: ExampleSBC/7.40',
    source: 'RFC 3261 §20.35',
    teams: "Microsoft's side shows a value that begins with `Microsoft.PSTNHub` (observed).",
  },
  {
    name: 'User-Agent',
    summary: 'The software that sends the request.',
    example: 'User-Agent: ExampleSBC/7.40',
    source: 'RFC 3261 §20.41',
    teams: "Microsoft's side shows a value that begins with `Microsoft.PSTNHub` (observed).",
  },
  {
    name: 'Timestamp',
    summary:
      "When the request was sent, in seconds of the sender's clock; the response repeats it for measuring the round trip.",
    example: 'Timestamp: 54',
    source: 'RFC 3261 §20.38',
  },
  {
    name: 'Warning',
    summary:
      'A code and a text on what is wrong, most useful beside a 488: 304 media type not available, 305 incompatible media format, 370 too little bandwidth, 399 anything else.',
    example: 'Warning: 304 sbc1.contoso.com "Media type not available"',
    source: 'RFC 3261 §20.43',
  },
];
