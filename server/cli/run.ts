/** From a command line to a command: arguments in, text out, exit code back. */
import { withoutControls } from '../../shared/controls';
import { readArguments, type Arguments } from './arguments';
import { runCalls } from './calls';
import { loadSettings } from './config';
import type { Console } from './console';
import { expandFiles } from './files';
import { isJudgedAlone } from './judged-alone';
import { assertCommand } from './misspelt-command';
import { sizeOf, WHOLE } from './size';
import { isUsageError, usage, UsageError } from './usage';

/** Runs a command line; gives back the exit code. */
export async function run(argv: readonly string[], console: Console): Promise<number> {
  try {
    const args = readArguments(argv);
    if (args.help) {
      console.out(usage);
      return 0;
    }
    if (args.version) {
      console.out(`${console.version}\n`);
      return 0;
    }
    assertCommand(args, console.folder);
    if (args.command !== 'rules' && args.files.length === 0 && !isJudgedAlone(args))
      throw new UsageError('name a file, or "-" for standard input (--help says more)');
    return await runCommand({ ...args, files: expandFiles(args.files, console.folder) }, console);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    console.error(`sip-trace: ${withoutControls(error.message)}`);
    return 2;
  }
}

/** The calls of large files are listed while these are read; everything else takes an analysis of them. */
async function runCommand(args: Arguments, console: Console): Promise<number> {
  if (args.command !== 'calls' || args.findings || args.together || !areLarge(args.files))
    return (await import('./commands')).runCommand(args, console);
  const settings = loadSettings(args, console.folder);
  // Whether a rule exists is known where the rules are.
  const namesRules = [...settings.values()].some((each) => Object.keys(each.rules).length > 0);
  if (namesRules) (await import('./commands')).assertRules(settings);
  return runCalls(args, settings, console);
}

function areLarge(files: readonly string[]): boolean {
  return files.every((file) => sizeOf(file) >= WHOLE);
}
