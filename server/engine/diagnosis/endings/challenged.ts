/** Nobody gets past a challenge: the credentials are wrong, or none are sent (RFC 3261 §22). */
import { plural } from '../../../../shared/words';
import { capital } from '../../../../shared/words';
import { headersOf } from '../../sip/values';
import { isChallenge } from '../../../../shared/calls';
import { concernOf, nameOf, type Case } from '../case';
import type { Seen } from '../course';
import { placeOf, transactionOf, type Ending } from './ending';

export function challenged(it: Case): Ending | null {
  const { call, course } = it;
  const { final } = course;
  if (final === null || !isChallenge(final.facts.status)) return null;
  const { method } = final.facts;
  const challenges = course.seen.filter(
    (each) => isChallenge(each.facts.status) && each.facts.method === method,
  );
  const asked = final.at.party === 'callee' ? 'caller' : 'callee';
  const requests = course.seen.filter(
    ({ facts, at }) => facts.status === null && facts.method === method && at.party === asked,
  );
  const tried = requests.filter(hasCredentials);
  const who = nameOf(call, asked);
  const by = nameOf(call, final.at.party);
  const rest = {
    grade: 'bad',
    topic: 'challenge',
    shown: placeOf(tried.at(-1) ?? final),
    side: concernOf(call, asked),
    transaction: transactionOf(final),
    blamed: asked,
    says: ['sip-auth-loop'],
  } as const;
  if (tried.length === 0) {
    return {
      ...rest,
      text: `${capital(by)} wanted credentials for the ${method} (${statusOf(final)}), and ${who} sent none in this trace`,
      advice: `Give ${who} a user name and a password for the realm ${realmOf(final)}, or let ${by} trust its address.`,
      isCause: true,
      isTold: false,
    };
  }
  if (challenges.length < 2 && !isAnswerOf(final, tried)) return null;
  const isStale = challenges.every((each) => challengeText(each).includes('stale=true'));
  return {
    ...rest,
    text:
      `${capital(by)} challenged the ${method} ${plural(challenges.length, 'time')} (${statusOf(final)}), though ${who} sent ` +
      `credentials ${plural(tried.length, 'time')}${isStale ? ', each time with a nonce that had expired' : ''}`,
    advice: isStale
      ? `Let ${who} use the nonce of the last challenge; a proxy between may keep an old one.`
      : `Correct user name, password or realm (${realmOf(final)}) of ${who}; nothing else is wrong with a request that is challenged again.`,
    isCause: true,
    isTold: false,
  };
}

function hasCredentials({ sip }: Seen): boolean {
  return headersOf(sip, 'authorization').length > 0 || headersOf(sip, 'proxy-authorization').length > 0;
}

function isAnswerOf(final: Seen, tried: readonly Seen[]): boolean {
  return tried.some(({ facts }) => facts.cseq === final.facts.cseq);
}

function challengeText({ sip }: Seen): string {
  return [...headersOf(sip, 'www-authenticate'), ...headersOf(sip, 'proxy-authenticate')]
    .map(({ value }) => value.text.toLowerCase().replaceAll('"', ''))
    .join(' ');
}

function realmOf({ sip }: Seen): string {
  const [header] = [...headersOf(sip, 'www-authenticate'), ...headersOf(sip, 'proxy-authenticate')];
  return /realm="[^"]{0,100}"/i.exec(header?.value.text ?? '')?.[0].slice(6) ?? 'of the challenge';
}

function statusOf({ facts: { status } }: Seen): string {
  return String(status ?? '');
}
