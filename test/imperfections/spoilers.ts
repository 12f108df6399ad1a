/**
 * Ways in which a capture is not perfect. Each takes a right one and makes of it a view that shows less, or shows it
 * crookedly, and never another call: what is false of the call is false of every view.
 */
import { busiestHost, endsOf, isSignalling, type LoosePacket } from './packets';

export interface Spoiler {
  readonly name: string;
  readonly spoil: (packets: readonly LoosePacket[]) => readonly LoosePacket[];
}

const MS = 1000;
const SECOND = 1_000_000;

/** Only what passes a test; it is told who the SBC is and how far into the capture the packet stands, 0 to 1. */
function keep(name: string, isKept: (packet: LoosePacket, sbc: string, share: number) => boolean): Spoiler {
  return {
    name,
    spoil(packets) {
      const sbc = busiestHost(packets);
      const [from, to] = span(packets);
      return packets.filter((packet) => isKept(packet, sbc, (packet.micros - from) / Math.max(1, to - from)));
    },
  };
}

function span(packets: readonly LoosePacket[]): readonly [number, number] {
  let from = Infinity;
  let to = -Infinity;
  for (const { micros } of packets) {
    from = Math.min(from, micros);
    to = Math.max(to, micros);
  }
  return [from, to];
}

function isFrom(packet: LoosePacket, host: string): boolean {
  return endsOf(packet)?.source === host;
}

/** The magic cookie of STUN (RFC 8489 §5). */
function isCheck(packet: LoosePacket): boolean {
  const ends = endsOf(packet);
  if (ends?.protocol !== 17) return false;
  const cookie = packet.bytes.subarray(ends.payload + 4, ends.payload + 8);
  return [0x21, 0x12, 0xa4, 0x42].every((octet, at) => cookie[at] === octet);
}

function moved(packet: LoosePacket, micros: number): LoosePacket {
  return { ...packet, micros: packet.micros + micros };
}

function byTime(packets: readonly LoosePacket[]): readonly LoosePacket[] {
  return packets.toSorted((a, b) => a.micros - b.micros);
}

/** The clock of what the SBC sends is off: its packets came over another network card. */
function skewed(name: string, micros: number): Spoiler {
  return {
    name,
    spoil(packets) {
      const sbc = busiestHost(packets);
      return byTime(packets.map((packet) => (isFrom(packet, sbc) ? moved(packet, micros) : packet)));
    },
  };
}

/** Each packet again, behind itself; a routed copy has lived a hop longer. */
function twice(name: string, micros: number, isRouted: boolean): Spoiler {
  return {
    name,
    spoil: (packets) =>
      byTime(packets.flatMap((packet) => [packet, moved(isRouted ? hopLater(packet) : packet, micros)])),
  };
}

function hopLater(packet: LoosePacket): LoosePacket {
  const ends = endsOf(packet);
  if (ends === null) return packet;
  const bytes = packet.bytes.slice();
  const isIpv4 = (bytes[ends.at] ?? 0) >> 4 === 4;
  const ttl = ends.at + (isIpv4 ? 8 : 7);
  bytes[ttl] = Math.max(1, (bytes[ttl] ?? 64) - 1);
  if (isIpv4) bytes[ends.at + 10] = ((bytes[ends.at + 10] ?? 0) + 1) & 255;
  return { ...packet, bytes };
}

/** The clock of the capture leaps in the middle, and nothing else does. */
function leap(name: string, micros: number): Spoiler {
  return {
    name,
    spoil: (packets) =>
      packets.map((packet, place) => (place < packets.length / 2 ? packet : moved(packet, micros))),
  };
}

/** The same numbers each time. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const shuffledWithin3Ms: Spoiler = {
  name: 'records up to 3 ms out of order',
  spoil(packets) {
    const random = numbers(7);
    return packets
      .map((packet) => ({ packet, at: packet.micros + random() * 3 * MS }))
      .sort((a, b) => a.at - b.at)
      .map(({ packet }) => packet);
  },
};

/** Stamped by several programs, and put together by something that did not look. */
const stampedWithin50Ms: Spoiler = {
  name: 'each stamp up to 50 ms late',
  spoil(packets) {
    const random = numbers(9);
    return packets.map((packet) => moved(packet, Math.round(random() * 50 * MS)));
  },
};

/** What another host than the SBC sends has a clock of its own. */
const otherHostFast: Spoiler = {
  name: "another host's clock 5 s fast",
  spoil(packets) {
    const sbc = busiestHost(packets);
    const other = busiestHost(packets, sbc);
    return byTime(packets.map((packet) => (isFrom(packet, other) ? moved(packet, 5 * SECOND) : packet)));
  },
};

const secondHalfFirst: Spoiler = {
  name: 'two files joined, the later one first',
  spoil(packets) {
    const half = packets.length >> 1;
    return [...packets.slice(half), ...packets.slice(0, half)];
  },
};

const mediaBehindSignalling: Spoiler = {
  name: 'two files joined: signalling, then media',
  spoil: (packets) => [...packets.filter(isSignalling), ...packets.filter((packet) => !isSignalling(packet))],
};

const signallingBehindMedia: Spoiler = {
  name: 'two files joined: media, then signalling',
  spoil: (packets) => [...packets.filter((packet) => !isSignalling(packet)), ...packets.filter(isSignalling)],
};

/** All but the signalling. */
function cutAt(length: number): Spoiler {
  return {
    name: `cut at ${length} octets, signalling whole`,
    spoil: (packets) =>
      packets.map((packet) =>
        isSignalling(packet) ? packet : { ...packet, bytes: packet.bytes.subarray(0, length) },
      ),
  };
}

const cutAt96 = cutAt(96);

const allCutAt96: Spoiler = {
  name: 'all cut at 96 octets',
  spoil: (packets) => packets.map((packet) => ({ ...packet, bytes: packet.bytes.subarray(0, 96) })),
};

const quarterLost: Spoiler = {
  name: 'a quarter of the packets lost',
  spoil(packets) {
    const random = numbers(11);
    return packets.filter(() => random() >= 0.25);
  },
};

const mediaQuarterLost: Spoiler = {
  name: 'a quarter of the media packets lost',
  spoil(packets) {
    const random = numbers(13);
    return packets.filter((packet) => isSignalling(packet) || random() >= 0.25);
  },
};

function together(name: string, ...spoilers: readonly Spoiler[]): Spoiler {
  return {
    name,
    spoil: (packets) => spoilers.reduce((spoilt, each) => each.spoil(spoilt), packets),
  };
}

const towardsSbc = keep('only what goes to the SBC', (packet, sbc) => !isFrom(packet, sbc));
const lateStart = keep('starts late', (_, __, share) => share >= 0.3);
const everyPacketTwice = twice('each packet twice, 8 µs apart', 8, false);
const routedCopies = twice('each packet twice, 350 µs apart, a hop later', 350, true);
const sbcEarly = skewed("the SBC's clock 4 ms slow", -4 * MS);
const endsEarly = keep('ends early', (_, __, share) => share <= 0.6);
const mediaTowardsSbc = keep(
  'media only towards the SBC',
  (packet, sbc) => isSignalling(packet) || !isFrom(packet, sbc),
);

/** Every other packet that is large: of fragments the way, or a capture, loses some. */
function fragmentsLost(which: 0 | 1): Spoiler {
  return {
    name: `every other large packet lost, ${which === 0 ? 'the first' : 'the second'} of two`,
    spoil(packets) {
      let large = 0;
      return packets.filter(({ bytes }) => bytes.length < 900 || large++ % 2 !== which);
    },
  };
}

export const spoilers: readonly Spoiler[] = [
  towardsSbc,
  keep('only what comes from the SBC', (packet, sbc) => isFrom(packet, sbc)),
  mediaTowardsSbc,
  keep('media only from the SBC', (packet, sbc) => isSignalling(packet) || isFrom(packet, sbc)),
  keep(
    'from half way media only towards the SBC',
    (packet, sbc, share) => share < 0.5 || isSignalling(packet) || !isFrom(packet, sbc),
  ),
  keep(
    'from half way media only from the SBC',
    (packet, sbc, share) => share < 0.5 || isSignalling(packet) || isFrom(packet, sbc),
  ),
  keep(
    'until half way media only towards the SBC',
    (packet, sbc, share) => share >= 0.5 || isSignalling(packet) || !isFrom(packet, sbc),
  ),
  keep('a hole behind the first messages', (_, __, share) => share < 0.013 || share > 0.28),
  keep('a hole in the middle', (_, __, share) => share < 0.3 || share > 0.6),
  keep(
    'a hole in what the SBC sends',
    (packet, sbc, share) => !isFrom(packet, sbc) || share < 0.55 || share > 0.83,
  ),
  keep(
    'from a quarter on only what goes to the SBC',
    (packet, sbc, share) => !isFrom(packet, sbc) || share < 0.25,
  ),
  keep(
    'from a quarter on only what the SBC sends',
    (packet, sbc, share) => isFrom(packet, sbc) || share < 0.25,
  ),
  fragmentsLost(0),
  fragmentsLost(1),
  shuffledWithin3Ms,
  sbcEarly,
  skewed("the SBC's clock 7 ms fast", 7 * MS),
  skewed("the SBC's clock 3 s fast", 3 * SECOND),
  stampedWithin50Ms,
  otherHostFast,
  secondHalfFirst,
  mediaBehindSignalling,
  signallingBehindMedia,
  everyPacketTwice,
  routedCopies,
  // All of a header of RTP, and less than one of STUN; a part of a USERNAME.
  cutAt(54),
  cutAt(68),
  cutAt96,
  allCutAt96,
  { name: 'starts behind the first packet', spoil: (packets) => packets.slice(1) },
  lateStart,
  keep('starts very late', (_, __, share) => share >= 0.6),
  endsEarly,
  leap('the clock leaps an hour back', -3600 * SECOND),
  leap('the clock leaps an hour ahead', 3600 * SECOND),
  leap('the clock leaps two seconds back', -2 * SECOND),
  quarterLost,
  mediaQuarterLost,
  keep('no media', (packet) => isSignalling(packet)),
  keep('no checks', (packet) => isSignalling(packet) || !isCheck(packet)),
  keep('no signalling', (packet) => !isSignalling(packet)),
  together('twice and out of order', everyPacketTwice, shuffledWithin3Ms),
  together('skewed, twice and late', sbcEarly, everyPacketTwice, lateStart),
  together('one way, twice, ends early', mediaTowardsSbc, everyPacketTwice, endsEarly),
  together('one way and the clock leaps', mediaTowardsSbc, leap('', -3600 * SECOND)),
  together('out of order and a quarter lost', shuffledWithin3Ms, quarterLost),
  together('skewed and the clock leaps', sbcEarly, leap('', 3600 * SECOND)),
  together(
    'media behind signalling, twice, a quarter lost',
    mediaBehindSignalling,
    everyPacketTwice,
    quarterLost,
  ),
  together('cut, skewed and out of order', cutAt96, sbcEarly, shuffledWithin3Ms),
  together('late, one way and a routed copy', lateStart, mediaTowardsSbc, routedCopies),
];
