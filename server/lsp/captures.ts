/** Reads captures and large traces for an editor, in slices, from the disk where the host has one. */
import { fromBase64 } from '../../shared/base64';
import type { CancellationToken } from 'vscode-languageserver';
import type { AnalysisOptions } from '../engine/analysis/model';
import { type JudgedPart, type JudgingEnd, judgeTrace } from '../engine/batches/judge-trace';
import { indexLargeTrace, type LargeTraceIndexing } from '../engine/call-index/overview-index';
import type { CallJudgement } from '../../shared/large-trace';
import type { Profile } from '../../shared/calls';
import { joinTracesInSlices } from '../engine/traces/join';
import { readCallInSlices } from '../engine/traces/read-call';
import { renderCaptureInSlices, type Rendering } from '../engine/trace-text/render';
import type { TextLimits } from '../engine/trace-text/write';
import { renderCallInSlices } from '../engine/traces/render-call';
import type {
  IndexTraceParams,
  IndexTraceResult,
  JoinTracesParams,
  JoinTracesResult,
  JudgeTraceParams,
  JudgeTraceResult,
  ReadCallParams,
  ReadCallResult,
  RenderCaptureParams,
  RenderCaptureResult,
} from '../../shared/protocol';
import { runInSlices } from './slices';

/** A file on the host's disk. Its methods throw where it cannot be read. */
export interface HostFile {
  /** In octets. */
  size(): number;
  /** From its beginning; each piece has octets of its own. */
  pieces(): Iterable<Uint8Array>;
  /** Octets from `start` on, up to `end` or the end of the file. */
  read(start: number, end: number): Uint8Array;
}

export interface CaptureHost {
  readonly pause: () => Promise<void>;
  /** Null where the host has no disk, or the URI names no file on it. */
  readonly fileAt: (uri: string) => HostFile | null;
}

/**
 * Answers a request to render a capture; null where it was cancelled. A text that is wanted whole is to be saved: nobody would
 * see that messages are missing in it.
 */
export async function renderForEditor(
  { uri, bytes, keyLog, longest }: RenderCaptureParams,
  host: CaptureHost,
  token: CancellationToken,
  limits?: TextLimits,
): Promise<RenderCaptureResult | null> {
  return refusing(async () => {
    const pieces = bytes === null ? host.fileAt(uri)?.pieces() : [fromBase64(bytes)];
    if (pieces === undefined) return { kind: 'send-bytes' };
    const options = { keyLog, ...(limits === undefined ? {} : { limits }) };
    const rendering = notLonger(renderCaptureInSlices(pieces, options), longest ?? Infinity);
    const rendered = await run(rendering, host, token);
    switch (rendered?.kind) {
      case undefined:
        return null;
      case 'rendered': {
        const { isWhole, ...capture } = rendered.capture;
        if (longest !== null || isWhole) return { kind: 'rendered', ...capture };
        return {
          kind: 'refused',
          message:
            'it holds too much for one text. In a terminal, sip-trace messages FILE writes all of it; a call alone can be saved ' +
            'from the overview',
        };
      }
      case 'unsupported':
        return { kind: 'refused', message: rendered.message };
      case 'too-long':
        return rendered;
      case 'no-capture':
        return {
          kind: 'refused',
          message:
            'this is no capture of packets. A log in plain text opens with “Reopen Editor With…”, “Text Editor”',
        };
    }
  });
}

/**
 * Answers a request to index a trace; null where it was cancelled.
 *
 * @param chosen the profile that the user chose; null leaves it to what the trace shows
 * @param tell is told how much of the file was read, from 0 to 1
 */
export async function indexForEditor(
  { uri, keyLog }: IndexTraceParams,
  chosen: Profile | null,
  host: CaptureHost,
  token: CancellationToken,
  tell: (done: number) => void,
): Promise<IndexTraceResult | null> {
  return refusing(async () => {
    const file = host.fileAt(uri);
    if (file === null) return { kind: 'out-of-reach' };
    const size = file.size();
    const indexing = indexLargeTrace(() => file.pieces(), keyLog, chosen);
    const found = await run(
      telling(indexing, (octets) => {
        tell(Math.min(1, octets / Math.max(1, size)));
      }),
      host,
      token,
    );
    if (found?.kind === 'unreadable') return { kind: 'refused', message: found.message };
    return found;
  });
}

/**
 * Answers a request to judge all calls of a trace; null where it was cancelled.
 *
 * @param tell is told now and then what was judged since the last time
 */
export async function judgeForEditor(
  { uri, keyLog }: JudgeTraceParams,
  options: AnalysisOptions,
  host: CaptureHost,
  token: CancellationToken,
  tell: (judged: JudgedPart) => void,
): Promise<JudgeTraceResult | null> {
  return refusing(async () => {
    const file = host.fileAt(uri);
    if (file === null) return { kind: 'out-of-reach' };
    const judging = judgeTrace(() => file.pieces(), file.size(), keyLog, options);
    const end = await run(tellingJudged(judging, tell), host, token);
    if (end?.kind === 'whole')
      return { kind: 'refused', message: `${end.message}; sip-trace lint FILE does so in a terminal` };
    return end?.kind === 'unreadable' ? { kind: 'refused', message: end.message } : end;
  });
}

/** Answers a request for a call of a trace that was indexed; null where it was cancelled. */
export async function readCallForEditor(
  { uri, keyLog, trace, callId, places }: ReadCallParams,
  host: CaptureHost,
  token: CancellationToken,
): Promise<ReadCallResult | null> {
  return refusing(async () => {
    const file = host.fileAt(uri);
    if (file === null) return { kind: 'refused', message: 'it cannot be read in pieces' };
    if (trace.kind === 'text') {
      const reading = readCallInSlices(file, { callId, places, heading: trace.heading });
      const read = await run(reading, host, token);
      return read?.kind === 'read' ? { ...read, problems: [] } : read;
    }
    const rendering = renderCallInSlices(() => file.pieces(), keyLog, { callId, frames: places });
    const rendered = await run(rendering, host, token);
    switch (rendered?.kind) {
      case undefined:
        return null;
      case 'rendered': {
        const { text, problems } = rendered.capture;
        return text.includes(callId) ? { kind: 'read', text, problems } : { kind: 'moved' };
      }
      case 'unsupported':
        return { kind: 'refused', message: rendered.message };
      case 'no-capture':
        return { kind: 'moved' };
    }
  });
}

/** Answers a request to join traces; null where it was cancelled. */
export async function joinForEditor(
  { texts, offsets }: JoinTracesParams,
  host: CaptureHost,
  token: CancellationToken,
): Promise<JoinTracesResult | null> {
  return run(joinTracesInSlices(texts, offsets), host, token);
}

async function run<T>(
  work: Generator<unknown, T | null>,
  host: CaptureHost,
  token: CancellationToken,
): Promise<T | null> {
  const job = { cancelled: token.isCancellationRequested };
  const listening = token.onCancellationRequested(() => {
    job.cancelled = true;
  });
  try {
    return await runInSlices(work, job, host.pause);
  } finally {
    // A file that is being read is closed.
    work.return(null);
    listening.dispose();
  }
}

/** What keeps a file from being read is an answer. */
async function refusing<Result>(
  answer: () => Promise<Result>,
): Promise<Result | { readonly kind: 'refused'; readonly message: string }> {
  try {
    return await answer();
  } catch (error) {
    return {
      kind: 'refused',
      message: `it cannot be read (${error instanceof Error ? error.message : String(error)})`,
    };
  }
}

/** Stops a rendering whose text becomes too long. */
function* notLonger(
  rendering: Generator<number, Rendering>,
  longest: number,
): Generator<void, Rendering | { readonly kind: 'too-long' }> {
  try {
    for (;;) {
      const step = rendering.next();
      if (step.done === true) {
        const isTooLong = step.value.kind === 'rendered' && step.value.capture.text.length > longest;
        return isTooLong ? { kind: 'too-long' } : step.value;
      }
      if (step.value > longest) return { kind: 'too-long' };
      yield;
    }
  } finally {
    rendering.return({ kind: 'no-capture' });
  }
}

/** Milliseconds between two tellings. */
const tellingInterval = 100;

/** Tells now and then how many octets an indexing has read. */
function* telling(
  indexing: Generator<number, LargeTraceIndexing>,
  tell: (octets: number) => void,
): Generator<void, LargeTraceIndexing> {
  let next = performance.now() + tellingInterval;
  try {
    for (;;) {
      const step = indexing.next();
      if (step.done === true) return step.value;
      if (performance.now() >= next) {
        tell(step.value);
        next = performance.now() + tellingInterval;
      }
      yield;
    }
  } finally {
    indexing.return({ kind: 'unreadable', message: '' });
  }
}

/** Tells now and then what was judged, and the rest at the end. */
function* tellingJudged(
  judging: Generator<JudgedPart | null, JudgingEnd>,
  tell: (judged: JudgedPart) => void,
): Generator<void, JudgingEnd> {
  let next = performance.now() + tellingInterval;
  let done = 0;
  let calls: CallJudgement[] = [];
  try {
    for (;;) {
      const step = judging.next();
      if (step.done !== true && step.value !== null) {
        ({ done } = step.value);
        for (const call of step.value.calls) calls.push(call);
      }
      if (step.done === true || performance.now() >= next) {
        tell({ done: step.done === true ? 1 : done, calls });
        calls = [];
        next = performance.now() + tellingInterval;
      }
      if (step.done === true) return step.value;
      yield;
    }
  } finally {
    judging.return({ kind: 'unreadable', message: '' });
  }
}
