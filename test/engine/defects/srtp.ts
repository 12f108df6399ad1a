/** Defects of keys and fingerprints, in the offer of an SBC. */
import type { Defect } from './one-defect';

const key = 'inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem';
const line = `a=crypto:1 AES_CM_128_HMAC_SHA1_80 ${key}\n`;
const other = 'inline:q3hC7nVxYp0Ws2RkTzLb9dEuMfJgHaQi5oKtXcvB';
const is = (rule: string, to: string, ...also: readonly string[]): Defect => [rule, 'INVITE', line, to, also];
const behindKey = (rule: string, text: string, ...also: readonly string[]): Defect =>
  is(rule, line.replace('\n', `${text}\n`), ...also);
const print =
  '91:F1:09:DC:8D:9A:AF:BD:C8:BE:D7:56:8B:4A:7B:AC:11:34:9B:F9:17:30:5D:AA:83:C3:80:4C:E6:0F:09:06';
const dtls = `${line}a=setup:actpass\na=fingerprint:sha-256 ${print}\n`;

export const srtpDefects: readonly Defect[] = [
  is('srtp-crypto-missing', ''),
  ['srtp-profile-insecure', 'INVITE', 'RTP/SAVP', 'RTP/AVP'],
  is('srtp-dtls-only', `a=setup:actpass\na=fingerprint:sha-256 ${print}\n`),
  is('srtp-crypto-syntax', `a=crypto:AES_CM_128_HMAC_SHA1_80 ${key}\n`),
  is('srtp-crypto-syntax', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80\n'),
  is('srtp-crypto-syntax', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 ${key.slice(7)}\n`),
  is('srtp-crypto-spacing', `a=crypto:1  AES_CM_128_HMAC_SHA1_80 ${key}\n`),
  is('srtp-crypto-required-suite', `a=crypto:1 AES_CM_128_HMAC_SHA1_32 ${key}\n`, 'oa-crypto-suite'),
  is('srtp-crypto-unknown-suite', `a=crypto:1 AES_128_CM_HMAC_SHA1_80 ${key}\n`, 'oa-crypto-suite'),
  is('srtp-crypto-tag-duplicate', `${line}a=crypto:1 AES_CM_128_HMAC_SHA1_32 ${other}\n`),
  is('srtp-crypto-tag-format', line.replace(':1 ', ':01 ')),
  is('srtp-crypto-tag-format', line.replace(':1 ', ':1234567890 ')),
  is('srtp-crypto-key-length', line.replace('wwFlfuem', '')),
  is('srtp-crypto-key-base64', line.replace('kpb/NU', 'kpb_NU')),
  is('srtp-crypto-key-reuse', `${line}a=crypto:2 AES_CM_128_HMAC_SHA1_32 ${key}\n`),
  is('srtp-crypto-known-key', line.replace(key, `inline:${'A'.repeat(40)}`)),
  behindKey('srtp-crypto-lifetime', '|2^64'),
  behindKey('srtp-crypto-lifetime', '|0'),
  behindKey('srtp-crypto-mki-present', '|2^31|1:1'),
  behindKey('srtp-crypto-mki-syntax', '|2^31|1'),
  behindKey('srtp-crypto-mki-syntax', '|2^31|1:129'),
  behindKey('srtp-crypto-mki-mixed-length', `|2^31|1:4;${other}|2^31|2:1`),
  behindKey('srtp-crypto-session-param-unknown', ' FOO=1'),
  behindKey('srtp-crypto-unencrypted', ' UNENCRYPTED_SRTP', 'oa-crypto-session-params'),
  behindKey('srtp-crypto-unencrypted', ' UNENCRYPTED_SRTCP', 'oa-crypto-session-params'),
  behindKey('srtp-crypto-kdr-range', ' KDR=48'),
  behindKey('srtp-crypto-wsh-range', ' WSH=32'),
  is('srtp-crypto-preference', `a=crypto:2 AES_CM_128_HMAC_SHA1_32 ${other}\n${line}`),
  is('dtls-setup-offer', dtls.replace('actpass', 'active')),
  is('dtls-setup-offer', dtls.replace('actpass', 'passive')),
  is('dtls-connection-attr', `${dtls}a=connection:new\n`),
  is('dtls-fingerprint-syntax', dtls.replace(':0F:09:06', '')),
  is('dtls-fingerprint-syntax', dtls.replace(print, print.replaceAll(':', ''))),
  is('dtls-fingerprint-weak', dtls.replace(`sha-256 ${print}`, `md5 ${print.slice(0, 47)}`)),
  [
    'srtp-crypto-profile',
    'INVITE',
    /RTP\/SAVP 0([^]*a=rtcp-mux\n)/,
    `UDP/TLS/RTP/SAVP 0$1a=setup:actpass\na=fingerprint:sha-256 ${print}\n`,
  ],
  ['dtls-proto-without-fingerprint', 'INVITE', 'RTP/SAVP 0', 'UDP/TLS/RTP/SAVP 0'],
];

/** Of a call whose signalling is encrypted. */
export const keyTransportDefects: readonly Defect[] = [
  ['srtp-keys-in-clear', 'INVITE', 'Via: SIP/2.0/TLS', 'Via: SIP/2.0/UDP'],
];
