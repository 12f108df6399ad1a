/**
 * Microsoft's response codes of Direct Routing: what its SIP interface means by a status and a text, and what to do. The
 * code itself stands in Microsoft's call records; in signalling the text of Reason, or the phrase, tells which it is.
 *
 * Source: Microsoft Learn, "Troubleshoot Direct Routing", one page a SIP status (400, 403, 404, 408, 410, 412, 480, 484,
 * 486, 488, 500, 503, 504), as of November 2024. `MediaOfferError`, `MissingSdes` and `Duplicate payload type` are on none of
 * them; they were seen in traces, beside offers that had just that fault.
 */
import type { SipMessage } from './message';
import { reasonsOf } from './reason';

/** What a refusal is about: where its cause is looked for. */
export type Subject =
  'identity' | 'message' | 'number' | 'description' | 'ice' | 'media' | 'reach' | 'policy';

export interface MicrosoftResponse {
  readonly status: number;
  /** Microsoft's own code; several pages name more than one text for it. */
  readonly code: number;
  /** Part of the text, lower case. */
  readonly says: string;
  /** What it means: a clause without a full stop. */
  readonly meaning: string;
  /** What to do: one sentence with its full stop. */
  readonly action: string;
  /** Who has to change something; null where that depends. */
  readonly side: 'sbc' | 'teams' | 'network' | null;
  readonly about: Subject;
}

const trunk =
  'Register the FQDN that stands in the Contact of the INVITE as a gateway of this tenant, or send the right one.';
const reachable =
  'Check that the SBC is up, and that its firewall lets Microsoft reach its signalling address and port.';
const certificate =
  'Give the SBC a certificate of a public root that Microsoft trusts, with the FQDN of the SBC, and use it on the TLS profile of Direct Routing.';
const license =
  'In Teams, give the user a Phone System license and enable Enterprise Voice for Direct Routing.';
const format = 'Find out on the SBC why it sends a message that is not as RFC 3261 wants it.';

export const microsoftResponses: readonly MicrosoftResponse[] = [
  row(400, 540400, 'bad request', 'Microsoft cannot read the message', format, 'sbc', 'message'),
  row(
    403,
    10199,
    'private calling is disabled',
    'private calls are disabled for the called user',
    'In Teams, turn on "Make private calls" in the calling policy of the user.',
    'teams',
    'policy',
  ),
  row(
    403,
    10500,
    'call site state prevents fork',
    'Location-Based Routing forbids this call',
    'In Teams, check the set-up of Location-Based Routing.',
    'teams',
    'policy',
  ),
  row(
    403,
    10553,
    'required recorder failed',
    'the compliance recorder could not be invited',
    'In Teams, check the recording policy, and with the provider of the recorder its bot.',
    'teams',
    'policy',
  ),
  row(
    403,
    510532,
    'trunk config not found',
    'no gateway of a tenant has the FQDN of the Contact',
    trunk,
    'sbc',
    'identity',
  ),
  row(
    403,
    510532,
    'no trunk config was found',
    'no gateway of a tenant has the FQDN of the Contact',
    trunk,
    'sbc',
    'identity',
  ),
  row(
    403,
    510534,
    'blocked calling number',
    'the calling number is blocked in this tenant',
    'In Teams, look for the number in the inbound call blocking.',
    'teams',
    'policy',
  ),
  row(
    403,
    510560,
    'not enterprise voice enabled',
    'the user is not enabled for Enterprise Voice',
    license,
    'teams',
    'policy',
  ),
  row(
    403,
    510562,
    'not allowed to make outbound',
    'the user may not call the PSTN',
    license,
    'teams',
    'policy',
  ),
  row(
    403,
    510563,
    'only allowed to make domestic',
    'the user may make domestic calls only',
    'In Teams, check the outbound calling restrictions of the user.',
    'teams',
    'policy',
  ),
  row(
    403,
    510559,
    'no viable path',
    'no voice route of the user fits the dialled number',
    'In Teams, check the dialled number and the number patterns of the voice routes of the user.',
    'teams',
    'number',
  ),
  row(
    404,
    10202,
    'replacement call was not found',
    'the call that this one is to replace does not exist any more',
    'Check whether the SBC tries the transfer anew after a first INVITE failed.',
    'sbc',
    'identity',
  ),
  row(
    404,
    511404,
    'getting user info by number',
    'no user or resource account of the tenant has the called number',
    'Send the called number as it is assigned in Teams, as a rule in E.164 with a plus.',
    'sbc',
    'number',
  ),
  row(
    408,
    1106,
    'acknowledgement was not received',
    'the ACK of the 200 never reached Microsoft',
    'Find out why the ACK of the SBC does not arrive: its target must be the Contact of the 200, by its Record-Route, over a TLS connection that is still up.',
    'sbc',
    'message',
  ),
  row(
    408,
    500001,
    'failover timer expired',
    'the SBC answered the INVITE with nothing but 100 within the failover timer',
    'Find out why the SBC is so slow; where call set-up takes long, raise FailoverTimeSeconds of the gateway from 10 to 20.',
    'sbc',
    'reach',
  ),
  row(
    408,
    560408,
    'user did not respond',
    'the SBC says that the called user did not respond',
    'Look on the SBC and behind it for why the called number does not answer.',
    'sbc',
    'reach',
  ),
  row(
    408,
    0,
    'establishment timeout',
    'the Teams client did not get the call set up in time',
    'Check the way from the Teams client to the Teams service.',
    'network',
    'reach',
  ),
  row(
    410,
    531000,
    'sdpparsingfailure',
    'Microsoft cannot read or use the SDP of the SBC',
    'Correct the SDP of the SBC.',
    'sbc',
    'description',
  ),
  row(
    410,
    531000,
    'mediaoffererror',
    'Microsoft cannot use the SDP offer of the SBC',
    'Correct the SDP of the SBC: crypto lines, codecs, ICE lines.',
    'sbc',
    'description',
  ),
  row(
    410,
    531004,
    'iceconnectivitychecksfailed',
    'no connectivity check of Microsoft reached the SBC and came back',
    "Check the candidate of the SBC, its answers to STUN, and that the firewall lets Teams' media addresses reach its media ports.",
    'sbc',
    'ice',
  ),
  row(
    410,
    531005,
    'mediaconnectivityfailure',
    'the media path broke',
    'Check the network between the SBC and Teams for what stopped media in the midst of the call.',
    'network',
    'media',
  ),
  row(
    412,
    510412,
    'wrong callee',
    'Microsoft cannot read the called number',
    'Correct the called number that the SBC sends.',
    'sbc',
    'number',
  ),
  row(
    480,
    10037,
    'no callee endpoints',
    'the called user is signed in nowhere',
    'Let the user sign out of Teams and in again.',
    'teams',
    'policy',
  ),
  row(
    480,
    10140,
    'call to bot is rejected',
    'the called bot is not provisioned',
    'In Teams, check how the bot is provisioned.',
    'teams',
    'policy',
  ),
  row(
    480,
    10191,
    'routing to voicemail is disabled',
    'voicemail is disabled for the called user',
    'In Teams, check "Voicemail is available for routing inbound calls" in the calling policy of the user.',
    'teams',
    'policy',
  ),
  row(
    484,
    560484,
    'invalid number format',
    'the SBC takes the number for incomplete',
    'Check the normalisation rules in Teams and the number tables of the SBC.',
    'sbc',
    'number',
  ),
  row(
    486,
    10321,
    'bot rejects the incoming call',
    'the called bot is busy',
    'Ask the provider of the bot.',
    'teams',
    'policy',
  ),
  row(
    488,
    531000,
    'cannotsupportanymedia',
    'Microsoft supports none of the offered media',
    'Offer a codec that Teams supports, on the SBC.',
    'sbc',
    'description',
  ),
  row(
    488,
    531000,
    'srtpencryptionrequired',
    'the offer has no SRTP, which Microsoft requires',
    'Turn on SRTP towards Teams on the SBC: RTP/SAVP with a=crypto.',
    'sbc',
    'description',
  ),
  row(
    488,
    531000,
    'missingsdes',
    'the offer has no usable crypto line',
    'Turn on SDES towards Teams on the SBC: RTP/SAVP with a=crypto and AES_CM_128_HMAC_SHA1_80.',
    'sbc',
    'description',
  ),
  row(
    488,
    531000,
    'duplicate payload type',
    'one payload type stands for two codecs in the offer',
    'Give each dynamic codec a payload type of its own on the SBC.',
    'sbc',
    'description',
  ),
  row(
    488,
    531027,
    'no ice candidates',
    'the trunk has media bypass, and the SDP no ICE candidate',
    'Turn on ICE Lite on the SBC, or media bypass off for this trunk.',
    'sbc',
    'ice',
  ),
  row(
    488,
    531052,
    'blackhole media',
    'the SDP has the connection address 0.0.0.0',
    'Let the SBC put a call on hold by a=inactive, with its address in c=.',
    'sbc',
    'description',
  ),
  row(
    500,
    510482,
    'loop detected',
    'the call is forwarded in a circle',
    'Look for forwarding that leads back to the first user.',
    null,
    'policy',
  ),
  row(
    500,
    510544,
    'no trunk config found',
    'the tenant has no gateway for the route of this call',
    'In Teams, check the gateways of the voice route.',
    'teams',
    'policy',
  ),
  row(
    500,
    510544,
    'failed getting direct routing gateways',
    'the emergency route has no gateway',
    'In Teams, check the emergency call routing policy.',
    'teams',
    'policy',
  ),
  row(
    503,
    10320,
    'bot is unreachable',
    'the called bot does not answer',
    'Ask the provider of the bot.',
    'teams',
    'policy',
  ),
  row(
    503,
    540998,
    'drainingtransactions',
    "this data centre of Microsoft's takes no new calls",
    'Let the SBC look up sip.pstnhub.microsoft.com again, at least every 15 minutes, and try the next address.',
    'sbc',
    'reach',
  ),
  row(
    503,
    560503,
    'undergoing maintenance or temporarily overloaded',
    'the SBC says that it is overloaded',
    'Check load and licensed sessions of the SBC.',
    'sbc',
    'reach',
  ),
  row(
    504,
    549002,
    'tlstransport is not connected',
    'Microsoft has no TLS connection to the SBC',
    reachable,
    'sbc',
    'reach',
  ),
  row(
    504,
    549018,
    'invalid request/response line',
    'a start line of the SBC cannot be read',
    format,
    'sbc',
    'message',
  ),
  row(
    504,
    569008,
    'certificate expired',
    'the certificate of the SBC has expired',
    'Renew the certificate of the SBC, and close its old TLS connections.',
    'sbc',
    'reach',
  ),
  row(
    504,
    569009,
    'untrusted_root',
    'Microsoft does not trust the certificate of the SBC',
    certificate,
    'sbc',
    'reach',
  ),
  row(
    504,
    569002,
    'wrong target principal',
    'the certificate of the SBC does not fit its FQDN',
    certificate,
    'sbc',
    'reach',
  ),
  row(
    504,
    569002,
    'tls decryption failed',
    'the TLS connection was used beyond its end',
    'Look with the vendor of the SBC into its TLS connections.',
    'sbc',
    'reach',
  ),
  row(504, 569003, 'tls negotiation failed', 'TLS to the SBC cannot be set up', certificate, 'sbc', 'reach'),
  row(504, 569002, 'actively refused', 'the SBC refuses the TCP connection', reachable, 'sbc', 'reach'),
  row(
    504,
    569002,
    'connection attempt failed',
    'the SBC cannot be reached over TCP',
    reachable,
    'sbc',
    'reach',
  ),
  row(
    504,
    569015,
    'no such host',
    'the FQDN of the SBC cannot be resolved',
    'Put the FQDN of the SBC into public DNS.',
    'network',
    'reach',
  ),
  row(
    504,
    569016,
    'no data of the requested type',
    'DNS knows the FQDN of the SBC, but no address of it',
    'Add the A record of the FQDN of the SBC to public DNS.',
    'network',
    'reach',
  ),
];

function row(
  status: number,
  code: number,
  says: string,
  meaning: string,
  action: string,
  side: MicrosoftResponse['side'],
  about: Subject,
): MicrosoftResponse {
  return { status, code, says, meaning, action, side, about };
}

/**
 * What Microsoft means by a message of its own: by the text of its Reason, by the phrase of a response, or by the code
 * where one of them names it. Null where its pages do not tell.
 */
export function microsoftResponse(message: SipMessage): MicrosoftResponse | null {
  const { startLine } = message;
  const texts = reasonsOf(message).map(({ text }) => text.toLowerCase());
  if (startLine.kind === 'status') texts.push(startLine.phrase.text.toLowerCase());
  const fits = texts.flatMap((text) =>
    text === '' ? [] : microsoftResponses.filter((each) => isSaid(each, text)),
  );
  const status = startLine.kind === 'status' ? startLine.status : null;
  return fits.find((each) => each.status === status) ?? fits[0] ?? null;
}

function isSaid({ code, says }: MicrosoftResponse, text: string): boolean {
  return text.includes(says) || (code > 9999 && text.includes(String(code)));
}
