/**
 * What a message is, at a glance: so much of a whole trace is looked at before anything is judged. Of a trace that is too
 * large for its trees to be kept it is noted while a message is read, and no message is read again for it.
 */
import type { TextRecord } from '../text/record';
import type { StreamFacts } from '../trace-text/blocks/rtp';
import type { PacketBody } from '../trace-text/packet';

/** What a message is; of a packet, what it holds. */
export type MessageType = Exclude<TextRecord['kind'], 'packet'> | PacketBody['type'];

/** What tells how a stream of RTP went. */
export type StreamSight = Pick<
  StreamFacts,
  'ssrc' | 'packets' | 'twice' | 'lost' | 'silences' | 'last' | 'lastFrame'
>;

export interface Sight {
  readonly type: MessageType;
  /** Null of what is no stream of RTP. */
  readonly stream: StreamSight | null;
  /** A sum over `octetsOf`, which is seldom that of other octets; 0 where there are none. */
  readonly sum: number;
  /** Whether the end of SIP or STUN was not captured. */
  readonly isCut: boolean;
}
