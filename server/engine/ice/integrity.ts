/** MESSAGE-INTEGRITY against every password that the trace knows, so that a wrong one can be named. */
import type { TraceMessage } from '../traces/message';
import { decidingIntegrity, StunKeys } from '../stun/integrity';
import type { StunMessage } from '../stun/message';
import type { Call } from '../calls/call';
import type { End } from '../../../shared/ice';

/** A password that a description of the trace carries. */
export interface KnownPassword {
  readonly pwd: string;
  readonly end: End;
  readonly call: Call;
  /** The message whose description has it. */
  readonly in: TraceMessage;
}

/**
 * `good`: made with the password that was wanted. `other`: with another one of the trace. `bad`: with none of them.
 * `unknown`: the wanted one is not in the trace, and no other fits.
 */
export type Integrity =
  | { readonly kind: 'good' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'other'; readonly password: KnownPassword }
  | { readonly kind: 'bad' }
  | { readonly kind: 'unknown' };

/** How many passwords may be tried in vain in one trace: a flood of bad checks must not take forever. */
const mostTries = 20_000;

export class Passwords {
  private readonly all: KnownPassword[] = [];
  private readonly known = new Set<string>();
  private readonly keys = new StunKeys();
  private tries = mostTries;

  add(password: KnownPassword): void {
    const key = `${password.end} ${password.pwd} ${password.call.key}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.all.push(password);
  }

  /**
   * Checks a message.
   *
   * @param wanted the password of the receiver of the request; null where the trace does not know it
   * @param call whose other passwords are tried first; null where no description is known that could have it
   */
  check(message: StunMessage, wanted: string | null, call: Call | null): Integrity {
    const integrity = decidingIntegrity(message);
    if (integrity === null) return { kind: message.cut ? 'unknown' : 'absent' };
    if (wanted !== null && this.keys.of(wanted).hasSigned(message, integrity)) return { kind: 'good' };
    const none: Integrity = { kind: wanted === null || !isPassword(wanted) ? 'unknown' : 'bad' };
    if (call === null || this.tries <= 0) return none;
    const ofCall = this.all.filter((password) => password.call === call);
    const ofOthers = this.all.filter((password) => password.call !== call);
    for (const password of [...ofCall, ...ofOthers]) {
      if (password.pwd === wanted) continue;
      if (this.tries-- <= 0) break;
      if (this.keys.of(password.pwd).hasSigned(message, integrity)) return { kind: 'other', password };
    }
    return none;
  }
}

/** At least 22 letters, digits, `+` or `/` (RFC 8839 §5.4); another one was masked by whoever saved the trace. */
function isPassword(text: string): boolean {
  return /^[A-Za-z0-9+/]{22,256}$/.test(text);
}
