/** Ethernet in IP (RFC 3378). */
import { ETHERNET, type Layer, stepOver } from './step';

export const etherIp: Layer = {
  name: 'EtherIP',
  ipProtocols: [97],
  read: (_, step) => {
    stepOver(step, 2, ETHERNET);
  },
};
