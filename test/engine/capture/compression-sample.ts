/** What the files of `fixtures/compression` hold, made again octet by octet. */

/** Text with much that repeats, nearly: what a trace is like. */
export function traceSample(): Buffer {
  const random = xorshift(1);
  let text = '';
  for (let index = 0; text.length < 400_000; index++) {
    const method = METHODS[random() % METHODS.length] ?? '';
    text += `2026/01/01 10:00:${String(index % 60).padStart(2, '0')}.${String(index).padStart(6, '0')} 203.0.113.10:5061 -> 198.51.100.5:5061\n`;
    text += `${method} sip:+49${100000 + (random() % 50)}@sip.pstnhub.example SIP/2.0\r\nCSeq: ${index} ${method}\r\n`;
    text += `Call-ID: ${(random() % 300).toString(36)}@sbc.example.com\r\nContent-Length: 0\r\n\r\n`;
  }
  return Buffer.from(text);
}

/** Octets of which nothing can be saved. */
export function noiseSample(): Buffer {
  const random = xorshift(2);
  return Buffer.from(Array.from({ length: 3000 }, () => random() & 255));
}

/** A trace, a long run of one octet, noise, and a trace again. */
export function mixedSample(): Buffer {
  return Buffer.concat([traceSample(), Buffer.alloc(300_000, 0x2e), noiseSample(), traceSample()]);
}

const METHODS = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'UPDATE', 'PRACK'];

function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}
