/** Whatever a file holds: no exception, nothing invented, no time that grows faster than the file. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readText, readTextInSlices } from '../../../server/engine/text/reader';
import { assertSound, filesBelow, fixtures, readFile, shared } from './messages';

const message = 'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nContent-Length: 0\r\n\r\n';
const size = 4_000_000;

function filled(piece: string): string {
  return piece.repeat(Math.ceil(size / piece.length));
}

/** Texts on which a careless reader looks at the same characters over and over. */
const repetitive: Readonly<Record<string, string>> = {
  'one line': filled('a'),
  'NUL characters': filled('\u0000'),
  'status lines on one line': `${filled('SIP/2.0 200 ')}\nVia: x\n`,
  'request lines on one line': filled('INVITE sip:a SIP/2.0 '),
  'start lines alone': filled('INVITE sip:a SIP/2.0\n'),
  'start lines and a header': filled('INVITE sip:a SIP/2.0\nVia: x\n'),
  'Via headers': filled('Via: SIP/2.0/UDP x\n'),
  'blank lines': `${filled('\n')}${message}`,
  blanks: `${filled(' ')}${message}`,
  'CR only': filled(message.replaceAll('\r\n', '\r')),
  'a header that never ends': `INVITE sip:a SIP/2.0\nVia: ${filled('y')}\nFrom: x\n`,
  'lengths too long': filled('INVITE sip:a SIP/2.0\nVia: x\nContent-Length: 999999999\n\n'),
  'bodies that hold messages': filled(
    'NOTIFY sip:a SIP/2.0\nVia: x\nContent-Type: multipart/mixed\nContent-Length: 2000000\n\nhello\n',
  ),
  'packets that never complete': filled(
    'T 192.0.2.1:1 -> 192.0.2.2:2 [AP] #1\nINVITE sip:a SIP/2.0.\nVia: x.\nContent-Length: 99999.\n.\nv=0.\n\n',
  ),
  'a packet that never completes': `T 192.0.2.1:1 -> 192.0.2.2:2\nINVITE sip:a SIP/2.0.\nVia: x.\nContent-Length: 99999999.\n.\n\n${filled('T 192.0.2.1:1 -> 192.0.2.2:2\nv=0.\n\n')}`,
  'tcpdump packets with lengths that lie': filled(
    '10:00:00.000001 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [P], length 50\nE....INVITE sip:a SIP/2.0\nVia: x\nContent-Length: 99999\n\n',
  ),
  colours: `INVITE sip:a SIP/2.0\nVia: x\n\n${filled('\u001b[1m')}`,
  'a long prefix': `${filled('1')} INVITE sip:a SIP/2.0\n${filled('1')} Via: x\n`,
  SDP: filled('a=x\n'),
  'SDP with blank lines': filled('a=x\n\n'),
  'descriptions and directives': filled('#!side sbc\nv=0\n\n'),
  'odd lines': `INVITE sip:a SIP/2.0\nVia: x\nContent-Type: text/plain\n\n${filled('odd line\n')}`,
  'dotted lines': filled('INVITE sip:a SIP/2.0.\nVia: x.\n.\n.\n'),
  'sipp rules': filled(`${'-'.repeat(60)}\n`),
};

describe('hostile texts', () => {
  for (const [name, text] of Object.entries(repetitive)) {
    it(`takes linear time: ${name}`, function () {
      // A reader that takes quadratic time needs minutes here.
      this.timeout(10_000);
      const reading = readText(text);
      let before = 0;
      for (const { span } of reading.records) {
        assert.ok(span.start >= before && span.end <= text.length);
        before = span.end;
      }
    });
  }

  it('yields while it reads', () => {
    const text = filled(message);
    const slices = readTextInSlices(text);
    let count = 0;
    let step = slices.next();
    while (step.done !== true) {
      count++;
      step = slices.next();
    }
    assert.ok(count >= 10 && count <= 20, `${count} slices`);
    assert.deepEqual(step.value, readText(text));
  });

  it('reads every text soundly', () => {
    const pieces = fc.constantFrom(
      'INVITE sip:a@b SIP/2.0',
      'SIP/2.0 200 OK',
      'SIP/2.0',
      'Via: SIP/2.0/UDP h',
      'Content-Length: 0',
      'Content-Length: 30',
      'l: 999',
      'Content-Type: application/sdp',
      'Content-Type: message/sipfrag',
      'v=0',
      'm=audio 1 RTP/AVP 0',
      'a=sendrecv',
      '2026/01/31 10:00:00.000001 192.0.2.1:5060 -> 192.0.2.2:5060',
      'U 2026/01/31 10:00:00.000001 192.0.2.1:5060 -> 192.0.2.2:5060 #1',
      'T +0.000001 192.0.2.1:5060 -> 192.0.2.2:5060 [AP] #2',
      '10:00:00.000001 IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP: INVITE sip:a@b SIP/2.0',
      '10:00:00.000001 IP 192.0.2.1.5060 > 192.0.2.2.5060: Flags [P.], length 20',
      '<--- Received SIP request (90 bytes) from UDP:192.0.2.7:5060 --->',
      'recv 81 bytes from udp/[192.0.2.7]:5060 at 13:57:57.805717:',
      '-'.repeat(72),
      '='.repeat(20),
      '~'.repeat(20),
      '|'.repeat(20),
      'UDP message sent (52 bytes):',
      'UDP 192.0.2.1:5060 -> 192.0.2.2:5060',
      '\u001b[36;1m#',
      '\u001b[;m',
      '[Mar 30 13:35:40] ',
      '[Mar 30 13:35:41] Via: x',
      '#!side sbc',
      '\t',
      ' ',
      '.',
      '',
      'é😀',
    );
    const ends = fc.constantFrom('\n', '\r\n', '.\n', '', '\r', ' ');
    fc.assert(
      fc.property(fc.array(fc.tuple(pieces, ends), { maxLength: 40, size: 'max' }), (parts) => {
        const text = parts.flat().join('');
        assertSound(text, readText(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('reads real files soundly when a piece is cut out, doubled or moved', function () {
    this.timeout(20_000);
    const texts = filesBelow(fixtures).map((file) => readFile(file).text);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.constantFrom(...texts),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (one, other, [a = 0, b = 0, c = 0, d = 0]) => {
          const cut = (text: string, at: number): number => Math.floor(text.length * at);
          const text =
            one.slice(0, cut(one, a)) +
            other.slice(cut(other, Math.min(b, c)), cut(other, Math.max(b, c))) +
            one.slice(cut(one, d));
          assertSound(text, readText(text));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads every file of the corpus soundly and within a second', function () {
    const corpus = path.join(shared, 'corpus');
    if (!fs.existsSync(corpus)) this.skip();
    this.timeout(60_000);
    for (const folder of ['text', 'torture', 'sdp']) {
      for (const file of filesBelow(path.join(corpus, folder))) {
        const started = performance.now();
        const { text, reading } = readFile(file);
        assert.ok(performance.now() - started < 1000, file);
        assertSound(text, reading);
      }
    }
  });

  it('finds a message in every file of one', function () {
    const corpus = path.join(shared, 'corpus');
    if (!fs.existsSync(corpus)) this.skip();
    const none = [
      'text/rfc3665',
      'text/rfc5589',
      'text/rfc7118',
      'text/kamailio-misc-sip',
      'torture/rfc4475',
      'torture/rfc5118',
    ]
      .flatMap((folder) => filesBelow(path.join(corpus, folder)))
      .filter((file) => readFile(file).reading.records.length !== (file.endsWith('dblreq.dat') ? 2 : 1))
      .map((file) => path.basename(file));
    assert.deepEqual(none, [
      'L01387_SIP_2_0_403_Forbidden.sip', // a figure's caption follows the status line
      'bad_via2.sip', // "SIP/2.0/UDP" on the request line
      'bad_via3.sip',
      'test.dat', // not SIP
    ]);
  });
});
