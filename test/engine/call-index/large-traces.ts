/** What tests of the index of a large trace share: the index, and an analysis to compare it with. */
import { finished } from '../../../server/engine/basics/finished';
import assert from 'node:assert/strict';
import { indexLargeTrace } from '../../../server/engine/call-index/overview-index';
import type { LargeTrace, LargeTraceCall } from '../../../shared/large-trace';
import { parseSip } from '../../../server/engine/sip/parse';
import { decodeText } from '../../../server/engine/basics/decode';
import { readText } from '../../../server/engine/traces/read';
import { type TraceMessage } from '../../../server/engine/traces/message';
import { parsePacket } from '../../../server/engine/trace-text/packet';
import { readCallInSlices, type TextFile } from '../../../server/engine/traces/read-call';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { renderCallInSlices } from '../../../server/engine/traces/render-call';

/** Null where it cannot be read. */
export function indexed(bytes: Uint8Array): LargeTrace | null {
  const reading = finished(indexLargeTrace(() => pieces(bytes), '', null));
  return reading.kind === 'indexed' ? reading.trace : null;
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.slice(at, at + (1 << 20));
}

export function fileOf(bytes: Uint8Array): TextFile {
  return { pieces: () => pieces(bytes), read: (start, end) => bytes.slice(start, end) };
}

export function readCall(bytes: Uint8Array, trace: LargeTrace, callId: string): string {
  const places = trace.calls.filter((call) => call.callId === callId).flatMap((call) => call.places);
  if (trace.kind === 'capture') {
    const rendering = finished(renderCallInSlices(() => pieces(bytes), '', { callId, frames: places }));
    assert.ok(rendering.kind === 'rendered');
    return rendering.capture.text;
  }
  const reading = finished(readCallInSlices(fileOf(bytes), { callId, places, heading: trace.heading }));
  assert.ok(reading.kind === 'read', callId);
  return reading.text;
}

export function textOf(bytes: Uint8Array): string {
  const rendering = renderCapture([bytes]);
  return rendering.kind === 'rendered' ? rendering.capture.text : decodeText(bytes).text;
}

export function messagesOf(text: string): readonly TraceMessage[] {
  return readText(text).records.map((record, index): TraceMessage => {
    const { kind, content } = record;
    if (kind === 'sip') return { index, record, parsed: parseSip(content) };
    return { index, record, parsed: parsePacket(kind === 'packet' ? content : '') };
  });
}

export function contentOf({ record }: TraceMessage): string {
  return record.content.replaceAll('\r', '').trimEnd();
}

export type Row = Pick<
  LargeTraceCall,
  'kind' | 'callId' | 'from' | 'to' | 'outcome' | 'status' | 'started' | 'answered' | 'ended' | 'messages'
> & { readonly profile: { readonly name: string } };

export function rowOf({
  callId,
  from,
  to,
  outcome,
  status,
  started,
  answered,
  ended,
  messages,
  profile,
}: Omit<Row, 'kind'>): object {
  return { callId, from, to, outcome, status, started, answered, ended, messages, profile: profile.name };
}
