/** What some calls of a trace need to know of all the others, where those are not replayed with them. */
import type { ForeignPassword } from './integrity';
import type { CryptoLine } from './media-keys';

export interface Surroundings {
  /** Hosts that are an SBC's in any call. */
  readonly sbcHosts: ReadonlySet<string>;
  /** Passwords that the descriptions of any call carry, in the order of the calls. */
  readonly passwords: readonly ForeignPassword[];
  /** Crypto lines of the first calls that have some, as far as lines of other calls are tried. */
  readonly lines: () => readonly { readonly callKey: string; readonly lines: readonly CryptoLine[] }[];
  /** Of `FirstStreams`, over all of the trace. */
  readonly thoroughUntil: number;
}
