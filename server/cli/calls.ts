/** `calls`: listed by an index while the files are read, without an analysis. */
import type { IndexedLeg } from '../engine/call-index/call-index';
import { detailsOf, listCalls, rowOf } from '../engine/call-index/list-calls';
import { callsText, writeCalls } from '../engine/report/calls';
import { asListFormat, listWriter, type ListWriter } from '../engine/report/list-writer';
import type { Profile } from '../../shared/calls';
import type { Arguments } from './arguments';
import type { FileSettings } from './config';
import type { Console } from './console';
import { readKeyLog } from './input';
import { OutputBuffer } from './output-buffer';
import { piecesOf } from './pieces';
import { Progress } from './progress';
import { forEachFile, readTogether, say } from './traces';
import { UsageError } from './usage';

interface Opened {
  readonly path: string;
  readonly open: () => Iterable<Uint8Array>;
  readonly keyLog: string;
  /** What is known beforehand that could not be read. */
  readonly problems: readonly string[];
  readonly chosen: Profile | null;
}

/** Lists the calls of files; gives back the exit code. Throws {@link UsageError}. */
export async function runCalls(args: Arguments, settings: FileSettings, console: Console): Promise<number> {
  const { files, together } = args;
  const progress = new Progress(files.length);
  const output = new OutputBuffer(console.out, progress);
  const format = asListFormat(args.format);
  const writer = listWriter(format, output.write, files.length > 1 && !together);
  // There may be very many calls: of each only what is shown is kept.
  const write = (file: Opened): void => {
    if (format === 'text') {
      const calls = listed(file, rowOf, console);
      tell(writer, file, () => {
        writer.lines(() => callsText(calls));
      });
    } else {
      const calls = listed(file, detailsOf, console);
      tell(writer, file, () => {
        writeCalls(writer, calls);
      });
    }
  };
  const isWhole = together
    ? await writeTogether(args, settings, console, progress, write)
    : await writeEach(args, settings, console, progress, write);
  writer.finish();
  output.flush();
  return isWhole ? 0 : 2;
}

/** False where a file could not be read. */
async function writeEach(
  args: Arguments,
  settings: FileSettings,
  console: Console,
  progress: Progress,
  write: (file: Opened) => void,
): Promise<boolean> {
  const keyLog = readKeyLog(args.keyLog);
  return forEachFile(args, console, progress, (path) => {
    write({ path, open: piecesOf(path), keyLog, problems: [], chosen: profileOf(settings, path) });
  });
}

async function writeTogether(
  args: Arguments,
  settings: FileSettings,
  console: Console,
  progress: Progress,
  write: (file: Opened) => void,
): Promise<boolean> {
  const { file, isWhole } = await readTogether(args, console, progress);
  if (file !== null) {
    const { path, problems, text } = file;
    const bytes = new TextEncoder().encode(text);
    const chosen = profileOf(settings, args.files[0] ?? '');
    write({ path, open: () => [bytes], keyLog: '', problems, chosen });
  }
  return isWhole;
}

function tell(writer: ListWriter, { path }: Opened, rows: () => void): void {
  writer.begin(path);
  rows();
  writer.end();
}

function profileOf(settings: FileSettings, path: string): Profile | null {
  const { profile = 'auto' } = settings.get(path) ?? {};
  return profile === 'auto' ? null : profile;
}

/** The calls of a trace; what of it could not be read is said. */
function listed<Row>(
  { path, open, keyLog, problems, chosen }: Opened,
  row: (leg: IndexedLeg) => Row | null,
  console: Console,
): readonly Row[] {
  const indexing = listCalls(open, keyLog, chosen, row);
  if (indexing.kind === 'unreadable') throw new UsageError(`${path}: ${indexing.message}`);
  const { trace } = indexing;
  const { emptiness } = trace;
  for (const note of [...problems, ...trace.problems, ...(emptiness === null ? [] : [emptiness])])
    say(console, path, note);
  return trace.calls;
}
