/** A STUN message (RFC 8489 §5, RFC 5389), or one of classic STUN (RFC 3489), which has no magic cookie. */
import {
  ALTERNATE_SERVER,
  DESTINATION_ADDRESS,
  MAPPED_ADDRESS,
  MS_ALTERNATE_MAPPED_ADDRESS,
  MS_ALTERNATE_SERVER,
  MS_SERVICE_QUALITY,
  MS_XOR_MAPPED_ADDRESS,
  XOR_MAPPED_ADDRESS,
  XOR_PEER_ADDRESS,
  XOR_RELAYED_ADDRESS,
} from './attributes';

export interface StunMessage {
  /** The message alone, header and all. */
  readonly bytes: Uint8Array;
  /** Without the magic cookie; the transaction id then has sixteen octets. */
  readonly classic: boolean;
  /**
   * Of Microsoft's older TURN ([MS-TURN], from draft-rosenberg-midcom-turn-08), which has a magic cookie of its own, as
   * its first attribute: some methods and attributes have other numbers in it, and no attribute is padded.
   */
  readonly msTurn: boolean;
  /** As it stands in the first two octets. */
  readonly type: number;
  readonly class: StunClass;
  readonly method: number;
  /** `binding`, `allocate` …; null for a number that is not assigned. */
  readonly methodName: string | null;
  /** Octets behind the header, as the header says. */
  readonly length: number;
  /** Lower case hexadecimal digits. */
  readonly transactionId: string;
  readonly attributes: readonly StunAttribute[];
  /**
   * Whether the CRC in FINGERPRINT is right. `good` also for Microsoft's implementations, which compute it with a
   * table that has a slip in one place ([MS-ICE2]).
   */
  readonly fingerprint: 'good' | 'bad' | 'absent';
  /** What MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256 hold, to be checked against a password; mostly one. */
  readonly integrity: readonly StunIntegrity[];
  /** What is not as RFC 8489 says, each a sentence without a full stop. */
  readonly problems: readonly string[];
  /** The capture did not keep its end: what is missing may have been there. */
  readonly cut: boolean;
}

export type StunClass = 'request' | 'indication' | 'success' | 'error';

export interface StunIntegrity {
  readonly hash: 'sha1' | 'sha256';
  /** Offset of the attribute's own header: the octets before it are signed. */
  readonly at: number;
  readonly value: Uint8Array;
}

export interface StunAttribute {
  readonly type: number;
  /** Null for a number that nobody documents. */
  readonly name: string | null;
  /** Offset of the value in the message. */
  readonly at: number;
  /** Octets of the value, without its padding. */
  readonly length: number;
  readonly value: StunValue;
}

export type StunValue =
  | StunAddress
  /** UTF-8, without NULs at its end. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly code: number; readonly reason: string }
  | { readonly kind: 'number'; readonly number: number }
  /** Eight octets, as hexadecimal digits: a tie-breaker. */
  | { readonly kind: 'hex'; readonly hex: string }
  | { readonly kind: 'flag' }
  /** What a stream through a relay is for ([MS-TURN] MS-Service Quality); null for a number without a meaning. */
  | { readonly kind: 'service'; readonly stream: StunStream | null; readonly reliable: boolean }
  /** Numbers of attributes. */
  | { readonly kind: 'types'; readonly types: readonly number[] }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Too short, or of another length than its meaning wants. */
  | { readonly kind: 'malformed'; readonly bytes: Uint8Array };

export type StunStream = 'audio' | 'video' | 'supplemental video' | 'data';

export interface StunAddress {
  readonly kind: 'address';
  readonly family: 4 | 6;
  readonly address: string;
  readonly port: number;
}

/** The value of the first attribute of a type; null where there is none. */
export function stunValue(message: StunMessage, type: number): StunValue | null {
  return message.attributes.find((attribute) => attribute.type === type)?.value ?? null;
}

export function stunText(message: StunMessage, type: number): string | null {
  const value = stunValue(message, type);
  return value?.kind === 'text' ? value.text : null;
}

export function stunNumber(message: StunMessage, type: number): number | null {
  const value = stunValue(message, type);
  return value?.kind === 'number' ? value.number : null;
}

/** A tie-breaker and the like: sixteen hexadecimal digits. */
export function stunHex(message: StunMessage, type: number): string | null {
  const value = stunValue(message, type);
  return value?.kind === 'hex' ? value.hex : null;
}

export function stunAddress(message: StunMessage, type: number): StunAddress | null {
  const value = stunValue(message, type);
  return value?.kind === 'address' ? value : null;
}

export function hasStunAttribute(message: StunMessage, type: number): boolean {
  return message.attributes.some((attribute) => attribute.type === type);
}

/** What an allocation of a relay is for, as Microsoft's clients say; null where it is not told. */
export function stunStream(message: StunMessage): StunStream | null {
  const value = stunValue(message, MS_SERVICE_QUALITY);
  return value?.kind === 'service' ? value.stream : null;
}

/** The address at a relay that an Allocate response gives the client; null where it gives none. */
export function relayedAddress(message: StunMessage): StunAddress | null {
  if (message.methodName !== 'allocate' || message.class !== 'success') return null;
  // [MS-TURN] §2.2.2.1: there, MAPPED-ADDRESS is what was allocated.
  return message.msTurn
    ? (stunAddress(message, MAPPED_ADDRESS) ?? stunAddress(message, MS_ALTERNATE_MAPPED_ADDRESS))
    : stunAddress(message, XOR_RELAYED_ADDRESS);
}

/** The client's address as its server sees it; null where a message tells none. */
export function reflexiveAddress(message: StunMessage): StunAddress | null {
  const xored = stunAddress(message, XOR_MAPPED_ADDRESS) ?? stunAddress(message, MS_XOR_MAPPED_ADDRESS);
  if (xored !== null) return xored;
  return message.msTurn ? null : stunAddress(message, MAPPED_ADDRESS);
}

/** The peer to which a Send goes, from which data come, or to which a channel is bound; null where none is told. */
export function peerAddress(message: StunMessage): StunAddress | null {
  return stunAddress(message, XOR_PEER_ADDRESS) ?? stunAddress(message, DESTINATION_ADDRESS);
}

/** Another server that a client is sent to (RFC 8489 §10); null where a message names none. */
export function alternateServer(message: StunMessage): StunAddress | null {
  return stunAddress(message, ALTERNATE_SERVER) ?? stunAddress(message, MS_ALTERNATE_SERVER);
}
