/** The media of a call with what protects it, and the verdicts on that. */
import type { RtpSample } from '../rtp/samples';
import type { Flow } from './media';
import { addressText } from './address';
import type { MediaReplay } from './model';
import type { Protections } from './protection';
import type { CallSessions, Session } from './session';

/** Packets of SRTCP that are tried, of all that one source sends on one path. */
const mostRtcpSamples = 6;
/** A stream of fewer packets may be something else that looks like one. */
const fewestPackets = 3;

interface Stream {
  readonly flow: Flow;
  readonly ssrc: number | null;
  packets: number;
  last: number;
  readonly samples: RtpSample[];
}

/** The streams of a call in the order of the trace, all RTCP of a source on one path as one. */
export function mediaOf(flows: readonly Flow[], protections: Protections): readonly MediaReplay[] {
  const dtls = new Set<Session>();
  for (const { kind, session } of flows) if (kind === 'dtls') dtls.add(session);
  const sources = new Set<string>();
  return streamsOf(flows).map(({ flow, ssrc, packets, last, samples }) => {
    const { session, sender, first, source, destination, message } = flow;
    const kind = flow.kind === 'rtcp' ? 'rtcp' : 'rtp';
    const name = `${sender} ${String(ssrc)}`;
    const continues = sources.has(name);
    if (kind === 'rtp') sources.add(name);
    const sawDtls = dtls.has(session);
    return {
      kind,
      of: session.place,
      sender,
      source,
      destination,
      ssrc,
      packets,
      first,
      last,
      message,
      protection: protections.of({ message, session, sender, kind, first, samples, continues, sawDtls }),
    };
  });
}

function streamsOf(flows: readonly Flow[]): readonly Stream[] {
  const streams: Stream[] = [];
  const rtcp = new Map<string, Stream>();
  for (const flow of flows) {
    const { block, kind, first, last } = flow;
    if (block === null) continue;
    const { ssrc, packets } = block;
    if (kind === 'rtp') {
      streams.push({ flow, ssrc, packets, last, samples: [...block.samples] });
      continue;
    }
    const key = keyOf(flow);
    let stream = rtcp.get(key);
    if (stream === undefined) {
      stream = { flow, ssrc, packets: 0, last, samples: [] };
      rtcp.set(key, stream);
      streams.push(stream);
    }
    stream.packets += packets;
    stream.last = Math.max(stream.last, last);
    const frame = flow.message.record.meta.frame ?? 0;
    const after = first - stream.flow.first;
    for (const sample of block.samples)
      if (stream.samples.length < mostRtcpSamples) stream.samples.push({ ...sample, frame, after });
  }
  return streams;
}

function keyOf({ session, sender, source, destination, block }: Flow): string {
  const { fork, session: index } = session.place;
  return [
    fork,
    index,
    sender,
    addressText(source),
    addressText(destination),
    String(block?.ssrc ?? null),
  ].join(' ');
}

/** Judges with which keys the media of a call is protected. */
export function judgeProtection(call: CallSessions, media: readonly MediaReplay[]): void {
  for (const { kind, of, sender, packets, message, protection } of media) {
    // RTCP that cannot be read costs statistics, not speech; stacks differ in it.
    if (kind !== 'rtp' || protection === null || packets < fewestPackets) continue;
    const { how, crypto, wanted, tried } = protection;
    if (how === 'as-negotiated' || (how === 'no-key' && tried < 2)) continue;
    const related = [crypto, wanted].flatMap((place) => (place === null ? [] : [place.in]));
    call.journal.verdict(
      { id: 'srtp-key-mismatch', sender, how, protection: protection.message },
      { fork: of.fork, in: message, related: [...new Set(related)] },
      String(message.index),
    );
  }
}
