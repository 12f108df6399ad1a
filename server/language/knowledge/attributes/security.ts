/** Keys and identities: SDES, DTLS-SRTP, MIKEY, ZRTP. */
import type { AttributeFamily } from './explanation';

export const SECURITY_ATTRIBUTES: AttributeFamily = {
  crypto: {
    summary:
      'An SRTP key in the SDP (SDES): tag, cipher suite, then `inline:` with the base64 of master key and salt. The key is the one this side sends with. An offer may list several lines in order of preference; the answer holds exactly one, with the tag and suite it takes and a key of its own.',
    syntax:
      'crypto:<tag> <suite> inline:<key and salt>[|<lifetime>][|<MKI>:<length>] [<session parameters>], as in a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:<40 characters>|2^31',
    source: 'RFC 4568 §4, §5.1 and §9',
    teams:
      'The SBC must support AES_CM_128_HMAC_SHA1_80 for offer and answer, in the form `inline:` key‖salt and optionally `|` lifetime. MKI and length are not required. Direct Routing always uses SDES towards the SBC (Direct Routing – media protocols, SRTP and SDES support requirements).',
    completion: {
      insert: 'crypto:${1:1} AES_CM_128_HMAC_SHA1_80 inline:${2:base64 of 30 random octets}|2^31',
      detail: 'SRTP key (SDES)',
      sortFirst: true,
    },
  },
  'key-mgmt': {
    summary:
      'A key exchange message such as MIKEY, in base64. An alternative to `a=crypto`, common in 3GPP and rare elsewhere.',
    syntax: 'key-mgmt:<protocol> <base64>, as in a=key-mgmt:mikey AQAF…',
    source: 'RFC 4567 §3.1',
    teams: 'Direct Routing wants SDES (`a=crypto`). It documents no MIKEY.',
  },
  fingerprint: {
    summary:
      'The hash of the certificate that this side will show in the DTLS handshake. It binds the media keys to the signalling, and the handshake fails when the certificate does not fit.',
    syntax: 'fingerprint:<hash> <hex octets>, as in a=fingerprint:sha-256 AE:24:07:…',
    source: 'RFC 8122 §5; RFC 5763 §5',
    teams:
      'DTLS may be offered beside SDES, never instead of it: the offer must contain `a=crypto` (Direct Routing – media protocols, Format for offer from SBC in bypass mode).',
  },
  setup: {
    summary:
      'Who opens the DTLS (or TCP) connection. An offer says `actpass`; the answer says `active` (I start) or `passive` (you start). `holdconn` puts it off.',
    syntax: 'setup:<active|passive|actpass|holdconn>, as in a=setup:actpass',
    source: 'RFC 4145 §4; RFC 5763 §5; RFC 8842 §5',
    teams: "Needed only when the SBC also offers a DTLS fingerprint; Microsoft's sample offer has `actpass`.",
    completion: { insert: 'setup:${1|actpass,active,passive|}', detail: 'who starts DTLS' },
  },
  connection: {
    summary: 'Whether a TCP or TLS media connection of before is kept: `new` or `existing`.',
    syntax: 'connection:<new|existing>, as in a=connection:new',
    source: 'RFC 4145 §5',
  },
  'tls-id': {
    summary:
      'Names a DTLS association. A changed value asks for a new handshake, an unchanged one keeps the old keys.',
    syntax: 'tls-id:<20 to 255 characters>, as in a=tls-id:abc3de65cddef001be82',
    source: 'RFC 8842 §4',
  },
  identity: {
    summary:
      'A WebRTC identity assertion: who the user is, according to an identity provider, bound to the fingerprints.',
    syntax: 'identity:<base64 assertion>',
    source: 'RFC 8827',
  },
  cryptex: {
    summary:
      'Header extensions and contributing sources may be encrypted in SRTP packets as well as the payload.',
    syntax: 'cryptex',
    source: 'RFC 9335 §4',
  },
  'zrtp-hash': {
    summary:
      'Hash of the ZRTP Hello message, which ties a ZRTP key agreement in the media path to the signalling.',
    syntax: 'zrtp-hash:<version> <hash>, as in a=zrtp-hash:1.10 fe30efd0…',
    source: 'RFC 6189 §8',
    teams: 'Direct Routing wants SDES (`a=crypto`). It documents no ZRTP.',
  },
};
