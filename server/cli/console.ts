/** What a command line runs in: the process, or a test. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (line: string) => void;
  /** Whether standard output is a terminal that shows colours. */
  readonly colours: boolean;
  readonly folder: string;
  readonly version: string;
}
