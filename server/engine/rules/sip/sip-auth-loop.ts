import { perObject } from '../../basics/memo';
import type { Signalling } from '../../evidence/signalling';
import { factsOf } from '../../sip/facts';
import type { SipMessage } from '../../sip/message';
import type { SipTraceMessage } from '../../traces/message';
import { allProfiles, defineRule } from '../rule';
import { relatedTo } from './in-call';

/** Status of a challenge → the header of it, and the one that answers it. */
const challenges: ReadonlyMap<number, { readonly asks: string; readonly answers: string }> = new Map([
  [401, { asks: 'www-authenticate', answers: 'authorization' }],
  [407, { asks: 'proxy-authenticate', answers: 'proxy-authorization' }],
]);

export const rule = defineRule({
  id: 'sip-auth-loop',
  title: 'Credentials are asked for again and again',
  severity: 'error',
  basis: 'must',
  applies: 'either',
  source: ['RFC 3261 §22.1, §22.2, §22.3', 'RFC 7616 §3.3, §3.4'],
  profiles: allProfiles,
  fixable: false,
  scope: 'message',
  of: ({ status }) => status !== null && challenges.has(status),
  check({ message, sip, traced, signalling, call, report }) {
    const { method } = factsOf(sip);
    const asked = challengesIn(signalling).get(kinshipOf(sip));
    if (asked === undefined) return;
    const { first, rejected, ignored } = asked;
    // Said once, of the challenge that shows it.
    const isRejected = rejected[1] === traced;
    const isIgnored = rejected.length === 0 && ignored[2] === traced && !hasCredentials(signalling, sip);
    if ((!isRejected && !isIgnored) || succeeds(signalling, traced)) return;
    report({
      in: message,
      at: sip.startLine,
      message: isRejected
        ? `The ${method} carries credentials and is challenged again, ${rejected.length} times, without a word that the nonce was stale: ` +
          'user name, realm or password are wrong. Whoever configures the sender must correct them.'
        : `The ${method} is challenged ${ignored.length} times and never carries credentials. Its sender has none for this realm, or ` +
          'does not know the algorithm: whoever configures it must give it user name and password.',
      related: relatedTo(call, first, 'The first challenge.'),
    });
  },
});

/** The challenges of a realm to one sender at one hop, each request counted once. */
interface Challenges {
  readonly first: SipTraceMessage;
  /** Of requests without credentials. */
  readonly ignored: SipTraceMessage[];
  readonly rejected: SipTraceMessage[];
}

/** By {@link kinshipOf}. */
const challengesIn = perObject((signalling: Signalling): ReadonlyMap<string, Challenges> => {
  const found = new Map<string, Challenges>();
  const seen = new Set<string>();
  for (const challenge of signalling.messages) {
    const { status, fromTag, cseq } = factsOf(challenge.parsed);
    if (status === null || !challenges.has(status)) continue;
    const kinship = kinshipOf(challenge.parsed);
    const attempt = `${fromTag} ${cseq} ${kinship}`;
    const request = seen.has(attempt) ? null : signalling.requestOf(challenge);
    if (request === null) continue;
    seen.add(attempt);
    let kin = found.get(kinship);
    if (kin === undefined) {
      kin = { first: challenge, ignored: [], rejected: [] };
      found.set(kinship, kin);
    }
    const kind = kindOf(request.parsed, challenge.parsed, realmOf(challenge.parsed));
    if (kind !== 'stale') kin[kind].push(challenge);
  }
  return found;
});

/** What challenges of one realm to one sender have in common. */
function kinshipOf(challenge: SipMessage): string {
  const { method, status, fromTag, viaCount } = factsOf(challenge);
  // A new attempt may have a new tag; what ends a dialog has the same.
  return `${method} ${status ?? ''} ${viaCount} ${method === 'REGISTER' ? '' : fromTag} ${realmOf(challenge)}`;
}

/** `stale`: good credentials that were too old. */
function kindOf(request: SipMessage, challenge: SipMessage, realm: string): 'ignored' | 'rejected' | 'stale' {
  const names = challenges.get(factsOf(challenge).status ?? 0);
  if (!carriesCredentials(request, names?.answers, realm)) return 'ignored';
  const asks = challenge.headers.find(({ id }) => id === names?.asks)?.value.text ?? '';
  return /\bstale\s*=\s*"?true/i.test(asks) || /nonce has changed/i.test(challenge.content)
    ? 'stale'
    : 'rejected';
}

function carriesCredentials(request: SipMessage, header: string | undefined, realm: string): boolean {
  return request.headers.some(
    ({ id, value }) => id === header && /\bresponse\s*=/i.test(value.text) && realmIn(value.text) === realm,
  );
}

/** Whether the sender has credentials all the same: who registers again may begin without them each time. */
function hasCredentials(signalling: Signalling, challenge: SipMessage): boolean {
  const { method, status } = factsOf(challenge);
  const header = challenges.get(status ?? 0)?.answers;
  const realm = realmOf(challenge);
  return signalling.ofMethod(method).some(({ parsed }) => carriesCredentials(parsed, header, realm));
}

function realmOf(challenge: SipMessage): string {
  const names = challenges.get(factsOf(challenge).status ?? 0);
  return realmIn(challenge.headers.find(({ id }) => id === names?.asks)?.value.text ?? '');
}

function realmIn(value: string): string {
  return /\brealm\s*=\s*"([^"]*)"/i.exec(value)?.[1] ?? '';
}

/** Whether a later request of the kind got through. */
function succeeds(signalling: Signalling, traced: SipTraceMessage): boolean {
  const { method } = factsOf(traced.parsed);
  return signalling.ofMethod(method).some(({ parsed, index }) => {
    const { status } = factsOf(parsed);
    return index > traced.index && status !== null && status >= 101 && status < 300;
  });
}
