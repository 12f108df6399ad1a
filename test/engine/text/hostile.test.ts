/** Whatever a file holds: no exception, nothing invented, no time that grows faster than the file. */
import { finished } from '../../../server/engine/basics/finished';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { readText, readTextInSlices } from '../../../server/engine/traces/read';
import { assertSound, fixtures, readFile } from './messages';
import { quickest } from '../../support/cpu-time';
import { filesBelow, shared, skipUnshared } from '../../support/shared';

const message = 'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nContent-Length: 0\r\n\r\n';
describe('hostile texts', () => {
  it('yields while it reads', () => {
    const text = message.repeat(Math.ceil(4_000_000 / message.length));
    let count = 0;
    const reading = finished(readTextInSlices(text), () => count++);
    assert.ok(count >= 10 && count <= 20, `${count} slices`);
    assert.deepEqual(reading, readText(text));
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
      '[S=7] [SID=a:1:2]  INVITE sip:a@b SIP/2.0',
      '[S=8] [SID=a:1:2]  v=0 [Time:31-01@10:00:00.123]',
      '(N 5) ---- Incoming SIP Message from 192.0.2.1:5060 to SIPInterface #1 (x) UDP TO(#1) ----',
      'U 192.0.2.1:1 -> 192.0.2.2:2 SIP/2.0 200 OK..Via: x..l: 0....',
      '  INVITE sip:a@b SIP/2.0..Via: SIP/2.0/UDP h..l: 0....',
      'p: OPTIONS sip:a@b SIP/2.0#015#012Via: SIP/2.0/UDP h#015#012l: 0#015#012#015#012',
      '\t0x0000:  4500 0038 0001 0000 4011 0000 c000 0201  E..8....@.......',
      '\t0x0010:  c000 0202 13c4 13c4 0024 0000 5349 502f  .........$..SIP/',
      '0000  53 49 50 2f 32 2e 30 20 32 30 30 20 4f 4b 0d 0a   SIP/2.0 200 OK..',
      '00000000: 4f50 5449 4f4e 5320 7369 703a 6140 6220  OPTIONS sip:a@b ',
      '00000010: 5349 502f 322e 300d 0a0d 0a               SIP/2.0....',
      '  53 49 50 2f 32 2e 30 20    32 30 30 20 4f 4b 0d 0a    SIP/2.0 200 OK..',
      'Frame 1: 99 bytes on wire',
      'Session Initiation Protocol (200)',
      '    Status-Line: SIP/2.0 200 OK',
      '    Message Header',
      '        Via: SIP/2.0/UDP h',
      '    Message Body',
      '        Session Description Protocol',
      '            Session Description Protocol Version (v): 0',
      '    "_index": "packets",',
      '          "sip.Request-Line": "INVITE sip:a@b SIP/2.0",',
      '          "sip.msg_hdr": "Via: x\\r\\nl: 0\\r\\n\\r\\n",',
      '              "sdp.version": "0",',
      '='.repeat(67),
      'Follow: tcp,ascii',
      'Filter: x',
      'Node 0: 192.0.2.1:5060',
      'Node 1: 192.0.2.2:5060',
      '24',
      '\t24',
      'TL_INFO(TF_PROTOCOL) 01/31/2026-10:00:00.123$$begin_record',
      'Start-Line: SIP/2.0 200 OK',
      'Message-Body: -$$end_record',
      '1787 01312026 100000.123456:1.01.00.1.MAJOR .SIPSG: RAW PDU:',
      'channel [0x1]: received [24] new bytes from [TLS://192.0.2.1:5061]:',
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
      { numRuns: 4000 },
    );
  });

  it('ends each record in the file, and leads each character back, where strings are taken out', () => {
    const index = '              "sdp.version": "0",\r';
    const request = 'p: OPTIONS sip:a@b SIP/2.0#015#012Via: SIP/2.0/UDP h#015#012l: 0#015#012#015#012';
    for (const text of [
      `${index}[S=7] [SID=a:1:2]  INVITE sip:a@b SIP/2.0 ${request}`,
      // What stands behind the string is read before it; colours were removed from that.
      `${index}${request} \u001b[36;1m#          "sip.msg_hdr": "Via: x\\r\\nl: 0\\r\\n\\r\\n",\n`,
      '0000  53 49 50 2f 32 2e 30 20 32 30 30 20 4f 4b 0d 0a   SIP/2.0 200 OK..           "sip.Request-Line": ' +
        `"INVITE sip:a@b SIP/2.0", ${request}\r          "sip.msg_hdr": "Via: x\\r\\nl: 0\\r\\n\\r\\n",\n`,
    ]) {
      assertSound(text, readText(text));
    }
  });

  it('ends where the first line is empty but for a colour, and the second has a margin', () => {
    const text = '\u001b[;m\n  INVITE sip:a@b SIP/2.0\n  Via: SIP/2.0/UDP h\n  l: 0\n';
    assert.equal(readText(text).records.length, 1);
  });

  it('reads real files soundly when a piece is cut out, doubled or moved', function () {
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

  it('reads a dump soundly whose line was cut, with other text behind its digits', () => {
    const dump = readFile(path.join(fixtures, '01-inbound-ok.tcpdump-X.txt')).text;
    const cut = dump.indexOf('3637 313') + '3637 313'.length;
    const text = `${dump.slice(0, cut)}input: 01-inbound-ok.pcapng\n`;
    assertSound(text, readText(text));
  });

  it('reads every file of the corpus soundly and quickly', function () {
    const corpus = path.join(shared, 'corpus');
    if (!fs.existsSync(corpus)) skipUnshared(this);
    for (const folder of ['text', 'torture', 'sdp']) {
      for (const file of filesBelow(path.join(corpus, folder))) {
        assert.ok(quickest(() => void readFile(file)) < 2000, file);
        const { text, reading } = readFile(file);
        assertSound(text, reading);
      }
    }
  });

  it('finds a message in every file of one', function () {
    const corpus = path.join(shared, 'corpus');
    if (!fs.existsSync(corpus)) skipUnshared(this);
    const none = [
      'text/rfc3665',
      'text/rfc5589',
      'text/rfc7118',
      'text/kamailio-misc-sip',
      'torture/rfc4475',
      'torture/rfc5118',
    ]
      .flatMap((folder) => filesBelow(path.join(corpus, folder)))
      .filter((file) => readFile(file).reading.records.length !== 1)
      .map((file) => path.basename(file));
    assert.deepEqual(none, [
      'L01387_SIP_2_0_403_Forbidden.sip', // a figure's caption follows the status line
      'bad_via2.sip', // "SIP/2.0/UDP" on the request line
      'bad_via3.sip',
    ]);
  });
});
