/** Statuses of SIP in words: what a refusal means, and what it is about. */
import type { Subject } from './microsoft-responses';

export interface StatusWords {
  /** What it means: a clause that follows `which means that`; empty where the phrase says all. */
  readonly meaning: string;
  /** What to do: one sentence with its full stop; empty where there is nothing to do. */
  readonly action: string;
  /** What a callee does every day: busy, declined, not there. */
  readonly isOrdinary: boolean;
  readonly about: Subject | 'server' | 'challenge' | 'dialog' | 'timer' | 'extension' | null;
}

const described =
  'Compare the refused offer with what the other side supports: codecs, crypto, transport and ICE.';

/** Final statuses (RFC 3261 §21, and the RFCs that add to them). */
const words: Readonly<Record<number, StatusWords>> = {
  300: ordinary('the callee may be reached in several places'),
  301: ordinary('the callee has moved for good'),
  302: ordinary('the callee is to be reached elsewhere'),
  305: ordinary('the call is to go over another proxy'),
  380: ordinary('another service is offered'),
  400: failure(
    'the request cannot be read',
    'Correct the request: the phrase or the Warning often names the header.',
    'message',
  ),
  401: failure(
    'credentials are wanted',
    'Check user name, realm and password of whoever sends the request.',
    'challenge',
  ),
  402: failure('payment is wanted', 'Ask the provider.', 'policy'),
  403: failure(
    'the call is not allowed',
    'Check with whoever refused it who may call from this address, name and number.',
    'identity',
  ),
  404: failure(
    'the called address is not known',
    'Check the called number and the domain in the request URI.',
    'number',
  ),
  405: failure(
    'the method is not allowed',
    'Send only methods that the other side lists in Allow.',
    'message',
  ),
  406: failure(
    'the body type that is accepted cannot be made',
    'Check the Accept header of the request.',
    'message',
  ),
  407: failure(
    'credentials are wanted',
    'Check user name, realm and password of whoever sends the request.',
    'challenge',
  ),
  408: failure(
    'nobody answered in time',
    'Look behind whoever sent it: the next hop did not answer.',
    'reach',
  ),
  410: failure('the called address exists no more', 'Check the called number.', 'number'),
  412: failure(
    'a condition of the request is not met',
    'Check the called number and the headers of the request.',
    'message',
  ),
  413: failure('the body is too large', 'Send a smaller body.', 'message'),
  414: failure('the request URI is too long', 'Send a shorter URI.', 'message'),
  415: failure('the body type is not supported', 'Send SDP only, with its Content-Type.', 'message'),
  416: failure(
    'the scheme of the request URI is not supported',
    'Send a sip: or sips: URI, as the other side wants.',
    'message',
  ),
  420: failure(
    'an extension in Require is not supported',
    'Take the tag that Unsupported names out of Require.',
    'extension',
  ),
  421: failure('an extension is required', 'Support what Require of the response names.', 'extension'),
  422: failure(
    'the session interval is too small',
    'Send Session-Expires of at least the Min-SE of the response.',
    'timer',
  ),
  423: failure(
    'the interval is too brief',
    'Send an expiry of at least the Min-Expires of the response.',
    'timer',
  ),
  428: failure('an Identity header is wanted', 'Sign the call (STIR), or ask the provider.', 'policy'),
  433: failure('anonymous calls are not taken', 'Send the calling number.', 'policy'),
  480: ordinary('the callee is not available at present'),
  481: failure(
    'the other side does not know the dialog',
    'Compare Call-ID and tags of the request with those of the 200.',
    'dialog',
  ),
  482: failure('the request came back to where it was', 'Look for a route that leads in a circle.', 'reach'),
  483: failure('the request went over too many hops', 'Look for a route that leads in a circle.', 'reach'),
  484: failure('the number is incomplete', 'Send the whole number, as the other side expects it.', 'number'),
  485: failure('the called address is ambiguous', 'Send a full address.', 'number'),
  486: ordinary('the callee is busy'),
  487: ordinary('the call was cancelled'),
  488: failure('the session description is not acceptable', described, 'description'),
  489: failure(
    'the event is not known',
    'Subscribe only to events that the other side lists in Allow-Events.',
    'message',
  ),
  491: failure(
    'another request was pending',
    'Both sides asked at once: the request is to be sent again.',
    'dialog',
  ),
  493: failure('the body cannot be decrypted', 'Send a body that is not encrypted.', 'message'),
  494: failure('a security agreement is wanted', 'Check the Security-Client headers.', 'message'),
  500: failure('the server failed', 'Look into the log of whoever sent it.', 'server'),
  501: failure(
    'the method is not implemented',
    'Send only methods that the other side lists in Allow.',
    'message',
  ),
  502: failure('a server further on answered with rubbish', 'Look behind whoever sent it.', 'server'),
  503: failure(
    'the server takes no calls at present',
    'Look into load, licences and trunks of whoever sent it, and try the next address.',
    'server',
  ),
  504: failure(
    'a server further on did not answer',
    'Look behind whoever sent it: its next hop, DNS and TLS.',
    'reach',
  ),
  505: failure('the SIP version is not supported', 'Send SIP/2.0.', 'message'),
  513: failure('the message is too large', 'Send it over TCP, or make it smaller.', 'message'),
  580: failure(
    'a precondition cannot be met',
    'Leave preconditions out of Require, or meet them.',
    'description',
  ),
  600: ordinary('the callee is busy everywhere'),
  603: ordinary('the callee declined the call'),
  604: failure('the called address exists nowhere', 'Check the called number.', 'number'),
  606: failure('the session description is not acceptable', described, 'description'),
  607: ordinary('the callee does not want the call'),
  608: ordinary('an intermediary rejected the call'),
};

function ordinary(meaning: string): StatusWords {
  return { meaning, action: '', isOrdinary: true, about: null };
}

function failure(meaning: string, action: string, about: StatusWords['about']): StatusWords {
  return { meaning, action, isOrdinary: false, about };
}

/** What a final status other than a 2xx says. One that is not known means what its class does (RFC 3261 §8.1.3.2). */
export function statusWords(status: number): StatusWords {
  const known = words[status];
  if (known !== undefined) return known;
  if (status < 400) return ordinary('the callee is to be reached elsewhere');
  if (status < 500) return failure('the request is refused', 'Ask whoever sent it why.', null);
  if (status < 600) return failure('the server failed', 'Look into the log of whoever sent it.', 'server');
  return failure('the call is refused everywhere', 'Ask whoever sent it why.', null);
}
