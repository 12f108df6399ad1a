/** What `tcpdump -i any` writes: LINUX_SLL (16 octets) and LINUX_SLL2 (20 octets). */
import { u16, u8 } from '../../basics/bytes';
import { stepOver, type Step, UNKNOWN } from './step';
import { readLlc } from './ethernet';

/** "Protocols" of Linux that are no EtherTypes. */
const NOVELL = 1;
const LLC = 4;

export function readLinuxCooked(bytes: Uint8Array, step: Step): void {
  step.direction = directionOf(u16(bytes, step.at));
  follow(bytes, step, 16, u16(bytes, step.at + 14));
}

export function readLinuxCooked2(bytes: Uint8Array, step: Step): void {
  step.direction = directionOf(u8(bytes, step.at + 10));
  follow(bytes, step, 20, u16(bytes, step.at));
}

function follow(bytes: Uint8Array, step: Step, length: number, protocol: number): void {
  stepOver(step, length, protocol === NOVELL ? UNKNOWN : protocol);
  if (protocol === LLC) readLlc(bytes, step);
}

/** 0 to 2: to us, to all, to a group; 3: between others; 4: from us. */
function directionOf(packetType: number): Step['direction'] {
  if (packetType === 4) return 'sent';
  return packetType <= 2 ? 'received' : null;
}
