/** Header fields of the RFCs that extend SIP. */
import type { SipHeaderKnowledge } from './header';

export const EXTENSION_HEADERS: readonly SipHeaderKnowledge[] = [
  {
    name: 'RSeq',
    summary:
      'The number of a reliable provisional response. The caller confirms it with PRACK; the next one counts up by one.',
    example: 'RSeq: 1',
    source: 'RFC 3262 §7.1',
  },
  {
    name: 'RAck',
    summary: 'In PRACK: RSeq and CSeq of the provisional response that is confirmed.',
    example: 'RAck: 1 1 INVITE',
    source: 'RFC 3262 §7.2',
  },
  {
    name: 'Session-Expires',
    compact: 'x',
    summary:
      'Seconds after which the call ends unless a re-INVITE or UPDATE refreshes it. `refresher` says who has to do that.',
    example: 'Session-Expires: 1800;refresher=uac',
    source: 'RFC 4028 §4',
    teams:
      'The SIP proxy always offers session timers without media bypass and not with it; the SBC need not use them (SIP protocol, Session timer).',
  },
  {
    name: 'Min-SE',
    summary: 'The shortest session interval in seconds that this side or a proxy accepts; at least 90.',
    example: 'Min-SE: 90',
    source: 'RFC 4028 §5',
  },
  {
    name: 'Reason',
    summary:
      'Why the request is sent or the call ended: a SIP status, or a Q.850 cause with a text. In BYE and CANCEL it is often the only clue.',
    example: 'Reason: Q.850;cause=16;text="Normal call clearing"',
    source: 'RFC 3326 §2; in responses: RFC 6432',
    teams:
      'Microsoft writes its own diagnosis into the text. `IceConnectivityChecksFailed` says that no ICE check succeeded (observed).',
  },
  {
    name: 'Replaces',
    summary:
      'In an INVITE: take the place of the call that is named by Call-ID and tags. Used for attended transfer and call pickup.',
    example: 'Replaces: 59c924d8e22f5c65;to-tag=7743;from-tag=6472',
    source: 'RFC 3891 §6.1',
    teams:
      'The SBC must accept it from Microsoft and must not send it: Direct Routing rejects requests with Replaces from the SBC (SIP protocol).',
  },
  {
    name: 'Join',
    summary: 'In an INVITE: add this party to the call that is named by Call-ID and tags.',
    example: 'Join: 12adf2f34456gs5;to-tag=12345;from-tag=54321',
    source: 'RFC 3911 §7.1',
  },
  {
    name: 'Refer-To',
    compact: 'r',
    summary: 'In REFER: whom to call. It may carry headers for that INVITE, such as an escaped Replaces.',
    example: 'Refer-To: <sip:+14255550111@sip.pstnhub.microsoft.com>',
    source: 'RFC 3515 §2.1',
    teams:
      'It holds a number, or the parameters `x-m` and `x-t` that name the target. The SBC copies it whole, up to 400 characters, into its new INVITE (SIP protocol, Call transfer).',
  },
  {
    name: 'Referred-By',
    compact: 'b',
    summary: 'Who asked for the transfer. The new INVITE carries it on to the target.',
    example: 'Referred-By: <sip:+14255550100@sip.pstnhub.microsoft.com>',
    source: 'RFC 3892 §2.1',
    teams:
      'Its parameters `x-ti` and `x-tt` tie the transfer together. The SBC must pass it on unchanged (SIP protocol, Call transfer).',
  },
  {
    name: 'Refer-Sub',
    summary: '`false`: no NOTIFY about the progress of the transfer is wanted.',
    example: 'Refer-Sub: false',
    source: 'RFC 4488 §4',
  },
  {
    name: 'Refer-Events-At',
    summary: 'Where to subscribe to the progress of a transfer.',
    example: 'Refer-Events-At: <sips:vPT3izGmo8NTxOPADRZvEAY22BKx@example.com;gr>',
    source: 'RFC 7614 §6',
  },
  {
    name: 'Target-Dialog',
    summary:
      'A dialog that the sender knows, as a proof that its request, mostly a REFER, belongs to the call.',
    example: 'Target-Dialog: fa77as7dad8-sd98ajzz@sbc1.contoso.com;local-tag=kkaz-;remote-tag=6544',
    source: 'RFC 4538 §7',
  },
  {
    name: 'History-Info',
    summary:
      'The destinations that the call went through before, each with the reason for moving on. `index` shows the order, and also the branches.',
    example:
      'History-Info: <sip:+14255550199@sip.pstnhub.microsoft.com;user=phone?Reason=SIP%3Bcause%3D302>;index=1.1',
    source: 'RFC 7044 §5',
    teams:
      'Teams sends it on forwarded and simultaneously ringing calls when it is enabled on the trunk, not on transfers. `;`, `=` and `"` inside the URI are escaped (SIP protocol, History-Info header).',
  },
  {
    name: 'Diversion',
    summary: 'Who forwarded the call, and why. Older than History-Info, still what many carriers read.',
    example: 'Diversion: <sip:+14255550199@sbc1.contoso.com>;reason=unconditional;counter=1',
    source: 'RFC 5806 §3; mapping to History-Info: RFC 7544',
    teams: 'Teams uses History-Info. The SBC translates for carriers that want Diversion.',
  },
  {
    name: 'Content-ID',
    summary:
      'The name of the body, or of a part of it, by which headers speak of it as `cid:`: Geolocation of a location, Call-Info of a picture.',
    example: 'Content-ID: <location@sbc1.contoso.com>',
    source: 'RFC 8262 §3; RFC 2392',
  },
  {
    name: 'Privacy',
    summary:
      'What to hide: `id` the asserted identity, `header` and `user` the rest, `history` the call history, `none` nothing.',
    example: 'Privacy: id',
    source: 'RFC 3323 §4.2; id: RFC 3325 §9.3',
    teams:
      'An anonymous Teams caller comes with `Privacy: id` and the real number in P-Asserted-Identity, when ForwardPai is on.',
  },
  {
    name: 'Identity',
    compact: 'y',
    summary:
      "A signed statement of the caller's number (STIR/SHAKEN). The token in it names both numbers, the time and how sure the signer is.",
    example: 'Identity: eyJhbGciOi…;info=<https://cert.example.com/passport.cer>;alg=ES256;ppt=shaken',
    source: 'RFC 8224 §4; RFC 8588',
  },
  {
    name: 'Identity-Info',
    compact: 'n',
    summary:
      'Where the certificate of an Identity of the first version was kept. Replaced by the `info` parameter of Identity.',
    example: 'Identity-Info: <https://cert.example.com/passport.cer>;alg=rsa-sha1',
    source: 'RFC 4474 §9; obsoleted by RFC 8224',
  },
  {
    name: 'Geolocation',
    summary:
      'Where the caller is: a reference to a body part (`cid:`) or a server. Needed for emergency calls.',
    example: 'Geolocation: <cid:target123@sbc1.contoso.com>',
    source: 'RFC 6442 §4.1',
    teams:
      'On emergency calls Teams sends the location as a PIDF-LO body when the trunk has PIDF-LO support switched on.',
  },
  {
    name: 'Geolocation-Routing',
    summary: 'Whether proxies may route the call by the location: `yes` or `no`.',
    example: 'Geolocation-Routing: yes',
    source: 'RFC 6442 §4.2',
  },
  {
    name: 'Geolocation-Error',
    summary: 'What was wrong with the location.',
    example: 'Geolocation-Error: 100;code="Cannot Process Location"',
    source: 'RFC 6442 §4.3',
  },
  {
    name: 'Event',
    compact: 'o',
    summary:
      'The event package of a SUBSCRIBE or NOTIFY, such as `refer`, `dialog`, `presence`, `message-summary`.',
    example: 'Event: refer',
    source: 'RFC 6665 §8.2.1',
  },
  {
    name: 'Allow-Events',
    compact: 'u',
    summary: 'Event packages that this side supports.',
    example: 'Allow-Events: refer, dialog',
    source: 'RFC 6665 §8.2.2',
  },
  {
    name: 'Subscription-State',
    summary:
      'In NOTIFY: whether the subscription is `pending`, `active` or `terminated`, and why. A transfer is over with `terminated;reason=noresource`.',
    example: 'Subscription-State: active;expires=60',
    source: 'RFC 6665 §8.2.3',
  },
  {
    name: 'Suppress-If-Match',
    summary: 'In SUBSCRIBE: no NOTIFY is needed if the state is still this one.',
    example: 'Suppress-If-Match: *',
    source: 'RFC 5839 §7.2',
  },
  {
    name: 'SIP-ETag',
    summary: 'The name that the server gave to published state.',
    example: 'SIP-ETag: dx200xyz',
    source: 'RFC 3903 §11.3.1',
  },
  {
    name: 'SIP-If-Match',
    summary: 'The published state that this PUBLISH changes.',
    example: 'SIP-If-Match: dx200xyz',
    source: 'RFC 3903 §11.3.2',
  },
  {
    name: 'Path',
    summary: 'In REGISTER: proxies that calls to the user must pass.',
    example: 'Path: <sip:edge.contoso.com;lr>',
    source: 'RFC 3327 §4',
  },
  {
    name: 'Service-Route',
    summary: "In the 200 to REGISTER: the route for the user's own calls.",
    example: 'Service-Route: <sip:home1.example.com;lr>',
    source: 'RFC 3608 §5',
  },
  {
    name: 'Flow-Timer',
    summary: 'Seconds within which the client should send a keepalive on its connection.',
    example: 'Flow-Timer: 120',
    source: 'RFC 5626 §11.1',
  },
  {
    name: 'User-to-User',
    summary:
      'Data that two applications pass along with a call, mostly in hexadecimal; contact centres use it to hand over customer data.',
    example: 'User-to-User: 56a390f3d2b7310023a2;encoding=hex',
    source: 'RFC 7433 §4.1',
  },
  {
    name: 'Session-ID',
    summary:
      'One name for the whole call across B2BUAs, made of a half for each end. It ties the legs of an SBC together in a trace.',
    example: 'Session-ID: ab30317f1a784dc48ff824d0d3715d86;remote=47755a9de7794ba387653f2099600ef2',
    source: 'RFC 7989 §5',
  },
  {
    name: 'Request-Disposition',
    compact: 'd',
    summary: 'What the caller would like proxies to do: fork or not, queue, in parallel or one by one.',
    example: 'Request-Disposition: no-fork',
    source: 'RFC 3841 §9.1',
  },
  {
    name: 'Accept-Contact',
    compact: 'a',
    summary: "Which of the called party's devices the caller prefers, by their features.",
    example: 'Accept-Contact: *;audio;require',
    source: 'RFC 3841 §9.2',
  },
  {
    name: 'Reject-Contact',
    compact: 'j',
    summary: "Which of the called party's devices must not be tried, by their features.",
    example: 'Reject-Contact: *;actor="msg-taker"',
    source: 'RFC 3841 §9.2',
  },
  {
    name: 'Recv-Info',
    summary: 'INFO packages that this side wants to receive in the call.',
    example: 'Recv-Info: conference',
    source: 'RFC 6086 §7.2',
  },
  {
    name: 'Info-Package',
    summary: 'The package that an INFO belongs to.',
    example: 'Info-Package: conference',
    source: 'RFC 6086 §7.3',
  },
  {
    name: 'Max-Breadth',
    summary: 'How many branches the request may fork into at once.',
    example: 'Max-Breadth: 60',
    source: 'RFC 5393 §5.3',
  },
  {
    name: 'Resource-Priority',
    summary: 'Priority in emergency and government networks, as a namespace and a level.',
    example: 'Resource-Priority: esnet.1',
    source: 'RFC 4412 §3.1',
  },
  {
    name: 'Accept-Resource-Priority',
    summary: 'Priorities that this side knows.',
    example: 'Accept-Resource-Priority: esnet.0, esnet.1',
    source: 'RFC 4412 §3.2',
  },
  {
    name: 'Security-Client',
    summary: 'Security mechanisms of an IMS phone, offered to the first proxy.',
    example: 'Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1111;spi-s=2222;port-c=5062;port-s=5064',
    source: 'RFC 3329 §2.2',
  },
  {
    name: 'Security-Server',
    summary: 'Security mechanisms of the first proxy.',
    example:
      'Security-Server: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;spi-c=3333;spi-s=4444;port-c=5066;port-s=5068',
    source: 'RFC 3329 §2.2',
  },
  {
    name: 'Security-Verify',
    summary: "The proxy's list, sent back under protection to show that nobody changed it.",
    example:
      'Security-Verify: ipsec-3gpp;q=0.1;alg=hmac-sha-1-96;spi-c=3333;spi-s=4444;port-c=5066;port-s=5068',
    source: 'RFC 3329 §2.2',
  },
  {
    name: 'Answer-Mode',
    summary: 'Whether the called device should answer by itself: `Auto` or `Manual`.',
    example: 'Answer-Mode: Auto',
    source: 'RFC 5373 §4',
  },
  {
    name: 'Priv-Answer-Mode',
    summary: "Like Answer-Mode, for privileged callers who may override the user's setting.",
    example: 'Priv-Answer-Mode: Auto',
    source: 'RFC 5373 §4',
  },
  {
    name: 'Feature-Caps',
    summary: 'Features that a server on the way can give.',
    example: 'Feature-Caps: *;+g.3gpp.srvcc',
    source: 'RFC 6809 §6',
  },
  {
    name: 'Cellular-Network-Info',
    summary: 'The mobile cell that a phone on Wi-Fi was last in.',
    example: 'Cellular-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=2342180000000000;cell-info-age=600',
    source: '3GPP TS 24.229 §7.2.15',
  },
  {
    name: 'Policy-Contact',
    summary: 'Where a policy server for the session can be asked.',
    example: 'Policy-Contact: <sip:policy@example.com>',
    source: 'RFC 6794 §4.4',
  },
  {
    name: 'Trigger-Consent',
    summary: "Asks a relay for the recipients' consent.",
    example: 'Trigger-Consent: sip:123@relay.example.com;target-uri="sip:friends@relay.example.com"',
    source: 'RFC 5360 §5.11',
  },
  {
    name: 'Permission-Missing',
    summary: 'Recipients who have not consented yet.',
    example: 'Permission-Missing: sip:bill@example.com',
    source: 'RFC 5360 §5.9',
  },
  {
    name: 'Restoration-Info',
    summary: 'Helps an IMS network to restore itself after a failure.',
    example: 'Restoration-Info: noresponse',
    source: '3GPP TS 24.229 §7.2.11',
  },
  {
    name: 'Relayed-Charge',
    summary: 'Charging data passed on between IMS networks.',
    example: 'Relayed-Charge: icid-value="…"',
    source: '3GPP TS 24.229 §7.2.12',
  },
  {
    name: 'Attestation-Info',
    summary: "How sure the network is of the caller's number: A full, B partial, C gateway.",
    example: 'Attestation-Info: A',
    source: '3GPP TS 24.229 §7.2.18',
  },
  {
    name: 'Origination-Id',
    summary: 'A token for the place where the call entered the network, for tracing nuisance calls.',
    example: 'Origination-Id: de305d54-75b4-431b-adb2-eb6b9e546014',
    source: '3GPP TS 24.229 §7.2.19',
  },
];
