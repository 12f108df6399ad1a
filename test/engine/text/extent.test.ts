import assert from 'node:assert/strict';
import { readText } from '../../../server/engine/traces/read';
import { assertSound, startLine } from './messages';

const sdp = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 4000 RTP/AVP 0',
];
const octets = sdp.reduce((sum, line) => sum + line.length + 2, 0);

function invite(length: number | null, body: readonly string[] = sdp): string {
  return [
    'INVITE sip:a@192.0.2.2 SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.1',
    'Content-Type: application/sdp',
    ...(length === null ? [] : [`Content-Length: ${length}`]),
    '',
    ...body,
    '',
  ].join('\r\n');
}

const bye = 'BYE sip:a@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nContent-Length: 0\r\n\r\n';
const stamp = '2026/01/31 10:00:00.000001 192.0.2.1:5060 -> 192.0.2.2:5060\n';

interface Message {
  readonly content: string;
  readonly end: string;
}

function read(text: string): readonly Message[] {
  const reading = readText(text);
  assertSound(text, reading);
  return reading.records.map(({ content, end }) => ({ content, end }));
}

describe('the end of a message', () => {
  it('is where Content-Length says, blank lines behind it left out', () => {
    assert.deepEqual(read(`${invite(octets)}\r\n\r\n\r\n${bye}\r\n`), [
      { content: invite(octets), end: 'length' },
      { content: bye, end: 'length' },
    ]);
  });

  it('counts CRLF where the log shows LF', () => {
    const text = `${invite(octets)}${bye}`.replaceAll('\r\n', '\n');
    assert.deepEqual(read(text), [
      { content: invite(octets).replaceAll('\r\n', '\n'), end: 'length' },
      { content: bye.replaceAll('\r\n', '\n'), end: 'length' },
    ]);
  });

  it('takes LF as one octet if that is what fits', () => {
    const message = invite(octets - sdp.length).replaceAll('\r\n', '\n');
    assert.deepEqual(read(`${message}\nSome words.\n`), [{ content: message, end: 'length' }]);
  });

  it('does not swallow the next message when Content-Length is too long', () => {
    for (const between of ['', '\r\n', '\r\n\r\n']) {
      assert.deepEqual(read(`${invite(octets + 50)}${between}${bye}`), [
        { content: invite(octets + 50), end: 'next' },
        { content: bye, end: 'length' },
      ]);
    }
    assert.deepEqual(
      read(`${stamp}${invite(9999)}\n${stamp}${bye}\n`).map(({ content }) => content),
      [invite(9999), bye],
    );
  });

  it('does not cut SDP when Content-Length is too short', () => {
    for (const short of [octets - 1, octets - 30, 10, 5, 0]) {
      assert.deepEqual(
        read(`${invite(short)}\r\n${bye}`).map(({ content }) => content),
        [invite(short), bye],
        `Content-Length ${short}`,
      );
    }
  });

  it('leaves prose behind SDP out though Content-Length reaches into it', () => {
    const [message] = read(`${invite(octets + 40)}\r\nThis is what the customer sent to us on Friday.\r\n`);
    assert.equal(message?.content, invite(octets + 40));
  });

  it('is behind the SDP when there is no Content-Length', () => {
    assert.deepEqual(read(`${invite(null)}\r\nSome words.\r\n\r\n${bye}`), [
      { content: invite(null), end: 'next' },
      { content: bye, end: 'length' },
    ]);
  });

  it('is the blank line when there is neither Content-Length nor body', () => {
    const ack = 'ACK sip:a@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1\r\n\r\n';
    assert.equal(read(`${ack}Then nothing happened.\r\n`)[0]?.content, ack);
  });

  it('keeps a body that is not SDP whole', () => {
    const text = 'Hello,\r\n\r\nis 2026 fine?\r\n';
    const message = `MESSAGE sip:a@b SIP/2.0\r\nVia: x\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
    assert.deepEqual(read(`${message}\r\n${bye}`), [
      { content: message, end: 'length' },
      { content: bye, end: 'length' },
    ]);
  });

  it('takes a body without an end of line as it is', () => {
    const message = invite(octets - 2).slice(0, -2);
    assert.deepEqual(read(`${stamp}${message}\n\n${stamp}${bye}\n`), [
      { content: message, end: 'length' },
      { content: bye, end: 'length' },
    ]);
  });

  it('parts two messages of a stream on one line', () => {
    const message = invite(octets - 2).slice(0, -2);
    assert.deepEqual(read(`${message}${bye}`), [
      { content: message, end: 'length' },
      { content: bye, end: 'length' },
    ]);
  });

  it('sees a message in the body of another as a body', () => {
    const inner = 'SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.9\r\n\r\n';
    for (const length of [`Content-Length: ${inner.length}\r\n`, '']) {
      const notify = `NOTIFY sip:a@b SIP/2.0\r\nVia: x\r\nContent-Type: message/sipfrag\r\n${length}\r\n${inner}`;
      assert.deepEqual(
        read(`${notify}${bye}`).map(({ content }) => startContent(content)),
        ['NOTIFY sip:a@b SIP/2.0', 'BYE sip:a@192.0.2.2 SIP/2.0'],
      );
    }
  });

  it('counts octets, not characters', () => {
    const body = ['v=0', 's=Grüße aus Köln'];
    const length = new TextEncoder().encode(body.join('\r\n')).length + 2;
    assert.deepEqual(read(`${invite(length, body)}${bye}`), [
      { content: invite(length, body), end: 'length' },
      { content: bye, end: 'length' },
    ]);
  });

  it('takes a body whose blank line was lost', () => {
    const text = invite(octets).replace('\r\n\r\n', '\r\n');
    assert.deepEqual(
      read(`${text}\r\n${bye}`).map(({ content }) => content),
      [text, bye],
    );
  });

  it('ends before the preamble of the next message, whoever wrote it', () => {
    const text = `${invite(null, ['v=0', 'not SDP'])}\r\nUDP message sent (10 bytes):\n\n${bye}`;
    const reading = readText(text);
    assertSound(text, reading);
    assert.deepEqual(
      reading.records.map(({ format, content }) => [format, content]),
      [
        ['bare', invite(null, ['v=0', 'not SDP'])],
        ['sipp', bye],
      ],
    );
  });

  it('ends before the fence of a Markdown block', () => {
    assert.equal(read(`\`\`\`\r\n${invite(null)}\`\`\`\r\nWords.\r\n`)[0]?.content, invite(null));
  });

  it('keeps an odd line among headers', () => {
    const text = 'BYE sip:a@b SIP/2.0\r\nVia: x\r\n<garbage>\r\nCall-ID: 1\r\n\r\n';
    assert.equal(read(text)[0]?.content, text);
  });

  it('keeps what is left of a message cut anywhere', () => {
    const whole = `${stamp}${invite(octets)}`;
    for (
      let cut = stamp.length + 'INVITE sip:a@192.0.2.2 SIP/2.0\r\nVia: '.length;
      cut <= whole.length;
      cut++
    ) {
      const messages = read(whole.slice(0, cut));
      assert.equal(messages.length, 1, `cut at ${cut}`);
      const [message] = messages;
      assert.equal(message?.content, whole.slice(stamp.length, cut), `cut at ${cut}`);
    }
  });

  it('reads lines that end with CR alone, and mixed ends', () => {
    assert.equal(read(`${invite(null)}${bye}`.replaceAll('\r\n', '\r')).length, 2);
    const mixed = invite(null).replace('Via', '\r\rVia').replace('\r\nv=0', '\nv=0');
    assert.equal(read(`${mixed}\n${bye}`).at(-1)?.content, bye);
  });

  it('keeps NUL characters and colours where they stand', () => {
    const text = `BYE sip:a@b SIP/2.0\nVia: \u001b[36mx\u001b[0m\nSubject: a\u0000b\n\n`;
    const [message] = read(text);
    assert.equal(message?.content, 'BYE sip:a@b SIP/2.0\nVia: x\nSubject: a\u0000b\n\n');
  });

  it('finds damaged and unusual start lines', () => {
    for (const line of [
      'OPTIONS sip:t.watson@example.org SIP/7.0',
      'INVITE sip:a@b SIP /2.0',
      'INVITE  sip:a@b  SIP/2.0 ',
      'INVITE sip:a@b; lr SIP/2.0',
      'INVITE <sip:a@b> SIP/2.0',
      "!inter-Method0123456789_*+`.%indeed'~ sip:a@b SIP/2.0",
      'SIP/2.0 200',
      'SIP/2.0 4294967301 better not break the receiver',
    ]) {
      const text = `${line}\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nContent-Length: 0\r\n\r\n`;
      const [record] = readText(text).records;
      assert.ok(record !== undefined, line);
      assert.equal(startLine(record), line);
    }
  });
});

function startContent(content: string): string {
  return content.slice(0, content.indexOf('\r\n'));
}
