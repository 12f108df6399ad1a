/** Logs that others published: the format of each, how many messages it has, and what is known of them. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { TextRecord } from '../../../server/engine/text/record';
import { assertSound, readFile } from './messages';
import { shared, skipUnshared } from '../../support/shared';

const folder = path.join(shared, 'corpus/text');

const logs: readonly (readonly [file: string, format: string, count: number, known: readonly string[]])[] = [
  [
    'audiocodes-syslog/ThreeNotifications.txt',
    'audiocodes-syslog',
    2,
    ['missing, far end, TLS, sent', 'year-missing, far end, TLS, received'],
  ],
  [
    'asterisk-docs/chan_sip-presence-1.txt',
    'asterisk-chan-sip',
    6,
    ['no time, far end, -, sent', 'no time, far end, UDP, received'],
  ],
  [
    'asterisk-logs/chan_sip-timestamped-register.log',
    'asterisk-chan-sip',
    4,
    ['full, far end, -, sent', 'full, far end, UDP, received'],
  ],
  [
    'asterisk-logs/pjsip-tls-twilio-inbound.log',
    'asterisk-pjsip',
    3,
    ['no time, far end, TLS, received', 'no time, far end, TLS, sent'],
  ],
  [
    'asterisk-logs/pjsip-wss-webrtc-invite.log',
    'asterisk-pjsip',
    5,
    ['no time, far end, WSS, received', 'no time, far end, WSS, sent'],
  ],
  [
    'cisco/cube-diversion-ccsip.txt',
    'cisco-ccsip',
    2,
    ['full, no end, -, received', 'full, no end, -, sent'],
  ],
  [
    'drachtio/teams-options.log',
    'freeswitch',
    2,
    ['full, far end, TLS, received', 'full, far end, TLS, sent'],
  ],
  ['ethereal-text/jsip-pingtel.txt', 'tshark-tree', 26, ['full, both ends, UDP, -']],
  [
    'freeswitch-siptrace/teams-options-ofon.txt',
    'freeswitch',
    2,
    ['missing, far end, TLS, received', 'missing, far end, TLS, sent'],
  ],
  ['issues/dart-sip-ua-578-line-prefix.txt', 'log', 1, ['full, no end, -, sent']],
  ['issues/freeswitch-1147-ws-siptrace.txt', 'freeswitch', 2, ['missing, far end, WS, received']],
  ['issues/sipjs-129-console.txt', 'bare', 2, ['full, no end, -, received', 'no time, no end, -, -']],
  [
    'oracle-acme/sipmsg.log',
    'oracle-sipmsg',
    5,
    ['year-missing, both ends, -, received', 'year-missing, both ends, -, sent'],
  ],
  ['pjsua/ims-call-ue1.log', 'pjsua', 4, ['missing, far end, UDP, received', 'missing, far end, UDP, sent']],
  ['tool-output/ngrep-W-byline__zeek-wireshark.txt', 'ngrep-byline', 81, ['full, both ends, UDP, -']],
  ['tool-output/ngrep-W-single__sip-sdp-example.txt', 'ngrep-single', 7, ['relative, both ends, UDP, -']],
  ['tool-output/ngrep-default__sip-sdp-example.txt', 'ngrep-plain', 7, ['no time, both ends, UDP, -']],
  ['tool-output/sipgrep__sip-sdp-example.txt', 'ngrep-byline', 7, ['full, both ends, UDP, -']],
  [
    'tool-output/sipp-3.6.1-uac-trace_msg.log',
    'sipp',
    12,
    ['full, no end, UDP, received', 'full, no end, UDP, sent'],
  ],
  [
    'tool-output/sipp-3.6.1-uas-trace_msg.log',
    'sipp',
    12,
    ['full, no end, UDP, received', 'full, no end, UDP, sent'],
  ],
  ['tool-output/tcpdump-A__sip-sdp-example.txt', 'tcpdump-a', 7, ['missing, both ends, UDP, -']],
  ['tool-output/tcpdump-vX__sip-sdp-example.txt', 'tcpdump-a', 7, ['missing, both ends, UDP, -']],
  ['tool-output/tcpdump-v__pcpp-sip_reqs.txt', 'tcpdump-a', 4, ['missing, both ends, UDP, -']],
  ['tool-output/tshark-O-sip-sdp__sip-sdp-example.txt', 'tshark-tree', 7, ['no time, both ends, UDP, -']],
  ['tool-output/tshark-Vx__sip-sdp-example.txt', 'tshark-tree', 7, ['full, both ends, UDP, -']],
  [
    'tool-output/tshark-follow-tcp-ascii__sip-over-tcp.txt',
    'tshark-follow',
    7,
    ['no time, both ends, TCP, -'],
  ],
  [
    'tool-output/tshark-follow-udp-ascii__sip-sdp-example.txt',
    'tshark-follow',
    7,
    ['no time, both ends, UDP, -'],
  ],
  ['tool-output/tshark-json__sip-sdp-example.json', 'tshark-json', 7, ['full, both ends, UDP, -']],
];

describe('published logs', function () {
  before(function () {
    if (!fs.existsSync(folder)) skipUnshared(this);
  });

  for (const [file, format, count, known] of logs) {
    it(`are read: ${file}`, () => {
      const { text, reading } = readFile(path.join(folder, file));
      assertSound(text, reading);
      assert.deepEqual([reading.format, reading.records.length], [format, count]);
      assert.deepEqual([...new Set(reading.records.map(whatIsKnown))].sort(), known);
    });
  }
});

function whatIsKnown({ meta: { time, source, destination, transport, direction } }: TextRecord): string {
  const ends = [source, destination].filter((end) => end !== null).length;
  return [
    time?.date ?? 'no time',
    ['no end', 'far end', 'both ends'][ends],
    transport ?? '-',
    direction ?? '-',
  ].join(', ');
}
