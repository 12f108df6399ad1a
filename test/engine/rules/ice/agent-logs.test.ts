/** What the log of an ICE agent shows by itself, and how often it is told. */
import assert from 'node:assert/strict';
import { findingsOf } from '../../../support/findings';

const asterisk = (agent: string, text: string): string =>
  `[May 12 19:55:05] DEBUG[962990]: pjproject: <?>: \t   ${agent} ..${text}`;
const agent = 'icess0x55abd39dc028';
const pair = (port: number): string => `[1] 203.0.113.9:18968-->192.168.1.162:${port}`;
const sent = (port: number): string =>
  asterisk(agent, `Sending connectivity check for check 0: ${pair(port)}`);
const unsent = (reason: string): string => asterisk(agent, `Error sending STUN request: ${reason}`);
const failed = asterisk(agent, 'ICE process complete, status=All ICE checklists failed (PJNATH_EICEFAILED)');
const succeeded = asterisk(agent, `Check 0: ${pair(49131)}: state changed from In Progress to Succeeded`);

function said(...lines: readonly string[]): readonly string[] {
  return findingsOf(`${lines.join('\n')}\n`).map(
    ({ rule, severity, message }) => `${severity} ${rule.id}: ${message}`,
  );
}

describe('the log of an ICE agent alone', () => {
  it('tells once of checks that the host does not send to an address, with the reason', () => {
    const [first, second, ...others] = said(
      sent(49130),
      unsent('Permission denied'),
      sent(49130),
      unsent('Permission denied'),
      sent(49131),
      unsent('Network is unreachable'),
    );
    assert.match(
      first ?? '',
      /^warning ice-log-send-failed: icess0x55abd39dc028 cannot send its check from 203\.0\.113\.9:18968 to 192\.168\.1\.162:49130: Permission denied\. A firewall/,
    );
    assert.match(second ?? '', /to 192\.168\.1\.162:49131: Network is unreachable\. The host has no route/);
    assert.deepEqual(others, []);
  });

  it('says less where another pair was answered', () => {
    const [only, ...others] = said(sent(49130), unsent('Network is unreachable'), sent(49131), succeeded);
    assert.match(only ?? '', /^info ice-log-send-failed: .* Another pair of the agent was answered\.$/);
    assert.deepEqual(others, []);
  });

  it('tells that the agent gave up, and what was checked', () => {
    const [only] = said(sent(49130), sent(49131), failed);
    assert.match(
      only ?? '',
      /^warning ice-log-failed: .* 2 pairs were checked, and none of them was answered/,
    );
  });

  it('leaves that to the call where the trace has its signalling', () => {
    const options = [
      '2026/05/12 19:55:00.000000 192.0.2.1:5060 -> 192.0.2.2:5060',
      'OPTIONS sip:b@192.0.2.2 SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa',
      'Max-Forwards: 70',
      'From: <sip:a@192.0.2.1>;tag=1',
      'To: <sip:b@192.0.2.2>',
      'Call-ID: one@192.0.2.1',
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
      '',
      '',
    ];
    assert.deepEqual(said(...options, sent(49130), failed), []);
  });
});
