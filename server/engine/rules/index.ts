/** All rules, in order of their ids. Written by scripts/generate.ts: run `npm run generate` after adding one. */
import { rule as callIceChanged183200 } from './call/call-ice-changed-183-200';
import { rule as drContactFqdn } from './direct-routing/dr-contact-fqdn';
import { rule as drDelayedOffer } from './direct-routing/dr-delayed-offer';
import { rule as dtlsConnectionAttr } from './srtp/dtls-connection-attr';
import { rule as dtlsFingerprintSyntax } from './srtp/dtls-fingerprint-syntax';
import { rule as dtlsFingerprintWeak } from './srtp/dtls-fingerprint-weak';
import { rule as dtlsProtoWithoutFingerprint } from './srtp/dtls-proto-without-fingerprint';
import { rule as dtlsSetupAnswer } from './srtp/dtls-setup-answer';
import { rule as dtlsSetupOffer } from './srtp/dtls-setup-offer';
import { rule as iceAttributesOnRejectedStream } from './ice/ice-attributes-on-rejected-stream';
import { rule as iceCandidateComponent } from './ice/ice-candidate-component';
import { rule as iceCandidateCount } from './ice/ice-candidate-count';
import { rule as iceCandidateExtensionOdd } from './ice/ice-candidate-extension-odd';
import { rule as iceCandidateFoundation } from './ice/ice-candidate-foundation';
import { rule as iceCandidateFqdn } from './ice/ice-candidate-fqdn';
import { rule as iceCandidateIpv6 } from './ice/ice-candidate-ipv6';
import { rule as iceCandidateMissing } from './ice/ice-candidate-missing';
import { rule as iceCandidateNotConfiguredPublicIp } from './ice/ice-candidate-not-configured-public-ip';
import { rule as iceCandidateNotHost } from './ice/ice-candidate-not-host';
import { rule as iceCandidatePort } from './ice/ice-candidate-port';
import { rule as iceCandidatePriorityDuplicate } from './ice/ice-candidate-priority-duplicate';
import { rule as iceCandidatePriorityLite } from './ice/ice-candidate-priority-lite';
import { rule as iceCandidatePriorityRange } from './ice/ice-candidate-priority-range';
import { rule as iceCandidatePrivateAddress } from './ice/ice-candidate-private-address';
import { rule as iceCandidateRaddrMissing } from './ice/ice-candidate-raddr-missing';
import { rule as iceCandidateRaddrOnHost } from './ice/ice-candidate-raddr-on-host';
import { rule as iceCandidateSpecialAddress } from './ice/ice-candidate-special-address';
import { rule as iceCandidateSyntax } from './ice/ice-candidate-syntax';
import { rule as iceCandidateTcpMicrosoft } from './ice/ice-candidate-tcp-microsoft';
import { rule as iceCandidateTransport } from './ice/ice-candidate-transport';
import { rule as iceCandidateTypePreference } from './ice/ice-candidate-type-preference';
import { rule as iceCredentialsCharset } from './ice/ice-credentials-charset';
import { rule as iceCredentialsEntropy } from './ice/ice-credentials-entropy';
import { rule as iceCredentialsMissing } from './ice/ice-credentials-missing';
import { rule as iceDefaultMismatch } from './ice/ice-default-mismatch';
import { rule as iceDefaultRtcpMismatch } from './ice/ice-default-rtcp-mismatch';
import { rule as iceHoldWithoutIce } from './ice/ice-hold-without-ice';
import { rule as iceHoldZeroAddress } from './ice/ice-hold-zero-address';
import { rule as iceLiteFromPeer } from './ice/ice-lite-from-peer';
import { rule as iceLiteMissing } from './ice/ice-lite-missing';
import { rule as iceLiteValue } from './ice/ice-lite-value';
import { rule as iceMismatchInOffer } from './ice/ice-mismatch-in-offer';
import { rule as iceMismatchPresent } from './ice/ice-mismatch-present';
import { rule as iceOptionsIce2Missing } from './ice/ice-options-ice2-missing';
import { rule as iceOptionsTrickle } from './ice/ice-options-trickle';
import { rule as icePacingFromLite } from './ice/ice-pacing-from-lite';
import { rule as icePwdLength } from './ice/ice-pwd-length';
import { rule as iceRemoteCandidatesFirstOffer } from './ice/ice-remote-candidates-first-offer';
import { rule as iceRemoteCandidatesFromLite } from './ice/ice-remote-candidates-from-lite';
import { rule as iceRemoteCandidatesSyntax } from './ice/ice-remote-candidates-syntax';
import { rule as iceUfragLength } from './ice/ice-ufrag-length';
import { rule as iceUfragSharedPwdDiffers } from './ice/ice-ufrag-shared-pwd-differs';
import { rule as oaCryptoCount } from './offer-answer/oa-crypto-count';
import { rule as oaCryptoMissing } from './offer-answer/oa-crypto-missing';
import { rule as oaCryptoSameKey } from './offer-answer/oa-crypto-same-key';
import { rule as oaCryptoSuite } from './offer-answer/oa-crypto-suite';
import { rule as oaCryptoTag } from './offer-answer/oa-crypto-tag';
import { rule as oaMLineCount } from './offer-answer/oa-m-line-count';
import { rule as oaMLineOrder } from './offer-answer/oa-m-line-order';
import { rule as oaNonAudioNotRejected } from './offer-answer/oa-non-audio-not-rejected';
import { rule as oaRtcpMuxDropped } from './offer-answer/oa-rtcp-mux-dropped';
import { rule as oaRtcpMuxNotOffered } from './offer-answer/oa-rtcp-mux-not-offered';
import { rule as sdpAttributeLevel } from './sdp/sdp-attribute-level';
import { rule as sdpAttributeTypo } from './sdp/sdp-attribute-typo';
import { rule as sdpFmtNotPayloadType } from './sdp/sdp-fmt-not-payload-type';
import { rule as sdpLineOrder } from './sdp/sdp-line-order';
import { rule as sdpLineSyntax } from './sdp/sdp-line-syntax';
import { rule as sdpMandatoryLine } from './sdp/sdp-mandatory-line';
import { rule as sdpMediaLineSyntax } from './sdp/sdp-media-line-syntax';
import { rule as sdpPayloadRtcpConflict } from './sdp/sdp-payload-rtcp-conflict';
import { rule as sdpRtcpMuxMissing } from './sdp/sdp-rtcp-mux-missing';
import { rule as sdpRtcpPortEqualsRtp } from './sdp/sdp-rtcp-port-equals-rtp';
import { rule as sdpRtpmapStaticConflict } from './sdp/sdp-rtpmap-static-conflict';
import { rule as sdpVersionLine } from './sdp/sdp-version-line';
import { rule as sipContentLength } from './sip/sip-content-length';
import { rule as srtpCryptoKdrRange } from './srtp/srtp-crypto-kdr-range';
import { rule as srtpCryptoKeyBase64 } from './srtp/srtp-crypto-key-base64';
import { rule as srtpCryptoKeyLength } from './srtp/srtp-crypto-key-length';
import { rule as srtpCryptoKeyReuse } from './srtp/srtp-crypto-key-reuse';
import { rule as srtpCryptoKnownKey } from './srtp/srtp-crypto-known-key';
import { rule as srtpCryptoLifetime } from './srtp/srtp-crypto-lifetime';
import { rule as srtpCryptoMissing } from './srtp/srtp-crypto-missing';
import { rule as srtpCryptoMkiMixedLength } from './srtp/srtp-crypto-mki-mixed-length';
import { rule as srtpCryptoMkiPresent } from './srtp/srtp-crypto-mki-present';
import { rule as srtpCryptoMkiSyntax } from './srtp/srtp-crypto-mki-syntax';
import { rule as srtpCryptoPreference } from './srtp/srtp-crypto-preference';
import { rule as srtpCryptoProfile } from './srtp/srtp-crypto-profile';
import { rule as srtpCryptoRequiredSuite } from './srtp/srtp-crypto-required-suite';
import { rule as srtpCryptoSessionParamUnknown } from './srtp/srtp-crypto-session-param-unknown';
import { rule as srtpCryptoSpacing } from './srtp/srtp-crypto-spacing';
import { rule as srtpCryptoSyntax } from './srtp/srtp-crypto-syntax';
import { rule as srtpCryptoTagDuplicate } from './srtp/srtp-crypto-tag-duplicate';
import { rule as srtpCryptoTagFormat } from './srtp/srtp-crypto-tag-format';
import { rule as srtpCryptoUnencrypted } from './srtp/srtp-crypto-unencrypted';
import { rule as srtpCryptoUnknownSuite } from './srtp/srtp-crypto-unknown-suite';
import { rule as srtpCryptoWshRange } from './srtp/srtp-crypto-wsh-range';
import { rule as srtpDtlsOnly } from './srtp/srtp-dtls-only';
import { rule as srtpProfileInsecure } from './srtp/srtp-profile-insecure';
import type { Rule } from './rule';

export const rules: readonly Rule[] = [
  callIceChanged183200,
  drContactFqdn,
  drDelayedOffer,
  dtlsConnectionAttr,
  dtlsFingerprintSyntax,
  dtlsFingerprintWeak,
  dtlsProtoWithoutFingerprint,
  dtlsSetupAnswer,
  dtlsSetupOffer,
  iceAttributesOnRejectedStream,
  iceCandidateComponent,
  iceCandidateCount,
  iceCandidateExtensionOdd,
  iceCandidateFoundation,
  iceCandidateFqdn,
  iceCandidateIpv6,
  iceCandidateMissing,
  iceCandidateNotConfiguredPublicIp,
  iceCandidateNotHost,
  iceCandidatePort,
  iceCandidatePriorityDuplicate,
  iceCandidatePriorityLite,
  iceCandidatePriorityRange,
  iceCandidatePrivateAddress,
  iceCandidateRaddrMissing,
  iceCandidateRaddrOnHost,
  iceCandidateSpecialAddress,
  iceCandidateSyntax,
  iceCandidateTcpMicrosoft,
  iceCandidateTransport,
  iceCandidateTypePreference,
  iceCredentialsCharset,
  iceCredentialsEntropy,
  iceCredentialsMissing,
  iceDefaultMismatch,
  iceDefaultRtcpMismatch,
  iceHoldWithoutIce,
  iceHoldZeroAddress,
  iceLiteFromPeer,
  iceLiteMissing,
  iceLiteValue,
  iceMismatchInOffer,
  iceMismatchPresent,
  iceOptionsIce2Missing,
  iceOptionsTrickle,
  icePacingFromLite,
  icePwdLength,
  iceRemoteCandidatesFirstOffer,
  iceRemoteCandidatesFromLite,
  iceRemoteCandidatesSyntax,
  iceUfragLength,
  iceUfragSharedPwdDiffers,
  oaCryptoCount,
  oaCryptoMissing,
  oaCryptoSameKey,
  oaCryptoSuite,
  oaCryptoTag,
  oaMLineCount,
  oaMLineOrder,
  oaNonAudioNotRejected,
  oaRtcpMuxDropped,
  oaRtcpMuxNotOffered,
  sdpAttributeLevel,
  sdpAttributeTypo,
  sdpFmtNotPayloadType,
  sdpLineOrder,
  sdpLineSyntax,
  sdpMandatoryLine,
  sdpMediaLineSyntax,
  sdpPayloadRtcpConflict,
  sdpRtcpMuxMissing,
  sdpRtcpPortEqualsRtp,
  sdpRtpmapStaticConflict,
  sdpVersionLine,
  sipContentLength,
  srtpCryptoKdrRange,
  srtpCryptoKeyBase64,
  srtpCryptoKeyLength,
  srtpCryptoKeyReuse,
  srtpCryptoKnownKey,
  srtpCryptoLifetime,
  srtpCryptoMissing,
  srtpCryptoMkiMixedLength,
  srtpCryptoMkiPresent,
  srtpCryptoMkiSyntax,
  srtpCryptoPreference,
  srtpCryptoProfile,
  srtpCryptoRequiredSuite,
  srtpCryptoSessionParamUnknown,
  srtpCryptoSpacing,
  srtpCryptoSyntax,
  srtpCryptoTagDuplicate,
  srtpCryptoTagFormat,
  srtpCryptoUnencrypted,
  srtpCryptoUnknownSuite,
  srtpCryptoWshRange,
  srtpDtlsOnly,
  srtpProfileInsecure,
];
