/** Fax, ATM heritage, IMS and other attributes that gateways write. */
import type { AttributeExplanation, AttributeFamily } from './explanation';

const T38 = 'ITU-T T.38 Annex D.2.3';

const OMR = 'It is part of optimal media routing between IMS networks and may be ignored elsewhere.';

export const GATEWAY_ATTRIBUTES: AttributeFamily = {
  T38FaxVersion: fax('The T.38 version, 0 to 4. The answer may lower it.', 'T38FaxVersion:0'),
  T38MaxBitRate: fax('The highest fax rate in bit/s: 14400 for V.17, 33600 for V.34.', 'T38MaxBitRate:14400'),
  T38FaxRateManagement: fax(
    'Who does the fax training check: `transferredTCF` passes it through (usual over UDP), `localTCF` does it at each gateway (usual over TCP). Both sides must use the same.',
    'T38FaxRateManagement:transferredTCF',
  ),
  T38FaxMaxBuffer: fax('How many octets of fax data this side can hold at once.', 'T38FaxMaxBuffer:200'),
  T38FaxMaxDatagram: fax(
    'The largest UDPTL packet, in octets, that this side accepts. Too small a value leaves no room for redundancy.',
    'T38FaxMaxDatagram:238',
  ),
  T38FaxMaxIFP: fax('The largest fax packet, in octets, inside a UDPTL packet.', 'T38FaxMaxIFP:40'),
  T38FaxUdpEC: fax(
    'Protection against loss: `t38UDPRedundancy` repeats earlier packets, `t38UDPFEC` adds parity, `t38UDPNoEC` does nothing.',
    'T38FaxUdpEC:t38UDPRedundancy',
  ),
  T38FaxUdpECDepth: fax(
    'How deep the redundancy or parity goes: minimum and maximum.',
    'T38FaxUdpECDepth:1 3',
  ),
  T38FaxUdpFECMaxSpan: fax('How many packets one parity packet may span.', 'T38FaxUdpFECMaxSpan:3'),
  T38FaxFillBitRemoval: fax(
    'Fill bits may be left out to save bandwidth. Some devices write it as a flag, others with `:0` or `:1`.',
    'T38FaxFillBitRemoval',
  ),
  T38FaxTranscodingMMR: fax(
    'Conversion between MMR and the line compression is possible. Flag, or `:0` and `:1`.',
    'T38FaxTranscodingMMR',
  ),
  T38FaxTranscodingJBIG: fax(
    'Conversion to JBIG compression is possible. Flag, or `:0` and `:1`.',
    'T38FaxTranscodingJBIG',
  ),
  T38ModemType: fax(
    'The modem standard of the fax call: `t38G3FaxOnly` or `t38V34FaxFallback`.',
    'T38ModemType:t38G3FaxOnly',
  ),
  T38VendorInfo: fax('Country, vendor and product of the gateway, as numbers.', 'T38VendorInfo:0 0 37'),
  silenceSupp: {
    summary:
      'Silence suppression on or off, then four fields that are mostly `-`. `off` is common where fax or modem calls may come. In RTP equipment it is advice only.',
    syntax:
      'silenceSupp:<on|off> <timer> <preference> <SID use> <noise level>, as in a=silenceSupp:off - - - -',
    source: 'RFC 3108 §5.6',
  },
  ecan: {
    summary:
      'Echo cancellation on or off, and its type. From voice over ATM, still written by some gateways.',
    syntax: 'ecan:<direction> <on|off> <type>, as in a=ecan:fb on -',
    source: 'RFC 3108 §5.6',
  },
  gpmd: {
    summary:
      'General parameters of a payload type, such as `vbd=yes` for voice-band data (fax and modem in G.711).',
    syntax: 'gpmd:<payload type> <parameters>, as in a=gpmd:99 vbd=yes',
    source: 'ITU-T V.152 §7',
  },
  vsel: {
    summary: 'A list of codecs with packet length and time. From voice over ATM.',
    syntax: 'vsel:<encoding> <length> <time> …, as in a=vsel:G729 10 10000',
    source: 'RFC 3108 §5.6',
  },
  'X-sqn': {
    summary:
      'The form of `sqn` before RFC 3407. Some gateways still write it ahead of their fax capabilities.',
    syntax: 'X-sqn:<number>, as in a=X-sqn:0',
    source: 'observed; drafts of RFC 3407',
  },
  'X-cap': {
    summary: 'The form of `cdsc` before RFC 3407: a capability, mostly T.38 fax, that is not in use now.',
    syntax: 'X-cap:<number> <media> <transport> <formats>, as in a=X-cap:1 image udptl t38',
    source: 'observed; drafts of RFC 3407',
  },
  'X-cpar': {
    summary: 'The form of `cpar` before RFC 3407: a parameter of the capability above it.',
    syntax: 'X-cpar:<line>, as in a=X-cpar:a=T38FaxMaxBuffer:200',
    source: 'observed; drafts of RFC 3407',
  },
  'visited-realm': omr(
    'An address that media had, with its IP realm, in a network on the way',
    'visited-realm:1 realm1 IN IP4 192.0.2.1 49170',
  ),
  'secondary-realm': omr(
    'A further address through which media could go',
    'secondary-realm:1 realm2 IN IP4 192.0.2.2 49170',
  ),
  'omr-codecs': omr('The codecs that the stream had on a part of the path', 'omr-codecs:1 8 0'),
  'omr-m-att': omr('A media attribute as it stood on a part of the path', 'omr-m-att:1 ptime:20'),
  'omr-s-att': omr('A session attribute as it stood on a part of the path', 'omr-s-att:1 sendrecv'),
  'omr-m-bw': omr('A media bandwidth line as it stood on a part of the path', 'omr-m-bw:1 AS:80'),
  'omr-s-bw': omr('A session bandwidth line as it stood on a part of the path', 'omr-s-bw:1 AS:80'),
  'omr-m-cksum': omr('A checksum over the m-line, to see whether something changed it', 'omr-m-cksum:3'),
  'omr-s-cksum': omr(
    'A checksum over the session part, to see whether something changed it',
    'omr-s-cksum:3',
  ),
  'x-google-flag': {
    summary: 'A switch of early WebRTC clients, such as `conference`.',
    syntax: 'x-google-flag:<flag>, as in a=x-google-flag:conference',
    source: 'observed; WebRTC clients',
  },
};

function fax(summary: string, example: string): AttributeExplanation {
  const name = example.split(':', 1)[0] ?? example;
  const form = example.includes(':') ? `${name}:<value>` : `${name}[:<0|1>]`;
  return { summary, syntax: `${form}, as in a=${example}`, source: T38 };
}

function omr(summary: string, example: string): AttributeExplanation {
  const name = example.split(':', 1)[0] ?? example;
  return {
    summary: `${summary}. ${OMR}`,
    syntax: `${name}:<instance> <value>, as in a=${example}`,
    source: '3GPP TS 24.229; 3GPP TS 29.079',
  };
}
