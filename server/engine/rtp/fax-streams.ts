/** Fax over UDP (T.38) folded into streams: one for each pair of addresses and ports. */
import { emptyFlowKey, type Flow, FlowTable, setFlowKey } from '../basics/flow-table';
import type { Moment } from '../basics/moment';
import type { UdptlPacket } from './udptl';
import type { MediaPacket, RtpEndpoint } from './streams';

export interface FaxStream {
  readonly source: RtpEndpoint;
  readonly destination: RtpEndpoint;
  readonly first: Moment;
  readonly last: Moment;
  readonly packets: number;
  readonly octets: number;
  /** Numbers that were passed over and did not come later. */
  readonly lost: number;
  readonly recovery: UdptlPacket['recovery'];
  /** What the machines did, in order, each once until something else came; the first ones. */
  readonly signals: readonly string[];
  /** Enough packets follow each other by number to say that this is fax, not something that looks so by chance. */
  readonly likely: boolean;
}

const MOST_STREAMS = 16_384;
const MOST_SIGNALS = 100;
/** A number further ahead is no loss but another sender. */
const FARTHEST_AHEAD = 1000;
const FEWEST = 5;
/** Numbers that chance would hardly bring so near each other; some packets may have been lost between. */
const NEAR = 4;

interface StreamState {
  readonly source: RtpEndpoint;
  readonly destination: RtpEndpoint;
  readonly first: Moment;
  last: Moment;
  packets: number;
  octets: number;
  lost: number;
  recovery: UdptlPacket['recovery'];
  readonly signals: string[];
  highest: number;
  /** Packets with the number of the one before them: a capture may have all of them twice. */
  repeated: number;
  inOrder: number;
}

export class FaxStreams {
  private readonly key = emptyFlowKey();
  private readonly streams = new FlowTable<StreamState>(MOST_STREAMS);

  /** @param ends - asked for once for each new stream. */
  add(flow: Flow, packet: UdptlPacket, { start, end, moment, route }: MediaPacket): void {
    setFlowKey(this.key, flow, 0);
    let stream = this.streams.get(this.key);
    if (stream === undefined) {
      const { source, destination } = route();
      stream = {
        source,
        destination,
        first: moment,
        last: moment,
        packets: 0,
        octets: 0,
        lost: 0,
        recovery: packet.recovery,
        signals: [],
        highest: packet.sequence,
        repeated: 0,
        inOrder: 0,
      };
      this.streams.set(this.key, stream);
    } else countSequence(stream, packet.sequence);
    stream.packets++;
    stream.octets += end - start;
    stream.last = moment;
    if (packet.recovery !== 'none') stream.recovery = packet.recovery;
    if (stream.signals.at(-1) !== packet.signal && stream.signals.length < MOST_SIGNALS)
      stream.signals.push(packet.signal);
  }

  /** All streams, in the order of their first packets. */
  list(): readonly FaxStream[] {
    return [...this.streams.values()].map(asStream).sort((a, b) => a.first.frame - b.first.frame);
  }
}

function countSequence(stream: StreamState, sequence: number): void {
  const ahead = (sequence - stream.highest) & 0xffff;
  if (ahead === 0) stream.repeated++;
  else if (ahead < FARTHEST_AHEAD) {
    if (ahead <= NEAR) stream.inOrder++;
    stream.lost += ahead - 1;
    stream.highest = sequence;
  } else if (65_536 - ahead < FARTHEST_AHEAD) stream.lost = Math.max(0, stream.lost - 1);
  else stream.highest = sequence;
}

function asStream(state: StreamState): FaxStream {
  const { source, destination, first, last, packets, octets, lost, recovery, signals, repeated, inOrder } =
    state;
  const different = packets - repeated;
  const likely = different >= FEWEST && inOrder * 2 >= different;
  return { source, destination, first, last, packets, octets, lost, recovery, signals, likely };
}
