/** The media streams of a trace text, with the call whose session descriptions speak of them. */
import type { Body, Call } from '../engine/calls/call';
import type { CallReplay, MediaReplay } from '../engine/ice/model';
import { staticPayloadType } from '../engine/rtp/static-payload-types';
import { rtpmapOf } from '../engine/sdp/rtpmap';
import {
  attributesOf,
  candidatesOf,
  defaultRtpDestination,
  isRtp,
  isSecureProfile,
  usedStreams,
} from '../engine/sdp/query';
import type { MediaSection } from '../engine/sdp/sdp';
import type { Endpoint } from '../engine/text/record';
import type { TraceTime } from '../../shared/times';
import type { TraceMessage } from '../engine/traces/message';
import type { Silence } from '../engine/trace-text/blocks/rtp';
import type { PacketOf } from '../engine/trace-text/packet';
import { otherParty } from '../../shared/calls';
import type { MediaStreamSummary } from '../../shared/protocol';
import { endpointText } from '../engine/text/endpoint';
import { replaysOf } from './replay-view/replays';
import { nameOfFork } from './replay-view/scene';
import { rangeOf, type TraceView } from './view';

/** The streams of RTP and of fax in the order of the trace; none where the trace was not made from a capture. */
export function mediaStreams(view: TraceView): readonly MediaStreamSummary[] {
  const { messages, calls } = view.analysis.trace;
  const blocks = messages.flatMap((message) => {
    const { parsed } = message;
    return parsed.kind === 'packet' && (parsed.type === 'rtp' || parsed.type === 't38')
      ? [{ message, parsed }]
      : [];
  });
  if (blocks.length === 0) return [];
  const places = describedPlaces(calls);
  const replayed = replayedStreams(view);
  return blocks.map(({ message, parsed }) => summaryOf(view, message, parsed, places, replayed.get(message)));
}

/** What a replay made of a stream. */
interface ReplayedStream {
  readonly replay: CallReplay;
  readonly media: MediaReplay;
}

function replayedStreams(view: TraceView): ReadonlyMap<TraceMessage, ReplayedStream> {
  return new Map(
    replaysOf(view).flatMap((replay) => replay.media.map((media) => [media.message, { replay, media }])),
  );
}

/** An end of media that a session description names. */
interface DescribedPlace {
  readonly call: Call;
  readonly body: Body;
  readonly media: MediaSection;
}

function summaryOf(
  view: TraceView,
  { index, record: { meta, span } }: TraceMessage,
  parsed: PacketOf<'rtp' | 't38'>,
  places: ReadonlyMap<string, readonly DescribedPlace[]>,
  replayed: ReplayedStream | undefined,
): MediaStreamSummary {
  const described = placesOf(meta.source, meta.destination, meta.time, places);
  const protection = replayed?.media.protection ?? null;
  const { packets, last, lost } = parsed.stream;
  const rtp = parsed.type === 'rtp' ? parsed.stream : null;
  // The one with the most packets first.
  const payloadTypes = (rtp?.payloadTypes ?? []).toSorted((a, b) => b.packets - a.packets);
  return {
    key: String(index),
    started: meta.time,
    ended: last,
    source: endpointText(meta.source),
    destination: endpointText(meta.destination),
    kind: rtp === null ? 'T.38' : described.some(({ media }) => isSecureProfile(media)) ? 'SRTP' : 'RTP',
    ssrc: rtp?.ssrc?.toString(16).padStart(8, '0') ?? null,
    codec: payloadTypes.map(({ payloadType }) => codecName(payloadType, described)).join(', '),
    packets,
    lost,
    longestGap: lost === null ? null : (rtp?.longestGap ?? null),
    longestSilence: longestOf(rtp?.silences ?? []),
    jitter: payloadTypes[0]?.jitter ?? null,
    keys: protection === null ? null : { verified: protection.verified, message: protection.message },
    sender: senderOf(meta.destination, described, places, replayed),
    fork:
      replayed === undefined || replayed.replay.forks.length < 2 ? '' : nameOfFork(replayed.media.of.fork),
    call: described[0]?.call.key ?? null,
    range: rangeOf(view, { start: span.start, end: span.start }),
  };
}

function longestOf(silences: readonly Silence[]): number | null {
  const lengths = silences.map(({ before, behind }) => behind.time.micros - before.time.micros);
  return lengths.length === 0 ? null : lengths.reduce((longest, length) => Math.max(longest, length));
}

/** As the replay says it; else it is the other party of the one who described where the stream goes. */
function senderOf(
  destination: Endpoint | null,
  described: readonly DescribedPlace[],
  places: ReadonlyMap<string, readonly DescribedPlace[]>,
  replayed: ReplayedStream | undefined,
): MediaStreamSummary['sender'] {
  if (replayed !== undefined) {
    const { sender } = replayed.media;
    const { sidesKnown, sbcParty } = replayed.replay;
    if (sidesKnown) return sender;
    return sender === 'sbc' ? sbcParty : otherParty(sbcParty);
  }
  const [first] = described;
  if (first === undefined) return null;
  return at(destination, places).includes(first) ? otherParty(first.body.party) : first.body.party;
}

/** Where the calls' descriptions want media: default destinations and candidates. */
function describedPlaces(calls: readonly Call[]): ReadonlyMap<string, readonly DescribedPlace[]> {
  const places = new Map<string, DescribedPlace[]>();
  const add = (address: string, port: number, place: DescribedPlace): void => {
    const end = keyOf(address, port);
    const known = places.get(end);
    if (known === undefined) places.set(end, [place]);
    else known.push(place);
  };
  for (const call of calls) {
    for (const body of call.bodies) {
      const { sdp } = body;
      for (const media of usedStreams(sdp)) {
        if (!isRtp(media) && !isFax(media)) continue;
        const destination = defaultRtpDestination(sdp, media);
        if (destination !== null) add(destination.address.text, destination.port, { call, body, media });
        for (const { address, portValue } of candidatesOf(media)) {
          if (portValue !== null) add(address.text, portValue, { call, body, media });
        }
      }
    }
  }
  return places;
}

/**
 * The descriptions of the one call that names the stream's ends. A call that names both goes before one that names
 * where the stream goes, and that before one that names where it comes from: behind a NAT a source is another one.
 * Ports are used again by later calls: of those equal in this, the last one that had begun.
 */
function placesOf(
  source: Endpoint | null,
  destination: Endpoint | null,
  time: TraceTime | null,
  places: ReadonlyMap<string, readonly DescribedPlace[]>,
): readonly DescribedPlace[] {
  const to = at(destination, places);
  const from = at(source, places);
  const scores = new Map<Call, number>();
  const rate = (found: readonly DescribedPlace[], points: number): void => {
    for (const call of new Set(found.map((place) => place.call))) {
      scores.set(call, (scores.get(call) ?? 0) + points);
    }
  };
  rate(to, 2);
  rate(from, 1);
  let best: Call | null = null;
  for (const [call, score] of scores) {
    // Media may run ahead of the message that tells of it by a little.
    if (time !== null && call.started !== null && call.started.micros > time.micros + slack) continue;
    const highest = best === null ? -1 : (scores.get(best) ?? 0);
    if (score > highest || (score === highest && startOf(call) > startOf(best))) best = call;
  }
  return [...to, ...from].filter(({ call }) => call === best);
}

/** Microseconds. */
const slack = 1_000_000;

function startOf(call: Call | null): number {
  return call?.started?.micros ?? -Infinity;
}

function at(
  end: Endpoint | null,
  places: ReadonlyMap<string, readonly DescribedPlace[]>,
): readonly DescribedPlace[] {
  return end === null || end.port === null ? [] : (places.get(keyOf(end.address, end.port)) ?? []);
}

function isFax({ description }: MediaSection): boolean {
  return description.proto.text.toLowerCase() === 'udptl';
}

function keyOf(address: string, port: number): string {
  return `${address.toLowerCase()} ${port}`;
}

/** As the descriptions call a payload type, else as RFC 3551 does, else its number. */
function codecName(payloadType: number, described: readonly DescribedPlace[]): string {
  for (const { media } of described) {
    for (const line of attributesOf(media, 'rtpmap')) {
      const { payloadTypeValue, encoding } = rtpmapOf(line);
      if (payloadTypeValue === payloadType && encoding.text !== '') return encoding.text;
    }
  }
  return staticPayloadType(payloadType)?.encoding ?? String(payloadType);
}
