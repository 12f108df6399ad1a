/**
 * Messages of a call that a capture shows on both sides of a NAT, as engine/evidence tells them: there by their octets,
 * here by what an index keeps of them. A proxy's hop is none: it adds or takes a Via (RFC 3261 §16.6, §16.7).
 */
import { addressClass } from '../network/address-classes';
import type { Signal } from '../calls/signal';

/** Time that a NAT takes at most, in microseconds. */
const LONGEST_WAY = 50_000;
/** Messages that both sides show: fewer may be chance. */
const LEAST_TWINS = 3;

/** The messages of a Call-ID without those of the inside that the outside shows as well. */
export function withoutTwins<Message extends Signal>(messages: readonly Message[]): readonly Message[] {
  const [first] = messages;
  if (messages.every(({ path }) => path === first?.path)) return messages;
  const seen = new Map<string, Message[]>();
  const twins = new Map<string, Set<Message>>();
  for (const message of messages) {
    const same = seen.get(signatureOf(message)) ?? [];
    seen.set(signatureOf(message), [...same, message]);
    for (const other of same) {
      const pair = translatedBetween(other, message);
      if (pair === null) continue;
      const inside = (message.path ?? '').split(' ').includes(pair.inside) ? message : other;
      const known = twins.get(pair.key) ?? new Set();
      twins.set(pair.key, known.add(inside));
    }
  }
  const left = new Set([...twins.values()].flatMap((set) => (set.size < LEAST_TWINS ? [] : [...set])));
  return left.size === 0 ? messages : messages.filter((message) => !left.has(message));
}

function signatureOf({ method, status, cseq, branch, fromTag, toTag, viaCount }: Signal): string {
  return `${method} ${status ?? ''} ${cseq} ${branch} ${fromTag} ${toTag} ${viaCount}`;
}

/** The address that stands for another one; null where both ends differ, none does, or the time is too long. */
function translatedBetween(
  one: Signal,
  other: Signal,
): { readonly key: string; readonly inside: string } | null {
  const [since, until] = [one.time, other.time];
  if (since === null || until === null || Math.abs(until.micros - since.micros) > LONGEST_WAY) return null;
  const [a, b] = [(one.path ?? '').split(' '), (other.path ?? '').split(' ')];
  const own = a.filter((address) => !b.includes(address));
  const others = b.filter((address) => !a.includes(address));
  const [mine] = own;
  const [its] = others;
  if (mine === undefined || its === undefined || own.length > 1 || others.length > 1) return null;
  const [low, high] = mine < its ? [mine, its] : [its, mine];
  const isLowInside = addressClass(low) === 'private' || addressClass(high) !== 'private';
  return { key: `${low} ${high}`, inside: isLowInside ? low : high };
}
