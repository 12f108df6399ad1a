/** `calls`: listed by an index while the files are read, without an analysis. */
import type { Octets } from '../engine/basics/octets';
import type { IndexedLeg } from '../engine/call-index/call-index';
import { indexTrace } from '../engine/call-index/index-trace';
import { detailsOf, rowOf } from '../engine/call-index/list-calls';
import type { CallRow } from '../engine/calls/call-row';
import { callJson, callsText } from '../engine/report/calls';
import { finished } from '../engine/basics/finished';
import { asListFormat, type ListFormat, listWriter, type ListWriter } from '../engine/report/list-writer';
import type { Profile } from '../../shared/calls';
import type { Arguments } from './arguments';
import type { FileSettings } from './config';
import type { Console } from './console';
import { readKeyLog } from './input';
import { OutputBuffer } from './output-buffer';
import { fileOf } from './pieces';
import { Progress } from './progress';
import { forEachFile, say } from './traces';
import { UsageError } from './usage';

/** A trace whose calls are to be listed. */
export interface Opened {
  readonly path: string;
  /** As of a {@link Source}. */
  readonly files: readonly Octets[];
  readonly keyLog: string;
  /** What is known beforehand that could not be read. */
  readonly problems: readonly string[];
  readonly chosen: Profile | null;
}

/** Lists the calls of files; gives back the exit code. Throws {@link UsageError}. */
export async function runCalls(args: Arguments, settings: FileSettings, console: Console): Promise<number> {
  const progress = new Progress(args.files.length);
  const output = new OutputBuffer(console.out, progress);
  const format = asListFormat(args.format);
  const writer = listWriter(format, output.write, args.files.length > 1);
  const keyLog = readKeyLog(args.keyLog);
  const isWhole = await forEachFile(args.files.map(fileOf), console, progress, ({ path, open }) => {
    const { profile = 'auto' } = settings.get(path) ?? {};
    const chosen = profile === 'auto' ? null : profile;
    writeIndexed(writer, format, { path, files: [open], keyLog, problems: [], chosen }, console);
  });
  writer.finish();
  output.flush();
  return isWhole ? 0 : 2;
}

/** A list alone says nothing of why calls ended. */
const undiagnosed =
  'listed without an analysis, as the file is large: calls --findings diagnoses each call, explain tells it in sentences';

/** Lists the calls of a file as its index tells them. There may be very many: of each only what is shown is kept. */
export function writeIndexed(writer: ListWriter, format: ListFormat, file: Opened, console: Console): void {
  if (format === 'text') {
    // Each decides how wide the columns are.
    const calls: CallRow[] = [];
    list(file, rowOf, (call) => calls.push(call), console);
    writer.begin(file.path);
    writer.lines(() => callsText(calls));
    writer.end();
    if (calls.length > 0) say(console, file.path, undiagnosed);
  } else {
    writer.begin(file.path);
    list(
      file,
      detailsOf,
      (call) => {
        writer.row(() => callJson(call));
      },
      console,
    );
    writer.end();
  }
}

/** Takes the calls of a trace; what of it could not be read is said. */
function list<Row>(
  { path, files, keyLog, problems, chosen }: Opened,
  row: (leg: IndexedLeg) => Row | null,
  take: (row: Row) => void,
  console: Console,
): void {
  const indexing = finished(indexTrace(files, { keyLog, chosen, row, take }));
  if (indexing.kind === 'unreadable') throw new UsageError(`${path}: ${indexing.message}`);
  const { trace } = indexing;
  const { emptiness } = trace;
  for (const note of [...problems, ...trace.problems, ...(emptiness === null ? [] : [emptiness])])
    say(console, path, note);
}
