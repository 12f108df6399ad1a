/** Capability negotiation (RFC 5939, 6871, 7006, 3407) and preconditions (RFC 3312). */
import type { AttributeFamily } from './explanation';

export const CAPABILITY_ATTRIBUTES: AttributeFamily = {
  acap: {
    summary:
      'An attribute held ready for use by a potential configuration (`a=pcfg`), such as an `a=crypto` line for optional SRTP.',
    syntax: 'acap:<number> <attribute>, as in a=acap:1 crypto:1 AES_CM_128_HMAC_SHA1_80 inline:…',
    source: 'RFC 5939 §3.4.1',
    teams: 'SRTP is not optional with Direct Routing. Offer RTP/SAVP in the m-line itself.',
  },
  tcap: {
    summary: 'Transports held ready for use by a potential configuration.',
    syntax: 'tcap:<number> <transport> …, as in a=tcap:1 RTP/SAVP',
    source: 'RFC 5939 §3.4.2',
    teams: 'SRTP is not optional with Direct Routing. Offer RTP/SAVP in the m-line itself.',
  },
  pcfg: {
    summary:
      'A potential configuration: the offerer would rather use these transports and attributes than those of the m-line as it stands.',
    syntax: 'pcfg:<number> <configuration>, as in a=pcfg:1 t=1 a=1',
    source: 'RFC 5939 §3.5.1',
  },
  acfg: {
    summary: 'In an answer: the potential configuration that was taken.',
    syntax: 'acfg:<number> <configuration>, as in a=acfg:1 t=1 a=1',
    source: 'RFC 5939 §3.5.2',
  },
  csup: {
    summary: 'Capability negotiation extensions that this side supports.',
    syntax: 'csup:<option>[,<option>], as in a=csup:cap-v0',
    source: 'RFC 5939 §3.3.1',
  },
  creq: {
    summary:
      'Capability negotiation extensions that the other side must support, or else ignore the negotiation.',
    syntax: 'creq:<option>[,<option>], as in a=creq:cap-v0',
    source: 'RFC 5939 §3.3.2',
  },
  rmcap: {
    summary: 'RTP codecs held ready for use by a configuration.',
    syntax: 'rmcap:<number> <encoding>/<clock rate>, as in a=rmcap:1,4 G729/8000',
    source: 'RFC 6871 §3.3.1',
  },
  omcap: {
    summary: 'Media formats other than RTP held ready for use by a configuration.',
    syntax: 'omcap:<number> <format>, as in a=omcap:1 t38',
    source: 'RFC 6871 §3.3.1',
  },
  mfcap: {
    summary: 'Format parameters of a media capability, the `fmtp` of an `rmcap`.',
    syntax: 'mfcap:<number> <parameters>, as in a=mfcap:1 annexb=no',
    source: 'RFC 6871 §3.3.2',
  },
  mscap: {
    summary: 'Other attributes of a media capability, such as its RTCP feedback.',
    syntax: 'mscap:<number> <attribute> <value>, as in a=mscap:1 rtcp-fb nack',
    source: 'RFC 6871 §3.3.3',
  },
  lcfg: {
    summary: 'A latent configuration: something this side could do, though it does not offer it now.',
    syntax: 'lcfg:<number> <configuration>, as in a=lcfg:1 mt=video t=1 m=1',
    source: 'RFC 6871 §3.3.5',
  },
  sescap: {
    summary: 'A session capability: which configurations of the m-lines go together.',
    syntax: 'sescap:<number> <configuration>,…, as in a=sescap:1 1,3',
    source: 'RFC 6871 §3.3.8',
  },
  icap: {
    summary: 'An information line held ready for use by a configuration.',
    syntax: 'icap:<number> <text>, as in a=icap:1 Slides',
    source: 'RFC 7006 §3.1',
  },
  bcap: {
    summary: 'A bandwidth line held ready for use by a configuration.',
    syntax: 'bcap:<number> <type>:<bandwidth>, as in a=bcap:1 CT:200',
    source: 'RFC 7006 §3.1',
  },
  ccap: {
    summary: 'A connection line held ready for use by a configuration, for instance IPv4 beside IPv6.',
    syntax: 'ccap:<number> <network type> <address type> <address>, as in a=ccap:1 IN IP4 198.51.100.10',
    source: 'RFC 7006 §3.1',
  },
  sqn: {
    summary:
      'Version number of a set of simple capabilities. It stands before the `cdsc` lines, mostly for T.38 fax.',
    syntax: 'sqn:<0 to 255>, as in a=sqn:0',
    source: 'RFC 3407 §3',
  },
  cdsc: {
    summary:
      'A simple capability that is not in use now, such as T.38 fax beside audio. It is a statement, not an offer.',
    syntax: 'cdsc:<number> <media> <transport> <formats>, as in a=cdsc:1 image udptl t38',
    source: 'RFC 3407 §3',
  },
  cpar: {
    summary: 'A parameter of the `cdsc` capability above it, as a bandwidth or attribute line.',
    syntax: 'cpar:<a= or b= line>, as in a=cpar:a=T38FaxMaxBuffer:200',
    source: 'RFC 3407 §3',
  },
  des: {
    summary:
      'A desired precondition: what must be in place, usually reserved bandwidth, before the phone rings.',
    syntax: 'des:<type> <strength> <status> <direction>, as in a=des:qos mandatory local sendrecv',
    source: 'RFC 3312 §4',
  },
  curr: {
    summary: 'How far a precondition is fulfilled at this moment.',
    syntax: 'curr:<type> <status> <direction>, as in a=curr:qos local none',
    source: 'RFC 3312 §4',
  },
  conf: {
    summary: 'Asks the far end to confirm, with an UPDATE, when its part of a precondition is fulfilled.',
    syntax: 'conf:<type> <status> <direction>, as in a=conf:qos remote sendrecv',
    source: 'RFC 3312 §4',
  },
  'qos-mech-send': {
    summary: 'Reservation mechanisms, such as `rsvp`, that this side can use for what it sends.',
    syntax: 'qos-mech-send: <mechanism> …, as in a=qos-mech-send: rsvp nsis',
    source: 'RFC 5432 §4',
  },
  'qos-mech-recv': {
    summary: 'Reservation mechanisms, such as `rsvp`, that this side can use for what it receives.',
    syntax: 'qos-mech-recv: <mechanism> …, as in a=qos-mech-recv: rsvp nsis',
    source: 'RFC 5432 §4',
  },
};
