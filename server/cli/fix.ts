/** `sip-trace fix`: texts that somebody wrote, with the fixes of their findings applied. */
import fs from 'node:fs';
import path from 'node:path';
import type { Analysis } from '../engine/analysis/model';
import { reencoded } from '../engine/basics/encode';
import { correctTrace, type Correction } from '../engine/corrections/correct';
import { isEditable } from '../engine/corrections/editable';
import { unifiedDiff } from '../engine/report/unified-diff';
import { plural } from '../../shared/words';
import { withoutControls } from '../../shared/controls';
import type { Arguments } from './arguments';
import type { Console } from './console';
import { fileError } from './input';
import { say } from './traces';
import { UsageError } from './usage';

export interface FixedFile {
  readonly path: string;
  /** The form of a capture; null for a text. */
  readonly capture: string | null;
  readonly analysis: Analysis;
}

export class FixCommand {
  private errorsLeft = 0;

  /** Throws a {@link UsageError} where there is nowhere to put what comes out. */
  constructor(
    private readonly args: Arguments,
    private readonly console: Console,
    private readonly write: (text: string) => void,
  ) {
    const { files, write: inPlace, diff, together } = args;
    if (together) throw new UsageError('fix takes files one by one, so not with --together');
    if (inPlace && diff) throw new UsageError('--write and --diff exclude each other');
    if (inPlace && files.includes('-')) throw new UsageError('standard input cannot be written');
    if (files.length > 1 && !inPlace && !diff) throw new UsageError('several files take --write or --diff');
  }

  /** Corrects a file; throws a {@link UsageError} where it is to stay as it is. */
  take({ path: file, capture, analysis }: FixedFile): void {
    assertEditable(file, capture, analysis);
    const correction = correctTrace(analysis);
    if (this.args.write) this.writeBack(file, correction);
    else if (this.args.diff) this.show(unifiedDiff(file, analysis.trace.text, correction.edits));
    else this.show(correction.text);
    const counts = { error: 0, warning: 0, info: 0 };
    for (const { severity } of correction.left) counts[severity]++;
    this.errorsLeft += counts.error;
    const done = `${plural(correction.applied.length, 'finding')} fixed`;
    const left = `${plural(counts.error, 'error')} and ${plural(counts.warning, 'warning')} left`;
    say(this.console, file, `${done}, ${left}`);
  }

  /** @param isWhole no file was refused */
  exitCode(isWhole: boolean): number {
    if (!isWhole) return 2;
    return this.errorsLeft > 0 ? 1 : 0;
  }

  /** What goes on is the text to the letter; a terminal is not to be steered by it. */
  private show(text: string): void {
    const shown = this.console.isTerminal === true ? text.split('\n').map(forTerminal).join('\n') : text;
    this.write(shown);
  }

  private writeBack(file: string, { text, edits }: Correction): void {
    if (edits.length === 0) return;
    const at = path.resolve(this.console.folder, file);
    try {
      const bytes = reencoded(fs.readFileSync(at), text);
      if (bytes === null)
        throw new UsageError(`${file}: its encoding cannot be kept, so nothing was written`);
      fs.writeFileSync(at, bytes);
    } catch (error) {
      throw error instanceof UsageError ? error : fileError(file, error);
    }
  }
}

function assertEditable(file: string, capture: string | null, { trace }: Analysis): void {
  if (capture !== null) throw new UsageError(`${file}: a capture is evidence and stays as it is`);
  if (trace.messages.length === 0)
    throw new UsageError(`${file}: no SIP message and no session description found`);
  if (!trace.messages.every((message) => isEditable(trace, message)))
    throw new UsageError(`${file}: ${loggedIn(trace)} is evidence and stays as it is`);
}

function loggedIn({ format, messages }: Analysis['trace']): string {
  const isLog = messages.some(({ record }) => record.kind !== 'sdp' && record.format !== 'bare');
  return isLog ? `a log (${format})` : 'what was copied from a mail, a page or a log';
}

function forTerminal(line: string): string {
  return line.endsWith('\r') ? `${withoutControls(line.slice(0, -1))}\r` : withoutControls(line);
}
