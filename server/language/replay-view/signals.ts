/** What the panel asks of a call's messages again and again, looked up once. */
import type { Body, Call } from '../../engine/calls/call';
import { describeStreams, speaksIce, type IceDescription } from '../../engine/ice/description';
import { addressText } from '../../engine/ice/address';
import { perObject } from '../../engine/basics/memo';
import type { TraceMessage } from '../../engine/traces/message';

/** The body that each message carries; of a retransmission that of the first copy. */
export const bodiesOf = perObject(({ bodies, messages }: Call): ReadonlyMap<TraceMessage, Body> => {
  const byPlace = new Map(bodies.map((body) => [body.place, body]));
  const found = new Map<TraceMessage, Body>();
  for (const { message, place, retransmissionOf } of messages) {
    const body = byPlace.get(retransmissionOf ?? place);
    if (body !== undefined) found.set(message, body);
  }
  return found;
});

/** The To tag of the fork that each response to the INVITE belongs to, by place. */
export const tagsOf = perObject(
  ({ forks }: Call): ReadonlyMap<number, string> =>
    new Map(forks.flatMap(({ toTag, responses }) => responses.map((place) => [place, toTag] as const))),
);

/** Streams and candidates that a sentence names. */
const mostStreams = 2;
const mostCandidates = 4;

/** What a description says of ICE, stream by stream: `audio: ICE Lite, 1 candidate 192.0.2.1:4000 (host), ufrag x`. */
export const iceText = perObject((body: Body): string => {
  const streams = describeStreams(body);
  if (streams.length === 0) return 'it has no stream in use';
  const more = streams.length - mostStreams;
  return [
    ...streams.slice(0, mostStreams).map(streamText),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'stream' : 'streams'}`] : []),
  ].join('; ');
});

function streamText(description: IceDescription): string {
  const { media, lite, candidates, ufrag, direction, defaultAddress } = description;
  const held = direction === 'sendrecv' ? '' : `, ${direction}`;
  if (!speaksIce(description)) {
    const where = defaultAddress === null ? '' : `, media to ${addressText(defaultAddress)}`;
    return `${media}: no ICE${where}${held}`;
  }
  const names = candidates
    .slice(0, mostCandidates)
    .map((candidate) => `${addressText(candidate)} (${candidate.type})`);
  const more = candidates.length - names.length;
  const list = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const count = `${candidates.length} ${candidates.length === 1 ? 'candidate' : 'candidates'}`;
  return `${media}: ${lite ? 'ICE Lite' : 'full ICE'}, ${count}${list === '' ? '' : ` ${list}`}${ufrag === null ? '' : `, ufrag ${ufrag}`}${held}`;
}
