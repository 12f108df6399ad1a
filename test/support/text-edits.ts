/** Changes of texts, made at random. */
import fc from 'fast-check';

/** A change of a text: typing, pasting, deleting, doubling a part of it. Places are parts of a million. */
export const textEdit = fc
  .record({
    from: fc.nat({ max: 1_000_000 }),
    length: fc.oneof(fc.constant(0), fc.nat({ max: 3 }), fc.nat({ max: 60 }), fc.nat({ max: 4000 })),
    put: fc.oneof(
      fc.constantFrom(
        '',
        'x',
        '1',
        '\n',
        '\r\n',
        'a=ice-lite\r\n',
        'm=video 0 RTP/AVP 31\r\n',
        '#!side sbc\n',
      ),
      fc.constantFrom(
        'INVITE sip:a@b SIP/2.0\r\n',
        'SIP/2.0 200 OK\r\n',
        'a=crypto:1 ',
        'v=0\r\n',
        '\r\n\r\n',
      ),
      fc.string({ maxLength: 8 }),
      fc.constant(null),
    ),
  })
  .map(({ from, length, put }) => {
    const change = (text: string): string => {
      const at = Math.floor((from / 1_000_001) * text.length);
      const cut = text.slice(at, at + length);
      return text.slice(0, at) + (put ?? cut + cut) + text.slice(at + length);
    };
    change.toString = () => JSON.stringify({ from, length, put });
    return change;
  });
