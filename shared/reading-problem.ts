/** What of a file could not be read, and where. */
export interface ReadingProblem {
  /** A sentence without a full stop. */
  readonly message: string;
  /** Of a capture, the packet that it stands behind; null where it is of no one place. */
  readonly behindFrame: number | null;
  /** Where the capture's text goes on behind that packet, a line from 0; null where it is of no one place. */
  readonly line: number | null;
}

/** `behind frame 12: a block is cut off` */
export function problemText({ message, behindFrame }: Omit<ReadingProblem, 'line'>): string {
  return behindFrame === null ? message : `behind frame ${behindFrame}: ${message}`;
}
