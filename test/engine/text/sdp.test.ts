import assert from 'node:assert/strict';
import { readText } from '../../../server/engine/traces/read';
import { toIso } from '../../../shared/times';
import { assertSound } from './messages';

const description = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';

function contents(text: string): readonly string[] {
  const reading = readText(text);
  assertSound(text, reading);
  assert.ok(reading.records.every(({ kind, format }) => kind === 'sdp' && format === 'sdp'));
  return reading.records.map(({ content }) => content);
}

describe('bare SDP', () => {
  it('reads a description, or a fragment of one', () => {
    assert.deepEqual(contents(description), [description]);
    assert.deepEqual(contents('a=crypto:1 x inline:y'), ['a=crypto:1 x inline:y']);
    assert.equal(readText(description).format, 'sdp');
  });

  it('keeps damaged lines and blank ones in between', () => {
    const text =
      'v=0\no=- 1 1 IN IP4 192.0.2.1\nrtpmap:0 PCMU/8000\n\nm=audio 4000 RTP/AVP 0\n  a=sendrecv\nM=video\n';
    assert.deepEqual(contents(text), [text]);
  });

  it('parts descriptions at a version line', () => {
    assert.deepEqual(contents(`${description}\r\n${description}\r\n\r\n`), [description, description]);
    assert.deepEqual(contents(`${description}${description}`), [description, description]);
  });

  it('reads descriptions behind what a log puts before every line', () => {
    for (const prefix of ['I/flutter (12345): ', 'flutter: ', 'sbc-1  | ', '2026-03-04T10:00:00.050Z ']) {
      const lines = [
        ...description.split('\r\n').slice(0, -1),
        'done',
        ...description.split('\r\n').slice(0, -1),
      ];
      const text = lines.map((line) => `${prefix}${line}\n`).join('');
      const lf = description.replaceAll('\r\n', '\n');
      assert.deepEqual(contents(text), [lf, lf], prefix);
      const isTimed = prefix.startsWith('2026');
      assert.ok(readText(text).records.every(({ meta }) => (meta.time !== null) === isTimed));
    }
    assert.deepEqual(contents("log.debug('v=0')\nlog.debug('a=sendrecv')\n"), []);
  });

  it('leaves prose, comments and fences out', () => {
    const text = `# An offer\n\nThe SBC sends this.\n\n\`\`\`\n${description}\`\`\`\n\nAnd that is all.\n`;
    assert.deepEqual(contents(text), [description]);
    assert.deepEqual(contents(`10:00:00 [DEBUG] offer\nLocal SDP:\n${description}`), [description]);
  });

  it('is none where prose prevails', () => {
    const prose =
      'Many lines of notes\nwith a=sendrecv now\nand then, and which\ngo on for long\n\na=sendrecv\n';
    assert.deepEqual(readText(prose), { format: 'text', records: [], directives: [] });
  });

  it('takes whole descriptions out of a log, with what the lines above tell of them', () => {
    const lines = Array.from(
      { length: 40 },
      (_, line) => `2026-01-31 10:00:${10 + line}.000 [INFO] packet ${line}`,
    );
    const offer = '2026-01-31 10:00:00.500 [INFO] RTC remote offer received from 192.0.2.1:4000:';
    const answer = '[2026-01-31 10:00:01.500][INFO] our answer';
    const { records } = readText(
      [...lines, offer, description + lines.join('\n'), answer, description, ...lines].join('\n'),
    );
    assert.deepEqual(
      records.map(({ content, meta, directives }) => [
        content,
        toIso(meta.time),
        meta.source,
        directives.role,
      ]),
      [
        [description, '2026-01-31T10:00:00.500000Z', { address: '192.0.2.1', port: 4000 }, 'offer'],
        [description, '2026-01-31T10:00:01.500000Z', null, 'answer'],
      ],
    );
    // What the line says of both, or nothing, is left open.
    for (const label of ['The answer to the offer:', 'Session:', 'An offering:'])
      assert.equal(readText(`${label}\n${description}`).records[0]?.directives.role, null, label);
  });

  it('takes directives before each description', () => {
    const text = `#!side teams\n#!role offer\n${description}#!role answer\n${description}`;
    const { records, directives } = readText(text);
    assert.deepEqual(
      records.map((record) => record.directives),
      [
        { side: 'teams', role: 'offer', profile: null },
        { side: null, role: 'answer', profile: null },
      ],
    );
    assert.deepEqual(
      records.map(({ content }) => content),
      [description, description],
    );
    assert.equal(directives.length, 3);
  });
});

describe('directives', () => {
  const message = 'BYE sip:a@b SIP/2.0\nVia: x\nContent-Length: 0\n\n';

  it('speak of the first message of a trace; the profile of all', () => {
    const text = `#!side teams\n#!profile rfc\n\n${message}${message}`;
    const { records } = readText(text);
    assert.deepEqual(
      records.map((record) => record.directives),
      [
        { side: 'teams', role: null, profile: 'rfc' },
        { side: null, role: null, profile: 'rfc' },
      ],
    );
    assert.equal(records[0]?.content, message);
    assert.equal(records[0].span.start, text.indexOf('BYE'));
  });

  it('have their places, and say what is wrong with them', () => {
    const text = `#!side sbc\n#!role caller\n#!colour red\n${message}`;
    const { directives, records } = readText(text);
    assert.deepEqual(
      directives.map(({ start, end, name, value, problem }) => [
        text.slice(start, end),
        name,
        value,
        problem,
      ]),
      [
        ['#!side sbc', { text: 'side', start: 2, end: 6 }, { text: 'sbc', start: 7, end: 10 }, null],
        [
          '#!role caller',
          { text: 'role', start: 13, end: 17 },
          { text: 'caller', start: 18, end: 24 },
          '#!role wants one of offer, answer',
        ],
        [
          '#!colour red',
          { text: 'colour', start: 27, end: 33 },
          { text: 'red', start: 34, end: 37 },
          'unknown directive "colour"; known are side, role, profile, ignore',
        ],
      ],
    );
    assert.deepEqual(records[0]?.directives, { side: 'sbc', role: null, profile: null });
  });

  it('count only before the first message', () => {
    const { directives } = readText(`${message}#!side sbc\n${message}`);
    assert.deepEqual(directives, []);
  });
});
