/** Finds the session description at a place, and whether the file it stands in may be edited. */
import type { Position, Range } from 'vscode-languageserver-types';
import type { Finding } from '../engine/analysis/model';
import type { Body } from '../engine/calls/call';
import { encloses } from '../engine/basics/span';
import type { TraceMessage } from '../engine/traces/message';
import { bodyOfMessage, callOf } from './lookup';
import { offsetAt, placeAt, type TraceView } from './view';

export interface FoundBody {
  readonly message: TraceMessage;
  readonly body: Body;
}

/** The description of the message at a position, wherever in the message that is. */
export function bodyAt(view: TraceView, position: Position): FoundBody | null {
  const place = placeAt(view, position);
  return place === null ? null : bodyOf(view, place.message);
}

/** The first description of a message; null where it has none. Of a retransmission: that of the first copy. */
export function bodyOf(view: TraceView, message: TraceMessage): FoundBody | null {
  const place = callOf(view, message);
  const body = place === null ? null : bodyOfMessage(place);
  const carrier = body === null ? undefined : place?.call.messages[body.place]?.message;
  return body === null || carrier === undefined ? null : { message: carrier, body };
}

/** The findings about a description. */
export function findingsOfBody(view: TraceView, { message, body }: FoundBody): readonly Finding[] {
  return view.analysis.findings.filter(
    (finding) => finding.in === message.index && encloses(body.sdp, finding.at),
  );
}

/** The findings that touch an editor range. */
export function findingsIn(view: TraceView, range: Range): readonly Finding[] {
  const start = offsetAt(view, range.start);
  const end = offsetAt(view, range.end);
  return view.analysis.findings.filter((finding) => finding.range.start <= end && finding.range.end >= start);
}
