import fs from 'node:fs';
import { decodeText } from '../engine/basics/decode';
import { finished } from '../engine/basics/finished';
import { inRow, joined, type Octets } from '../engine/basics/octets';
import { openCaptures, renderOpened } from '../engine/trace-text/render';
import { problemText } from '../../shared/reading-problem';
import { UsageError } from './usage';

export interface Input {
  readonly text: string;
  /** The form of a capture, such as `pcapng`; null for a text trace. */
  readonly capture: string | null;
  /** What of a capture could not be read, one sentence each, without a full stop. */
  readonly problems: readonly string[];
}

/**
 * Reads a trace. Throws {@link UsageError} with a line that names it.
 *
 * @param files mostly one; several are what the trace was cut into
 */
export function readTrace(path: string, files: readonly Octets[], keyLog: string): Input {
  const rendering = finished(renderOpened(openCaptures(files), { keyLog }));
  switch (rendering.kind) {
    case 'rendered': {
      const { text, format, problems } = rendering.capture;
      return { text, capture: format, problems: problems.map(problemText) };
    }
    case 'unsupported':
      throw new UsageError(`${path}: ${rendering.message}`);
    case 'no-capture': {
      const { text, binary } = decodeText(joined(inRow(files)()));
      if (binary) throw new UsageError(`${path}: neither text nor a capture of packets`);
      return { text, capture: null, problems: [] };
    }
  }
}

/** Reads the lines of a key log; none where none is named. */
export function readKeyLog(file: string | null): string {
  return file === null ? '' : new TextDecoder().decode(readBytes(file));
}

function readBytes(file: string): Uint8Array {
  try {
    if (file === '-') return fs.readFileSync(0);
    return fs.readFileSync(file);
  } catch (error) {
    throw fileError(file, error);
  }
}

/** Says in a line why a file cannot be read. */
export function fileError(file: string, error: unknown): UsageError {
  return new UsageError(`${file}: ${reasonOf(error)}`);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read it';
    case 'EISDIR':
      return 'a folder, not a file';
    case 'ERR_FS_FILE_TOO_LARGE':
    case 'ERR_STRING_TOO_LONG':
      return 'too large to read at once';
    default:
      return `it cannot be read (${String(code)})`;
  }
}
