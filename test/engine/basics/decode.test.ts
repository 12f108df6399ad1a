import assert from 'node:assert/strict';
import { decodeText } from '../../../server/engine/basics/decode';

const text = 'INVITE sip:müller@example.com SIP/2.0\r\nVia: €\r\n';

describe('decodeText', () => {
  it('reads UTF-8 with and without a byte order mark', () => {
    const bytes = new TextEncoder().encode(text);
    assert.deepEqual(decodeText(bytes), { text, encoding: 'utf-8', binary: false });
    assert.deepEqual(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes)), {
      text,
      encoding: 'utf-8',
      binary: false,
    });
  });

  it('reads UTF-16 in both byte orders, with and without a mark', () => {
    const little = Uint8Array.from(Buffer.from(text, 'utf16le'));
    const big = Uint8Array.from(Buffer.from(text, 'utf16le').swap16());
    const wanted = { text, binary: false };
    assert.deepEqual(decodeText(little), { ...wanted, encoding: 'utf-16le' });
    assert.deepEqual(decodeText(big), { ...wanted, encoding: 'utf-16be' });
    assert.deepEqual(decodeText(Uint8Array.of(0xff, 0xfe, ...little)), { ...wanted, encoding: 'utf-16le' });
    assert.deepEqual(decodeText(Uint8Array.of(0xfe, 0xff, ...big)), { ...wanted, encoding: 'utf-16be' });
  });

  it('falls back to Latin-1, byte by byte', () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at % 100 === 0 ? 0x80 + (at % 128) : 65));
    const decoded = decodeText(bytes);
    assert.equal(decoded.encoding, 'latin-1');
    assert.equal(decoded.text.length, bytes.length);
    assert.ok(bytes.every((byte, at) => decoded.text.charCodeAt(at) === byte));
  });

  it('keeps NUL characters', () => {
    const bytes = new TextEncoder().encode('Subject: a\u0000b and much more text\n');
    assert.deepEqual(decodeText(bytes), {
      text: 'Subject: a\u0000b and much more text\n',
      encoding: 'utf-8',
      binary: false,
    });
  });

  it('knows what is no text', () => {
    for (const start of [
      [0xff, 0xd8, 0xff, 0xe0],
      [0xd4, 0xc3, 0xb2, 0xa1],
      [0x0a, 0x0d, 0x0d, 0x0a],
      [0x1f, 0x8b, 8],
    ]) {
      assert.equal(decodeText(Uint8Array.from(start)).binary, true);
    }
    assert.equal(decodeText(Uint8Array.from({ length: 1000 }, (_, at) => (at * 37) % 256)).binary, true);
    assert.equal(decodeText(new Uint8Array()).binary, false);
    assert.equal(decodeText(new TextEncoder().encode('\u001b[1mcoloured\u001b[0m\tlog\r\n')).binary, false);
  });
});
