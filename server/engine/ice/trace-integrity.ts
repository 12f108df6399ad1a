/** The integrity of the STUN messages of a trace, by the ICE passwords that its session descriptions tell. */
import { attributeOf, iceCredentials } from '../sdp/query';
import type { Sdp } from '../sdp/sdp';
import { descriptionsOf } from '../traces/message';
import type { Trace } from '../calls/trace';
import type { TraceMessage } from '../traces/message';
import { stunOf } from '../trace-text/packet';
import { REALM, USERNAME } from '../stun/attributes';
import { decidingIntegrity, StunKeys } from '../stun/integrity';
import { hasStunAttribute, stunText, type StunMessage } from '../stun/message';

/**
 * `good`, `bad`: made, or not made, with the password of the request's receiver. `unknown`: the trace does not tell
 * that password. It says nothing about whether the receiver agrees: it may use another password than it told.
 */
export type IntegrityVerdict = 'good' | 'bad' | 'absent' | 'unknown';

/** Passwords that are tried for one ufrag, the last ones that were told. */
const MOST_PASSWORDS = 8;

/**
 * Judges each STUN message. A request names its receiver's ufrag first (`receiver:sender`), and is made with the
 * receiver's password, as is its response (RFC 8445 §7.2.2, RFC 8489 §9.1.4).
 */
export function integrityOfTrace(
  trace: Pick<Trace, 'messages'>,
): ReadonlyMap<TraceMessage, IntegrityVerdict> {
  const passwords = passwordsOf(trace);
  const keys = new StunKeys();
  const usernames = new Map<string, string>();
  const verdicts = new Map<TraceMessage, IntegrityVerdict>();
  for (const message of trace.messages) {
    const stun = stunOf(message.parsed);
    if (stun === null) continue;
    const own = stunText(stun, USERNAME);
    if (stun.class === 'request' && own !== null) usernames.set(stun.transactionId, own);
    const username = own ?? usernames.get(stun.transactionId) ?? null;
    verdicts.set(message, verdictOf(stun, username, passwords, keys));
  }
  return verdicts;
}

function verdictOf(
  stun: StunMessage,
  username: string | null,
  passwords: ReadonlyMap<string, readonly string[]>,
  keys: StunKeys,
): IntegrityVerdict {
  const integrity = decidingIntegrity(stun);
  if (integrity === null) return stun.cut ? 'unknown' : 'absent';
  // Classic STUN signs in another way, and a realm speaks of a password that is not ICE's.
  if (username === null || stun.classic || hasStunAttribute(stun, REALM)) return 'unknown';
  const known = passwords.get(receiverOf(username)) ?? [];
  if (known.some((password) => keys.of(password).hasSigned(stun, integrity))) return 'good';
  return known.some(isPassword) ? 'bad' : 'unknown';
}

function receiverOf(username: string): string {
  const colon = username.indexOf(':');
  return colon === -1 ? username : username.slice(0, colon);
}

/** At least 22 letters, digits, `+` or `/` (RFC 8839 §5.4); another one may have been masked by whoever saved the trace. */
function isPassword(text: string): boolean {
  return /^[A-Za-z0-9+/]{22,256}$/.test(text);
}

/** All passwords of each ufrag of the trace. */
function passwordsOf(trace: Pick<Trace, 'messages'>): ReadonlyMap<string, readonly string[]> {
  const passwords = new Map<string, string[]>();
  for (const { parsed } of trace.messages) {
    for (const sdp of descriptionsOf(parsed)) {
      for (const { ufrag, pwd } of credentialsOf(sdp)) {
        const known = passwords.get(ufrag) ?? [];
        if (known.includes(pwd)) continue;
        known.push(pwd);
        if (known.length > MOST_PASSWORDS) known.shift();
        passwords.set(ufrag, known);
      }
    }
  }
  return passwords;
}

function credentialsOf(sdp: Sdp): readonly { readonly ufrag: string; readonly pwd: string }[] {
  const session = {
    ufrag: attributeOf(sdp.session, 'ice-ufrag'),
    pwd: attributeOf(sdp.session, 'ice-pwd'),
  };
  return [session, ...sdp.media.map((media) => iceCredentials(sdp, media))].flatMap((lines) => {
    const ufrag = lines?.ufrag?.attribute.value?.text;
    const pwd = lines?.pwd?.attribute.value?.text;
    return ufrag === undefined || pwd === undefined ? [] : [{ ufrag: ufrag.trim(), pwd: pwd.trim() }];
  });
}
