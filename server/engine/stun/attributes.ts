/**
 * The attributes of STUN, TURN and ICE: IANA's registry, those of classic STUN (RFC 3489), and the private ones of
 * Microsoft ([MS-TURN], [MS-ICE2], [MS-TURNBWM]) and WebRTC. `shape` says how the value is read.
 */

export type AttributeShape =
  | 'address'
  | 'xor-address'
  | 'text'
  | 'error'
  | 'uint32'
  | 'uint64'
  | 'flag'
  | 'types'
  | 'channel'
  | 'transport'
  | 'family'
  | 'service'
  | 'bytes';

export interface AttributeDefinition {
  readonly name: string;
  readonly shape: AttributeShape;
}

export const USERNAME = 0x0006;
export const MESSAGE_INTEGRITY = 0x0008;
export const ERROR_CODE = 0x0009;
export const UNKNOWN_ATTRIBUTES = 0x000a;
export const CHANNEL_NUMBER = 0x000c;
export const LIFETIME = 0x000d;
export const MS_ALTERNATE_SERVER = 0x000e;
export const MAGIC_COOKIE = 0x000f;
export const DESTINATION_ADDRESS = 0x0011;
/** In [MS-TURN] REMOTE-ADDRESS, which is plain. */
export const XOR_PEER_ADDRESS = 0x0012;
export const DATA = 0x0013;
export const REALM = 0x0014;
export const NONCE = 0x0015;
export const XOR_RELAYED_ADDRESS = 0x0016;
export const MESSAGE_INTEGRITY_SHA256 = 0x001c;
export const XOR_MAPPED_ADDRESS = 0x0020;
export const PRIORITY = 0x0024;
export const USE_CANDIDATE = 0x0025;
export const MAPPED_ADDRESS = 0x0001;
export const MS_XOR_MAPPED_ADDRESS = 0x8020;
export const SOFTWARE = 0x8022;
export const ALTERNATE_SERVER = 0x8023;
export const FINGERPRINT = 0x8028;
export const ICE_CONTROLLED = 0x8029;
export const ICE_CONTROLLING = 0x802a;
export const MS_SERVICE_QUALITY = 0x8055;
export const MS_ALTERNATE_MAPPED_ADDRESS = 0x8090;

const DEFINITIONS: ReadonlyMap<number, AttributeDefinition> = new Map([
  define(MAPPED_ADDRESS, 'MAPPED-ADDRESS', 'address'),
  define(0x0002, 'RESPONSE-ADDRESS', 'address'),
  define(0x0003, 'CHANGE-REQUEST', 'uint32'),
  define(0x0004, 'SOURCE-ADDRESS', 'address'),
  define(0x0005, 'CHANGED-ADDRESS', 'address'),
  define(USERNAME, 'USERNAME', 'text'),
  define(0x0007, 'PASSWORD', 'bytes'),
  define(MESSAGE_INTEGRITY, 'MESSAGE-INTEGRITY', 'bytes'),
  define(ERROR_CODE, 'ERROR-CODE', 'error'),
  define(0x000a, 'UNKNOWN-ATTRIBUTES', 'types'),
  define(0x000b, 'REFLECTED-FROM', 'address'),
  define(CHANNEL_NUMBER, 'CHANNEL-NUMBER', 'channel'),
  define(LIFETIME, 'LIFETIME', 'uint32'),
  define(MS_ALTERNATE_SERVER, 'MS-ALTERNATE-SERVER', 'address'),
  define(MAGIC_COOKIE, 'MAGIC-COOKIE', 'uint32'),
  define(0x0010, 'BANDWIDTH', 'uint32'),
  define(DESTINATION_ADDRESS, 'DESTINATION-ADDRESS', 'address'),
  define(XOR_PEER_ADDRESS, 'XOR-PEER-ADDRESS', 'xor-address'),
  define(DATA, 'DATA', 'bytes'),
  define(REALM, 'REALM', 'text'),
  define(NONCE, 'NONCE', 'text'),
  define(XOR_RELAYED_ADDRESS, 'XOR-RELAYED-ADDRESS', 'xor-address'),
  define(0x0017, 'REQUESTED-ADDRESS-FAMILY', 'family'),
  define(0x0018, 'EVEN-PORT', 'bytes'),
  define(0x0019, 'REQUESTED-TRANSPORT', 'transport'),
  define(0x001a, 'DONT-FRAGMENT', 'flag'),
  define(0x001b, 'ACCESS-TOKEN', 'bytes'),
  define(MESSAGE_INTEGRITY_SHA256, 'MESSAGE-INTEGRITY-SHA256', 'bytes'),
  define(0x001d, 'PASSWORD-ALGORITHM', 'bytes'),
  define(0x001e, 'USERHASH', 'bytes'),
  define(XOR_MAPPED_ADDRESS, 'XOR-MAPPED-ADDRESS', 'xor-address'),
  define(0x0021, 'TIMER-VAL', 'bytes'),
  define(0x0022, 'RESERVATION-TOKEN', 'bytes'),
  define(PRIORITY, 'PRIORITY', 'uint32'),
  define(USE_CANDIDATE, 'USE-CANDIDATE', 'flag'),
  define(0x0026, 'PADDING', 'bytes'),
  define(0x0027, 'RESPONSE-PORT', 'bytes'),
  define(0x0028, 'XOR-REFLECTED-FROM', 'xor-address'),
  define(0x002a, 'CONNECTION-ID', 'uint32'),
  define(0x0030, 'ICMP', 'bytes'),
  define(0x8000, 'ADDITIONAL-ADDRESS-FAMILY', 'family'),
  define(0x8001, 'ADDRESS-ERROR-CODE', 'bytes'),
  define(0x8002, 'PASSWORD-ALGORITHMS', 'bytes'),
  define(0x8003, 'ALTERNATE-DOMAIN', 'text'),
  define(0x8004, 'ICMP', 'bytes'),
  define(0x8008, 'MS-VERSION', 'uint32'),
  define(MS_XOR_MAPPED_ADDRESS, 'MS-XOR-MAPPED-ADDRESS', 'xor-address'),
  define(SOFTWARE, 'SOFTWARE', 'text'),
  define(ALTERNATE_SERVER, 'ALTERNATE-SERVER', 'address'),
  define(0x8025, 'TRANSACTION-TRANSMIT-COUNTER', 'bytes'),
  define(0x8027, 'CACHE-TIMEOUT', 'uint32'),
  define(FINGERPRINT, 'FINGERPRINT', 'uint32'),
  define(ICE_CONTROLLED, 'ICE-CONTROLLED', 'uint64'),
  define(ICE_CONTROLLING, 'ICE-CONTROLLING', 'uint64'),
  define(0x802b, 'RESPONSE-ORIGIN', 'address'),
  define(0x802c, 'OTHER-ADDRESS', 'address'),
  define(0x802d, 'ECN-CHECK-STUN', 'bytes'),
  define(0x802e, 'THIRD-PARTY-AUTHORIZATION', 'text'),
  define(0x8030, 'MOBILITY-TICKET', 'bytes'),
  define(0x8032, 'MS-ALTERNATE-HOST-NAME', 'text'),
  define(0x8037, 'MS-APP-ID', 'bytes'),
  define(0x8039, 'MS-SECURE-TAG', 'bytes'),
  define(0x8050, 'MS-SEQUENCE-NUMBER', 'bytes'),
  define(0x8054, 'MS-CANDIDATE-IDENTIFIER', 'text'),
  define(MS_SERVICE_QUALITY, 'MS-SERVICE-QUALITY', 'service'),
  define(0x8056, 'MS-BANDWIDTH-ADMISSION-CONTROL', 'bytes'),
  define(0x8057, 'MS-BANDWIDTH-RESERVATION-ID', 'bytes'),
  define(0x8058, 'MS-BANDWIDTH-RESERVATION-AMOUNT', 'bytes'),
  define(0x8059, 'MS-REMOTE-SITE-ADDRESS', 'xor-address'),
  define(0x805a, 'MS-REMOTE-RELAY-SITE-ADDRESS', 'xor-address'),
  define(0x805b, 'MS-LOCAL-SITE-ADDRESS', 'xor-address'),
  define(0x805c, 'MS-LOCAL-RELAY-SITE-ADDRESS', 'xor-address'),
  define(0x805d, 'MS-REMOTE-SITE-ADDRESS-RESPONSE', 'bytes'),
  define(0x805e, 'MS-REMOTE-RELAY-SITE-ADDRESS-RESPONSE', 'bytes'),
  define(0x805f, 'MS-LOCAL-SITE-ADDRESS-RESPONSE', 'bytes'),
  define(0x8060, 'MS-LOCAL-RELAY-SITE-ADDRESS-RESPONSE', 'bytes'),
  define(0x8061, 'MS-SIP-DIALOG-IDENTIFIER', 'text'),
  define(0x8062, 'MS-SIP-CALL-IDENTIFIER', 'text'),
  define(0x8068, 'MS-LOCATION-PROFILE', 'bytes'),
  define(0x8070, 'MS-IMPLEMENTATION-VERSION', 'uint32'),
  define(MS_ALTERNATE_MAPPED_ADDRESS, 'MS-ALTERNATE-MAPPED-ADDRESS', 'address'),
  define(0x8095, 'MS-MULTIPLEXED-TURN-SESSION-ID', 'uint64'),
  define(0xc001, 'ENF-FLOW-DESCRIPTION', 'bytes'),
  define(0xc002, 'ENF-NETWORK-STATUS', 'bytes'),
  define(0xc003, 'CISCO-STUN-FLOWDATA', 'bytes'),
  define(0xc057, 'GOOG-NETWORK-INFO', 'uint32'),
  define(0xc058, 'GOOG-LAST-ICE-CHECK-RECEIVED', 'bytes'),
  define(0xc059, 'GOOG-MISC-INFO', 'bytes'),
]);

/** Numbers that mean something else in a message of [MS-TURN] (§2.2.2), as drafts of TURN had them. */
const MS_TURN_DEFINITIONS: ReadonlyMap<number, AttributeDefinition> = new Map([
  define(XOR_PEER_ADDRESS, 'REMOTE-ADDRESS', 'address'),
  define(REALM, 'NONCE', 'text'),
  define(NONCE, 'REALM', 'text'),
]);

/** What an attribute's number means; null where nobody says. */
export function attributeDefinition(type: number, isMsTurn = false): AttributeDefinition | null {
  return (isMsTurn ? MS_TURN_DEFINITIONS.get(type) : undefined) ?? DEFINITIONS.get(type) ?? null;
}

function define(type: number, name: string, shape: AttributeShape): readonly [number, AttributeDefinition] {
  return [type, { name, shape }];
}
