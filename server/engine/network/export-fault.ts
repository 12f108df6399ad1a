/** A line of an export (routes, firewall rules) that could not be read, or that tells nothing. */
export interface ExportFault {
  /** Counts from 1. */
  readonly line: number;
  /** Whole sentence. */
  readonly message: string;
}
