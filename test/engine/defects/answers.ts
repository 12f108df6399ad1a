/** Defects of an SBC's answer to what Teams offers, in its 183 and its 200 alike. */
import type { Defect } from './one-defect';

const key = 'inline:pWMUtbFzMcOsIScd8gMQbaRO5MyQ2D9+XrrzMJXD';
const line = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 ${key}\n`;
const inAnswer = (rule: string, from: string | RegExp, to: string, ...also: readonly string[]): Defect => [
  rule,
  '183 INVITE, 200 INVITE',
  from,
  to,
  also,
];
const inOffer = (rule: string, from: string | RegExp, to: string, ...also: readonly string[]): Defect => [
  rule,
  'INVITE',
  from,
  to,
  also,
];
const print =
  '91:F1:09:DC:8D:9A:AF:BD:C8:BE:D7:56:8B:4A:7B:AC:11:34:9B:F9:17:30:5D:AA:83:C3:80:4C:E6:0F:09:06';

export const answerDefects: readonly Defect[] = [
  inAnswer('oa-crypto-tag', 'a=crypto:1', 'a=crypto:2'),
  inAnswer('oa-crypto-suite', `SHA1_80 ${key}`, `SHA1_32 ${key}`),
  inAnswer('oa-crypto-missing', line, '', 'srtp-crypto-missing'),
  inAnswer(
    'oa-crypto-count',
    line,
    `${line}a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:q3hC7nVxYp0Ws2RkTzLb9dEuMfJgHaQi5oKtXcvB\n`,
  ),
  inAnswer('oa-crypto-same-key', key, 'inline:ULNz8NVtwwhx+VmRHWb5CKorxV+V/fwPNuABisv7'),
  inAnswer(
    'oa-crypto-session-params',
    line,
    line.replace('\n', ' UNENCRYPTED_SRTCP\n'),
    'srtp-crypto-unencrypted',
  ),
  inOffer('oa-direction', 'a=sendrecv\n', 'a=sendonly\n'),
  inOffer('oa-direction', 'a=sendrecv\n', 'a=inactive\n'),
  inAnswer('oa-time-line', 't=0 0', 't=3724395400 0'),
  inAnswer('oa-origin-copied', /^o=.*/m, 'o=- 166951 1 IN IP4 127.0.0.1'),
  inAnswer(
    'oa-no-common-codec',
    'SAVP 0 101\na=mid:1\na=rtpmap:0 PCMU/8000',
    'SAVP 9 101\na=mid:1\na=rtpmap:9 G722/8000',
  ),
  inAnswer('oa-answer-rtpmap', 'SAVP 0 101', 'SAVP 0 101 97'),
  inAnswer('oa-payload-number', /\b101(?= telephone|$| 0-15)/gm, '96'),
  inAnswer('oa-codec-order', 'SAVP 0 101', 'SAVP 101 0'),
  inAnswer('oa-proto-mismatch', 'RTP/SAVP', 'RTP/SAVPF'),
  inAnswer('srtp-profile-insecure', 'RTP/SAVP', 'RTP/AVP'),
  inAnswer('sdp-connection-ipv6', /^c=.*/m, 'c=IN IP6 2001:db8::10', 'ice-default-mismatch'),
  inAnswer('oa-telephone-event-dropped', /(SAVP 0) 101|^a=(?:rtpmap|fmtp):101.*\n/gm, '$1'),
  inAnswer('oa-m-line-count', /^(m=audio[^]*typ host\n)/m, '$1m=video 0 RTP/SAVP 122\n'),
  inAnswer('oa-m-line-order', 'm=audio', 'm=video'),
  inAnswer('oa-all-streams-rejected', 'm=audio 50455', 'm=audio 0'),
  inAnswer('oa-ptime', 'a=ptime:20', 'a=ptime:30'),
  inAnswer('oa-mid-mismatch', 'a=mid:1', 'a=mid:0'),
  inAnswer('oa-rtcp-mux-dropped', 'a=rtcp:50455\na=rtcp-mux\n', ''),
  inOffer('oa-rtcp-mux-not-offered', 'a=rtcp-mux\n', '', 'sdp-rtcp-port-equals-rtp'),
  inAnswer(
    'oa-rtcp-mux-extra-candidate',
    /^(a=candidate.*\n)/m,
    '$1a=candidate:77srcdVtVKHZnInR 2 UDP 2130706430 203.0.113.10 50456 typ host\n',
  ),
  inOffer('oa-ice-not-offered', /^a=(?:ice-|candidate).*\n/gm, ''),
  inAnswer('ice-lite-missing', /^a=(?:ice-|candidate).*\n/gm, ''),
  inOffer('oa-crypto-not-offered', /^a=crypto.*\n/m, ''),
  inOffer(
    'srtp-dtls-only',
    /^a=crypto.*/m,
    `a=setup:actpass\na=fingerprint:sha-256 ${print}`,
    'oa-crypto-not-offered',
  ),
  inAnswer('dtls-setup-answer', line, `${line}a=setup:actpass\na=fingerprint:sha-256 ${print}\n`),
  inAnswer(
    'ice-remote-candidates-from-lite',
    'a=ptime:20\n',
    'a=ptime:20\na=remote-candidates:1 198.51.100.21 36710\n',
  ),
  inAnswer('ice-lite-missing', 'a=ice-lite\n', ''),
  inAnswer('ice-credentials-missing', /^a=ice-pwd.*\n/m, ''),
  inAnswer('ice-candidate-missing', /^a=candidate.*\n/m, ''),
  inAnswer('ice-candidate-private-address', '203.0.113.10 50455 typ', '10.1.2.3 50455 typ'),
  inAnswer('ice-default-mismatch', '50455 typ', '50457 typ'),
  inAnswer('sdp-rtcp-port-equals-rtp', 'a=rtcp-mux\n', '', 'oa-rtcp-mux-dropped'),
  inAnswer('srtp-crypto-key-length', key, key.slice(0, -8)),
  inOffer('oa-zero-port-kept', 'm=audio 36710', 'm=audio 0'),
  ['call-ice-changed-183-200', '200 INVITE', 'a=ice-ufrag:jZU4CdzZ', 'a=ice-ufrag:other123'],
  ['call-ice-changed-183-200', '200 INVITE', /^a=ice-pwd:.*/m, 'a=ice-pwd:anotherPassword0000000001'],
  ['call-ice-changed-183-200', '200 INVITE', /50455/g, '50465'],
  [
    'call-sdp-changed-183-200',
    '200 INVITE',
    'SAVP 0 101\na=mid:1\na=rtpmap:0 PCMU',
    'SAVP 8 101\na=mid:1\na=rtpmap:8 PCMA',
  ],
  ['call-183-without-sdp', '183 INVITE', /^Content-Type.*\n|^v=0\n[^]*typ host\n/gm, ''],
  ['call-answer-missing', '183 INVITE, 200 INVITE', /^Content-Type.*\n|^v=0\n[^]*typ host\n/gm, ''],
];
