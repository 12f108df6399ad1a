/** On what a statement of the replay rests. It is shown beside every statement, and drawn apart. */

/**
 * `observed`: a packet or message in the file; `derived`: follows with certainty; `predicted`: what a conforming
 * endpoint would do; `unknown`: the trace does not tell.
 */
export type Evidence = 'observed' | 'derived' | 'predicted' | 'unknown';
