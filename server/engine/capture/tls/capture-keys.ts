/** The keys with which a capture is read: those that were given, and those that it brings itself. */
import type { CaptureSecrets } from '../packet';
import { parseKeyLog, type KeyLog } from './key-log';

export class CaptureKeys {
  readonly log: KeyLog;
  private taken = 0;

  /** @param keyLog lines of an SSLKEYLOGFILE */
  constructor(keyLog: string) {
    this.log = parseKeyLog(keyLog);
  }

  /** Takes what of a capture's secrets is new; they stand before the packets that they open. */
  take(secrets: readonly CaptureSecrets[]): void {
    for (; this.taken < secrets.length; this.taken++) {
      const found = secrets[this.taken];
      // `TLSK`: a TLS key log (pcapng, Decryption Secrets Block).
      if (found?.type === 'TLSK') this.log.add(new TextDecoder().decode(found.bytes));
    }
  }
}
