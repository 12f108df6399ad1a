/** What a command line runs in: the process, or a test. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
  /** Whether standard output is a terminal that shows colours. */
  readonly colours: boolean;
  /** Whether standard output is a terminal; only where it is. */
  readonly isTerminal?: boolean;
  readonly folder: string;
  readonly version: string;
}
