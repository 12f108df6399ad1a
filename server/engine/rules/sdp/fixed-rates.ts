/** Codecs with one clock rate: that of RTP's timestamps, which need not be that of the samples. */
import type { Rtpmap } from '../../sdp/rtpmap';

export interface FixedRate {
  /** In Hz. */
  readonly clockRate: number;
  /** Null where the mapping names none, or any. */
  readonly channels: number | null;
}

/** RFC 3551 §4.5 and table 4; RFC 7587 §7 (opus); RFC 4867 (AMR, AMR-WB); RFC 3952 (iLBC). */
const rates: ReadonlyMap<string, FixedRate> = new Map([
  ['G722', { clockRate: 8000, channels: null }],
  ['OPUS', { clockRate: 48000, channels: 2 }],
  ['AMR', { clockRate: 8000, channels: null }],
  ['AMR-WB', { clockRate: 16000, channels: null }],
  ['ILBC', { clockRate: 8000, channels: null }],
  ['GSM', { clockRate: 8000, channels: null }],
  ['G729', { clockRate: 8000, channels: null }],
]);

/** The rate of a codec whose name is given in upper case; null where it may have several. */
export function fixedRateOf(name: string): FixedRate | null {
  return rates.get(name) ?? null;
}

/** Whether an rtpmap of such a codec is right. */
export function hasFixedRate({ encoding, clockValue, channelsValue }: Rtpmap): boolean {
  const right = fixedRateOf(encoding.text.toUpperCase());
  if (right === null) return true;
  return clockValue === right.clockRate && (right.channels === null || channelsValue === right.channels);
}

/** The mapping that is right, such as `opus/48000/2`. */
export function fixedText(encoding: string, { clockRate, channels }: FixedRate): string {
  return `${encoding}/${clockRate}${channels === null ? '' : `/${channels}`}`;
}
