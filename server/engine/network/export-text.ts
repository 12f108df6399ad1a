/** The text of an export (routes, firewall rules) that a program wrote into a file, in whatever encoding. */
import { decodeText } from '../basics/decode';
import { decodeCodePage } from './code-pages';

/** Decodes an export: UTF-8, UTF-16, else a code page of Windows. A character that the file's end cuts is left out. */
export function decodeExport(bytes: Uint8Array): string {
  const { text, encoding } = decodeText(bytes);
  if (encoding !== 'latin-1') return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return decodeCodePage(bytes).text;
  }
}
