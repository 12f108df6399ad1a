/** Calls with SDES keys, as sngrep saves them. */

export interface CallWithKey {
  readonly key: string;
  /** Seconds of its first and of its last message. */
  readonly from: number;
  readonly to: number;
  /** Whether its last message is a BYE, and no other request. */
  readonly ends: boolean;
}

/** The messages of such calls, in the order of their times or, as sngrep saves some, call by call. */
export function repeatedKey(calls: readonly CallWithKey[], order: 'by-time' | 'by-call' = 'by-time'): string {
  return calls
    .flatMap(({ key, from, to, ends }, place) => [
      { second: from, text: message(from, place, 'INVITE', key) },
      { second: to, text: message(to, place, ends ? 'BYE' : 'OPTIONS', null) },
    ])
    .sort((a, b) => (order === 'by-time' ? a.second - b.second : 0))
    .map(({ text }) => text)
    .join('');
}

function message(second: number, place: number, method: string, key: string | null): string {
  const body =
    key === null
      ? ''
      : `v=0\r
o=- 1 1 IN IP4 192.0.2.1\r
s=-\r
c=IN IP4 192.0.2.1\r
t=0 0\r
m=audio 4000 RTP/SAVP 0\r
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^31\r
`;
  const time = new Date(Date.UTC(2026, 0, 31, 10, 0, second)).toISOString().slice(0, 19).replace('T', ' ');
  return `${time.replaceAll('-', '/')}.000000 192.0.2.1:5061 -> 192.0.2.2:5061
${method} sip:b@example.com SIP/2.0\r
Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK${place}${second}\r
From: <sip:a@example.com>;tag=${place}\r
To: <sip:b@example.com>${method === 'INVITE' ? '' : ';tag=b'}\r
Call-ID: keyed-${place}@example.com\r
CSeq: ${second + 1} ${method}\r
Max-Forwards: 70\r
${body === '' ? '' : 'Contact: <sip:a@192.0.2.1>\r\nContent-Type: application/sdp\r\n'}Content-Length: ${body.length}\r
\r
${body}

`;
}
