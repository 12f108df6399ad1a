/** The files of a command line as traces: each alone, or all of them as one. */
import { clockEvidenceText } from '../engine/report/clock-evidence';
import { joinTraces } from '../engine/traces/join';
import { withoutControls } from '../../shared/controls';
import type { Console } from './console';
import { readTrace, type Input } from './input';
import type { SourceFile } from './source';
import type { Progress } from './progress';
import { isUsageError } from './usage';

export interface ReadFile extends Input {
  readonly path: string;
}

/**
 * Does something with each file; what cannot be read or taken costs a line, not what others show. Gives back whether
 * there was any such.
 */
export async function forEachFile(
  files: readonly SourceFile[],
  console: Console,
  progress: Progress,
  take: (file: SourceFile) => void | Promise<void>,
): Promise<boolean> {
  let isWhole = true;
  for (const [place, file] of files.entries()) {
    progress.step(place, file.path);
    try {
      await take(file);
    } catch (error) {
      if (!isUsageError(error)) throw error;
      progress.clear();
      console.error(`sip-trace: ${withoutControls(error.message)}`);
      isWhole = false;
    }
  }
  progress.clear();
  return isWhole;
}

/** Says something of a file on standard error. */
export function say({ error }: Console, path: string, note: string): void {
  error(`sip-trace: ${withoutControls(path)}: ${note}`);
}

/** Files that belong together as one trace; null where none of them can be read. */
export async function readTogether(
  sources: readonly SourceFile[],
  keyLog: string,
  console: Console,
  progress: Progress,
): Promise<{ readonly file: ReadFile | null; readonly isWhole: boolean }> {
  const files: ReadFile[] = [];
  const isWhole = await forEachFile(sources, console, progress, ({ path, open }) => {
    files.push({ path, ...readTrace(path, [open], keyLog) });
  });
  return { file: files.length === 0 ? null : joinFiles(files, console), isWhole };
}

/** One trace of several files; a clock that was put right is told of. */
function joinFiles(files: readonly ReadFile[], console: Console): ReadFile {
  const { text, offsets, evidence, timeless } = joinTraces(files.map((file) => file.text));
  files.forEach(({ path }, index) => {
    const offset = offsets[index] ?? null;
    const found = evidence[index] ?? null;
    if (timeless[index] === true && timeless.includes(false)) {
      say(
        console,
        path,
        'it tells no times, so its messages stand where checks and media of their calls show',
      );
      return;
    }
    if (offset === null) {
      say(console, path, 'nothing in it is known from the first file, so its clock is taken as it is');
      return;
    }
    const why = found === null ? '' : `: ${clockEvidenceText(found)}`;
    const way = offset > 0 ? 'forward' : 'back';
    if (Math.abs(offset) >= 1000)
      say(
        console,
        path,
        `its clock is put ${way} by ${(Math.abs(offset) / 1e6).toFixed(3)} s, to the first file's${why}`,
      );
    else if (found !== null && found.certainty !== 'exact')
      say(console, path, `its clock is as the first file's${why}`);
  });
  return {
    path: files.map(({ path }) => path).join(' + '),
    text,
    capture: 'joined',
    problems: files.flatMap(({ problems }) => problems),
  };
}
