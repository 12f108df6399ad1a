import assert from 'node:assert/strict';
import { readLogInSlices } from '../../../server/engine/text/reader';
import type { TextReading } from '../../../server/engine/text/reading';
import { endpointText } from '../../../server/engine/text/endpoint';
import { toIsoAsFarAsKnown } from '../../../shared/times';

const message = [
  'OPTIONS sip:b@192.0.2.2 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa',
  'From: <sip:a@192.0.2.1>;tag=a',
  'To: <sip:b@192.0.2.2>',
  'Call-ID: a@192.0.2.1',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '',
  '',
].join('\n');

const [A, B] = ['192.0.2.1:5060', '192.0.2.2:5062'];

/** What stands before a message → time, source, destination, transport, direction. */
const heads: Readonly<Record<string, string>> = {
  '00001000.002 |10:00:00.050 |AppInfo  |SIPTcp - wait: Incoming SIP UDP message from 192.0.2.1 on port 5060 index 3 with 562 bytes:\n[4000,NET]\n': `10:00:00.050000 ${A} ? UDP received`,
  'Outgoing SIP TLS message to 192.0.2.2 on port 5062 index 4 \n[4001,NET]\n': `- ? ${B} TLS sent`,
  '[03-04-2026:10:00:00.050000]\nIN: 192.0.2.1:5060 --> 192.0.2.2:5062 UDP\n': `2026-03-04T10:00:00.050000Z ${A} ${B} UDP received`,
  '2026/03/04 10:00:00.050|  1024|Trac|Recv From 192.0.2.1:5060, transport: UDP, tid=1f0\n  ': `2026-03-04T10:00:00.050000Z ${A} ? UDP received`,
  'Sent to udp:192.0.2.2:5062 at Mar  4 10:00:00.100 2026 (257 bytes):\n\n': `2026-03-04T10:00:00.100000Z ? ${B} UDP sent`,
  '10:00:00.050: SIPTR: Received  [0,UDP] 562 bytes from 192.0.2.1:5060 <<<<<\n': `10:00:00.050000 ${A} ? UDP received`,
  'Mar  4 10:00:00 GXP2170 [00:0B:82:00:00:01] [1.0.11.79] Transmit SIP message: 1 To 192.0.2.2:5062\n': `--03-04T10:00:00.000000 ? ${B} - sent`,
  'Mar 4, 2026 @ 10:00:00.050 192.0.2.1:5060 => 192.0.2.2:5062\n': `2026-03-04T10:00:00.050000Z ${A} ${B} - -`,
  '1772618400050 SrcIP: 192.0.2.1 SrcPort: 5060 DstIP: 192.0.2.2 DstPort: 5062\n': `2026-03-04T10:00:00.050000Z ${A} ${B} - -`,
  'ts=1772618400.050 src_ip=192.0.2.1 src_port=5060 dst_ip=192.0.2.2 dst_port=5062 proto=tcp\n': `2026-03-04T10:00:00.050000Z ${A} ${B} TCP -`,
  'Time: 1772618400050123\nSource: 192.0.2.1:5060\nDestination: 192.0.2.2:5062\n': `2026-03-04T10:00:00.050123Z ${A} ${B} - -`,
  '0304100000.050|sip  |0|00|>>> Data Send to 192.0.2.2:5062\n': `--03-04T10:00:00.050000 ? ${B} - sent`,
  '[  1234.500000] sip: rx from [2001:db8::1]:5060\n': `- [2001:db8::1]:5060 ? - received`,
  '10:00:00.050 <<< ': '10:00:00.050000 ? ? - received',
  '20260304T100000.050Z OUT 192.0.2.2:5062\n': `2026-03-04T10:00:00.050000Z ? ${B} - sent`,
  '04.03.2026 10:00:00,050 local 192.0.2.1:5060 remote 192.0.2.2:5062 direction=out\n': `2026-03-04T10:00:00.050000Z ${A} ${B} - sent`,
  '03/14/2026 10:00:00.050 PM tls://192.0.2.2:5062 <- tls://192.0.2.1:5060\n': `2026-03-14T22:00:00.050000Z ${A} ${B} TLS -`,
  'Mar  4 10:00:00 SPA [0:5060]<<192.0.2.1:5060\n': `--03-04T10:00:00.000000 ${A} ? - received`,
  '[2026-03-04 10:00:00.050] >>> 192.0.2.2:5062\n': `2026-03-04T10:00:00.050000Z ? ${B} - sent`,
  '2026.03.04 10:00:00:050 UTC | Info | SIP | udp 562 Bytes IN from 192.0.2.1:5060\n': `2026-03-04T10:00:00.050000Z ${A} ? UDP received`,
  '2026-03-04T10:00:00.050Z | SIP | <<< IN | 192.0.2.1:5060 -> 192.0.2.2:5062 | UDP\n': `2026-03-04T10:00:00.050000Z ${A} ${B} UDP received`,
  'Mar  4 10:00:00 sua [1093]: [SIP] Message sent: (to dest=192.0.2.2:5062:UDP)\n': `--03-04T10:00:00.000000 ? ${B} UDP sent`,
  '<message\nfrom="192.0.2.1:5060"\nto="192.0.2.2:5062"\ntime="1772618400050"\nisSender="false"\ncallId="a"\nfirstLine="b"\n>\n': `2026-03-04T10:00:00.050000Z ${A} ${B} - received`,
  '2026-03-04T10:00:00.050Z 198.51.100.7 sipd - - IN 192.0.2.1:5060\n': `2026-03-04T10:00:00.050000Z ${A} ? - received`,
  'Mar  4 10:00:00 198.51.100.7 sipd[7]: SIP message received\n': '--03-04T10:00:00.000000 ? ? - received',
  // Nobody can tell day and month apart.
  '03/04/2026 10:00:00 received from sbc.example.com:5061\n':
    '10:00:00.000000 sbc.example.com:5061 ? - received',
  '14/Mar/2026:10:00:00 +0000 sent to 192.0.2.2:5062\n': `2026-03-14T10:00:00.000000Z ? ${B} - sent`,
  '03/14/2026 10:00:00.050 CCM|//SIP/SIPUdp/wait: Incoming SIP UDP message from 192.0.2.1:[5060]:\n': `2026-03-14T10:00:00.050000Z ${A} ? UDP received`,
  '[2026-03-04 10:00:00,050] 7 0000 sip (SipMsg.cpp:12) - Rx: [192.0.2.2:5062] <--- [192.0.2.1:5060]\n': `2026-03-04T10:00:00.050000Z ${A} ${B} - received`,
  '2350 DEB Mar 04 10:00:00.050 (835:1121) JAVA-sipio-recv<--- ': '--03-04T10:00:00.050000 ? ? - received',
  '| 2026-03-04 10:00:00.050 | 192.0.2.1:5060 | 192.0.2.2:5062 | UDP | 591 |\n': `2026-03-04T10:00:00.050000Z ${A} ${B} UDP -`,
  'Sent to udp:192.0.2.2:5062 at 14/3/2026 10:00:00:050 (591 bytes):\n\n': `2026-03-14T10:00:00.050000Z ? ${B} UDP sent`,
  'Sat, 14 Mar 2026 11:00:00 +0100 192.0.2.1:5060 -> 192.0.2.2:5062\n': `2026-03-14T10:00:00.000000Z ${A} ${B} - -`,
  'Sat Mar 14 12:00:00 2026 +0200 192.0.2.1:5060 -> 192.0.2.2:5062\n': `2026-03-14T10:00:00.000000Z ${A} ${B} - -`,
  '2026-03-04 11:30:00.050+01 192.0.2.1:5060 -> 192.0.2.2:5062\n': `2026-03-04T10:30:00.050000Z ${A} ${B} - -`,
  '2026-03-04 10:00:00.050 Empfangen von 192.0.2.1:5060\n': `2026-03-04T10:00:00.050000Z ${A} ? - received`,
  '2026-03-04 10:00:00.050 app.js:12 socket write\n2026-03-04 10:00:00.051 app.js:14 sending:\n\n':
    '2026-03-04T10:00:00.051000Z ? ? - sent',
};

/** Lines that tell nothing of the message below them. */
const proses = [
  'I sent this to the provider yesterday, and what they received from me is this message in the log:\n',
  'We configured the trunk as in chapter 10.2.0.1 of the manual:\n',
  'The host 192.0.2.9 is the SBC.\n',
  'What goes out:\n\n',
  'Jan 31 10:00:00 sbc started\n---\n\n',
];

describe('any log', () => {
  it('keeps what stands before a message', () => {
    for (const [head, told] of Object.entries(heads)) {
      // The same twice: the second head stands behind a message.
      const { records } = read(`${head}${message}${head}${message}`);
      assert.deepEqual(
        records.map(({ meta, format, content }) => [
          format,
          content.slice(0, 7),
          [
            toIsoAsFarAsKnown(meta.time) ?? '-',
            endpointText(meta.source),
            endpointText(meta.destination),
            meta.transport ?? '-',
            meta.direction ?? '-',
          ].join(' '),
        ]),
        [
          ['log', 'OPTIONS', told],
          ['log', 'OPTIONS', told],
        ],
        head,
      );
    }
  });

  it('takes no sentence for the head of a record', () => {
    for (const prose of proses) {
      const { records } = read(`${prose}${message}`);
      assert.deepEqual(
        records.map(({ meta, format }) => [format, meta.source, meta.destination, meta.direction]),
        [['bare', null, null, null]],
        prose,
      );
    }
  });
});

function read(text: string): TextReading {
  const reading = readLogInSlices(text);
  for (;;) {
    const { value, done } = reading.next();
    if (done === true) return value;
  }
}
