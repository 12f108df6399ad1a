/**
 * The command line run in this process, which takes a fraction of the time of a process of its own. What is told of the
 * process itself (its input and output, its threads, the bundle) is run as one.
 */
import path from 'node:path';
import { run } from '../../server/cli/run';

const root = path.resolve(import.meta.dirname, '../..');

export interface CommandRun {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

/** @param folder in which it is run */
export async function commandLine(args: readonly string[], folder = root): Promise<CommandRun> {
  const before = process.cwd();
  const out: string[] = [];
  const error: string[] = [];
  process.chdir(folder);
  try {
    const status = await run(args, {
      out: (text) => out.push(text),
      error: (line) => error.push(`${line}\n`),
      colours: false,
      folder,
      version: '',
    });
    return { status, out: out.join(''), error: error.join('') };
  } finally {
    process.chdir(before);
  }
}
