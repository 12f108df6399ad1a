/**
 * A step down through the layers below IP. Every link layer comes down to an EtherType and the place where what it
 * names begins, so that each can be written without knowing the others.
 */
export interface Step {
  /** EtherType of what stands at {@link at}; {@link UNKNOWN} where the layer carries nothing that has one. */
  etherType: number;
  at: number;
  end: number;
  /** As the link layer tells; null where it does not. */
  direction: 'sent' | 'received' | null;
  /** Of the innermost tag so far; null where there is none. */
  vlan: number | null;
}

/** Reads one layer of `bytes` at `step.at` and moves the step behind it. */
export type LinkReader = (bytes: Uint8Array, step: Step) => void;

export const UNKNOWN = -1;
export const IPV4 = 0x0800;
export const IPV6 = 0x86dd;
export const ETHERNET = 0x6558;
export const PPP = 0x880b;

/** Moves the step over a header of fixed length to a type; unknown if the header is cut off. */
export function stepOver(step: Step, length: number, etherType: number): void {
  step.at += length;
  step.etherType = step.at <= step.end ? etherType : UNKNOWN;
}
