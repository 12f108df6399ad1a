/** RTP and RTCP: ports, feedback, sources, header extensions, video. */
import type { AttributeFamily } from './explanation';

export const RTP_ATTRIBUTES: AttributeFamily = {
  rtcp: {
    summary:
      'The port, and optionally the address, where this side receives RTCP when it is not the RTP port plus one. Equal to the RTP port it makes sense only together with `a=rtcp-mux`.',
    syntax: 'rtcp:<port>[ IN <IP4|IP6> <address>], as in a=rtcp:54056',
    source: 'RFC 3605 §2.1',
    teams:
      "Microsoft's samples for both directions show `a=rtcp` equal to the m= port, with `a=rtcp-mux` (Direct Routing – media protocols, Format for offer from SBC in bypass mode).",
    completion: { insert: 'rtcp:${1:54056}', detail: 'RTCP port', sortFirst: true },
  },
  'rtcp-mux': {
    summary:
      'RTP and RTCP share one port. It counts only when both offer and answer have it; an answer must not add it on its own. With it, payload types 64 to 95 must not be used, since they would read as RTCP.',
    syntax: 'rtcp-mux',
    source: 'RFC 5761 §5.1.1 and §4; RFC 8035 §3',
    teams: 'Part of the documented offer of an SBC in bypass mode (Direct Routing – media protocols).',
    completion: { insert: 'rtcp-mux', detail: 'RTP and RTCP on one port', sortFirst: true },
  },
  'rtcp-mux-only': {
    summary:
      'RTP and RTCP share one port and no separate RTCP port exists to fall back on. An answerer without multiplexing has to reject the stream.',
    syntax: 'rtcp-mux-only',
    source: 'RFC 8858 §3',
  },
  'rtcp-rsize': {
    summary:
      'RTCP packets of reduced size are welcome: a feedback message may go without a report in front of it.',
    syntax: 'rtcp-rsize',
    source: 'RFC 5506 §5',
  },
  'rtcp-fb': {
    summary:
      'RTCP feedback that this side understands for a payload type, or for all (`*`): `nack` (lost packets), `nack pli` and `ccm fir` (send a key frame), `transport-cc` and `goog-remb` (bandwidth). The standard allows it only under RTP/AVPF and RTP/SAVPF.',
    syntax: 'rtcp-fb:<payload type or *> <type>[ <parameter>], as in a=rtcp-fb:* nack pli',
    source: 'RFC 4585 §4.2; RFC 5104 §7.1',
    teams: 'Teams writes it under RTP/SAVP too, with its own type `x-message`. The SBC can ignore it.',
  },
  'rtcp-xr': {
    summary:
      'Extended RTCP reports that this side would like, for instance `voip-metrics` with jitter, delay and MOS.',
    syntax: 'rtcp-xr:<report> <report> …, as in a=rtcp-xr:voip-metrics',
    source: 'RFC 3611 §5',
  },
  'rtcp-idms': {
    summary: 'Playout synchronisation of several receivers through RTCP.',
    syntax: 'rtcp-idms:sync-group=<number>, as in a=rtcp-idms:sync-group=42',
    source: 'RFC 7272',
  },
  'rtcp-unicast': {
    summary: 'Receivers of a multicast session send their RTCP to one feedback target.',
    syntax: 'rtcp-unicast:<reflection|rsi>, as in a=rtcp-unicast:rsi',
    source: 'RFC 5760 §10.1',
  },
  'multicast-rtcp': {
    summary: 'The multicast port for RTCP of a session with one source.',
    syntax: 'multicast-rtcp:<port>, as in a=multicast-rtcp:42000',
    source: 'RFC 6128 §3',
  },
  ssrc: {
    summary:
      'A synchronisation source that this side will send with, and a property of it such as `cname` or `msid`. It lets the receiver tell streams apart before the first packet.',
    syntax: 'ssrc:<number> <attribute>[:<value>], as in a=ssrc:314159 cname:user3a5b',
    source: 'RFC 5576 §4.1',
  },
  'ssrc-group': {
    summary:
      'Sources that belong together: `FID` a stream with its retransmissions, `FEC-FR` with its repair stream, `SIM` simulcast copies.',
    syntax: 'ssrc-group:<semantics> <ssrc> <ssrc> …, as in a=ssrc-group:FID 1001 1051',
    source: 'RFC 5576 §4.2',
  },
  cname: {
    summary:
      'Inside `a=ssrc`: the canonical name of the sender, the same for all of its streams that play in sync.',
    syntax: 'ssrc:<number> cname:<name>, as in a=ssrc:314159 cname:user3a5b',
    source: 'RFC 5576 §6.1',
  },
  'previous-ssrc': {
    summary: 'Inside `a=ssrc`: numbers that the source used before it had to change because of a collision.',
    syntax: 'ssrc:<number> previous-ssrc:<number> …',
    source: 'RFC 5576 §6.2',
  },
  mslabel: {
    summary: 'Inside `a=ssrc`: the media stream name of early WebRTC. `msid` replaced it.',
    syntax: 'ssrc:<number> mslabel:<name>',
    source: 'observed; early drafts of RFC 8830',
  },
  msid: {
    summary: 'Which WebRTC media stream and track this m-line carries, for the script in the browser.',
    syntax: 'msid:<stream> [<track>], as in a=msid:stream1 track1',
    source: 'RFC 8830 §2',
  },
  'msid-semantic': {
    summary: 'Media streams of a WebRTC sender, in the form of older drafts. Browsers still write it.',
    syntax: 'msid-semantic: WMS <stream>, as in a=msid-semantic: WMS *',
    source: 'observed; drafts of RFC 8830',
  },
  extmap: {
    summary:
      'Gives a number to an RTP header extension, such as audio level or transport-wide sequence numbers. Only numbers that both sides list are used.',
    syntax:
      'extmap:<number>[/<direction>] <URI>[ <parameters>], as in a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
    source: 'RFC 8285 §5',
    teams: 'Teams writes some of these URIs with backslashes. The SBC can ignore them.',
  },
  'extmap-allow-mixed': {
    summary: 'One-byte and two-byte header extensions may both occur in one RTP stream.',
    syntax: 'extmap-allow-mixed',
    source: 'RFC 8285 §6',
  },
  rid: {
    summary:
      'Names one RTP stream of an m-line and its limits (size, frame rate, bit rate). Used with simulcast.',
    syntax: 'rid:<id> <send|recv>[ <restrictions>], as in a=rid:hi send max-width=1280',
    source: 'RFC 8851 §10',
  },
  simulcast: {
    summary: 'The same video in several qualities at once, each named by its `rid`.',
    syntax: 'simulcast:<send|recv> <rid>;<rid> …, as in a=simulcast:send hi;mid;low',
    source: 'RFC 8853 §5.1',
  },
  imageattr: {
    summary: 'Picture sizes that this side prefers to send or receive for a video payload type.',
    syntax: 'imageattr:<payload type or *> send … recv …, as in a=imageattr:97 recv [x=640,y=360]',
    source: 'RFC 6236 §3.1',
  },
  framesize: {
    summary: 'Largest video picture of a payload type, in pixels. From 3GPP streaming.',
    syntax: 'framesize:<payload type> <width>-<height>, as in a=framesize:96 352-288',
    source: '3GPP TS 26.234 Annex A',
  },
  cliprect: {
    summary: 'The part of the picture that is to be shown. From 3GPP and RTSP streaming.',
    syntax: 'cliprect:<top>,<left>,<bottom>,<right>, as in a=cliprect:0,0,240,320',
    source: '3GPP TS 26.234 Annex A',
  },
  anbr: {
    summary: 'The terminal takes bit rate advice from the mobile access network. From VoLTE and 5G voice.',
    syntax: 'anbr, as in a=anbr',
    source: '3GPP TS 26.114',
  },
  'bw-info': {
    summary: 'Bandwidth of a payload type in detail: range, desired value, packet sizes. From VoLTE.',
    syntax: 'bw-info:<payload type> <direction> <parameters>',
    source: '3GPP TS 26.114',
  },
  'fec-source-flow': {
    summary: 'The stream that a forward error correction flow protects.',
    syntax: 'fec-source-flow: id=<number>[; tag-len=<octets>]',
    source: 'RFC 6364 §4.3',
  },
  'fec-repair-flow': {
    summary: 'A flow of forward error correction data and its scheme.',
    syntax: 'fec-repair-flow: encoding-id=<number>[; ss-fssi=<information>]',
    source: 'RFC 6364 §4.4',
  },
  'repair-window': {
    summary: 'How long a receiver should wait for repair data of forward error correction.',
    syntax: 'repair-window:<time>, as in a=repair-window:200ms',
    source: 'RFC 6364 §4.6',
  },
  'rams-updates': {
    summary: 'The server can send updated information for the rapid acquisition of a multicast stream.',
    syntax: 'rams-updates',
    source: 'RFC 6285 §8',
  },
  'portmapping-req': {
    summary: 'Where a receiver asks for a token that maps its ports between unicast and multicast sessions.',
    syntax: 'portmapping-req:<port>[ IN <IP4|IP6> <address>]',
    source: 'RFC 6284 §5',
  },
  'dccp-service-code': {
    summary: 'The service of RTP over DCCP.',
    syntax: 'dccp-service-code:<code>, as in a=dccp-service-code:SC=RTPA',
    source: 'RFC 5762 §5.2',
  },
  'dccp-port': {
    summary: 'The DCCP port when DCCP runs inside UDP and the m-line holds the UDP port.',
    syntax: 'dccp-port:<port>, as in a=dccp-port:5004',
    source: 'RFC 6773 §5',
  },
  control: {
    summary: 'The RTSP URL that controls this stream. It belongs to RTSP, not to SIP calls.',
    syntax: 'control:<URL>, as in a=control:trackID=1',
    source: 'RFC 7826 Appendix D.1; RFC 2326 Appendix C.1',
  },
  range: {
    summary: 'The playing time of a stored stream in RTSP.',
    syntax: 'range:<unit>=<from>-<to>, as in a=range:npt=0-7.741',
    source: 'RFC 7826 Appendix D.1; RFC 2326 Appendix C.1',
  },
  mtag: {
    summary: 'A version mark of an RTSP stream, for conditional requests.',
    syntax: 'mtag:<tag>, as in a=mtag:"158bb3e7c7fd62ce67f12b533f06b83a"',
    source: 'RFC 7826 Appendix D.1',
  },
  etag: {
    summary: 'The older name of `mtag`: a version mark of an RTSP stream.',
    syntax: 'etag:<tag>, as in a=etag:"158bb3e7c7fd62ce67f12b533f06b83a"',
    source: 'RFC 2326 Appendix C.1',
  },
};
