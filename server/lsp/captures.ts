/** Renders captures for an editor, in slices, from the disk where the host has one. */
import type { CancellationToken } from 'vscode-languageserver';
import { renderCaptureInSlices } from '../engine/trace-text/render';
import type { RenderCaptureParams, RenderCaptureResult } from '../protocol';
import { runInSlices, type Job } from './slices';

export interface CaptureHost {
  readonly pause: () => Promise<void>;
  /** The pieces of a file; null where the host has no disk, or the URI names no file on it. */
  readonly readFile: (uri: string) => Iterable<Uint8Array> | null;
}

/** Answers a request to render a capture; null where it was cancelled. */
export async function renderForEditor(
  { uri, bytes, keyLog }: RenderCaptureParams,
  host: CaptureHost,
  token: CancellationToken,
): Promise<RenderCaptureResult | null> {
  const job: Job = { cancelled: token.isCancellationRequested };
  const listening = token.onCancellationRequested(() => {
    job.cancelled = true;
  });
  try {
    const pieces = bytes === null ? host.readFile(uri) : [fromBase64(bytes)];
    if (pieces === null) return { kind: 'send-bytes' };
    const rendering = await runInSlices(renderCaptureInSlices(pieces, keyLog), job, host.pause);
    if (rendering === null) return null;
    switch (rendering.kind) {
      case 'rendered':
        return { kind: 'rendered', ...rendering.capture };
      case 'unsupported':
        return { kind: 'refused', message: rendering.message };
      case 'no-capture':
        return {
          kind: 'refused',
          message:
            'this is no capture of packets. A log in plain text opens with “Reopen Editor With…”, “Text Editor”',
        };
    }
  } catch (error) {
    return {
      kind: 'refused',
      message: `it cannot be read (${error instanceof Error ? error.message : String(error)})`,
    };
  } finally {
    listening.dispose();
  }
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
