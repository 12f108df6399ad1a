/** All rules, in order of their ids. Written by scripts/generate.ts: run `npm run generate` after adding one. */
import { rule as call100rel } from './call/call-100rel';
import { rule as call183WithoutSdp } from './call/call-183-without-sdp';
import { rule as call18xSdpUnreliable } from './call/call-18x-sdp-unreliable';
import { rule as call18xTo180After183 } from './call/call-18x-to-180-after-183';
import { rule as call2xxBeforePrack } from './call/call-2xx-before-prack';
import { rule as callAnswerMissing } from './call/call-answer-missing';
import { rule as callBypassToNonbypass } from './call/call-bypass-to-nonbypass';
import { rule as callCancelRace } from './call/call-cancel-race';
import { rule as callFinalReinviteRejected } from './call/call-final-reinvite-rejected';
import { rule as callFork } from './call/call-fork';
import { rule as callForkCancelled } from './call/call-fork-cancelled';
import { rule as callForkCredentialsShared } from './call/call-fork-credentials-shared';
import { rule as callForksNotReleased } from './ice-progress/call-forks-not-released';
import { rule as callGlare } from './call/call-glare';
import { rule as callHairpin } from './call/call-hairpin';
import { rule as callHoldDroppedMediaAttrs } from './call/call-hold-dropped-media-attrs';
import { rule as callIceChanged183200 } from './call/call-ice-changed-183-200';
import { rule as callMultiple2xx } from './call/call-multiple-2xx';
import { rule as callOfferInResponseAfterAnswer } from './call/call-offer-in-response-after-answer';
import { rule as callOfferWhilePending } from './call/call-offer-while-pending';
import { rule as callPrackMissing } from './call/call-prack-missing';
import { rule as callPrackOfferUnanswered } from './call/call-prack-offer-unanswered';
import { rule as callRefusedForStream } from './call/call-refused-for-stream';
import { rule as callReliable1xxRepeated } from './call/call-reliable-1xx-repeated';
import { rule as callSdpChanged183200 } from './call/call-sdp-changed-183-200';
import { rule as callSetupLatency } from './call/call-setup-latency';
import { rule as dr503RetryAfter } from './direct-routing/dr-503-retry-after';
import { rule as dr603Retry } from './direct-routing/dr-603-retry';
import { rule as drByeIceFailed } from './direct-routing/dr-bye-ice-failed';
import { rule as drByeReason } from './direct-routing/dr-bye-reason';
import { rule as drConnectionZero } from './direct-routing/dr-connection-zero';
import { rule as drContactCertificate } from './direct-routing/dr-contact-certificate';
import { rule as drContactFqdn } from './direct-routing/dr-contact-fqdn';
import { rule as drContactMultiple } from './direct-routing/dr-contact-multiple';
import { rule as drContactOnmicrosoft } from './direct-routing/dr-contact-onmicrosoft';
import { rule as drContactRequiredInOptions } from './direct-routing/dr-contact-required-in-options';
import { rule as drContactTransportParam } from './direct-routing/dr-contact-transport-param';
import { rule as drDelayedOffer } from './direct-routing/dr-delayed-offer';
import { rule as drFailoverTimer } from './direct-routing/dr-failover-timer';
import { rule as drFailureCause } from './direct-routing/dr-failure-cause';
import { rule as drFromE164 } from './direct-routing/dr-from-e164';
import { rule as drHistoryInfo } from './direct-routing/dr-history-info';
import { rule as drHoldNotInactive } from './direct-routing/dr-hold-not-inactive';
import { rule as drLmoReinvite } from './direct-routing/dr-lmo-reinvite';
import { rule as drMinSe } from './direct-routing/dr-min-se';
import { rule as drNotifyNotAllowed } from './direct-routing/dr-notify-not-allowed';
import { rule as drOptionsInterval } from './direct-routing/dr-options-interval';
import { rule as drOptionsNotOk } from './direct-routing/dr-options-not-ok';
import { rule as drPort5061 } from './direct-routing/dr-port-5061';
import { rule as drRecordRoute } from './direct-routing/dr-record-route';
import { rule as drReferNotAllowed } from './direct-routing/dr-refer-not-allowed';
import { rule as drReferToParams } from './direct-routing/dr-refer-to-params';
import { rule as drReferUnanswered } from './direct-routing/dr-refer-unanswered';
import { rule as drReplacesFromSbc } from './direct-routing/dr-replaces-from-sbc';
import { rule as drRequestUriE164 } from './direct-routing/dr-request-uri-e164';
import { rule as drSbaRefused } from './direct-routing/dr-sba-refused';
import { rule as drSipAllFqdn } from './direct-routing/dr-sip-all-fqdn';
import { rule as drSipsUri } from './direct-routing/dr-sips-uri';
import { rule as drTargetFqdn } from './direct-routing/dr-target-fqdn';
import { rule as drTlsHandshake } from './direct-routing/dr-tls-handshake';
import { rule as drUserPhone } from './direct-routing/dr-user-phone';
import { rule as drXmsMediapath } from './direct-routing/dr-xms-mediapath';
import { rule as drXmsUserlocation } from './direct-routing/dr-xms-userlocation';
import { rule as dtlsConnectionAttr } from './srtp/dtls-connection-attr';
import { rule as dtlsFingerprintSyntax } from './srtp/dtls-fingerprint-syntax';
import { rule as dtlsFingerprintWeak } from './srtp/dtls-fingerprint-weak';
import { rule as dtlsProtoWithoutFingerprint } from './srtp/dtls-proto-without-fingerprint';
import { rule as dtlsRoleChanged } from './offer-answer/dtls-role-changed';
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
import { rule as iceCandidatesAllLocal } from './ice/ice-candidates-all-local';
import { rule as iceCheckBeforeAnswer } from './ice-progress/ice-check-before-answer';
import { rule as iceCredentialsCharset } from './ice/ice-credentials-charset';
import { rule as iceCredentialsEntropy } from './ice/ice-credentials-entropy';
import { rule as iceCredentialsMissing } from './ice/ice-credentials-missing';
import { rule as iceDefaultMismatch } from './ice/ice-default-mismatch';
import { rule as iceDefaultRtcpMismatch } from './ice/ice-default-rtcp-mismatch';
import { rule as iceForkUnrelatedMedia } from './ice-progress/ice-fork-unrelated-media';
import { rule as iceHoldWithoutIce } from './ice/ice-hold-without-ice';
import { rule as iceHoldZeroAddress } from './ice/ice-hold-zero-address';
import { rule as iceLiteFromPeer } from './ice/ice-lite-from-peer';
import { rule as iceLiteMissing } from './ice/ice-lite-missing';
import { rule as iceLiteValue } from './ice/ice-lite-value';
import { rule as iceLogFailed } from './ice/ice-log-failed';
import { rule as iceLogSendFailed } from './ice/ice-log-send-failed';
import { rule as iceMismatchInOffer } from './ice/ice-mismatch-in-offer';
import { rule as iceMismatchPresent } from './ice/ice-mismatch-present';
import { rule as iceNominationBefore200 } from './ice-progress/ice-nomination-before-200';
import { rule as iceOldGenerationCheck } from './ice-progress/ice-old-generation-check';
import { rule as iceOptionsIce2Missing } from './ice/ice-options-ice2-missing';
import { rule as iceOptionsTrickle } from './ice/ice-options-trickle';
import { rule as icePacingFromLite } from './ice/ice-pacing-from-lite';
import { rule as icePairFailed } from './ice-progress/ice-pair-failed';
import { rule as icePwdLength } from './ice/ice-pwd-length';
import { rule as iceRemoteCandidatesFirstOffer } from './ice/ice-remote-candidates-first-offer';
import { rule as iceRemoteCandidatesFromLite } from './ice/ice-remote-candidates-from-lite';
import { rule as iceRemoteCandidatesSyntax } from './ice/ice-remote-candidates-syntax';
import { rule as iceUfragLength } from './ice/ice-ufrag-length';
import { rule as iceUfragSharedPwdDiffers } from './ice/ice-ufrag-shared-pwd-differs';
import { rule as mediaAfterBye } from './media/media-after-bye';
import { rule as mediaBeforeAnyCheck } from './media/media-before-any-check';
import { rule as mediaBeforeNominationRefused } from './media/media-before-nomination-refused';
import { rule as mediaDemuxUnknown } from './media/media-demux-unknown';
import { rule as mediaDtlsOnSdes } from './media/media-dtls-on-sdes';
import { rule as mediaDtmfEnd } from './media/media-dtmf-end';
import { rule as mediaDtmfMarker } from './media/media-dtmf-marker';
import { rule as mediaEarlyPath } from './media/media-early-path';
import { rule as mediaFirstSequenceHigh } from './media/media-first-sequence-high';
import { rule as mediaLostFirstPackets } from './media/media-lost-first-packets';
import { rule as mediaNone } from './media/media-none';
import { rule as mediaNotSymmetric } from './media/media-not-symmetric';
import { rule as mediaOneWay } from './media/media-one-way';
import { rule as mediaPayloadNotNegotiated } from './media/media-payload-not-negotiated';
import { rule as mediaRtcpPortWithMux } from './media/media-rtcp-port-with-mux';
import { rule as mediaStops } from './media/media-stops';
import { rule as mediaTcp } from './media/media-tcp';
import { rule as netClientPort } from './network/net-client-port';
import { rule as netCrossTenantHairpin } from './network/net-cross-tenant-hairpin';
import { rule as netDirectInternetClient } from './network/net-direct-internet-client';
import { rule as netExpressrouteAsymmetric } from './network/net-expressroute-asymmetric';
import { rule as netExpressrouteBlocksInternet } from './network/net-expressroute-blocks-internet';
import { rule as netFirewallAction } from './network/net-firewall-action';
import { rule as netFirewallBlocksTeams } from './network/net-firewall-blocks-teams';
import { rule as netFirewallDisabled } from './network/net-firewall-disabled';
import { rule as netFirewallIncomplete } from './network/net-firewall-incomplete';
import { rule as netFirewallInterfaceType } from './network/net-firewall-interface-type';
import { rule as netFirewallLocalAddress } from './network/net-firewall-local-address';
import { rule as netFirewallMissing } from './network/net-firewall-missing';
import { rule as netFirewallOneDirection } from './network/net-firewall-one-direction';
import { rule as netFirewallOptimizeRange } from './network/net-firewall-optimize-range';
import { rule as netFirewallPairDiffers } from './network/net-firewall-pair-differs';
import { rule as netFirewallPorts } from './network/net-firewall-ports';
import { rule as netFirewallProfileAny } from './network/net-firewall-profile-any';
import { rule as netFirewallProfileDomain } from './network/net-firewall-profile-domain';
import { rule as netFirewallProgram } from './network/net-firewall-program';
import { rule as netFirewallProtocol } from './network/net-firewall-protocol';
import { rule as netFirewallRemoteCorporate } from './network/net-firewall-remote-corporate';
import { rule as netFirewallRemoteVpn } from './network/net-firewall-remote-vpn';
import { rule as netFlowClass } from './network/net-flow-class';
import { rule as netFlowUnclassified } from './network/net-flow-unclassified';
import { rule as netHairpinPublic } from './network/net-hairpin-public';
import { rule as netLegacyPrefix } from './network/net-legacy-prefix';
import { rule as netLmoLocation } from './network/net-lmo-location';
import { rule as netLyncDnsInternal } from './network/net-lync-dns-internal';
import { rule as netLyncRegistersInternal } from './network/net-lync-registers-internal';
import { rule as netMediaRangeUnknown } from './network/net-media-range-unknown';
import { rule as netPacketShaper } from './network/net-packet-shaper';
import { rule as netRelayGovRange } from './network/net-relay-gov-range';
import { rule as netRelayInsteadOfDirect } from './network/net-relay-instead-of-direct';
import { rule as netRelayPort } from './network/net-relay-port';
import { rule as netRouteIncomplete } from './network/net-route-incomplete';
import { rule as netRouteNoRoute } from './network/net-route-no-route';
import { rule as netRouteTraceOutside } from './network/net-route-trace-outside';
import { rule as netRouteTraceTunnel } from './network/net-route-trace-tunnel';
import { rule as netSbcMultiIp } from './network/net-sbc-multi-ip';
import { rule as netSbcNat } from './network/net-sbc-nat';
import { rule as netSbcSignalingPeer } from './network/net-sbc-signaling-peer';
import { rule as netSrtpRelayed } from './network/net-srtp-relayed';
import { rule as netTcpRelay } from './network/net-tcp-relay';
import { rule as netThirdPartyB2bua } from './network/net-third-party-b2bua';
import { rule as netThirdPartyRelay } from './network/net-third-party-relay';
import { rule as netVpnBypassed } from './network/net-vpn-bypassed';
import { rule as netVpnCandidate } from './network/net-vpn-candidate';
import { rule as netVpnDespiteRoutes } from './network/net-vpn-despite-routes';
import { rule as netVpnHairpin } from './network/net-vpn-hairpin';
import { rule as netVpnLmo } from './network/net-vpn-lmo';
import { rule as netVpnMedia } from './network/net-vpn-media';
import { rule as netVpnNotInCapture } from './network/net-vpn-not-in-capture';
import { rule as netVpnOptimizeRoute } from './network/net-vpn-optimize-route';
import { rule as netVpnRouteOverride } from './network/net-vpn-route-override';
import { rule as netVpnSbcRoute } from './network/net-vpn-sbc-route';
import { rule as netVpnSignaling } from './network/net-vpn-signaling';
import { rule as netVpnTunnelAll } from './network/net-vpn-tunnel-all';
import { rule as netVpnUnknown } from './network/net-vpn-unknown';
import { rule as netVpnUrlOnly } from './network/net-vpn-url-only';
import { rule as oaAddressFamily } from './offer-answer/oa-address-family';
import { rule as oaAllStreamsRejected } from './offer-answer/oa-all-streams-rejected';
import { rule as oaAnswerRtpmap } from './offer-answer/oa-answer-rtpmap';
import { rule as oaCodecOrder } from './offer-answer/oa-codec-order';
import { rule as oaCryptoCount } from './offer-answer/oa-crypto-count';
import { rule as oaCryptoKeyUnchangedNewTransport } from './offer-answer/oa-crypto-key-unchanged-new-transport';
import { rule as oaCryptoMissing } from './offer-answer/oa-crypto-missing';
import { rule as oaCryptoNotOffered } from './offer-answer/oa-crypto-not-offered';
import { rule as oaCryptoSameKey } from './offer-answer/oa-crypto-same-key';
import { rule as oaCryptoSessionParams } from './offer-answer/oa-crypto-session-params';
import { rule as oaCryptoSha132 } from './offer-answer/oa-crypto-sha1-32';
import { rule as oaCryptoSuite } from './offer-answer/oa-crypto-suite';
import { rule as oaCryptoTag } from './offer-answer/oa-crypto-tag';
import { rule as oaDirection } from './offer-answer/oa-direction';
import { rule as oaFingerprintMissing } from './offer-answer/oa-fingerprint-missing';
import { rule as oaFmtpMismatch } from './offer-answer/oa-fmtp-mismatch';
import { rule as oaHoldMirrored } from './offer-answer/oa-hold-mirrored';
import { rule as oaIceCandidatesAddedWithoutRestart } from './offer-answer/oa-ice-candidates-added-without-restart';
import { rule as oaIceCredsChangedInAnswer } from './offer-answer/oa-ice-creds-changed-in-answer';
import { rule as oaIceDropped } from './offer-answer/oa-ice-dropped';
import { rule as oaIceLiteChanged } from './offer-answer/oa-ice-lite-changed';
import { rule as oaIceNotOffered } from './offer-answer/oa-ice-not-offered';
import { rule as oaIceRestartAnswerUnchanged } from './offer-answer/oa-ice-restart-answer-unchanged';
import { rule as oaIceRestartDetected } from './offer-answer/oa-ice-restart-detected';
import { rule as oaIceRestartPartial } from './offer-answer/oa-ice-restart-partial';
import { rule as oaIceTargetChangedWithoutRestart } from './offer-answer/oa-ice-target-changed-without-restart';
import { rule as oaMLineCount } from './offer-answer/oa-m-line-count';
import { rule as oaMLineMoved } from './offer-answer/oa-m-line-moved';
import { rule as oaMLineOrder } from './offer-answer/oa-m-line-order';
import { rule as oaMLineRemoved } from './offer-answer/oa-m-line-removed';
import { rule as oaMediaRetarget } from './offer-answer/oa-media-retarget';
import { rule as oaMidMismatch } from './offer-answer/oa-mid-mismatch';
import { rule as oaNoCommonCodec } from './offer-answer/oa-no-common-codec';
import { rule as oaNonAudioNotRejected } from './offer-answer/oa-non-audio-not-rejected';
import { rule as oaOriginCopied } from './offer-answer/oa-origin-copied';
import { rule as oaPayloadNumber } from './offer-answer/oa-payload-number';
import { rule as oaPayloadRemapped } from './offer-answer/oa-payload-remapped';
import { rule as oaPostCompletionDefault } from './offer-answer/oa-post-completion-default';
import { rule as oaPostNominationCandidates } from './offer-answer/oa-post-nomination-candidates';
import { rule as oaProtoMismatch } from './offer-answer/oa-proto-mismatch';
import { rule as oaPtime } from './offer-answer/oa-ptime';
import { rule as oaRejectedStreamFmt } from './offer-answer/oa-rejected-stream-fmt';
import { rule as oaRemoteCandidatesForeign } from './offer-answer/oa-remote-candidates-foreign';
import { rule as oaRemoteCandidatesInAnswer } from './offer-answer/oa-remote-candidates-in-answer';
import { rule as oaRemoteCandidatesMissing } from './offer-answer/oa-remote-candidates-missing';
import { rule as oaRemoteCandidatesNotHonoured } from './offer-answer/oa-remote-candidates-not-honoured';
import { rule as oaRtcpMuxDropped } from './offer-answer/oa-rtcp-mux-dropped';
import { rule as oaRtcpMuxExtraCandidate } from './offer-answer/oa-rtcp-mux-extra-candidate';
import { rule as oaRtcpMuxNotOffered } from './offer-answer/oa-rtcp-mux-not-offered';
import { rule as oaSessionIdChanged } from './offer-answer/oa-session-id-changed';
import { rule as oaSetupRoles } from './offer-answer/oa-setup-roles';
import { rule as oaSrtpDowngrade } from './offer-answer/oa-srtp-downgrade';
import { rule as oaTelephoneEventDropped } from './offer-answer/oa-telephone-event-dropped';
import { rule as oaTimeLine } from './offer-answer/oa-time-line';
import { rule as oaVersionJump } from './offer-answer/oa-version-jump';
import { rule as oaVersionNotIncremented } from './offer-answer/oa-version-not-incremented';
import { rule as oaZeroPortKept } from './offer-answer/oa-zero-port-kept';
import { rule as sdpAddressUnusable } from './sdp/sdp-address-unusable';
import { rule as sdpAddrtypeMismatch } from './sdp/sdp-addrtype-mismatch';
import { rule as sdpAttributeCase } from './sdp/sdp-attribute-case';
import { rule as sdpAttributeLevel } from './sdp/sdp-attribute-level';
import { rule as sdpAttributeTypo } from './sdp/sdp-attribute-typo';
import { rule as sdpAttributeUnknown } from './sdp/sdp-attribute-unknown';
import { rule as sdpAudioMissing } from './sdp/sdp-audio-missing';
import { rule as sdpBandwidthSyntax } from './sdp/sdp-bandwidth-syntax';
import { rule as sdpBandwidthZero } from './sdp/sdp-bandwidth-zero';
import { rule as sdpBodyWithoutBlankLine } from './sdp/sdp-body-without-blank-line';
import { rule as sdpCapabilityUnanswered } from './offer-answer/sdp-capability-unanswered';
import { rule as sdpCnClock } from './sdp/sdp-cn-clock';
import { rule as sdpCodecNotSupportedByTeams } from './sdp/sdp-codec-not-supported-by-teams';
import { rule as sdpConnectionFqdn } from './sdp/sdp-connection-fqdn';
import { rule as sdpConnectionIpv6 } from './sdp/sdp-connection-ipv6';
import { rule as sdpConnectionSyntax } from './sdp/sdp-connection-syntax';
import { rule as sdpDirectionDuplicate } from './sdp/sdp-direction-duplicate';
import { rule as sdpFmtDuplicate } from './sdp/sdp-fmt-duplicate';
import { rule as sdpFmtNotPayloadType } from './sdp/sdp-fmt-not-payload-type';
import { rule as sdpG722ClockRate } from './sdp/sdp-g722-clock-rate';
import { rule as sdpG729Annexb } from './sdp/sdp-g729-annexb';
import { rule as sdpGroupUnknownMid } from './sdp/sdp-group-unknown-mid';
import { rule as sdpKeyLine } from './sdp/sdp-key-line';
import { rule as sdpLineDuplicate } from './sdp/sdp-line-duplicate';
import { rule as sdpLineEnding } from './sdp/sdp-line-ending';
import { rule as sdpLineOrder } from './sdp/sdp-line-order';
import { rule as sdpLineSyntax } from './sdp/sdp-line-syntax';
import { rule as sdpMandatoryLine } from './sdp/sdp-mandatory-line';
import { rule as sdpMediaLineSyntax } from './sdp/sdp-media-line-syntax';
import { rule as sdpMidDuplicate } from './sdp/sdp-mid-duplicate';
import { rule as sdpMultipleDescriptions } from './sdp/sdp-multiple-descriptions';
import { rule as sdpOriginSyntax } from './sdp/sdp-origin-syntax';
import { rule as sdpPayloadReserved } from './sdp/sdp-payload-reserved';
import { rule as sdpPayloadRtcpConflict } from './sdp/sdp-payload-rtcp-conflict';
import { rule as sdpPortShared } from './sdp/sdp-port-shared';
import { rule as sdpPtimeInvalid } from './sdp/sdp-ptime-invalid';
import { rule as sdpRtcpAttrMissing } from './sdp/sdp-rtcp-attr-missing';
import { rule as sdpRtcpAttrSyntax } from './sdp/sdp-rtcp-attr-syntax';
import { rule as sdpRtcpFbWithoutAvpf } from './sdp/sdp-rtcp-fb-without-avpf';
import { rule as sdpRtcpMuxMissing } from './sdp/sdp-rtcp-mux-missing';
import { rule as sdpRtcpPortEqualsRtp } from './sdp/sdp-rtcp-port-equals-rtp';
import { rule as sdpRtpmapDuplicate } from './sdp/sdp-rtpmap-duplicate';
import { rule as sdpRtpmapMissing } from './sdp/sdp-rtpmap-missing';
import { rule as sdpRtpmapOrphan } from './sdp/sdp-rtpmap-orphan';
import { rule as sdpRtpmapStaticConflict } from './sdp/sdp-rtpmap-static-conflict';
import { rule as sdpRtpmapSyntax } from './sdp/sdp-rtpmap-syntax';
import { rule as sdpSessionNameEmpty } from './sdp/sdp-session-name-empty';
import { rule as sdpSingletonDuplicate } from './sdp/sdp-singleton-duplicate';
import { rule as sdpTelephoneEventClock } from './sdp/sdp-telephone-event-clock';
import { rule as sdpTelephoneEventFmtp } from './sdp/sdp-telephone-event-fmtp';
import { rule as sdpTelephoneEventMissing } from './sdp/sdp-telephone-event-missing';
import { rule as sdpTimingNotZero } from './sdp/sdp-timing-not-zero';
import { rule as sdpValueRubbish } from './sdp/sdp-value-rubbish';
import { rule as sdpVersionLine } from './sdp/sdp-version-line';
import { rule as sdpVideoFromSbc } from './sdp/sdp-video-from-sbc';
import { rule as sip2xxRetransmitted } from './sip/sip-2xx-retransmitted';
import { rule as sip422NotRetried } from './sip/sip-422-not-retried';
import { rule as sipAckBranch } from './sip/sip-ack-branch';
import { rule as sipAckCseq } from './sip/sip-ack-cseq';
import { rule as sipAckMissing } from './sip/sip-ack-missing';
import { rule as sipAckTarget } from './sip/sip-ack-target';
import { rule as sipAuthLoop } from './sip/sip-auth-loop';
import { rule as sipBranchCookie } from './sip/sip-branch-cookie';
import { rule as sipByeUnanswered } from './sip/sip-bye-unanswered';
import { rule as sipCancelBeforeProvisional } from './sip/sip-cancel-before-provisional';
import { rule as sipCancelMismatch } from './sip/sip-cancel-mismatch';
import { rule as sipContactMissing } from './sip/sip-contact-missing';
import { rule as sipContactUnreachable } from './sip/sip-contact-unreachable';
import { rule as sipContentLength } from './sip/sip-content-length';
import { rule as sipContentType } from './sip/sip-content-type';
import { rule as sipCseqMethod } from './sip/sip-cseq-method';
import { rule as sipCseqOrder } from './sip/sip-cseq-order';
import { rule as sipDialogTag } from './sip/sip-dialog-tag';
import { rule as sipDialogUnknown } from './sip/sip-dialog-unknown';
import { rule as sipEarlyCancelNo487 } from './sip/sip-early-cancel-no-487';
import { rule as sipLoop } from './sip/sip-loop';
import { rule as sipMandatoryHeaders } from './sip/sip-mandatory-headers';
import { rule as sipMethodNotAllowed } from './sip/sip-method-not-allowed';
import { rule as sipNoResponse } from './sip/sip-no-response';
import { rule as sipNotifyRefused } from './sip/sip-notify-refused';
import { rule as sipQuoting } from './sip/sip-quoting';
import { rule as sipRackSyntax } from './sip/sip-rack-syntax';
import { rule as sipRecordRouteMirrored } from './sip/sip-record-route-mirrored';
import { rule as sipReferRefused } from './sip/sip-refer-refused';
import { rule as sipReferToSyntax } from './sip/sip-refer-to-syntax';
import { rule as sipRefresherMismatch } from './sip/sip-refresher-mismatch';
import { rule as sipRegistrationLapsed } from './sip/sip-registration-lapsed';
import { rule as sipReplacesMismatch } from './sip/sip-replaces-mismatch';
import { rule as sipRequireUnsupported } from './sip/sip-require-unsupported';
import { rule as sipResponseEcho } from './sip/sip-response-echo';
import { rule as sipRouteSyntax } from './sip/sip-route-syntax';
import { rule as sipSessionTimer } from './sip/sip-session-timer';
import { rule as sipSingletonDuplicate } from './sip/sip-singleton-duplicate';
import { rule as sipStartLine } from './sip/sip-start-line';
import { rule as sipToTagMissing } from './sip/sip-to-tag-missing';
import { rule as sipTooLargeUdp } from './sip/sip-too-large-udp';
import { rule as sipTransferFailed } from './sip/sip-transfer-failed';
import { rule as sipUriSyntax } from './sip/sip-uri-syntax';
import { rule as sipUserinfoEmpty } from './sip/sip-userinfo-empty';
import { rule as sipValueRange } from './sip/sip-value-range';
import { rule as srtpCryptoKdrRange } from './srtp/srtp-crypto-kdr-range';
import { rule as srtpCryptoKeyBase64 } from './srtp/srtp-crypto-key-base64';
import { rule as srtpCryptoKeyLength } from './srtp/srtp-crypto-key-length';
import { rule as srtpCryptoKeyRepeated } from './srtp/srtp-crypto-key-repeated';
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
import { rule as srtpKeysInClear } from './srtp/srtp-keys-in-clear';
import { rule as srtpProfileInsecure } from './srtp/srtp-profile-insecure';
import { rule as srtpReplay } from './media/srtp-replay';
import { rule as stunAttrPadding } from './stun/stun-attr-padding';
import { rule as stunChanneldata } from './stun/stun-channeldata';
import { rule as stunErrorResponse } from './stun/stun-error-response';
import { rule as stunFingerprintBad } from './stun/stun-fingerprint-bad';
import { rule as stunFingerprintMissing } from './stun/stun-fingerprint-missing';
import { rule as stunHeader } from './stun/stun-header';
import { rule as stunIntegrityBad } from './stun/stun-integrity-bad';
import { rule as stunIntegrityMissing } from './stun/stun-integrity-missing';
import { rule as stunIntegrityOrder } from './stun/stun-integrity-order';
import { rule as stunKeepaliveAuth } from './stun/stun-keepalive-auth';
import { rule as stunMalformedSideEffect } from './stun/stun-malformed-side-effect';
import { rule as stunNoResponse } from './stun/stun-no-response';
import { rule as stunNominationWithoutValidation } from './stun/stun-nomination-without-validation';
import { rule as stunPriorityMissing } from './stun/stun-priority-missing';
import { rule as stunResponseHasUsername } from './stun/stun-response-has-username';
import { rule as stunResponseSlow } from './stun/stun-response-slow';
import { rule as stunRetransmissionPattern } from './stun/stun-retransmission-pattern';
import { rule as stunRoleMissing } from './stun/stun-role-missing';
import { rule as stunTieBreakerChanged } from './stun/stun-tie-breaker-changed';
import { rule as stunTransactionMismatch } from './stun/stun-transaction-mismatch';
import { rule as stunUseCandidateControlled } from './stun/stun-use-candidate-controlled';
import { rule as stunUseCandidateLength } from './stun/stun-use-candidate-length';
import type { Rule } from './rule';
import { rulesOfVerdicts } from './verdict-rules';

const rulesWithFile: readonly Rule[] = [
  call100rel,
  call183WithoutSdp,
  call18xSdpUnreliable,
  call18xTo180After183,
  call2xxBeforePrack,
  callAnswerMissing,
  callBypassToNonbypass,
  callCancelRace,
  callFinalReinviteRejected,
  callFork,
  callForkCancelled,
  callForkCredentialsShared,
  callForksNotReleased,
  callGlare,
  callHairpin,
  callHoldDroppedMediaAttrs,
  callIceChanged183200,
  callMultiple2xx,
  callOfferInResponseAfterAnswer,
  callOfferWhilePending,
  callPrackMissing,
  callPrackOfferUnanswered,
  callRefusedForStream,
  callReliable1xxRepeated,
  callSdpChanged183200,
  callSetupLatency,
  dr503RetryAfter,
  dr603Retry,
  drByeIceFailed,
  drByeReason,
  drConnectionZero,
  drContactCertificate,
  drContactFqdn,
  drContactMultiple,
  drContactOnmicrosoft,
  drContactRequiredInOptions,
  drContactTransportParam,
  drDelayedOffer,
  drFailoverTimer,
  drFailureCause,
  drFromE164,
  drHistoryInfo,
  drHoldNotInactive,
  drLmoReinvite,
  drMinSe,
  drNotifyNotAllowed,
  drOptionsInterval,
  drOptionsNotOk,
  drPort5061,
  drRecordRoute,
  drReferNotAllowed,
  drReferToParams,
  drReferUnanswered,
  drReplacesFromSbc,
  drRequestUriE164,
  drSbaRefused,
  drSipAllFqdn,
  drSipsUri,
  drTargetFqdn,
  drTlsHandshake,
  drUserPhone,
  drXmsMediapath,
  drXmsUserlocation,
  dtlsConnectionAttr,
  dtlsFingerprintSyntax,
  dtlsFingerprintWeak,
  dtlsProtoWithoutFingerprint,
  dtlsRoleChanged,
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
  iceCandidatesAllLocal,
  iceCheckBeforeAnswer,
  iceCredentialsCharset,
  iceCredentialsEntropy,
  iceCredentialsMissing,
  iceDefaultMismatch,
  iceDefaultRtcpMismatch,
  iceForkUnrelatedMedia,
  iceHoldWithoutIce,
  iceHoldZeroAddress,
  iceLiteFromPeer,
  iceLiteMissing,
  iceLiteValue,
  iceLogFailed,
  iceLogSendFailed,
  iceMismatchInOffer,
  iceMismatchPresent,
  iceNominationBefore200,
  iceOldGenerationCheck,
  iceOptionsIce2Missing,
  iceOptionsTrickle,
  icePacingFromLite,
  icePairFailed,
  icePwdLength,
  iceRemoteCandidatesFirstOffer,
  iceRemoteCandidatesFromLite,
  iceRemoteCandidatesSyntax,
  iceUfragLength,
  iceUfragSharedPwdDiffers,
  mediaAfterBye,
  mediaBeforeAnyCheck,
  mediaBeforeNominationRefused,
  mediaDemuxUnknown,
  mediaDtlsOnSdes,
  mediaDtmfEnd,
  mediaDtmfMarker,
  mediaEarlyPath,
  mediaFirstSequenceHigh,
  mediaLostFirstPackets,
  mediaNone,
  mediaNotSymmetric,
  mediaOneWay,
  mediaPayloadNotNegotiated,
  mediaRtcpPortWithMux,
  mediaStops,
  mediaTcp,
  netClientPort,
  netCrossTenantHairpin,
  netDirectInternetClient,
  netExpressrouteAsymmetric,
  netExpressrouteBlocksInternet,
  netFirewallAction,
  netFirewallBlocksTeams,
  netFirewallDisabled,
  netFirewallIncomplete,
  netFirewallInterfaceType,
  netFirewallLocalAddress,
  netFirewallMissing,
  netFirewallOneDirection,
  netFirewallOptimizeRange,
  netFirewallPairDiffers,
  netFirewallPorts,
  netFirewallProfileAny,
  netFirewallProfileDomain,
  netFirewallProgram,
  netFirewallProtocol,
  netFirewallRemoteCorporate,
  netFirewallRemoteVpn,
  netFlowClass,
  netFlowUnclassified,
  netHairpinPublic,
  netLegacyPrefix,
  netLmoLocation,
  netLyncDnsInternal,
  netLyncRegistersInternal,
  netMediaRangeUnknown,
  netPacketShaper,
  netRelayGovRange,
  netRelayInsteadOfDirect,
  netRelayPort,
  netRouteIncomplete,
  netRouteNoRoute,
  netRouteTraceOutside,
  netRouteTraceTunnel,
  netSbcMultiIp,
  netSbcNat,
  netSbcSignalingPeer,
  netSrtpRelayed,
  netTcpRelay,
  netThirdPartyB2bua,
  netThirdPartyRelay,
  netVpnBypassed,
  netVpnCandidate,
  netVpnDespiteRoutes,
  netVpnHairpin,
  netVpnLmo,
  netVpnMedia,
  netVpnNotInCapture,
  netVpnOptimizeRoute,
  netVpnRouteOverride,
  netVpnSbcRoute,
  netVpnSignaling,
  netVpnTunnelAll,
  netVpnUnknown,
  netVpnUrlOnly,
  oaAddressFamily,
  oaAllStreamsRejected,
  oaAnswerRtpmap,
  oaCodecOrder,
  oaCryptoCount,
  oaCryptoKeyUnchangedNewTransport,
  oaCryptoMissing,
  oaCryptoNotOffered,
  oaCryptoSameKey,
  oaCryptoSessionParams,
  oaCryptoSha132,
  oaCryptoSuite,
  oaCryptoTag,
  oaDirection,
  oaFingerprintMissing,
  oaFmtpMismatch,
  oaHoldMirrored,
  oaIceCandidatesAddedWithoutRestart,
  oaIceCredsChangedInAnswer,
  oaIceDropped,
  oaIceLiteChanged,
  oaIceNotOffered,
  oaIceRestartAnswerUnchanged,
  oaIceRestartDetected,
  oaIceRestartPartial,
  oaIceTargetChangedWithoutRestart,
  oaMLineCount,
  oaMLineMoved,
  oaMLineOrder,
  oaMLineRemoved,
  oaMediaRetarget,
  oaMidMismatch,
  oaNoCommonCodec,
  oaNonAudioNotRejected,
  oaOriginCopied,
  oaPayloadNumber,
  oaPayloadRemapped,
  oaPostCompletionDefault,
  oaPostNominationCandidates,
  oaProtoMismatch,
  oaPtime,
  oaRejectedStreamFmt,
  oaRemoteCandidatesForeign,
  oaRemoteCandidatesInAnswer,
  oaRemoteCandidatesMissing,
  oaRemoteCandidatesNotHonoured,
  oaRtcpMuxDropped,
  oaRtcpMuxExtraCandidate,
  oaRtcpMuxNotOffered,
  oaSessionIdChanged,
  oaSetupRoles,
  oaSrtpDowngrade,
  oaTelephoneEventDropped,
  oaTimeLine,
  oaVersionJump,
  oaVersionNotIncremented,
  oaZeroPortKept,
  sdpAddressUnusable,
  sdpAddrtypeMismatch,
  sdpAttributeCase,
  sdpAttributeLevel,
  sdpAttributeTypo,
  sdpAttributeUnknown,
  sdpAudioMissing,
  sdpBandwidthSyntax,
  sdpBandwidthZero,
  sdpBodyWithoutBlankLine,
  sdpCapabilityUnanswered,
  sdpCnClock,
  sdpCodecNotSupportedByTeams,
  sdpConnectionFqdn,
  sdpConnectionIpv6,
  sdpConnectionSyntax,
  sdpDirectionDuplicate,
  sdpFmtDuplicate,
  sdpFmtNotPayloadType,
  sdpG722ClockRate,
  sdpG729Annexb,
  sdpGroupUnknownMid,
  sdpKeyLine,
  sdpLineDuplicate,
  sdpLineEnding,
  sdpLineOrder,
  sdpLineSyntax,
  sdpMandatoryLine,
  sdpMediaLineSyntax,
  sdpMidDuplicate,
  sdpMultipleDescriptions,
  sdpOriginSyntax,
  sdpPayloadReserved,
  sdpPayloadRtcpConflict,
  sdpPortShared,
  sdpPtimeInvalid,
  sdpRtcpAttrMissing,
  sdpRtcpAttrSyntax,
  sdpRtcpFbWithoutAvpf,
  sdpRtcpMuxMissing,
  sdpRtcpPortEqualsRtp,
  sdpRtpmapDuplicate,
  sdpRtpmapMissing,
  sdpRtpmapOrphan,
  sdpRtpmapStaticConflict,
  sdpRtpmapSyntax,
  sdpSessionNameEmpty,
  sdpSingletonDuplicate,
  sdpTelephoneEventClock,
  sdpTelephoneEventFmtp,
  sdpTelephoneEventMissing,
  sdpTimingNotZero,
  sdpValueRubbish,
  sdpVersionLine,
  sdpVideoFromSbc,
  sip2xxRetransmitted,
  sip422NotRetried,
  sipAckBranch,
  sipAckCseq,
  sipAckMissing,
  sipAckTarget,
  sipAuthLoop,
  sipBranchCookie,
  sipByeUnanswered,
  sipCancelBeforeProvisional,
  sipCancelMismatch,
  sipContactMissing,
  sipContactUnreachable,
  sipContentLength,
  sipContentType,
  sipCseqMethod,
  sipCseqOrder,
  sipDialogTag,
  sipDialogUnknown,
  sipEarlyCancelNo487,
  sipLoop,
  sipMandatoryHeaders,
  sipMethodNotAllowed,
  sipNoResponse,
  sipNotifyRefused,
  sipQuoting,
  sipRackSyntax,
  sipRecordRouteMirrored,
  sipReferRefused,
  sipReferToSyntax,
  sipRefresherMismatch,
  sipRegistrationLapsed,
  sipReplacesMismatch,
  sipRequireUnsupported,
  sipResponseEcho,
  sipRouteSyntax,
  sipSessionTimer,
  sipSingletonDuplicate,
  sipStartLine,
  sipToTagMissing,
  sipTooLargeUdp,
  sipTransferFailed,
  sipUriSyntax,
  sipUserinfoEmpty,
  sipValueRange,
  srtpCryptoKdrRange,
  srtpCryptoKeyBase64,
  srtpCryptoKeyLength,
  srtpCryptoKeyRepeated,
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
  srtpKeysInClear,
  srtpProfileInsecure,
  srtpReplay,
  stunAttrPadding,
  stunChanneldata,
  stunErrorResponse,
  stunFingerprintBad,
  stunFingerprintMissing,
  stunHeader,
  stunIntegrityBad,
  stunIntegrityMissing,
  stunIntegrityOrder,
  stunKeepaliveAuth,
  stunMalformedSideEffect,
  stunNoResponse,
  stunNominationWithoutValidation,
  stunPriorityMissing,
  stunResponseHasUsername,
  stunResponseSlow,
  stunRetransmissionPattern,
  stunRoleMissing,
  stunTieBreakerChanged,
  stunTransactionMismatch,
  stunUseCandidateControlled,
  stunUseCandidateLength,
];

export const rules: readonly Rule[] = [...rulesWithFile, ...rulesOfVerdicts].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);
