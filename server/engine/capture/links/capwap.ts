/** CAPWAP data (RFC 5415 §4.3): frames between an access point and its controller. */
import { u8 } from '../../basics/bytes';
import { CUT, ENCRYPTED, ETHERNET, IEEE_802_11, type Layer, stepOver, UNKNOWN } from './step';
import { readWifi } from './wifi';

const DTLS = 1;
const NATIVE_FRAME = 0x01;
const FRAGMENT = 0x80;
const KEEP_ALIVE = 0x08;

export const capwap: Layer = {
  name: 'CAPWAP',
  udpPorts: [5247],
  read: (bytes, step) => {
    const { at } = step;
    const length = (u8(bytes, at + 1) >>> 3) * 4;
    const flags = u8(bytes, at + 3);
    if (u8(bytes, at) === DTLS) step.etherType = ENCRYPTED;
    else if (u8(bytes, at) !== 0 || length < 8 || (flags & (FRAGMENT | KEEP_ALIVE)) !== 0)
      stepOver(step, length, UNKNOWN);
    else if ((u8(bytes, at + 2) & NATIVE_FRAME) === 0) stepOver(step, length, ETHERNET);
    else {
      stepOver(step, length, IEEE_802_11);
      if (step.etherType !== CUT) readWifi(bytes, step, { isSwapped: isSwapped(bytes, step.at) });
    }
  },
};

/** Version 0, type data. */
const DATA = 0x08;

/** Cisco's access points write the two octets of frame control in the other order. */
function isSwapped(bytes: Uint8Array, at: number): boolean {
  return (u8(bytes, at + 1) & 0x0f) === DATA;
}
