/** What cards write before an 802.11 frame of how it was received: radiotap, Prism, AVS, and PPI, which fits any link. */
import { u16le, u32, u32le, u8 } from '../../basics/bytes';
import { readWifi } from './wifi';
import { CUT, IEEE_802_11, type Layer, ofLinkType, stepOver, type Step } from './step';

export const radiotap: Layer = {
  name: '802.11 radiotap',
  linkTypes: [127],
  read: (bytes, step) => {
    const header = { isPadded: isPadded(bytes, step) };
    stepOver(step, u16le(bytes, step.at + 2), IEEE_802_11);
    if (step.etherType !== CUT) readWifi(bytes, step, header);
  },
};

/** AVS stands where Prism's header is announced, too. */
export const prism: Layer = {
  name: '802.11 Prism',
  linkTypes: [119],
  read: (bytes, step) => {
    if (isAvs(bytes, step)) readAvs(bytes, step);
    else stepOver(step, headerLength(bytes, step), IEEE_802_11);
  },
};

export const avs: Layer = { name: '802.11 AVS', linkTypes: [163], read: readAvs };

export const ppi: Layer = {
  name: 'PPI',
  linkTypes: [192],
  read: (bytes, step) => {
    stepOver(step, u16le(bytes, step.at + 2), ofLinkType(u32le(bytes, step.at + 4)));
  },
};

const TIMER = 1;
const FLAGS = 2;
const MORE_WORDS = 0x80;
const PADDED = 0x20;

/** Radiotap's flags stand behind the words that say what is there, and behind a timer of eight octets. */
function isPadded(bytes: Uint8Array, { at, end }: Step): boolean {
  const present = u8(bytes, at + 4);
  if ((present & FLAGS) === 0) return false;
  let offset = 8;
  while ((u8(bytes, at + offset - 1) & MORE_WORDS) !== 0 && at + offset < end) offset += 4;
  if ((present & TIMER) !== 0) offset = ((offset + 7) & ~7) + 8;
  return (u8(bytes, at + offset) & PADDED) !== 0;
}

/** Its version stands in the last bits of a magic number. */
function isAvs(bytes: Uint8Array, { at }: Step): boolean {
  return (u32(bytes, at) & 0xfffffff0) >>> 0 === 0x80211000;
}

function readAvs(bytes: Uint8Array, step: Step): void {
  stepOver(step, u32(bytes, step.at + 4), IEEE_802_11);
}

/** In the byte order of the host that wrote it: read the wrong way round it is huge. */
function headerLength(bytes: Uint8Array, { at }: Step): number {
  return Math.min(u32(bytes, at + 4), u32le(bytes, at + 4));
}
