/** Key presses in the media of a call: what its streams tell of them, where the SDP says that they are such. */
import type { Call } from '../../calls/call';
import type { CallReplay, MediaReplay } from '../../ice/model';
import type { TelephoneEvents } from '../../rtp/telephone-events';
import { attributesOf, isSecureProfile } from '../../sdp/query';
import { rtpmapOf } from '../../sdp/rtpmap';
import { eventsOf } from '../../trace-text/blocks/events-line';
import { lineNamed } from '../../trace-text/packet-lines';
import { sessionAt } from '../packets';
import type { PacketPlace } from '../rule';
import { receiverOf } from './streams';

/** Key presses of one payload type of one stream. */
export interface KeyPresses {
  readonly stream: MediaReplay;
  readonly payloadType: number;
  readonly events: TelephoneEvents;
  readonly place: PacketPlace;
}

/** The key presses of a call, in the order of its streams. */
export function keyPressesOf(replay: CallReplay, call: Call): readonly KeyPresses[] {
  return replay.media.flatMap((stream) => {
    const { parsed } = stream.message;
    if (parsed.kind !== 'packet' || parsed.type !== 'rtp') return [];
    const { events } = parsed.stream;
    if (events.length === 0) return [];
    const types = eventTypesOf(replay, call, stream);
    return events
      .filter(({ payloadType }) => types.has(payloadType))
      .map(({ payloadType, events: counted }) => ({
        stream,
        payloadType,
        events: counted,
        place: { in: stream.message, at: lineNamed(parsed, eventsOf(payloadType)) },
      }));
  });
}

/** Whether what the packets hold can be read: neither SDP wants SRTP, or it is known that there is none. */
export function isReadable(replay: CallReplay, { stream, events }: KeyPresses): boolean {
  if (events.encrypted) return false;
  if (stream.protection?.how === 'plain') return true;
  const { sbc = null, teams = null } = sessionAt(replay, stream.of)?.descriptions ?? {};
  return [sbc, teams].every((description) => {
    const media = description?.body.sdp.media[description.stream];
    return media === undefined || !isSecureProfile(media);
  });
}

/** `2 of 5`; a number alone where it is all. */
export function share(count: number, { events }: TelephoneEvents): string {
  return count === events ? (events === 1 ? 'the only one' : `all ${events}`) : `${count} of ${events}`;
}

/** The payload types that the receiver of a stream calls telephone-event, in any of its descriptions. */
function eventTypesOf(replay: CallReplay, call: Call, stream: MediaReplay): ReadonlySet<number> {
  const types = new Set<number>();
  const receiver = receiverOf(replay, stream);
  if (receiver === null) return types;
  for (const { party, sdp } of call.bodies) {
    const media = party === receiver.body.party ? sdp.media[receiver.stream] : undefined;
    if (media === undefined) continue;
    for (const { encoding, payloadTypeValue } of attributesOf(media, 'rtpmap').map(rtpmapOf)) {
      if (payloadTypeValue !== null && encoding.text.toLowerCase() === 'telephone-event')
        types.add(payloadTypeValue);
    }
  }
  return types;
}
