/** Media that several traces show: each stream counts once, from whom shows most of it. */
import type { TextRecord } from '../text/record';
import { endpointText } from '../text/endpoint';
import { parsePacket } from '../trace-text/packet';
import type { Shift } from './join-evidence';

/** A stretch of a stream, as one trace shows it. */
interface Shown {
  readonly record: TextRecord;
  readonly trace: number;
  readonly packets: number;
  /** In microseconds on the clock that counts. */
  readonly from: number;
  readonly to: number;
}

/** How far two clocks may be apart that were put right, in microseconds. */
const SLACK = 50_000;
const RECORDS_PER_SLICE = 100;
/** A stream of which traces show more stretches is not compared. */
const MOST_STRETCHES = 1000;

const rtpHead = /^=== .* {2}RTP /;

/** The stretches of RTP that another trace shows from before their beginning until behind their end. */
export function* mediaTwinsIn(
  traces: readonly { readonly own: readonly TextRecord[]; readonly shift: Shift }[],
): Generator<void, ReadonlySet<TextRecord>> {
  const streams = new Map<string, Shown[]>();
  for (const [trace, { own, shift }] of traces.entries()) {
    for (const [place, record] of own.entries()) {
      if (place % RECORDS_PER_SLICE === 0) yield;
      const shown = shownBy(record, trace, shift);
      if (shown === null) continue;
      const known = streams.get(shown.stream);
      if (known === undefined) streams.set(shown.stream, [shown]);
      else known.push(shown);
    }
  }
  const twins = new Set<TextRecord>();
  for (const stretches of streams.values()) {
    if (stretches.length > MOST_STRETCHES) continue;
    const kept: Shown[] = [];
    for (const stretch of stretches.sort(
      (one, other) => other.packets - one.packets || one.trace - other.trace,
    )) {
      if (kept.some((each) => each.trace !== stretch.trace && isWithin(stretch, each)))
        twins.add(stretch.record);
      else kept.push(stretch);
    }
  }
  return twins;
}

function shownBy(
  record: TextRecord,
  trace: number,
  shift: Shift,
): (Shown & { readonly stream: string }) | null {
  const { time, source, destination } = record.meta;
  // Of most packets the head tells enough.
  if (record.kind !== 'packet' || time?.date !== 'full' || !rtpHead.test(record.content)) return null;
  const packet = parsePacket(record.content);
  if (packet.type !== 'rtp') return null;
  const { ssrc, packets, last } = packet.stream;
  if (last?.date !== 'full') return null;
  const stream = [ssrc, endpointText(source), endpointText(destination)].join(' ');
  return { stream, record, trace, packets, from: shift(time.micros), to: shift(last.micros) };
}

function isWithin({ from, to }: Shown, other: Shown): boolean {
  return from >= other.from - SLACK && to <= other.to + SLACK;
}
