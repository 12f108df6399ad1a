/** Points in time, as traces tell them. */

/** A point in time as a log gives it. */
export interface TraceTime {
  /**
   * Microseconds. With `date` `full` since 1970-01-01 UTC (a log without a zone is read as UTC); with
   * `year-missing` the same as if the year were 1970; with `missing` since midnight; with `relative` since the
   * first packet of the log.
   */
  readonly micros: number;
  readonly date: 'full' | 'year-missing' | 'missing' | 'relative';
}
