/** Standard output, written at once: what cannot be written is said, and is no success. */
import fs from 'node:fs';

/** Octets written at once. */
const SLICE = 1 << 20;

/**
 * Writes a text to standard output. Where that cannot be done the process ends: silently where the reader has seen
 * enough and closed the pipe, as `head` does, else with a line and exit code 2.
 */
export function writeOut(text: string): void {
  const octets = new TextEncoder().encode(text);
  try {
    for (let at = 0; at < octets.length;) at += writeSome(octets.subarray(at, at + SLICE));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EPIPE' || code === 'EOF') process.exit(0);
    process.stderr.write(`sip-trace: the output cannot be written (${reasonOf(code)})\n`);
    process.exit(2);
  }
}

/** Writes octets, or some of them; gives back how many. */
function writeSome(octets: Uint8Array): number {
  for (;;) {
    try {
      return fs.writeSync(1, octets);
    } catch (error) {
      // A pipe that is full until somebody reads.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function reasonOf(code: unknown): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space is left';
    case 'EBADF':
      return 'it is closed';
    default:
      return String(code);
  }
}
