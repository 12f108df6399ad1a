import type { Trace } from '../calls/trace';
import type { TraceMessage } from '../traces/message';

/**
 * Whether fixes may change the file itself. A log is evidence and stays as it is; a description, or a trace of
 * bare messages that somebody wrote, is there to be edited. What was quoted, numbered, wrapped or put into a string is what
 * is left of a mail, a page or a log: a line put in would lack its margin, or stand within another.
 */
export function isEditable({ text }: Pick<Trace, 'text'>, { record }: TraceMessage): boolean {
  return (record.kind === 'sdp' || record.format === 'bare') && standsLineByLine(text, record);
}

/** Whether each line of a message is a line of the file, but for blanks and blank lines that its layout lost. */
function standsLineByLine(text: string, { span, content, map }: TraceMessage['record']): boolean {
  return map.content.every((at, run) => {
    if (isLineEnd(content, at)) return true;
    const offset = span.start + (map.trace[run] ?? 0);
    return (at === 0 || isLineEnd(content, at - 1)) && (offset === 0 || isLineEnd(text, offset - 1));
  });
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
}
