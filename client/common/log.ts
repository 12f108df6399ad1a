import { window, type LogOutputChannel } from 'vscode';
import { clientName } from './identity';

/** The output channel of the extension and of its language server, with the levels the user sets on it. */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel(clientName, { log: true });
}

/** The text of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
