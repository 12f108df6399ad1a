/** A message or packet as the trace has it, with its keys and passwords masked: what a panel shows beside its replay. */
import type { Position } from 'vscode-languageserver-types';
import { withoutControls } from '../../shared/controls';
import type { MessageText } from '../../shared/protocol';
import { messageAt } from '../engine/calls/trace';
import { maskSecrets } from '../engine/sdp/secrets';
import { messageLabel, pathLabel } from './labels';
import { offsetAt, type TraceView } from './view';

/** Longer ones are cut: nobody reads them in a panel. */
const longest = 64_000;

/** The message at a place of the trace; null where none is. */
export function messageText(view: TraceView, position: Position): MessageText | null {
  const message = messageAt(view.analysis.trace, offsetAt(view, position));
  if (message === null) return null;
  const { parsed } = message;
  return {
    title: withoutControls(`${messageLabel(message)}  ${pathLabel(message)}`.replace(/\s+/g, ' ').trim()),
    text: maskCredentials(parsed.content.slice(0, longest).trimEnd().replaceAll(/\r\n?/g, '\n'))
      .split('\n')
      .map((line) => withoutControls(maskSecrets(line)))
      .join('\n'),
  };
}

/**
 * A response of digest authentication is as good as the password to who tries (RFC 7616 §5), and what other schemes send
 * is the password itself.
 *
 * @param text with LF between lines; a header may be folded
 */
function maskCredentials(text: string): string {
  return text.replaceAll(/^(?:proxy-)?authorization[ \t]*:(?:.|\n[ \t])*/gim, (header) => {
    const value = header.indexOf(':') + 1;
    const [scheme = ''] = header.slice(value).trimStart().split(/\s/, 1);
    return /^digest$/i.test(scheme)
      ? header.replaceAll(/\b(response|cnonce)(\s*=\s*)(?:"[^"]*"|[^\s,"]+)/gi, '$1$2"****"')
      : `${header.slice(0, value)} ${scheme} ****`;
  });
}
