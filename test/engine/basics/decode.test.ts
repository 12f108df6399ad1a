import assert from 'node:assert/strict';
import { decodeText, EncodingWatch } from '../../../server/engine/basics/decode';

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

describe('EncodingWatch', () => {
  /** What begins a character or none, and what may follow it or not, each at its edges. */
  const firsts = [0x41, 0x80, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5];
  const others = [0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc2];

  function encodingOf(pieces: readonly Uint8Array[]): string {
    const watch = new EncodingWatch();
    for (const piece of pieces) watch.see(piece);
    return watch.finish();
  }

  it('says of a sequence of octets what a decoder says, wherever it is cut', () => {
    let sequences = firsts.map((first) => [first]);
    for (let length = 1; length <= 4; length++) {
      for (const [at, sequence] of sequences.entries()) {
        const bytes = Uint8Array.from([0x41, 0x42, 0x43, ...sequence]);
        const cut = 3 + (at % sequence.length);
        assert.equal(
          encodingOf([bytes.subarray(0, cut), bytes.subarray(cut)]),
          decodeText(bytes).encoding,
          sequence.join(),
        );
      }
      sequences = sequences.flatMap((each) => others.map((other) => [...each, other]));
    }
  });

  it('tells the encoding of a text in pieces of one octet', () => {
    const bytes = new TextEncoder().encode('Grüße, 日本, 🎧'.repeat(50));
    const pieces = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    assert.equal(encodingOf(pieces), 'utf-8');
    assert.equal(encodingOf(pieces.slice(0, -1)), 'latin-1');
    assert.equal(encodingOf([...pieces, Uint8Array.of(0xfc)]), 'latin-1');
  });
});
