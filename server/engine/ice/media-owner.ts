/**
 * Whose media a packet is: by both its addresses; by the key that protects it, where one of them is told by nobody; by the
 * port of the SBC, which it opened for one call.
 */
import type { End, Address } from '../../../shared/ice';
import type { PacketMessage } from '../trace-text/packet';
import type { TraceMessage } from '../traces/message';
import type { RtpSample } from '../rtp/samples';
import type { AttributionIndex } from './attribution';
import type { Protections } from './protection';
import type { Session } from './session';

/** One packet of media, or a stream. */
export interface MediaPacket {
  readonly message: TraceMessage;
  readonly type: Extract<PacketMessage['type'], 'rtp' | 'rtcp' | 'dtls'>;
  readonly from: Address;
  readonly to: Address;
  readonly samples: readonly RtpSample[];
}

export interface MediaOwner {
  readonly session: Session;
  readonly sender: End;
  /** `port`: it comes from a port that the SBC opened for the session, and goes where nobody told. */
  readonly by: 'addresses' | 'key' | 'port';
  /** It goes from one port of the SBC to another: it is of two calls, and Teams has no part in it. */
  readonly isHairpin: boolean;
}

/** The sessions that media belongs to: none, one, those of all hops of a proxied call, or the two legs of a call that never leaves the SBC. */
export function ownersOf(
  packet: MediaPacket,
  index: AttributionIndex,
  protections: Protections,
): readonly MediaOwner[] {
  const { message, type, from, to } = packet;
  const hairpin = index.hairpin(message, from, to);
  if (hairpin !== null)
    return (['sbc', 'teams'] as const).map((sender) => ({
      session: hairpin[sender],
      sender,
      by: 'addresses',
      isHairpin: true,
    }));
  const found =
    index.flow(message, from, to) ?? (type === 'rtcp' ? besideMedia(message, from, to, index) : null);
  if (found !== null)
    return [found, ...index.hops(found.session, message, from, to)].map((each) => ({
      ...each,
      by: 'addresses',
      isHairpin: false,
    }));
  if (type === 'dtls') return [];
  const owner =
    byKey('teams', index.callsAt(to), type, packet, protections) ??
    byKey('sbc', index.callsAt(from), type, packet, protections) ??
    byPort(packet, index);
  return owner === null ? [] : [owner];
}

function byKey(
  sender: End,
  calls: ReturnType<AttributionIndex['callsAt']>,
  type: 'rtp' | 'rtcp',
  { samples, message }: MediaPacket,
  protections: Protections,
): MediaOwner | null {
  const session = calls.length === 0 ? null : protections.ownerOf(sender, type, samples, calls, message);
  return session === null ? null : { session, sender, by: 'key', isHairpin: false };
}

/** A port of the SBC is one call's while that runs. */
function byPort({ message, type, from, to }: MediaPacket, index: AttributionIndex): MediaOwner | null {
  if (type !== 'rtp' || index.isKnown(to)) return null;
  const [call, ...others] = index.running(from, message);
  if (call === undefined || others.length > 0) return null;
  const fork = call.forks.find(({ active }) => active) ?? call.forks.find(({ main }) => main !== null);
  const session = fork?.main ?? null;
  return session === null ? null : { session, sender: 'sbc', by: 'port', isHairpin: false };
}

/** RTCP on the ports behind those of RTP, where both ends agreed to have it on the same (RFC 5761 §5.1.1). */
function besideMedia(
  message: TraceMessage,
  from: Address,
  to: Address,
  index: AttributionIndex,
): ReturnType<AttributionIndex['flow']> {
  const found = index.flow(message, portBefore(from), portBefore(to));
  if (found === null) return null;
  const { sbc, teams } = found.session.descriptions;
  return sbc?.mux === true && teams?.mux === true ? found : null;
}

function portBefore({ address, port }: Address): Address {
  return { address, port: port - 1 };
}
