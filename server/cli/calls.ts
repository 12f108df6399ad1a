/** `calls`: listed by an index while the files are read, without an analysis. */
import { listCalls } from '../engine/call-index/list-calls';
import type { TraceIndexing } from '../engine/call-index/index-trace';
import type { CallRow } from '../engine/calls/call-row';
import { callsJson, callsText } from '../engine/report/calls';
import { withoutControls } from '../../shared/controls';
import type { Arguments } from './arguments';
import type { FileSettings } from './config';
import type { Console } from './console';
import { readKeyLog } from './input';
import { piecesOf } from './pieces';
import { Progress } from './progress';
import { isUsageError, UsageError } from './usage';

/** Lines written together. */
const LINES_AT_ONCE = 500;

interface CallList {
  readonly path: string;
  readonly calls: readonly CallRow[];
}

/** Lists the calls of files; gives back the exit code. Throws {@link UsageError}. */
export async function runCalls(args: Arguments, settings: FileSettings, console: Console): Promise<number> {
  const out = args.format === 'json' ? new JsonOutput(console) : new TextOutput(args, console);
  const isWhole = args.together
    ? await listTogether(args, settings, console, out)
    : listEach(args, settings, console, out);
  out.finish();
  return isWhole ? 0 : 2;
}

interface Output {
  add(list: CallList): void;
  finish(): void;
}

/** False where a file could not be read. */
function listEach(args: Arguments, settings: FileSettings, console: Console, out: Output): boolean {
  const keyLog = readKeyLog(args.keyLog);
  const progress = new Progress(args.files.length);
  let isWhole = true;
  for (const [place, path] of args.files.entries()) {
    progress.step(place, path);
    try {
      const calls = taken(path, listCalls(piecesOf(path), keyLog, profileOf(settings, path)), console);
      progress.end();
      out.add({ path, calls });
    } catch (error) {
      if (!isUsageError(error)) throw error;
      progress.end();
      console.error(`sip-trace: ${withoutControls(error.message)}`);
      isWhole = false;
    }
  }
  return isWhole;
}

async function listTogether(
  args: Arguments,
  settings: FileSettings,
  console: Console,
  out: Output,
): Promise<boolean> {
  const { readTogether } = await import('./commands');
  const { file, unreadable } = readTogether(args, console);
  if (file !== null) {
    for (const problem of file.problems)
      console.error(`sip-trace: ${withoutControls(file.path)}: ${problem}`);
    const bytes = new TextEncoder().encode(file.text);
    const indexing = listCalls(() => [bytes], '', profileOf(settings, args.files[0] ?? ''));
    out.add({ path: file.path, calls: taken(file.path, indexing, console) });
  }
  return !unreadable;
}

function profileOf(settings: FileSettings, path: string) {
  const { profile = 'auto' } = settings.get(path) ?? {};
  return profile === 'auto' ? null : profile;
}

function taken(path: string, indexing: TraceIndexing<CallRow>, console: Console): readonly CallRow[] {
  if (indexing.kind === 'unreadable') throw new UsageError(`${path}: ${indexing.message}`);
  const { calls, problems, emptiness } = indexing.trace;
  for (const note of emptiness === null ? problems : [...problems, emptiness])
    console.error(`sip-trace: ${withoutControls(path)}: ${note}`);
  return calls;
}

class TextOutput implements Output {
  private printed = 0;

  constructor(
    private readonly args: Arguments,
    private readonly console: Console,
  ) {}

  add({ path, calls }: CallList): void {
    const { out } = this.console;
    if (this.args.files.length > 1 && !this.args.together)
      out(`${this.printed > 0 ? '\n' : ''}${withoutControls(path)}:\n`);
    this.printed++;
    let waiting: string[] = [];
    for (const line of callsText(calls)) {
      waiting.push(line);
      if (waiting.length < LINES_AT_ONCE) continue;
      out(`${waiting.join('\n')}\n`);
      waiting = [];
    }
    if (waiting.length > 0) out(`${waiting.join('\n')}\n`);
  }

  finish(): void {
    // All is printed.
  }
}

/** One array; each call names its file where there are several. */
class JsonOutput implements Output {
  private readonly lists: CallList[] = [];

  constructor(private readonly console: Console) {}

  add(list: CallList): void {
    this.lists.push(list);
  }

  finish(): void {
    const { lists } = this;
    const rows = lists.flatMap(({ path, calls }) =>
      callsJson(calls).map((row) => (lists.length > 1 ? { path, ...row } : row)),
    );
    this.console.out(`${JSON.stringify(rows, null, 2)}\n`);
  }
}
