/** `--baseline` and `--write-baseline`: the file of findings that are known. */
import fs from 'node:fs';
import path from 'node:path';
import { decodeText } from '../engine/basics/decode';
import { readBaseline, writeBaseline } from '../engine/suppression/baseline';
import { keyOf } from '../engine/suppression/finding-kind';
import {
  together,
  totalOf,
  nothingHeldBack,
  type HeldBack,
  type SieveOptions,
} from '../engine/suppression/sieve';
import type { LintSummary } from '../engine/report/shapes';
import { plural } from '../../shared/words';
import type { Arguments } from './arguments';
import type { Console } from './console';
import { fileError } from './input';
import { UsageError } from './usage';

type Named = Pick<Arguments, 'command' | 'baseline' | 'writeBaseline'>;

export class KnownFindings {
  private readonly keys: ReadonlySet<string> | null;
  private heldBack: HeldBack = nothingHeldBack;

  /** Throws {@link UsageError} where the baseline cannot be read. */
  constructor(
    private readonly args: Named,
    private readonly console: Console,
  ) {
    const { command, baseline } = args;
    this.keys = command !== 'lint' || baseline === null ? null : readKeys(baseline, console.folder);
  }

  /** What the analysis is to know. */
  get options(): SieveOptions {
    return {
      ...(this.keys === null ? {} : { baseline: this.keys }),
      ...(this.args.writeBaseline === null ? {} : { collectsKinds: true }),
    };
  }

  /** Takes note of what was held back of a file. */
  take(heldBack: HeldBack): void {
    this.heldBack = together([this.heldBack, heldBack]);
  }

  /** @param isWhole whether all was checked: else nothing is known of what matched nothing */
  summary(isWhole: boolean): Pick<LintSummary, 'ignored' | 'known' | 'stale'> {
    const { ignored, known, met } = this.heldBack;
    const stale = this.keys === null || !isWhole ? 0 : this.keys.size - met.length;
    return { ignored: totalOf(ignored), known: totalOf(known), stale };
  }

  /** Writes what was found, where that is wanted, and says so. Throws {@link UsageError}. */
  write(): void {
    const { writeBaseline: file } = this.args;
    if (file === null) return;
    const { kinds } = this.heldBack;
    try {
      fs.writeFileSync(path.resolve(this.console.folder, file), writeBaseline(kinds));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new UsageError(`${file}: the baseline cannot be written (${code})`);
    }
    this.console.error(`sip-trace: ${file}: ${plural(kinds.length, 'kind')} of findings written as known`);
  }
}

function readKeys(file: string, folder: string): ReadonlySet<string> {
  let text: string;
  try {
    text = decodeText(fs.readFileSync(path.resolve(folder, file))).text;
  } catch (error) {
    throw fileError(file, error);
  }
  const reading = readBaseline(text);
  if (reading.kind === 'problem') throw new UsageError(`${file}: ${reading.problem}`);
  return new Set(reading.kinds.map(keyOf));
}
