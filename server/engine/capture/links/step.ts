/**
 * A step down through the layers below IP. Every link layer comes down to an EtherType and the place where what it
 * names begins, so that each can be written without knowing the others.
 */
export interface Step {
  /** EtherType of what stands at {@link at}, or one of the numbers below that stand for what has none. */
  etherType: number;
  at: number;
  end: number;
  /** As the link layer tells; null where it does not. */
  direction: 'sent' | 'received' | null;
  /** Of the innermost tag so far; null where there is none. */
  vlan: number | null;
  /** The rest of an aggregate, of which the step takes the first packet; mostly null. */
  rest: Rest | null;
}

/** What is walked through when the packet before it has been read. */
export interface Rest {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly end: number;
  readonly etherType: number;
}

/** Reads one layer of `bytes` at `step.at` and moves the step behind it. */
export type LinkReader = (bytes: Uint8Array, step: Step) => void;

/** A layer that carries packets, and all that tells that it stands somewhere. */
export interface Layer {
  /** As it is told of a packet that is not read further. */
  readonly name: string;
  /** Of a file or an interface (LINKTYPE of tcpdump.org), or of what another layer carries. */
  readonly linkTypes?: readonly number[];
  /** In the layer before it. */
  readonly etherTypes?: readonly number[];
  /** Of an IP packet. */
  readonly ipProtocols?: readonly number[];
  /**
   * Either port of UDP. A port is no proof: what `read` comes to must look like a packet (`plausible.ts`), or the
   * datagram is read as if the port meant nothing.
   */
  readonly udpPorts?: readonly number[];
  readonly read: LinkReader;
}

/** What is carried has no EtherType. */
export const UNKNOWN = -1;
/** What is carried is encrypted. */
export const ENCRYPTED = -2;
/** Nothing is carried: the layer speaks for itself. */
export const EMPTY = -3;
/** What is carried is cut off. */
export const CUT = -4;

export const IPV4 = 0x0800;
export const IPV6 = 0x86dd;
export const ETHERNET = 0x6558;
export const PPP = 0x880b;
export const MPLS = 0x8847;
export const NSH = 0x894f;

const FIRST_LINK_TYPE = 0x10000;

/** What stands for the type of what begins as a file of this LINKTYPE does. */
export function ofLinkType(linkType: number): number {
  return FIRST_LINK_TYPE + linkType;
}

/** LLC (IEEE 802.2), as ATM carries it (LINKTYPE_ATM_RFC1483). */
export const LLC = ofLinkType(100);
export const RAW_IP = ofLinkType(101);
export const IEEE_802_11 = ofLinkType(105);
export const FRAME_RELAY = ofLinkType(107);
export const CISCO_HDLC = ofLinkType(104);

/** Moves the step over a header of fixed length to a type; cut off if it is not all there. */
export function stepOver(step: Step, length: number, etherType: number): void {
  step.at += length;
  step.etherType = step.at <= step.end ? etherType : CUT;
}

/** Whether more packets stand behind the one that the step has come to. */
export function isAggregate({ rest }: Step): boolean {
  return rest !== null;
}

export function newStep(): Step {
  return { etherType: UNKNOWN, at: 0, end: 0, direction: null, vlan: null, rest: null };
}
