import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSdp, parseSdpInSlices } from '../../../server/engine/sdp/parse';
import type { Sdp } from '../../../server/engine/sdp/sdp';
import { encloses, type Token } from '../../../server/engine/basics/span';
import { body, mediaAt, textAt } from './reading';
import { quickest } from '../../support/cpu-time';

const offer = body(
  'v=0',
  'o=- 1590133488 2 IN IP4 198.51.100.10',
  's=-',
  'c=IN IP4 198.51.100.10/127',
  't=0 0',
  'a=ice-lite',
  'm=audio 54056/2 RTP/SAVP 0 8  101 ',
  'a=candidate:1 1 UDP 2130706431 198.51.100.10 54056 typ host ',
  'a=rtcp-mux',
  'm=video 0 RTP/SAVP 34',
  'c=IN IP6 2001:db8::10',
);

describe('parseSdp', () => {
  it('parts a body into session and media sections', () => {
    const sdp = parseSdp(offer);
    assert.equal(sdp.fragment, false);
    assert.deepEqual(sdp.problems, []);
    assert.equal(sdp.lines.map((line) => line.type).join(''), 'vosctamaamc');
    assert.deepEqual(
      sdp.lines.map((line) => line.index),
      [...sdp.lines.keys()],
    );
    assert.equal(sdp.session.lines.length, 6);
    assert.deepEqual(
      sdp.media.map((media) => [media.index, media.lines.length, textAt(offer, media)]),
      [
        [0, 3, body(...offer.split('\r\n').slice(6, 9)).slice(0, -2)],
        [1, 2, 'm=video 0 RTP/SAVP 34\r\nc=IN IP6 2001:db8::10'],
      ],
    );
    assert.deepEqual(
      mediaAt(sdp, 0).attributes.map((line) => line.attribute.name.text),
      ['candidate', 'rtcp-mux'],
    );
  });

  it('gives exact places', () => {
    const sdp = parseSdp(offer);
    assert.deepEqual(sdp.lines[0]?.value, { start: 2, end: 3, text: '0' });
    assert.deepEqual(sdp.origin?.sessionVersion, { start: 20, end: 21, text: '2' });
    assert.deepEqual(sdp.origin.address, { start: 29, end: 42, text: '198.51.100.10' });
    assert.deepEqual(sdp.session.connections[0]?.connection, {
      netType: { start: 51, end: 53, text: 'IN' },
      addrType: { start: 54, end: 57, text: 'IP4' },
      address: { start: 58, end: 71, text: '198.51.100.10' },
      suffix: { start: 71, end: 75, text: '/127' },
    });
    const { description } = mediaAt(sdp, 0);
    assert.deepEqual(description.port, { start: 104, end: 109, text: '54056' });
    assert.deepEqual(description.portCount, { start: 110, end: 111, text: '2' });
    assert.equal(description.portNumber, 54056);
    assert.deepEqual(description.formats, [
      { start: 121, end: 122, text: '0' },
      { start: 123, end: 124, text: '8' },
      { start: 126, end: 129, text: '101' },
    ]);
  });

  it('keeps blanks at a line’s end in the line and out of its value', () => {
    const line = mediaAt(parseSdp(offer), 0).attributes[0];
    assert.ok(line);
    assert.equal(textAt(offer, line).endsWith('typ host '), true);
    assert.equal(line.attribute.value?.text, '1 1 UDP 2130706431 198.51.100.10 54056 typ host');
    assert.equal(line.value.end, line.end - 1);
  });

  it('reads a part of a content and counts from the content’s start', () => {
    const content = `INVITE\r\n\r\n${offer}--boundary`;
    const sdp = parseSdp(content, 10, 10 + offer.length);
    assert.equal(sdp.lines.length, 11);
    assert.deepEqual(sdp.lines[0]?.value, { start: 12, end: 13, text: '0' });
    assert.equal(textAt(content, sdp), offer);
  });

  for (const [name, lineEnd] of [
    ['LF', '\n'],
    ['CR', '\r'],
    ['CR CR LF', '\r\r\n'],
  ] as const) {
    it(`reads lines that end with ${name}`, () => {
      const text = offer.replaceAll('\r\n', lineEnd);
      const sdp = parseSdp(text);
      assert.deepEqual(
        sdp.lines.map((line) => textAt(text, line)),
        offer.trimEnd().split('\r\n'),
      );
      assert.deepEqual(sdp.problems, []);
    });
  }

  it('gives blank lines, NULs and a byte order mark to no line', () => {
    const text = `\uFEFF\r\n${offer}\r\n \t\r\n\0\0`;
    const sdp = parseSdp(text);
    assert.deepEqual(sdp.problems, []);
    assert.equal(sdp.lines.length, 11);
    assert.equal(sdp.lines[0]?.start, 3);
    assert.equal(sdp.lines.at(-1)?.end, text.indexOf('\r\n\r\n \t'));
  });

  it('tells of the first blank line inside, except in an excerpt', () => {
    const text = 'a\n\nv=0\n\n\ns=-\n\nt=0 0\n';
    assert.deepEqual(
      parseSdp(text).problems.map(({ start, end }) => [start, end]),
      [
        [0, 1],
        [2, 3],
      ],
    );
    assert.deepEqual(parseSdp('s=-\n\nt=0 0\n').problems, []);
  });

  it('reads lines with blanks around their parts, and tells so', () => {
    const text = ' c = IN IP4 198.51.100.10\na= rtcp :54057';
    const sdp = parseSdp(text);
    assert.equal(sdp.lines[0]?.type, 'c');
    assert.equal(sdp.session.connections[0]?.connection?.address.text, '198.51.100.10');
    assert.deepEqual(sdp.session.attributes[0]?.attribute, {
      name: { start: 29, end: 33, text: 'rtcp' },
      value: { start: 35, end: 40, text: '54057' },
    });
    assert.deepEqual(
      sdp.problems.map((problem) => textAt(text, problem)),
      [' c = ', 'a= '],
    );
  });

  it('tells a line without type from one with an unknown or an empty one', () => {
    const text = body('v=0', 'hello', 'Content-Type: x=1', 'A=rtcp-mux', 'a=', 's=', 's= ', 'i=\0x');
    const sdp = parseSdp(text);
    assert.deepEqual(
      sdp.lines.map((line) => [line.type, line.value.text]),
      [
        ['v', '0'],
        ['', 'hello'],
        ['', 'Content-Type: x=1'],
        ['A', 'rtcp-mux'],
        ['a', ''],
        ['s', ''],
        ['s', ''],
        ['i', '\0x'],
      ],
    );
    assert.deepEqual(
      sdp.problems.map((problem) => textAt(text, problem)),
      ['hello', 'Content-Type: x=1', 'A=', 'a=', '\0'],
    );
    assert.deepEqual(
      sdp.lines.slice(5, 7).map((line) => line.end - line.value.end),
      [0, 1],
    );
  });

  it('keeps the case of attribute names, and what follows the colon', () => {
    const { attributes } = parseSdp('a=Crypto:1\na=rtcp-mux:\na=msid-semantic: WMS *\n').session;
    assert.deepEqual(
      attributes.map(({ attribute }) => [attribute.name.text, attribute.value?.text]),
      [
        ['Crypto', '1'],
        ['rtcp-mux', ''],
        ['msid-semantic', ' WMS *'],
      ],
    );
  });

  it('leaves missing fields of an m-line empty', () => {
    const { description } = mediaAt(parseSdp('m=audio'), 0);
    const missing = { start: 7, end: 7, text: '' };
    assert.deepEqual(description, {
      media: { start: 2, end: 7, text: 'audio' },
      port: missing,
      portNumber: NaN,
      portCount: null,
      proto: missing,
      formats: [],
    });
  });

  it('has no origin and no connection where fields are missing', () => {
    const sdp = parseSdp('o=sbc 1 IN IP4 198.51.100.10\nc=198.51.100.10\nc=IN IP4 198.51.100.10 x');
    assert.equal(sdp.origin, null);
    assert.deepEqual(
      sdp.session.connections.map((line) => line.connection?.address.text ?? null),
      [null, '198.51.100.10'],
    );
  });

  it('goes on behind a second v-line', () => {
    const sdp = parseSdp(offer + offer);
    assert.equal(sdp.lines.length, 22);
    assert.equal(sdp.media.length, 4);
    assert.equal(sdp.origin?.address.start, 29);
  });

  it('calls text without a v-line a fragment', () => {
    assert.equal(parseSdp('m=audio 54056 RTP/SAVP 0\r\n').fragment, true);
    assert.equal(parseSdp('').fragment, true);
    assert.equal(parseSdp('s=-\r\nv=0\r\n').fragment, false);
  });

  it('never throws, and every span shows the text it says', () => {
    const piece = fc.constantFrom(
      ...['v=', 'm=audio ', 'a=', 'c=IN IP4 ', 'o=- 1 1 IN IP4 h', 's=', '=', ':', ' ', '\t', '/', '1', '\0'],
      ...['\r', '\n', '\r\n', '\uFEFF', '\uD800', 'é', 'candidate', 'x'],
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.nat(20), fc.nat(20), (content, before, behind) => {
        const start = Math.min(before, content.length);
        const end = Math.max(start, content.length - behind);
        checkPlaces(content, parseSdp(content, start, end));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes time that grows with the text only', () => {
    const size = 400_000;
    for (const piece of [
      'a\n',
      '\n',
      '\r',
      'a=\n',
      'c=',
      '0 ',
      '\0',
      ':',
      'a=a:b\r\n',
      'm=0 0 0 0 0\n',
      'm= 0/',
    ]) {
      const text = piece.repeat(size / piece.length);
      assert.ok(quickest(() => void parseSdp(text)) < 2000, JSON.stringify(piece));
    }
  });

  it('lets others have their turn within a long description', () => {
    const slices = (lines: number): number => [...parseSdpInSlices('s=-\n'.repeat(lines))].length;
    assert.deepEqual([100, 20_000].map(slices), [0, 4]);
  });

  it('stops at 500,000 lines and says so', () => {
    const sdp = parseSdp('s=-\n'.repeat(500_001));
    assert.equal(sdp.lines.length, 500_000);
    assert.deepEqual(
      sdp.problems.map(({ start, end }) => [start, end]),
      [[2_000_000, 2_000_004]],
    );
  });
});

function checkPlaces(content: string, sdp: Sdp): void {
  let reached = sdp.start;
  for (const line of sdp.lines) {
    assert.ok(encloses(sdp, line) && line.start >= reached);
    reached = line.end;
    assert.doesNotMatch(textAt(content, line), /[\r\n]/);
    checkToken(content, line.value);
    assert.ok(encloses(line, line.value));
    if (line.attribute === null) continue;
    checkToken(content, line.attribute.name);
    assert.ok(encloses(line.value, line.attribute.name));
    if (line.attribute.value === null) continue;
    checkToken(content, line.attribute.value);
    assert.ok(encloses(line.value, line.attribute.value));
  }
  for (const token of Object.values(sdp.origin ?? {})) checkToken(content, token as Token);
  for (const problem of sdp.problems) assert.ok(encloses(sdp, problem) && problem.start <= problem.end);
  for (const media of sdp.media) {
    assert.ok(encloses(sdp, media) && encloses(media, media.line));
    for (const line of media.lines) assert.ok(encloses(media, line));
    const { media: type, port, proto, formats } = media.description;
    for (const token of [type, port, proto, ...formats]) checkToken(content, token);
  }
  assert.deepEqual(
    [...sdp.session.lines, ...sdp.media.flatMap((media) => media.lines)],
    sdp.lines,
    'every line lies in one section',
  );
}

function checkToken(content: string, token: Token): void {
  assert.equal(token.text, textAt(content, token));
}
