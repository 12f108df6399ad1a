/** The formats of an offered stream, for finding those of its answer among them (RFC 3264 §6.1). */
import { perObject } from '../../basics/memo';
import type { MediaSection } from '../../sdp/sdp';
import { codecsOf, type Codec } from '../sdp/codecs';

/** The name by which codecs of an offer and its answer compare: name, clock and, from two on, channels. */
export function formatName({ name, clockRate, rtpmap }: Codec): string {
  const channels = rtpmap?.channelsValue ?? 1;
  return `${name}/${String(clockRate)}${channels > 1 ? `/${channels}` : ''}`;
}

/** As people write it: `opus/48000/2`. */
export function formatText(codec: Codec): string {
  return formatName(codec).replace(codec.name, codec.rtpmap?.encoding.text ?? codec.name);
}

/** The codecs of a stream by {@link formatName}: one may stand under several payload types. */
export const codecsByName: (media: MediaSection) => ReadonlyMap<string, readonly Codec[]> = perObject(
  (media) => {
    const groups = new Map<string, Codec[]>();
    for (const codec of codecsOf(media)) {
      const group = groups.get(formatName(codec));
      if (group === undefined) groups.set(formatName(codec), [codec]);
      else group.push(codec);
    }
    return groups;
  },
);
