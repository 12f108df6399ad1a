/** Long texts made to cost a reader time: it never grows faster than the text. */
import assert from 'node:assert/strict';
import { readText } from '../../server/engine/traces/read';

const message = 'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h\r\nContent-Length: 0\r\n\r\n';
/** Characters: with these, quadratic time is minutes. */
const size = 2_000_000;

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
  'ngrep packets that never complete': filled(
    'T 192.0.2.1:1 -> 192.0.2.2:2 INVITE sip:a SIP/2.0..Via: x..l: 99999....v=0\n',
  ),
  'a stream of pieces': `T 192.0.2.1:1 -> 192.0.2.2:2 INVITE sip:a SIP/2.0..Via: x..l: 99999999....\n${filled('T 192.0.2.1:1 -> 192.0.2.2:2 v=0\n')}`,
  'one ngrep line of many messages': `T 192.0.2.1:1 -> 192.0.2.2:2 ${filled('OPTIONS sip:a SIP/2.0..Via: x..l: 0....')}\n`,
  'ngrep lines in columns': `U 192.0.2.1:1 -> 192.0.2.2:2\n${filled('  SIP/2.0 200 OK..Via: x....\n')}`,
  dots: `U 192.0.2.1:1 -> 192.0.2.2:2 INVITE sip:a SIP/2.0${filled('.')}\n`,
  'AudioCodes records': filled(
    '[S=1] [SID=a:1:2]  INVITE sip:a SIP/2.0\nVia: x\nContent-Length: 99999\n\nv=0 [Time:31-01@10:00:00.123]\n',
  ),
  'AudioCodes banners': filled(
    '---- Incoming SIP Message from 192.0.2.1:5060 to SIPInterface #1 (x) TLS TO(#1) ----\nSIP/2.0 200 OK\n',
  ),
  'an AudioCodes record without end': `[S=1] [SID=a:1:2]  INVITE sip:a SIP/2.0\nVia: x\n${filled('x: SIP/2.0\n')}`,
  'escaped line ends': filled(
    'Jan 31 10:00:00 h p: INVITE sip:a SIP/2.0#015#012Via: x#015#012l: 9#015#012#015#012',
  ),
  'lines of escaped line ends': filled(
    'INVITE sip:a SIP/2.0#015#012Via: SIP/2.0/UDP x#015#012l: 9#015#012#015#012\n',
  ),
  'hex dumps': filled(
    '10:00:00.1 IP a > b: x\n\t0x0000:  4500 5349 502f 322e 3020 3230 3020 4f4b  E.SIP/2.0.200.OK\n',
  ),
  'hex lines without head': filled('\t0x0010:  5349 502f 322e 3020 3230 3020 4f4b 0d0a  SIP/2.0.200.OK..\n'),
  'tshark hex lines': filled('0010  53 49 50 2f 32 2e 30 20 32 30 30 20 4f 4b 0d 0a   SIP/2.0 200 OK..\n'),
  'dissected start lines': filled('    Request-Line: INVITE sip:a SIP/2.0\n'),
  'a frame without end': `Frame 1: x\nSession Initiation Protocol\n${filled('    Request-Line: INVITE sip:a SIP/2.0\n')}`,
  frames: filled('Frame 1: x\nSession Initiation Protocol\n    Status-Line: SIP/2.0 200 OK\n'),
  'JSON fields': filled('   "sip.Request-Line": "INVITE sip:a SIP/2.0",\n'),
  'JSON packets': filled(
    '  "_index": 1,\n  "sip.Status-Line": "SIP/2.0 200 OK",\n  "sip.msg_hdr": "Via: x\\r\\n",\n',
  ),
  'followed streams': filled(
    `${'='.repeat(67)}\nFollow: tcp,ascii\nFilter: x\nNode 0: a:1\nNode 1: b:2\n99\nINVITE sip:a SIP/2.0\nVia: x\n`,
  ),
  'Lync records': filled(
    'TL_INFO(TF_PROTOCOL)$$begin_record\nStart-Line: SIP/2.0 200 OK\nVia: x\nMessage-Body: -\n',
  ),
  'Lync start lines': filled('Start-Line: SIP/2.0 200 OK\n'),
  'Ribbon entries': filled(
    '1787 01312026 100000.123456:1.01.00.1.MAJOR .SIPSG: RAW PDU:\nINVITE sip:a SIP/2.0\nVia: x\n',
  ),
  'Linphone pieces': filled(
    'channel [0x1]: received [99] new bytes from [TLS://a:1]:\nINVITE sip:a SIP/2.0\nVia: x\nl: 9999\n\n',
  ),
  'Linphone pieces that lie': filled(
    'channel [0x1]: received [999999999] new bytes from [TLS://a:1]:\nINVITE sip:a SIP/2.0\nVia: x\n',
  ),
};

describe('texts that repeat themselves', () => {
  for (const [name, text] of Object.entries(repetitive)) {
    it(`takes linear time: ${name}`, function () {
      // A reader that takes quadratic time needs minutes here.
      const reading = readText(text);
      let before = 0;
      for (const { span } of reading.records) {
        assert.ok(span.start >= before && span.end <= text.length);
        before = span.end;
      }
    });
  }
});
