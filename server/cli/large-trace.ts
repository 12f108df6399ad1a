/** A trace that is too large to be analysed whole: what is known of it beforehand, and how its calls are judged. */
import type { Octets } from '../engine/basics/octets';
import type { Task, Told } from '../engine/batches/judge';
import type { FileHead, FileTail } from '../engine/report/file-report';
import type { Progress } from './progress';

export interface LargeTrace {
  /** What is known of it before its calls are looked at. */
  readonly about: Pick<FileHead, 'path' | 'messages' | 'evidence' | 'unread'>;
  /** What of it could not be read, one sentence each, without a full stop. */
  readonly problems: readonly string[];
  head(): Promise<FileHead>;
  /** Whether any call has a Call-ID. */
  holds(callId: string): Promise<boolean>;
  /**
   * Judges what a task is about.
   *
   * @param tell is given what is told, in order of place
   */
  judge(task: Task, tell: (told: Told) => void): Promise<FileTail>;
  /** Lets go of its threads, and of what it keeps on disk. */
  close(): Promise<void>;
}

/** How a large trace is read and judged. */
export interface LargeRun {
  readonly keyLog: string;
  /** Chosen by the user; null leaves it to the size of the trace. */
  readonly threads: number | null;
  readonly progress: Progress;
  /** Tells something of it, a sentence without a full stop. */
  readonly say: (note: string) => void;
}

/** A trace that may be large. */
export interface SizedFile {
  readonly path: string;
  readonly pieces: Octets;
  readonly octets: number;
}
