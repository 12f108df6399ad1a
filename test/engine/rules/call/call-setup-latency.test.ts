/** When an answer that comes late is told, and when the trace cannot carry it. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';

const there = '192.0.2.1:5060 -> 192.0.2.2:5060';
const back = '192.0.2.2:5060 -> 192.0.2.1:5060';

function message(time: string, way: string, startLine: string, transport: string): string {
  const lines = [
    `2026/02/03 ${time} ${way}`,
    startLine,
    `Via: SIP/2.0/${transport} 192.0.2.1:5060;branch=z9hG4bKa`,
    'From: <sip:a@example.com>;tag=a',
    'To: <sip:b@example.com>',
    'Call-ID: late',
    'CSeq: 1 INVITE',
    'Content-Length: 0',
    '',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function lateness(transport: string, asked: readonly string[], answered: string): number {
  const text = [
    ...asked.map((time) => message(time, there, 'INVITE sip:b@example.com SIP/2.0', transport)),
    message(answered, back, 'SIP/2.0 100 Trying', transport),
  ].join('');
  return analyse(text).findings.filter(({ rule }) => rule.id === 'call-setup-latency').length;
}

describe('call-setup-latency', () => {
  it('tells an answer that comes seconds late', () => {
    assert.equal(lateness('TLS', ['11:00:00.000000'], '11:00:06.000000'), 1);
    assert.equal(lateness('TLS', ['11:00:00.000000'], '11:00:00.100000'), 0);
  });

  it('keeps silent where nobody asked again over UDP: an answer is missing in the trace', () => {
    assert.equal(lateness('UDP', ['11:00:00.000000'], '11:00:06.000000'), 0);
  });

  it('counts from the last repetition, as the network may have lost the first one', () => {
    const asked = ['11:00:00.000000', '11:00:00.500000', '11:00:01.500000', '11:00:03.500000'];
    assert.equal(lateness('UDP', asked, '11:00:03.600000'), 0);
    assert.equal(lateness('UDP', asked, '11:00:06.500000'), 1);
  });

  it('keeps silent where only a clock that leaps explains the wait', () => {
    assert.equal(lateness('TLS', ['11:00:00.000000'], '12:00:00.000000'), 0);
    assert.equal(lateness('TLS', ['11:00:00.000000'], '10:59:00.000000'), 0);
  });
});
