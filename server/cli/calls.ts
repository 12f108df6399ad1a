/** `calls`: listed by an index while the files are read, without an analysis. */
import type { IndexedLeg } from '../engine/call-index/call-index';
import { detailsOf, listCalls, rowOf } from '../engine/call-index/list-calls';
import type { TraceIndexing } from '../engine/call-index/index-trace';
import type { CallDetails, CallRow } from '../engine/calls/call-row';
import type { Profile } from '../../shared/calls';
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

interface CallList<Row> {
  readonly path: string;
  readonly calls: readonly Row[];
}

/** How calls are printed: what of each is kept, and when it is written. */
interface Output<Row> {
  readonly row: (leg: IndexedLeg) => Row | null;
  readonly add: (list: CallList<Row>) => void;
  readonly finish: () => void;
}

/** Lists the calls of files; gives back the exit code. Throws {@link UsageError}. */
export async function runCalls(args: Arguments, settings: FileSettings, console: Console): Promise<number> {
  return args.format === 'json'
    ? listAll(args, settings, console, jsonOutput(console))
    : listAll(args, settings, console, textOutput(args, console));
}

async function listAll<Row>(
  args: Arguments,
  settings: FileSettings,
  console: Console,
  out: Output<Row>,
): Promise<number> {
  const isWhole = args.together
    ? await listTogether(args, settings, console, out)
    : listEach(args, settings, console, out);
  out.finish();
  return isWhole ? 0 : 2;
}

/** False where a file could not be read. */
function listEach<Row>(args: Arguments, settings: FileSettings, console: Console, out: Output<Row>): boolean {
  const keyLog = readKeyLog(args.keyLog);
  const progress = new Progress(args.files.length);
  let isWhole = true;
  for (const [place, path] of args.files.entries()) {
    progress.step(place, path);
    try {
      const indexing = listCalls(piecesOf(path), keyLog, profileOf(settings, path), out.row);
      const calls = taken(path, indexing, console);
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

async function listTogether<Row>(
  args: Arguments,
  settings: FileSettings,
  console: Console,
  out: Output<Row>,
): Promise<boolean> {
  const { readTogether } = await import('./commands');
  const { file, unreadable } = readTogether(args, console);
  if (file !== null) {
    const { path, problems, text } = file;
    for (const problem of problems) console.error(`sip-trace: ${withoutControls(path)}: ${problem}`);
    const bytes = new TextEncoder().encode(text);
    const indexing = listCalls(() => [bytes], '', profileOf(settings, args.files[0] ?? ''), out.row);
    out.add({ path, calls: taken(path, indexing, console) });
  }
  return !unreadable;
}

function profileOf(settings: FileSettings, path: string): Profile | null {
  const { profile = 'auto' } = settings.get(path) ?? {};
  return profile === 'auto' ? null : profile;
}

function taken<Row>(path: string, indexing: TraceIndexing<Row>, console: Console): readonly Row[] {
  if (indexing.kind === 'unreadable') throw new UsageError(`${path}: ${indexing.message}`);
  const { calls, problems, emptiness } = indexing.trace;
  for (const note of emptiness === null ? problems : [...problems, emptiness])
    console.error(`sip-trace: ${withoutControls(path)}: ${note}`);
  return calls;
}

/** Lines, file by file. */
function textOutput({ files, together }: Arguments, { out }: Console): Output<CallRow> {
  const isNamed = files.length > 1 && !together;
  let printed = 0;
  return {
    row: rowOf,
    add: ({ path, calls }) => {
      if (isNamed) out(`${printed > 0 ? '\n' : ''}${withoutControls(path)}:\n`);
      printed++;
      let waiting: string[] = [];
      for (const line of callsText(calls)) {
        waiting.push(line);
        if (waiting.length < LINES_AT_ONCE) continue;
        out(`${waiting.join('\n')}\n`);
        waiting = [];
      }
      if (waiting.length > 0) out(`${waiting.join('\n')}\n`);
    },
    finish: () => undefined,
  };
}

/** One array; each call names its file where there are several. */
function jsonOutput({ out }: Console): Output<CallDetails> {
  const lists: CallList<CallDetails>[] = [];
  return {
    row: detailsOf,
    add: (list) => lists.push(list),
    finish: () => {
      const rows = lists.flatMap(({ path, calls }) =>
        callsJson(calls).map((row) => (lists.length > 1 ? { path, ...row } : row)),
      );
      out(`${JSON.stringify(rows, null, 2)}\n`);
    },
  };
}
