/** What `o=` says of a session, and of it compared with an earlier description (RFC 3264 §8). */
import { isDigits } from '../../sdp/fields';
import type { Origin, Sdp } from '../../sdp/sdp';

/** Longer numbers are none; sdp-origin-syntax tells. */
const mostDigits = 20;

/** The session's version; null where it is no number. */
export function versionOf({ sessionVersion }: Origin): bigint | null {
  return isDigits(sessionVersion.text) && sessionVersion.text.length <= mostDigits
    ? BigInt(sessionVersion.text)
    : null;
}

/** Which session an `o=` names: all of it but the version and the address of who made it. */
export function isSameSession(one: Origin, other: Origin): boolean {
  return one.username.text === other.username.text && one.sessionId.text === other.sessionId.text;
}

export function isSameOriginAddress(one: Origin, other: Origin): boolean {
  return (
    one.netType.text === other.netType.text &&
    one.addrType.text === other.addrType.text &&
    one.address.text.toLowerCase() === other.address.text.toLowerCase()
  );
}

/** Whether two descriptions say the same but for their `o=`; blanks at the ends of lines do not count. */
export function isSameDescription(one: Sdp, other: Sdp): boolean {
  return (
    one.lines.length === other.lines.length &&
    one.lines.every(({ type, value }, place) => {
      const line = other.lines[place];
      return line?.type === type && (type === 'o' || line.value.text === value.text);
    })
  );
}
