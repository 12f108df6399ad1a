/** What the formats of an RTP m-line stand for: by their a=rtpmap, else by the tables of RFC 3551 §6. */
import { perObject } from '../../basics/memo';
import type { Token } from '../../basics/span';
import { staticPayloadType } from '../../rtp/static-payload-types';
import { fmtpOf, type Fmtp } from '../../sdp/fmtp';
import { attributesOf } from '../../sdp/query';
import { rtpmapOf, type Rtpmap } from '../../sdp/rtpmap';
import type { MediaSection } from '../../sdp/sdp';
import { payloadTypeOf } from './formats';

export interface Codec {
  /** On the m-line. */
  readonly format: Token;
  readonly payloadType: number;
  /** In upper case, as names compare without regard to case; empty where nothing tells it. */
  readonly name: string;
  /** In Hz; null where nothing tells it. */
  readonly clockRate: number | null;
  /** Null where the number alone says what it is. */
  readonly rtpmap: Rtpmap | null;
}

/** The payload types of an RTP m-line in its order, each once. Formats that are none are left out. */
export const codecsOf: (media: MediaSection) => readonly Codec[] = perObject((media) => {
  const maps = rtpmapsOf(media);
  const codecs = new Map<number, Codec>();
  for (const format of media.description.formats) {
    const payloadType = payloadTypeOf(format);
    if (payloadType === null || codecs.has(payloadType)) continue;
    codecs.set(payloadType, codecOf(format, payloadType, maps.get(payloadType)?.[0] ?? null));
  }
  return [...codecs.values()];
});

function codecOf(format: Token, payloadType: number, rtpmap: Rtpmap | null): Codec {
  const fixed = rtpmap === null ? staticPayloadType(payloadType) : null;
  return {
    format,
    payloadType,
    name: (rtpmap?.encoding.text ?? fixed?.encoding ?? '').toUpperCase(),
    clockRate: rtpmap?.clockValue ?? fixed?.clockRate ?? null,
    rtpmap,
  };
}

/** The rtpmaps of a section by payload type, in order; of a line that names none only sdp-rtpmap-syntax speaks. */
export const rtpmapsOf: (media: MediaSection) => ReadonlyMap<number, readonly Rtpmap[]> = perObject((media) =>
  byPayloadType(attributesOf(media, 'rtpmap').map(rtpmapOf)),
);

/** The fmtp lines of a section by payload type, in order. */
export const fmtpsOf: (media: MediaSection) => ReadonlyMap<number, readonly Fmtp[]> = perObject((media) =>
  byPayloadType(attributesOf(media, 'fmtp').map(fmtpOf)),
);

/** Whether it is known of each payload type what it stands for: else nothing is said of what is not among them. */
export function areAllKnown(codecs: readonly Codec[]): boolean {
  return codecs.length > 0 && codecs.every(({ name, clockRate }) => name !== '' && clockRate !== null);
}

/** Whether a codec carries speech, music or pictures itself, and not events, silence, or other codecs' packets again. */
export function carriesMedia({ name }: Codec): boolean {
  return !companions.has(name);
}

/** RFC 4733, 3389, 2198, 5109, 8627, 4588. */
const companions: ReadonlySet<string> = new Set([
  'TELEPHONE-EVENT',
  'TONE',
  'CN',
  'RED',
  'ULPFEC',
  'FLEXFEC',
  'FLEXFEC-03',
  'RTX',
]);

function byPayloadType<Line extends { readonly payloadTypeValue: number | null }>(
  lines: readonly Line[],
): ReadonlyMap<number, readonly Line[]> {
  const groups = new Map<number, Line[]>();
  for (const line of lines) {
    if (line.payloadTypeValue === null) continue;
    const group = groups.get(line.payloadTypeValue);
    if (group === undefined) groups.set(line.payloadTypeValue, [line]);
    else group.push(line);
  }
  return groups;
}
