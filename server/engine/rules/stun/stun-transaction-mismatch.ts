import { addressText } from '../../ice/address';
import type { CheckReplay } from '../../ice/model';
import { type Address, otherEnd } from '../../../../shared/ice';
import { FINGERPRINT, MESSAGE_INTEGRITY, MESSAGE_INTEGRITY_SHA256 } from '../../stun/attributes';
import type { StunMessage } from '../../stun/message';
import { stunOf } from '../../trace-text/packet';
import { capital, mayMiss, timeOf } from '../packets';
import { allProfiles, defineRule, type PacketSubject } from '../rule';
import { lineOfTransaction, onePerFork, othersAlike, stunPacketsOf, type SentPacket } from './stun-packets';

/** It counts how often a request was sent (RFC 7982): what differs in retransmissions. */
const TRANSMIT_COUNTER = 0x8025;
const differing: ReadonlySet<number> = new Set([
  TRANSMIT_COUNTER,
  MESSAGE_INTEGRITY,
  MESSAGE_INTEGRITY_SHA256,
  FINGERPRINT,
]);

export const rule = defineRule({
  id: 'stun-transaction-mismatch',
  title: 'A transaction id does not fit: an answer has a strange one, or two requests share one',
  severity: 'warning',
  basis: 'must',
  applies: 'either',
  source: ['RFC 8489 §5, §6.3.3', 'RFC 5389 §6, §7.3.3'],
  profiles: allProfiles,
  fixable: false,
  scope: 'packet',
  check(subject) {
    const { replay, report } = subject;
    stunPacketsOf(subject);
    for (const { first, count } of onePerFork(strangeAnswers(subject))) {
      const { message, sender, asked } = first;
      report({
        ...lineOfTransaction(message),
        message:
          `${capital(replay.names[sender])} answers with a transaction id that no request has, while a check between the ` +
          'same addresses gets no answer. The answer must repeat the id of its request octet by octet; as it is, it is ' +
          `dropped.${othersAlike(count)}`,
        related: [{ in: asked, message: 'The check that is not answered.' }],
      });
    }
    for (const { first, count } of onePerFork(sharedIds(replay.checks))) {
      const { message, sender, before } = first;
      report({
        ...lineOfTransaction(message),
        message:
          `${capital(replay.names[sender])} sends another request with a transaction id that it has used before: answers ` +
          `cannot be told apart. Each request needs a new random id; only the very same request keeps it.${othersAlike(count)}`,
        related: [{ in: before, message: 'The first request with this id.' }],
      });
    }
  },
});

/** An answer to nothing may be due to a gap in the capture; not where its request is waiting for one. */
function strangeAnswers(subject: PacketSubject): readonly (SentPacket & {
  readonly asked: SentPacket['message'];
})[] {
  const { replay } = subject;
  const waiting = new Map<string, CheckReplay>();
  for (const check of replay.checks) {
    const key = pathKey(check.source, check.destination);
    if (check.responses.length === 0 && check.malformed === null && !waiting.has(key))
      waiting.set(key, check);
  }
  return replay.lonePackets.flatMap((packet) => {
    if (packet.kind !== 'response') return [];
    const check = waiting.get(pathKey(packet.destination, packet.source));
    const isStrange =
      check !== undefined && check.request.index < packet.message.index && wouldShowBoth(subject, check);
    return isStrange ? [{ ...packet, asked: check.request }] : [];
  });
}

/** Whether a capture loses too little for it that it lost one check and the answer to another. */
function wouldShowBoth(subject: PacketSubject, { sender, request, sent }: CheckReplay): boolean {
  const asked = timeOf(subject.replay, request);
  if (asked === null) return true;
  const answer = { askedAgain: sent > 1 };
  return mayMiss(subject, { of: otherEnd(sender), since: asked, until: asked, times: 2, answer });
}

function sharedIds(
  checks: readonly CheckReplay[],
): readonly (SentPacket & { readonly before: SentPacket['message'] })[] {
  const firsts = new Map<string, CheckReplay>();
  return checks.flatMap((check) => {
    const { of, sender, stun, request, repeats } = check;
    const known = firsts.get(stun.transactionId);
    if (known === undefined) firsts.set(stun.transactionId, check);
    else if (!isSameRequest(known.stun, stun))
      return [{ of, sender, message: request, stun, before: known.request }];
    const other = repeats.find(({ parsed }) => {
      const other = stunOf(parsed);
      return other !== null && !isSameRequest(stun, other);
    });
    return other === undefined ? [] : [{ of, sender, message: other, stun, before: request }];
  });
}

function isSameRequest(one: StunMessage, other: StunMessage): boolean {
  return contentOf(one) === contentOf(other);
}

/** The attributes that every transmission of a request has alike, as text. */
function contentOf({ attributes, bytes }: StunMessage): string {
  return attributes
    .filter(({ type }) => !differing.has(type))
    .map(({ type, at, length }) => `${type} ${bytes.subarray(at, at + length).join(' ')}`)
    .join('; ');
}

function pathKey(from: Address, to: Address): string {
  return `${addressText(from)} ${addressText(to)}`;
}
