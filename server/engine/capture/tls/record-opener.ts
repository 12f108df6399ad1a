import type { OpenRecord, RecordCipher, SealedRecord } from './record-cipher';
import type { Role, Session } from './session';
import type { Side } from './side';

/** A key that a record may be under, and the first number that it may have. */
export interface Attempt {
  readonly cipher: RecordCipher;
  readonly from: number;
  /** Whether these are the application keys of TLS 1.3. */
  readonly application: boolean;
}

/** How many octets may be decrypted to find a record's number: of a connection, and of one record. */
const TRIALS = 1 << 23;
const TRIALS_A_RECORD = 1 << 18;
/** What an attempt costs beside its octets, in octets. */
const TRIAL_COST = 512;

/** Opens the sealed records of one connection: which keys they may be under, and which number each may have. */
export class RecordOpener<Tag> {
  private trialsLeft = TRIALS;

  /** No more records can be tried under more than one number. */
  get isExhausted(): boolean {
    return this.trialsLeft < TRIALS_A_RECORD;
  }

  /** The ciphers that the next record may be under. */
  attempts(side: Side<Tag>, session: Session, role: Role): readonly Attempt[] {
    if (!session.isTls13) {
      side.cipher ??= session.cipher(role);
      return side.cipher === null ? [] : [{ cipher: side.cipher, from: side.sequence, application: false }];
    }
    const attempts: Attempt[] = [];
    if (!side.application) {
      side.cipher ??= trafficCipher(session, session.trafficSecret(role, 'handshake'));
      if (side.cipher !== null) {
        attempts.push({ cipher: side.cipher, from: side.sequence, application: false });
      }
    }
    if (side.application || side.cipher === null || side.unsure > 0) {
      side.applicationSecret ??= session.trafficSecret(role, 'application');
      side.applicationCipher ??= trafficCipher(session, side.applicationSecret);
      if (side.applicationCipher !== null) {
        const from = side.application ? side.sequence : 0;
        attempts.push({ cipher: side.applicationCipher, from, application: true });
      }
    }
    return attempts;
  }

  /** Tries the number that is due; where records may have been lost, later ones too, while there is time for it. */
  tryOpen(side: Side<Tag>, attempt: Attempt, record: SealedRecord): OpenRecord | null {
    const { cipher, from } = attempt;
    const last = from + side.unsure;
    const likely = side.unsure > 0 ? cipher.likelySequence(record) : null;
    const cost = record.fragment.length + TRIAL_COST;
    let left = Math.min(TRIALS_A_RECORD, this.trialsLeft);
    const first = likely !== null && likely > from && likely <= last ? [likely, from] : [from];
    for (let index = 0; index < first.length || left >= cost; index++) {
      const sequence = first[index] ?? from + index - first.length + 1;
      if (sequence > last) break;
      const open = cipher.open(record, sequence);
      if (open !== null) {
        opened(side, attempt, sequence);
        return open;
      }
      if (index > 0) {
        left -= cost;
        this.trialsLeft -= cost;
      }
    }
    return null;
  }
}

function opened<Tag>(side: Side<Tag>, attempt: Attempt, sequence: number): void {
  if (attempt.application && !side.application) side.beginApplication();
  side.sequence = sequence + 1;
  side.unsure = 0;
  side.opened++;
}

function trafficCipher(session: Session, secret: Uint8Array | null): RecordCipher | null {
  return secret === null ? null : session.trafficCipher(secret);
}
