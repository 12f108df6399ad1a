/** Debug recording of AudioCodes' SBCs and gateways: packets as the device saw them, with where it took them. */
import { u8 } from '../../basics/bytes';
import { isEthernetAt } from './plausible';
import { ETHERNET, type Layer, RAW_IP, stepOver, UNKNOWN } from './step';

const PORT = 925;
/** Version, time, sequence, two ids, flags, trace point, kind of media, length of an extension. */
const FIXED = 15;
const FLAGS_AT = 11;
const EXTENSION_LENGTH_AT = 14;
/** The packet stands with its IP header. */
const HAS_IP = 0x08;

export const audioCodesRecording: Layer = {
  name: 'AudioCodes debug recording',
  udpPorts: [PORT],
  read: (bytes, step) => {
    const { at } = step;
    const length = headerLength(bytes, at);
    if (length === null || (u8(bytes, at + FLAGS_AT) & HAS_IP) === 0) {
      step.etherType = UNKNOWN;
      return;
    }
    stepOver(step, length, RAW_IP);
    if (isEthernetAt(bytes, step.at, step.end)) step.etherType = ETHERNET;
  },
};

/** Octets of the header with the session's number, which grew from version to version; null of versions not known. */
function headerLength(bytes: Uint8Array, at: number): number | null {
  const version = u8(bytes, at);
  if (version < 5 || version > 8) return null;
  const session = version === 8 ? 9 : version === 7 ? 8 : 4;
  return FIXED + session + u8(bytes, at + EXTENSION_LENGTH_AT);
}
