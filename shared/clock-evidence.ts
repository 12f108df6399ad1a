/** What speaks for the offset between the clocks of two traces. */

/** How an offset was found: how many things of each kind agree with it, and how well that tells it. */
export interface ClockEvidence {
  /** Messages that stand in both traces word for word. */
  readonly messages: number;
  /** Messages of the same Call-ID, CSeq, method and status whose text differs. */
  readonly sameNames: number;
  /** The same checks, by their transaction or by where they go. */
  readonly checks: number;
  /** Requests of one trace that the other has the answers to, where nothing is in both. */
  readonly exchanges: number;
  /** ICE ufrags: in descriptions of both traces, or in one's descriptions and in checks of the other. */
  readonly ufrags: number;
  /** Addresses of media that one trace's descriptions name, with packets in the other from then on. */
  readonly addresses: number;
  /** Streams of media that stop with the BYE of the call that names where they go. */
  readonly endings: number;
  /** What speaks for another offset. */
  readonly against: number;
  /**
   * `exact`: something stands in both traces, or is asked in one and answered in the other. `near`: only media that begins
   * and ends with its call, so some tenths of a second may be missing. `doubtful`: a few addresses, or as much speaks
   * against it as for it.
   */
  readonly certainty: 'exact' | 'near' | 'doubtful';
}
