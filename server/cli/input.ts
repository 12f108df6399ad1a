import fs from 'node:fs';
import { decodeText } from '../engine/text/decode';
import { UsageError } from './usage';

/** Reads a trace; `-` is standard input. Throws {@link UsageError} with a line that names the file. */
export function readTrace(file: string): string {
  const bytes = readBytes(file);
  const { text, binary } = decodeText(bytes);
  if (binary) throw new UsageError(`${file}: ${binaryText(bytes)}`);
  return text;
}

function readBytes(file: string): Uint8Array {
  try {
    if (file === '-') return fs.readFileSync(0);
    if (fs.statSync(file).isDirectory()) throw new UsageError(`${file}: a folder, not a file`);
    return fs.readFileSync(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read it';
    case 'ERR_FS_FILE_TOO_LARGE':
    case 'ERR_STRING_TOO_LONG':
      return 'too large to read at once';
    default:
      return `it cannot be read (${String(code)})`;
  }
}

/** Magic numbers of captures: pcap in both byte orders, in micro- and nanoseconds, and pcapng. */
const captureMagics = ['a1b2c3d4', 'd4c3b2a1', 'a1b23c4d', '4d3cb2a1', 'a1b2cd34', '34cdb2a1', '0a0d0d0a'];

function binaryText(bytes: Uint8Array): string {
  const magic = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return captureMagics.includes(magic)
    ? 'a packet capture; this version reads text traces, such as sngrep or "tcpdump -A" saves of it'
    : 'no text: neither a log nor a trace nor an SDP file';
}
