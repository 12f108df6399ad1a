/**
 * The `a=` attributes that this project knows: where each may stand and whether it takes a value.
 *
 * Levels are those of the IANA registry and the defining RFCs. Where the documents leave the level open, or
 * equipment in the field uses both, the level is `both`: a rule must not accuse a line on a doubtful ground.
 */

/** `source`: not a line of its own, it stands inside `a=ssrc` (RFC 5576 §6). */
import { compare } from '../../../shared/order';
export type AttributeLevel = 'session' | 'media' | 'both' | 'source';

/** `flag`: `a=name`. `value`: `a=name:value`. `either`: both forms are in use. */
export type AttributeValueKind = 'flag' | 'value' | 'either';

export interface SdpAttributeRegistration {
  /** In its registered spelling; attribute names are case-sensitive (RFC 8866 §5.13). */
  readonly name: string;
  readonly level: AttributeLevel;
  readonly value: AttributeValueKind;
}

const SESSION_VALUE =
  'cat charset group identity ice-pacing keywds msid-semantic sescap tool type x-devicecaps x-plaza-msi-range';

const SESSION_FLAG = 'ice-lite';

const MEDIA_VALUE = [
  // RFC 8866 §6
  'fmtp framerate maxptime orient ptime quality rtpmap',
  // ICE, RFC 8839
  'candidate remote-candidates',
  // RTP and RTCP
  'imageattr msid multicast-rtcp rid rtcp rtcp-fb rtcp-idms simulcast ssrc ssrc-group',
  // Security
  'crypto tls-id',
  // Identification and grouping, RFC 4574, 4796, 5583, 5888
  'content depend label mid',
  // Preconditions, RFC 3312
  'conf curr des',
  // Capability negotiation, RFC 5939, RFC 6871
  'acfg lcfg pcfg',
  // Data channels and BFCP
  'bfcpver confid dcmap dcsa floor-control floorctrl floorid max-message-size sctp-port sctpmap userid',
  // MSRP and file transfer, RFC 4975, RFC 5547
  'accept-types accept-wrapped-types chatroom file-date file-disposition file-icon file-range',
  'file-transfer-id max-size path',
  // Control channels: CFW, MRCP
  'cfw-id channel cmid resource',
  // Forward error correction, DCCP, addresses
  'altc cs-correlation dccp-port dccp-service-code fec-repair-flow fec-source-flow portmapping-req',
  'repair-window',
  // 3GPP TS 26.114, TS 26.234
  'framesize',
  // Microsoft
  'cryptoscale x-bypassid x-candidate-info x-candidate-ipv6 x-caps x-data-protocol x-signaling-fb x-source',
  'x-source-streamid x-ssrc-range',
  // Seen in practice, registered nowhere
  'minptime',
].join(' ');

const MEDIA_FLAG = 'bundle-only ice-mismatch rtcp-mux rtcp-mux-only rtcp-rsize';

const MEDIA_EITHER = 'anbr file-selector msrp-cema rams-updates';

const BOTH_VALUE = [
  'connection extmap fingerprint ice-options ice-pwd ice-ufrag lang sdplang setup',
  'acap bcap ccap creq csup icap mfcap mscap omcap rmcap tcap',
  'cdsc cpar sqn key-mgmt maxprate qos-mech-recv qos-mech-send',
  'record recordpref rtcp-unicast rtcp-xr source-filter zrtp-hash',
  'cliprect etag mtag range',
  'duplication-delay mediaclk phone-context ts-refclk',
  // T.38 Annex D describes one fax stream and speaks of the level loosely; equipment writes it below m=.
  'T38FaxMaxBuffer T38FaxMaxDatagram T38FaxMaxIFP T38FaxRateManagement T38FaxUdpEC T38FaxUdpECDepth',
  'T38FaxUdpFECMaxSpan T38FaxVersion T38MaxBitRate T38ModemType T38VendorInfo',
  // 3GPP TS 24.229 and TS 29.079: optimal media routing in IMS
  'bw-info omr-codecs omr-m-att omr-m-bw omr-m-cksum omr-s-att omr-s-bw omr-s-cksum secondary-realm',
  'visited-realm',
  // RFC 3108 and 3407 in gateways
  'ecan gpmd silenceSupp vsel X-cap X-cpar X-sqn',
  // Seen in practice, registered nowhere or expired
  'alt direction encryption nortpproxy x-bwealgorithm x-google-flag x-mediabw x-mediasettings X-nat',
].join(' ');

const BOTH_FLAG = 'cryptex end-of-candidates extmap-allow-mixed inactive recvonly sendonly sendrecv';

const BOTH_EITHER = 'control T38FaxFillBitRemoval T38FaxTranscodingJBIG T38FaxTranscodingMMR';

const SOURCE_VALUE = 'cname mslabel previous-ssrc';

/** In alphabetical order, whatever the case of the letters. */
export const SDP_ATTRIBUTE_REGISTRY: readonly SdpAttributeRegistration[] = [
  ...register('session', 'value', SESSION_VALUE),
  ...register('session', 'flag', SESSION_FLAG),
  ...register('media', 'value', MEDIA_VALUE),
  ...register('media', 'flag', MEDIA_FLAG),
  ...register('media', 'either', MEDIA_EITHER),
  ...register('both', 'value', BOTH_VALUE),
  ...register('both', 'flag', BOTH_FLAG),
  ...register('both', 'either', BOTH_EITHER),
  ...register('source', 'value', SOURCE_VALUE),
].sort((a, b) => compare(a.name.toLowerCase(), b.name.toLowerCase()));

const BY_NAME: ReadonlyMap<string, SdpAttributeRegistration> = new Map(
  SDP_ATTRIBUTE_REGISTRY.map((entry) => [entry.name, entry]),
);

const BY_LOWER_CASE_NAME: ReadonlyMap<string, SdpAttributeRegistration> = new Map(
  SDP_ATTRIBUTE_REGISTRY.map((entry) => [entry.name.toLowerCase(), entry]),
);

/** The attribute of exactly that name; null where unknown, which every receiver must ignore (RFC 8866 §5.13). */
export function findSdpAttributeRegistration(name: string): SdpAttributeRegistration | null {
  return BY_NAME.get(name) ?? null;
}

/** As {@link findSdpAttributeRegistration}, whatever the case: to tell a misspelt name from an unknown one. */
export function findSdpAttributeRegistrationIgnoringCase(name: string): SdpAttributeRegistration | null {
  return BY_LOWER_CASE_NAME.get(name.toLowerCase()) ?? null;
}

function register(
  level: AttributeLevel,
  value: AttributeValueKind,
  names: string,
): readonly SdpAttributeRegistration[] {
  return names.split(' ').map((name) => ({ name, level, value }));
}
