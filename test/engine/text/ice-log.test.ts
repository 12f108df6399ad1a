/** Lines in which ICE agents tell of their checks, in logs of any kind. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { readIceLogLine } from '../../../server/engine/text/ice-log/find';
import type { IceLogLine } from '../../../server/engine/text/ice-log/line';
import { readText } from '../../../server/engine/traces/read';
import { joinTraces } from '../../../server/engine/traces/join';

function told(line: string): IceLogLine {
  const log = readIceLogLine(line);
  assert.ok(log, line);
  return log;
}

const sip = [
  'OPTIONS sip:b@192.0.2.2 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa',
  'From: <sip:a@192.0.2.1>;tag=1',
  'To: <sip:b@192.0.2.2>',
  'Call-ID: one@192.0.2.1',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
  '',
  '',
].join('\n');

describe('lines of ICE agents', () => {
  it('tell a Call-ID, a port and a pair by foundations, in rtpengine', () => {
    const { program, event, callId, local, remote, foundations, component } = told(
      'Jul  1 14:28:05 sbc rtpengine[2256]: DEBUG: [a/b@192.0.2.1 port 30001]: [ice] ICE completed, using pair Own1:7f2:1',
    );
    assert.deepEqual(
      { program, event, callId, local, remote, foundations, component },
      {
        program: 'rtpengine',
        event: 'completed',
        callId: 'a/b@192.0.2.1',
        local: { address: null, port: 30001 },
        remote: null,
        foundations: { local: 'Own1', remote: '7f2' },
        component: 1,
      },
    );
  });

  it('tell addresses, in whatever form rtpengine prints its lines', () => {
    for (const prefix of [
      'DEBUG: [x port 30000]: [core] ',
      '[1431019019.275246] DEBUG: [x port 30000] ',
      '[x port 30000]: ',
    ]) {
      const { event, remote, agent } = told(
        `${prefix}Successful STUN binding request from [2001:db8::1]:4000`,
      );
      assert.deepEqual([event, agent, remote], ['answered', 'x', { address: '2001:db8::1', port: 4000 }]);
    }
    const { event, local, remote, code } = told(
      'DEBUG: [x/tag/1 port 30000]: [ice] Received ICE/STUN response code 487 for candidate pair o:p:1 from 192.0.2.9:4000 to 192.0.2.1',
    );
    assert.deepEqual(
      [event, local, remote, code],
      ['response', { address: '192.0.2.1', port: 30000 }, { address: '192.0.2.9', port: 4000 }, 487],
    );
  });

  it('tell checks that rtpengine rejects', () => {
    assert.equal(
      told('NOTICE: [x port 1]: [ice] STUN authentication mismatch from 192.0.2.1:4000').code,
      401,
    );
    assert.equal(
      told(
        'NOTICE: [x port 1]: [ice] Received invalid STUN packet from 192.0.2.1:4000: USERNAME attribute missing',
      ).code,
      400,
    );
    assert.equal(told('DEBUG: [x port 1]: [ice] ICE role conflict detected').event, 'role-conflict');
  });

  it('tell states and nominations of PJNATH, in PJSUA and in Asterisk', () => {
    const pair = 'Check 2: [1] 192.0.2.1:4008-->192.0.2.2:9937';
    const { program, agent, event, state, local, remote, component } = told(
      `15:15:55.313        icetp00  ..${pair}: state changed from Waiting to In Progress`,
    );
    assert.deepEqual(
      [program, agent, event, state, local, remote, component],
      [
        'pjnath',
        'icetp00',
        'state',
        'in-progress',
        { address: '192.0.2.1', port: 4008 },
        { address: '192.0.2.2', port: 9937 },
        1,
      ],
    );
    const asterisk = '[May 12 14:06:10] DEBUG[1809492]: pjproject: <?>: \t   icess0x55f1df19c028 .';
    assert.equal(told(`${asterisk}${pair} (nominated): connectivity check SUCCESS`).event, 'nominated');
    assert.equal(told(`${asterisk}${pair} (not nominated): connectivity check SUCCESS`).event, 'response');
    assert.equal(told(`${asterisk}ICE process complete, status=Success`).event, 'completed');
    assert.equal(
      told('16:16:54.634  icstr015DB3D0 ICE negotiation failed after 7:955s: All ICE checklists failed')
        .event,
      'failed',
    );
    const unauthorised = `${pair} (not nominated): connectivity check FAILED: Unauthorized (err=370401)`;
    assert.equal(told(`10:00:00.000 icetp00 ${unauthorised}`).code, 401);
  });

  it('tell states and nominations of aioice, with IPv6', () => {
    const pair = "Check CandidatePair(('2001:db8::1', 4000) -> ('2001:db8::2', 5000))";
    const { event, state, local } = told(
      `INFO:aioice.ice:Connection(3) ${pair} State.WAITING -> State.IN_PROGRESS`,
    );
    assert.deepEqual([event, state, local], ['state', 'in-progress', { address: '2001:db8::1', port: 4000 }]);
    assert.equal(told(`Connection(3) ${pair} nominating pair`).event, 'nominating');
    assert.equal(told('2026-01-31 10:00:00.000 Connection(3) ICE failed').event, 'failed');
  });

  it('are none where something is wrong with them', () => {
    for (const line of [
      'ICE',
      'VOICE completed, using pair a:b:1',
      '[]: ICE completed, using pair a:b:1',
      '[x]: ICE completed, using pair a:b',
      'Connection(0) ICE completed and more',
      "Connection(0) Check CandidatePair(('192.0.2.1', 4000) -> ('192.0.2.2')) nominating pair",
      'Check 2: [1] 192.0.2.1:4008-->192.0.2.2:9937: state changed from Waiting to In Progress',
      'x icetp00 Check 2: [1] a-->b: state changed from Waiting to Sleeping',
      `[x]: ${'['.repeat(600)}${']'.repeat(400)} ICE completed, using pair a:b:1`,
      `icetp00 ${'Check '.repeat(2000)}`,
    ])
      assert.equal(readIceLogLine(line), null, line);
  });
});

describe('a text with lines of ICE agents', () => {
  const line = '2026-01-31 10:00:00.500 aioice.ice INFO Connection(0) ICE completed';
  const text = `${line}\r\nnoise about ICE\n\n2026/01/31 10:00:01.000000 192.0.2.1:5060 -> 192.0.2.2:5060\n${sip}\n${line}`;

  it('has them as records between its messages, with time and place', () => {
    const { records, format } = readText(text);
    assert.equal(format, 'sngrep');
    assert.deepEqual(
      records.map(({ kind, format: of, span }) => [
        kind,
        of,
        text.slice(span.start, span.end).split(/\r?\n/, 1)[0],
      ]),
      [
        ['packet', 'aioice', line],
        ['sip', 'sngrep', '2026/01/31 10:00:01.000000 192.0.2.1:5060 -> 192.0.2.2:5060'],
        ['packet', 'aioice', line],
      ],
    );
    assert.equal(records[0]?.meta.time?.micros, Date.UTC(2026, 0, 31, 10, 0, 0, 500) * 1000);
  });

  it('has none in what a message holds', () => {
    const body = `[x]: ICE completed, using pair a:b:1\r\n`;
    const message = sip.replace('Content-Length: 0', `Content-Length: ${body.length}`);
    assert.deepEqual(
      readText(`${message.replaceAll('\n', '\r\n')}${body}`).records.map(({ kind }) => kind),
      ['sip'],
    );
  });

  it('keeps them when traces are joined, and reads them back', () => {
    const joined = joinTraces([
      `2026/01/31 10:00:01.000000 192.0.2.1:5060 -> 192.0.2.2:5060\n${sip}`,
      line,
      line,
    ]);
    const { messages } = analyse(joined.text).trace;
    assert.deepEqual(
      messages.map(({ parsed }) =>
        parsed.kind === 'packet' && parsed.type === 'log'
          ? [parsed.title, parsed.source, parsed.log?.event]
          : parsed.kind,
      ),
      [
        ['LOG aioice, trace 2', 'aioice, trace 2', 'completed'],
        ['LOG aioice, trace 3', 'aioice, trace 3', 'completed'],
        'sip',
      ],
    );
    assert.equal(joinTraces([joined.text, '']).text.includes(line), true);
  });

  it('takes linear time, whatever it holds', () => {
    const hostile = [
      'ICE STUN candidate pair '.repeat(200_000),
      '[x]: ICE completed, using pair a:b:1\n'.repeat(50_000),
    ];
    for (const each of hostile) {
      const before = process.cpuUsage();
      readText(each);
      const { user, system } = process.cpuUsage(before);
      assert.ok(user + system < 5_000_000, `${(user + system) / 1000} ms`);
    }
  });
});
