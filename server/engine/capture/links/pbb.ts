/** Frames in frames: provider backbone bridging (IEEE 802.1ah), FabricPath and TRILL (RFC 6325). */
import { u16 } from '../../basics/bytes';
import { ETHERNET, type Layer, stepOver } from './step';

export const pbb: Layer = {
  name: 'PBB',
  etherTypes: [0x88e7],
  read: (_, step) => {
    stepOver(step, 4, ETHERNET);
  },
};

export const fabricPath: Layer = {
  name: 'FabricPath',
  etherTypes: [0x8903],
  read: (_, step) => {
    stepOver(step, 2, ETHERNET);
  },
};

export const trill: Layer = {
  name: 'TRILL',
  etherTypes: [0x22f3],
  read: (bytes, step) => {
    const optionWords = (u16(bytes, step.at) >>> 6) & 31;
    stepOver(step, 6 + optionWords * 4, ETHERNET);
  },
};
