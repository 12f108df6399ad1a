import type { TextDocument, Uri } from 'vscode';

/** The section of our settings, and the id under which the language client finds `sipTrace.trace.server`. */
export const clientId = 'sipTrace';

/** The name in the output channel's list and in messages. */
export const clientName = 'SIP Trace';

/** The languages that the language server understands. */
export const traceLanguages: readonly string[] = ['sip-trace', 'sdp'];

/** The scheme of both sides of a comparison of a body with its corrected one. */
export const bodyScheme = 'sip-trace-body';

/** Whether a document is a trace or a session description. */
export function isTrace(document: TextDocument): boolean {
  return traceLanguages.includes(document.languageId);
}

/** The old side of a comparison with version control is another state of the same file: its findings would come twice. */
export function hasFindings(uri: Uri): boolean {
  return uri.scheme !== 'git' && uri.scheme !== bodyScheme;
}
