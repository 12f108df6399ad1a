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
  /** Null: of a call that is not replayed with this one. */
  | { readonly kind: 'other'; readonly password: KnownPassword | null }
  | { readonly kind: 'bad' }
  | { readonly kind: 'unknown' };

/**
 * How many passwords may be tried in vain for the checks of one call, its own and those of others: a flood of bad checks
 * must not take forever. What a call may is its own, so it does not matter which calls are judged together.
 */
const MOST_OWN_TRIES = 10_000;
const MOST_FOREIGN_TRIES = 300;

/** A password of a call, named by its key. */
export interface ForeignPassword {
  readonly pwd: string;
  readonly callKey: string;
}

interface Tries {
  own: number;
  foreign: number;
  /** The foreign password that was right last: mostly it is the next time. */
  right: Foreign | null;
}

interface Foreign {
  readonly pwd: string;
  /** Null: of a call that is not replayed with this one. */
  readonly password: KnownPassword | null;
}

export class Passwords {
  private readonly all: KnownPassword[] = [];
  private readonly known = new Set<string>();
  private readonly keys = new StunKeys();
  private readonly tries = new Map<Call, Tries>();

  /** @param everywhere of all calls of the trace, where not all are replayed together; else null */
  constructor(private readonly everywhere: readonly ForeignPassword[] | null) {}

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
    const hasSigned = (pwd: string): boolean => this.keys.of(pwd).hasSigned(message, integrity);
    if (wanted !== null && hasSigned(wanted)) return { kind: 'good' };
    const none: Integrity = { kind: wanted === null || !isPassword(wanted) ? 'unknown' : 'bad' };
    if (call === null) return none;
    const tries = this.triesOf(call);
    for (const password of this.all) {
      if (password.call !== call || password.pwd === wanted) continue;
      if (tries.own <= 0) break;
      if (hasSigned(password.pwd)) return { kind: 'other', password };
      tries.own--;
    }
    if (tries.right !== null && hasSigned(tries.right.pwd))
      return { kind: 'other', password: tries.right.password };
    for (const foreign of this.foreign(call)) {
      if (foreign.pwd === wanted) continue;
      if (tries.foreign <= 0) break;
      if (hasSigned(foreign.pwd)) {
        tries.right = foreign;
        return { kind: 'other', password: foreign.password };
      }
      tries.foreign--;
    }
    return none;
  }

  private triesOf(call: Call): Tries {
    let tries = this.tries.get(call);
    if (tries === undefined) {
      tries = { own: MOST_OWN_TRIES, foreign: MOST_FOREIGN_TRIES, right: null };
      this.tries.set(call, tries);
    }
    return tries;
  }

  /** In the order of the trace. */
  private *foreign(own: Call): Generator<Foreign> {
    const { everywhere, all } = this;
    if (everywhere === null) {
      for (const password of all) if (password.call !== own) yield { pwd: password.pwd, password };
      return;
    }
    for (const { pwd, callKey } of everywhere) if (callKey !== own.key) yield { pwd, password: null };
  }
}

/** At least 22 letters, digits, `+` or `/` (RFC 8839 §5.4); another one was masked by whoever saved the trace. */
function isPassword(text: string): boolean {
  return /^[A-Za-z0-9+/]{22,256}$/.test(text);
}
