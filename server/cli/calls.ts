/** `calls` as text: made by an index of calls while the files are read, without an analysis. */
import v8 from 'node:v8';
import { type IndexedTrace, indexTrace } from '../engine/call-index/index-trace';
import { callsText } from '../engine/report/calls';
import { withoutControls } from '../../shared/controls';
import type { Settings } from '../../shared/protocol';
import type { Arguments } from './arguments';
import type { Console } from './console';
import { indexInHalves } from './halves';
import { readKeyLog } from './input';
import { piecesOf } from './pieces';
import { Progress } from './progress';
import { isUsageError, UsageError } from './usage';

/** Lines written together. */
const LINES_AT_ONCE = 500;

/** Lists the calls of files; gives back the exit code. */
export async function listCalls(args: Arguments, { profile }: Settings, console: Console): Promise<number> {
  // What is made here dies at once or stays: a larger nursery would be memory for nothing. (A later V8 may not know the flag.)
  if (Number.parseInt(process.versions.node, 10) <= 24) v8.setFlagsFromString('--semi-space-growth-factor=1');
  const keyLog = readKeyLog(args.keyLog);
  const progress = new Progress(args.files.length);
  let unreadable = false;
  let printed = 0;
  for (const [place, path] of args.files.entries()) {
    progress.step(place, path);
    try {
      const { index, notes } = await indexOf(path, keyLog);
      progress.end();
      for (const note of notes) console.error(`sip-trace: ${withoutControls(path)}: ${note}`);
      if (args.files.length > 1) console.out(`${printed > 0 ? '\n' : ''}${withoutControls(path)}:\n`);
      print(callsText(index.rows(profile === 'auto' ? null : profile)), console);
      printed++;
    } catch (error) {
      if (!isUsageError(error)) throw error;
      progress.end();
      console.error(`sip-trace: ${withoutControls(error.message)}`);
      unreadable = true;
    }
  }
  return unreadable ? 2 : 0;
}

function print(lines: Iterable<string>, console: Console): void {
  let waiting: string[] = [];
  const flush = (): void => {
    console.out(`${waiting.join('\n')}\n`);
    waiting = [];
  };
  for (const line of lines) {
    waiting.push(line);
    if (waiting.length === LINES_AT_ONCE) flush();
  }
  if (waiting.length > 0) flush();
}

async function indexOf(path: string, keyLog: string): Promise<IndexedTrace> {
  const open = piecesOf(path);
  const streamed = (await indexInHalves(path)) ?? indexTrace(open(), keyLog !== '');
  if (streamed !== null) return streamed;
  const { indexWhole } = await import('./commands');
  const whole = indexWhole(open, keyLog);
  if (whole.kind === 'unreadable') throw new UsageError(`${path}: ${whole.reason}`);
  return whole;
}
