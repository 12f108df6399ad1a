/** Replays of traces in which an ICE agent's log stands for the packets that nobody captured. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { joinTraces } from '../../../server/engine/traces/join';
import type { SessionReplay } from '../../../server/engine/ice/model';
import { addressText } from '../../../server/engine/ice/address';
import { mainOf, replayOfText, replaysOfText, traceTextOf } from './replays';
import { sharedPath, skipUnshared } from '../../support/shared';

const teams = '198.51.100.21:36710';
const sbc = '203.0.113.10:50455';

function message(time: string, path: string, start: string, tag: string, body: readonly string[]): string {
  const content = body.length === 0 ? '' : `${body.join('\r\n')}\r\n`;
  return [
    `2026/11/20 05:46:${time} ${path}`,
    start,
    'Via: SIP/2.0/UDP 198.51.100.5;branch=z9hG4bK1',
    'From: <sip:a@sip.pstnhub.microsoft.com>;tag=a',
    `To: <sip:b@sbc1.contoso.com>${tag}`,
    'Call-ID: one/two@198.51.100.5',
    `CSeq: ${start.startsWith('BYE') || start.endsWith('Bye') ? '2 BYE' : '1 INVITE'}`,
    ...(content === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${content.length}`,
    '',
    content,
  ].join('\r\n');
}

function sdp(
  address: string,
  port: number,
  ufrag: string,
  foundation: string,
  more: readonly string[],
): readonly string[] {
  return [
    'v=0',
    `o=- 1 1 IN IP4 ${address}`,
    's=-',
    `c=IN IP4 ${address}`,
    't=0 0',
    ...more,
    `m=audio ${port} RTP/SAVP 0`,
    'a=rtcp-mux',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:MTZMdL8KuihWUPczHzqDqVGFsLUqzshTz8RYBSlL',
    `a=ice-ufrag:${ufrag}`,
    'a=ice-pwd:21sLttnthSAWrQmIWUe7QUYs3h',
    `a=candidate:${foundation} 1 UDP 2130706431 ${address} ${port} typ host`,
  ];
}

const [toSbc, toTeams] = ['198.51.100.5:5060 -> 203.0.113.10:5060', '203.0.113.10:5060 -> 198.51.100.5:5060'];
const invite = message(
  '46.100000',
  toSbc,
  'INVITE sip:b@sbc1.contoso.com SIP/2.0',
  '',
  sdp('198.51.100.21', 36710, 'HHjk', 'tf', []),
);
const progress = message(
  '46.300000',
  toTeams,
  'SIP/2.0 183 Session Progress',
  ';tag=b',
  sdp('203.0.113.10', 50455, 'jZU4', 'sf', ['a=ice-lite']),
);
const ok = message(
  '48.300000',
  toTeams,
  'SIP/2.0 200 OK',
  ';tag=b',
  sdp('203.0.113.10', 50455, 'jZU4', 'sf', ['a=ice-lite']),
);
const bye = message('55.000000', toSbc, 'BYE sip:b@sbc1.contoso.com SIP/2.0', ';tag=b', []);

function log(time: string, line: string): string {
  return `2026-11-20 05:46:${time} ${line}\n\n`;
}

function rtpengine(time: string, line: string): string {
  return log(time, `sbc rtpengine[12]: DEBUG: [one/two@198.51.100.5/tag/1 port 50455]: [ice] ${line}`);
}

const pjnathPair = `Check 0: [1] ${teams}-->${sbc}`;

function selected(session: SessionReplay): string | null {
  return session.selected === null
    ? null
    : `${addressText(session.selected.teams)} ${addressText(session.selected.sbc)}`;
}

describe('evidence of an ICE agent’s log', () => {
  it('completes a session that rtpengine’s log says is completed, by Call-ID and foundations', () => {
    const text = [
      invite,
      progress,
      rtpengine('46.310', `Successful STUN binding request from ${teams}`),
      rtpengine('46.311', 'ICE pair sf:tf:1 has been nominated by peer'),
      rtpengine('46.312', 'ICE completed, using pair sf:tf:1'),
      ok,
      bye,
    ].join('');
    const replay = replayOfText(text);
    const session = mainOf(replay);
    assert.deepEqual(
      [session.state, session.evidence, session.nominated, selected(session), replay.evidence],
      ['completed', 'observed', 'before-answer', `${teams} ${sbc}`, 'observed'],
    );
    assert.match(replay.headline, /^ICE completed .* before the 200, as the log of rtpengine says$/);
    const [pair] = session.pairs;
    assert.deepEqual([pair?.state, pair?.nominated, pair?.evidence], ['succeeded', true, 'observed']);
    assert.ok(
      replay.steps.some(
        ({ message: said }) => said === `The log of rtpengine says: the SBC answered a check from ${teams}`,
      ),
    );
  });

  it('takes the nomination of PJNATH’s log, by addresses', () => {
    const text = [
      invite,
      progress,
      ok,
      log('48.400', ` icetp00 .${pjnathPair}: state changed from Waiting to In Progress`),
      log('48.410', ` icetp00 .${pjnathPair} (nominated): connectivity check SUCCESS`),
      log('48.420', ' icetp00 ICE process complete, status=Success'),
      bye,
    ].join('');
    const session = mainOf(replayOfText(text));
    assert.deepEqual(
      [session.state, session.nominated, selected(session)],
      ['completed', 'after-answer', `${teams} ${sbc}`],
    );
  });

  it('tells a rejected password', () => {
    const text = [
      invite,
      progress,
      rtpengine('46.310', `STUN authentication mismatch from ${teams}`),
      ok,
      bye,
    ].join('');
    const replay = replayOfText(text);
    assert.equal(mainOf(replay).state, 'failed');
    assert.match(
      replay.headline,
      /rejects a check from 198\.51\.100\.21:36710 with 401, as the log of rtpengine says/,
    );
  });

  it('tells a failure', () => {
    const text = [
      invite,
      progress,
      log('46.310', ` icetp00 ${pjnathPair}: state changed from In Progress to Failed`),
      log('46.320', ' icetp00 ICE process complete, status=All ICE checklists failed (PJNATH_EICEFAILED)'),
      ok,
      bye,
    ].join('');
    const replay = replayOfText(text);
    assert.deepEqual([mainOf(replay).state, replay.evidence], ['failed', 'observed']);
  });

  it('leaves lines alone that belong to no session, or to another call', () => {
    const foreign = [
      '2026-11-20 05:46:46.310 rtpengine[1]: DEBUG: [three@198.51.100.5 port 50455]: [ice] ICE completed, using pair sf:tf:1\n\n',
      log(
        '46.311',
        " Connection(0) Check CandidatePair(('192.0.2.77', 1) -> ('192.0.2.78', 2)) nominating pair",
      ),
      log('46.312', ' Connection(0) ICE completed'),
      log('46.313', ` icetp00 ICE of Check 0 is a mystery`),
    ];
    const replay = replayOfText([invite, progress, ...foreign, ok, bye].join(''));
    assert.deepEqual([mainOf(replay).state, replay.evidence], ['running', 'predicted']);
  });

  it('says nothing of when where the log has no times', () => {
    const untimed = 'DEBUG: [one/two@198.51.100.5 port 50455]: [ice] ICE completed, using pair sf:tf:1\n';
    const { text } = joinTraces([[invite, progress, ok, bye].join(''), untimed]);
    const replay = replayOfText(text);
    const session = mainOf(replay);
    assert.deepEqual([session.state, session.nominated], ['completed', null]);
    assert.doesNotMatch(replay.headline, /after the|before the/);
    // Its step follows the description without which there is no pair.
    const events = replay.steps.map(({ event }) => event);
    assert.ok(events.indexOf('answer') < events.indexOf('success'));
  });
});

describe('evidence of real logs', function () {
  before(function () {
    if (sharedPath('captures', 'logs') === null) skipUnshared(this);
  });

  const read = (...parts: readonly string[]): string =>
    fs.readFileSync(sharedPath('captures', ...parts) ?? '', 'utf8');

  it('completes a call whose SIP and rtpengine’s log are joined', () => {
    const { text } = joinTraces([
      read('text', '02-outbound-ok.sngrep.txt'),
      read('logs', '02-outbound-ok.rtpengine.log'),
    ]);
    const session = mainOf(replayOfText(text));
    assert.deepEqual(
      [session.state, session.evidence, selected(session)],
      ['completed', 'observed', `${teams} ${sbc}`],
    );
  });

  for (const [name, state] of [
    ['01-inbound-ok', 'completed'],
    ['02-outbound-ok', 'completed'],
    ['04-reinvite-remote-candidates', 'completed'],
    ['06-bad-pwd-in-checks', 'failed'],
    ['10-bad-firewalled', 'failed'],
    ['13-early-media-srtp-before-nomination', 'completed'],
  ] as const) {
    it(`says of ${name} what its capture says`, () => {
      const [fromLog] = replaysOfText(read('logs', `${name}.aioice1.log`));
      const [fromCapture] = replaysOfText(traceTextOf(captureOf(name)));
      assert.ok(fromLog !== undefined && fromCapture !== undefined);
      const [logged, captured] = [mainOf(fromLog), mainOf(fromCapture)];
      assert.deepEqual(
        [logged.state, selected(logged), logged.nominated],
        [state, selected(captured), captured.nominated],
      );
    });
  }

  it('tells three agents of the same name apart', () => {
    const logs = [1, 2, 3].map((each) => read('logs', `03-forked.aioice${each}.log`));
    const { text } = joinTraces([read('text', '03-forked.sngrep.txt'), ...logs]);
    const [replay] = replaysOfText(text);
    assert.deepEqual(
      replay?.forks.map(({ main }) => [main?.state, main?.selected?.teams.address]),
      [
        ['completed', '198.51.100.21'],
        ['completed', '198.51.100.22'],
        ['completed', '198.51.100.23'],
      ],
    );
  });

  it('does not ask a log where checks were captured', () => {
    const capture = traceTextOf(captureOf('02-outbound-ok'));
    const contrary = read('logs', '02-outbound-ok.aioice1.log')
      .replaceAll('State.SUCCEEDED', 'State.FAILED')
      .replaceAll('ICE completed', 'ICE failed');
    const [alone] = replaysOfText(capture);
    const [joined] = replaysOfText(joinTraces([capture, contrary]).text);
    assert.ok(joined !== undefined && alone !== undefined);
    assert.deepEqual(mainOf(joined).pairs, mainOf(alone).pairs);
    assert.deepEqual(
      joined.verdicts.map(({ id }) => id),
      alone.verdicts.map(({ id }) => id),
    );
    assert.ok(joined.steps.every(({ message: said }) => !said.includes('log of')));
  });
});

function captureOf(name: string): string {
  const file =
    sharedPath('captures', 'pcap', `${name}.pcapng`) ?? sharedPath('captures', 'pcap', `${name}.pcap`);
  assert.ok(file, name);
  return file;
}
