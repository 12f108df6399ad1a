import type { TraceMessage } from '../traces/message';

/**
 * Whether fixes may change the file itself. A log is evidence and stays as it is; a description, or a trace of
 * bare messages that somebody wrote, is there to be edited.
 */
export function isEditable({ record }: TraceMessage): boolean {
  return record.kind === 'sdp' || record.format === 'bare';
}
