/**
 * Hints beside the text: time since the call's previous message, codecs of bare payload types, and where records of
 * the log are missing.
 */
import { descriptionsOf } from '../engine/traces/message';
import { InlayHintKind, type InlayHint, type Range } from 'vscode-languageserver-types';
import type { Clock } from '../engine/evidence/clock';
import { staticPayloadType } from '../engine/rtp/static-payload-types';
import { rtpmapOf } from '../engine/sdp/rtpmap';
import { attributesOf, isRtp } from '../engine/sdp/query';
import type { MediaSection } from '../engine/sdp/sdp';
import { inTrace, type TraceMessage } from '../engine/traces/message';
import { callOf } from './lookup';
import { offsetAt, positionAt, type TraceView } from './view';

export function provideInlayHints(view: TraceView, range: Range): readonly InlayHint[] {
  const start = offsetAt(view, range.start);
  const end = offsetAt(view, range.end);
  return view.analysis.trace.messages
    .filter(({ record: { span } }) => span.end >= start && span.start <= end)
    .flatMap((message) => [
      ...(view.settings.inlayHints.timeDelta ? timeHint(view, message) : []),
      ...(view.settings.inlayHints.payloadTypes ? codecHints(view, message) : []),
      ...lossHints(view, message),
    ]);
}

function timeHint(view: TraceView, message: TraceMessage): readonly InlayHint[] {
  const place = callOf(view, message);
  const { parsed, record } = message;
  if (place === null || parsed.kind !== 'sip') return [];
  const { clock } = view.analysis.trace.evidence;
  const previous = place.call.messages[place.inCall.place - 1]?.message;
  const first = place.call.messages[0]?.message;
  if (previous === undefined || first === undefined) return [];
  const { time } = record.meta;
  if (time === null || previous.record.meta.time?.date !== time.date) return [];
  const since = (earlier: TraceMessage): number => ownTime(clock, message) - ownTime(clock, earlier);
  const delta = seconds(since(previous));
  return [
    {
      position: positionAt(view, inTrace(message, parsed.startLine).end),
      label: delta,
      paddingLeft: true,
      tooltip: `${delta} since the previous message of this call, ${seconds(since(first))} since its first`,
    },
  ];
}

/** What a message was stamped with, without leaps and skew of the capture's clocks. */
function ownTime(clock: Clock, message: TraceMessage): number {
  return clock.corrected(message.record.meta.time?.micros ?? NaN, message);
}

function seconds(micros: number): string {
  const sign = micros < 0 ? '−' : '+';
  return `${sign}${(Math.abs(micros) / 1e6).toFixed(3)} s`;
}

/** What is missing is told whatever hints are wanted: without it the message would seem to be malformed. */
function lossHints(view: TraceView, message: TraceMessage): readonly InlayHint[] {
  const { lost = 0, content } = message.record;
  if (lost === 0) return [];
  const records = lost === 1 ? '1 record' : `${lost} records`;
  const end = content.trimEnd().length;
  return [
    {
      position: positionAt(view, inTrace(message, { start: end, end }).end),
      label: `${records} of the log missing`,
      paddingLeft: true,
      tooltip: `The numbers of the log’s records (S=) skip ${lost} here: the rest of this message was lost before it was written, it was not sent so.`,
    },
  ];
}

function codecHints(view: TraceView, message: TraceMessage): readonly InlayHint[] {
  return descriptionsOf(message.parsed).flatMap(({ media }) =>
    media.flatMap((section) => sectionHints(view, message, section)),
  );
}

/** Names the payload types that no rtpmap names. */
function sectionHints(view: TraceView, message: TraceMessage, section: MediaSection): readonly InlayHint[] {
  if (!isRtp(section)) return [];
  const mapped = new Set(attributesOf(section, 'rtpmap').map((line) => rtpmapOf(line).payloadType.text));
  return section.description.formats.flatMap((format) => {
    const codec =
      mapped.has(format.text) || !/^\d{1,3}$/.test(format.text)
        ? null
        : staticPayloadType(Number(format.text));
    if (codec === null) return [];
    return [
      {
        position: positionAt(view, inTrace(message, format).end),
        label: codec.encoding,
        kind: InlayHintKind.Type,
        paddingLeft: true,
        tooltip: `Payload type ${format.text} is ${codec.encoding}/${codec.clockRate} by RFC 3551, without an rtpmap`,
      },
    ];
  });
}
