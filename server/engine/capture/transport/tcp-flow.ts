/** A TCP connection: each of its directions is cut into what it carries, through TLS where its keys are known. */
import type { ConversationRow } from '../conversations';
import { NO_WRAPPINGS } from '../datagram';
import type { CaptureEndpoint, CaptureEvent, Carrier } from '../events';
import type { Moment } from '../../basics/moment';
import type { SealedWays } from '../streams';
import { StreamFramer, type StreamPiece, type StreamSink } from './stream-framer';
import type { StreamMemory } from './stream-memory';
import type { BothWays, Ends, StreamConsumer } from '../streams';

/** What a connection is a part of. */
export interface FlowHost {
  readonly memory: StreamMemory;
  /** Opens what decrypts a connection and gives `plain` what it carries; null where there are no keys. */
  decrypt(ends: Ends, plain: BothWays): SealedWays | null;
  tell(event: CaptureEvent): void;
  /**
   * Says that nothing is read of packets of a direction: nothing known is in them, or they are encrypted.
   *
   * @param first the first one's number
   */
  passOver(why: 'tcp' | 'tls', way: FlowWay, frames: number, first: number): void;
  /** Takes one thing that a direction carried, over TCP or what stands on it. */
  take(piece: StreamPiece, way: FlowWay, transport: Carrier['transport']): void;
}

/** One direction of a connection. */
export interface FlowWay {
  readonly ends: Ends;
  /** It is what `ends.source` sends. */
  readonly isForth: boolean;
  readonly source: CaptureEndpoint;
  readonly destination: CaptureEndpoint;
  /** Of both directions; null where nobody counts. */
  readonly conversation: ConversationRow | null;
}

export class TcpFlow {
  readonly forth: FlowWay;
  readonly back: FlowWay;
  /** What takes it, once it has shown itself to be encrypted. */
  private sealed: BothWays | undefined;
  /** Directions that ended before that. */
  private readonly ended = new Set<FlowWay>();

  constructor(
    private readonly ends: Ends,
    source: CaptureEndpoint,
    destination: CaptureEndpoint,
    conversation: ConversationRow | null,
    private readonly host: FlowHost,
  ) {
    this.forth = { ends, isForth: true, source, destination, conversation };
    this.back = { ends, isForth: false, source: destination, destination: source, conversation };
  }

  /** What cuts a direction as it was captured. */
  framer(way: FlowWay): StreamConsumer {
    return new StreamFramer(
      new WaySink(this.host, way, 'TCP', 'WS', {
        begins: () => this.unseal(way),
        ended: () => this.end(way),
      }),
      this.host.memory,
    );
  }

  /** What cuts a direction's application data. */
  private plainFramer(way: FlowWay): StreamConsumer {
    return new StreamFramer(new WaySink(this.host, way, 'TLS', 'WSS', null), this.host.memory);
  }

  private unseal(way: FlowWay): StreamConsumer | null {
    if (this.sealed === undefined) {
      const { ends, host, forth, back } = this;
      const locked = new LockedFrames((frames, first) => host.passOver('tls', way, frames, first));
      const plain = {
        forth: locked.opening(this.plainFramer(forth)),
        back: locked.opening(this.plainFramer(back)),
      };
      const opened = host.decrypt(ends, plain);
      const ways = opened === null ? null : counted(opened, host.memory);
      this.sealed = { forth: locked.way(ways?.forth), back: locked.way(ways?.back) };
      const other = way.isForth ? back : forth;
      if (this.ended.has(other)) this.sealedWay(other)?.end();
    }
    return this.sealedWay(way);
  }

  private sealedWay({ isForth }: FlowWay): StreamConsumer | null {
    return (isForth ? this.sealed?.forth : this.sealed?.back) ?? null;
  }

  private end(way: FlowWay): void {
    this.ended.add(way);
    this.sealedWay(way)?.end();
  }
}

/** Hands on what is cut out of one direction. */
class WaySink implements StreamSink {
  /** @param sealed - is told of TLS; null for what TLS carries itself. */
  constructor(
    private readonly host: FlowHost,
    private readonly way: FlowWay,
    private readonly plain: Carrier['transport'],
    private readonly webSocket: Carrier['transport'],
    private readonly sealed: {
      readonly begins: () => StreamConsumer | null;
      readonly ended: () => void;
    } | null,
  ) {}

  piece(piece: StreamPiece): void {
    this.host.take(piece, this.way, piece.inWebSocket ? this.webSocket : this.plain);
  }

  tls(moment: Moment): StreamConsumer | null {
    this.way.conversation?.holds('tls', false);
    this.host.tell({ kind: 'tls', carrier: this.carrier(moment, 'TLS') });
    return this.sealed?.begins() ?? null;
  }

  passed(moment: Moment): void {
    this.host.passOver('tcp', this.way, 1, moment.frame);
  }

  end(): void {
    this.sealed?.ended();
  }

  compressed(moment: Moment): void {
    const carrier = this.carrier(moment, this.webSocket);
    this.host.tell({ kind: 'unreadable', carrier, reason: 'websocket-compressed' });
  }

  beganWithin(moment: Moment): void {
    const carrier = this.carrier(moment, this.plain);
    this.host.tell({ kind: 'unreadable', carrier, reason: 'began-within-message' });
  }

  private carrier(moment: Moment, transport: Carrier['transport']): Carrier {
    const { source, destination } = this.way;
    return {
      moment,
      firstFrame: moment.frame,
      source,
      destination,
      transport,
      wrappings: NO_WRAPPINGS,
    };
  }
}

/** Counts the packets of an encrypted connection of which nothing is decrypted. */
class LockedFrames {
  private frames = 0;
  private first = Infinity;
  private last = 0;
  private isOpened = false;
  private open = 2;

  /** @param ended - is told of them when both directions have ended. */
  constructor(private readonly ended: (frames: number, first: number) => void) {}

  /** One direction as it was captured; without `taker` nobody decrypts it. */
  way(taker?: StreamConsumer): StreamConsumer {
    return {
      data: (bytes, start, end, moment) => {
        if (moment.frame !== this.last) this.frames++;
        this.last = moment.frame;
        this.first = Math.min(this.first, moment.frame);
        taker?.data(bytes, start, end, moment);
      },
      gap: (length) => taker?.gap(length),
      end: () => {
        taker?.end();
        this.open--;
        if (this.open === 0 && !this.isOpened && this.frames > 0) this.ended(this.frames, this.first);
      },
    };
  }

  /** What takes what is decrypted. */
  opening(taker: StreamConsumer): StreamConsumer {
    return {
      data: (bytes, start, end, moment) => {
        this.isOpened = true;
        taker.data(bytes, start, end, moment);
      },
      gap: (length) => {
        taker.gap(length);
      },
      end: () => {
        taker.end();
      },
    };
  }
}

/** What decryption keeps counts as what streams keep. */
function counted(sealed: SealedWays, memory: StreamMemory): BothWays {
  let held = 0;
  let open = 2;
  const count = (): void => {
    const now = open === 0 ? 0 : sealed.held();
    memory.octets += now - held;
    held = now;
  };
  const way = (consumer: StreamConsumer): StreamConsumer => ({
    data: (bytes, start, end, moment) => {
      consumer.data(bytes, start, end, moment);
      count();
    },
    gap: (length) => {
      consumer.gap(length);
      count();
    },
    end: () => {
      open--;
      consumer.end();
      count();
    },
  });
  return { forth: way(sealed.forth), back: way(sealed.back) };
}
