/** What the pages of the rules of transfers and ports cannot show: what a trace does not hold, and half of one. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';

const SBC = '203.0.113.10:5061';
const MICROSOFT = '52.114.75.24:5061';

const from = 'From: <sip:+14255550199@sip.pstnhub.microsoft.com:5061>;tag=ms1';
const to = 'To: <sip:+12065550100@sbc1.example.com:5061>;tag=sbc9';

function sent(second: number, by: 'sbc' | 'teams', ...lines: readonly string[]): string {
  const time = `2026/01/31 10:00:${String(second).padStart(2, '0')}.000000`;
  const way = by === 'sbc' ? `${SBC} -> ${MICROSOFT}` : `${MICROSOFT} -> ${SBC}`;
  return [`${time} ${way}`, ...lines, 'Content-Length: 0', '', ''].join('\n');
}

function ofTeams(second: number, method: string, cseq: number, ...more: readonly string[]): string {
  return sent(
    second,
    'teams',
    `${method} sip:+12065550100@sbc1.example.com:5061;transport=tls SIP/2.0`,
    `Via: SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bKm${String(cseq)}${method}`,
    from,
    method === 'INVITE' ? to.replace(';tag=sbc9', '') : to,
    'Call-ID: transfer',
    `CSeq: ${String(cseq)} ${method}`,
    'Max-Forwards: 70',
    'User-Agent: Microsoft.PSTNHub.SIPProxy v.2026.1.1.1 i.EUWE.1',
    'Contact: <sip:api-du-a-euwe.pstnhub.microsoft.com:443;x-i=7e>',
    ...more,
  );
}

function answer(second: number, status: string, method: string, cseq: number): string {
  return sent(
    second,
    'sbc',
    `SIP/2.0 ${status}`,
    `Via: SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bKm${String(cseq)}${method}`,
    from,
    to,
    'Call-ID: transfer',
    `CSeq: ${String(cseq)} ${method}`,
    'Contact: <sip:+12065550100@sbc1.example.com:5061;transport=tls>',
  );
}

function bySbc(second: number, method: string, ...more: readonly string[]): string {
  return sent(
    second,
    'sbc',
    `${method} sip:api-du-a-euwe.pstnhub.microsoft.com:443;x-i=7e SIP/2.0`,
    `Via: SIP/2.0/TLS sbc1.example.com:5061;branch=z9hG4bKs${method}`,
    to.replace('To', 'From'),
    from.replace('From', 'To'),
    'Call-ID: transfer',
    `CSeq: 7 ${method}`,
    'Max-Forwards: 70',
    ...more,
  );
}

const beginning = ofTeams(0, 'INVITE', 1) + answer(1, '200 OK', 'INVITE', 1) + ofTeams(2, 'ACK', 1);
const blind = 'Refer-To: <sip:+14255550111@sip.pstnhub.microsoft.com;user=phone>';
const consultative =
  'Refer-To: <sip:sip.pstnhub.microsoft.com;x-m=8:orgid:e1?Replaces=5%3Bto-tag%3D1%3Bfrom-tag%3D2>';

function found(id: string, text: string): readonly string[] {
  return analyse(text)
    .findings.filter(({ rule }) => rule.id === id)
    .map(({ severity }) => severity);
}

describe('dr-refer-unanswered', () => {
  const id = 'dr-refer-unanswered';
  const refer = ofTeams(5, 'REFER', 2, blind);

  it('claims that no answer came only where the SBC is heard later, and the trace goes on long enough', () => {
    const later = ofTeams(50, 'BYE', 3);
    assert.deepEqual(found(id, beginning + refer + later + answer(51, '200 OK', 'BYE', 3)), ['error']);
    assert.deepEqual(found(id, beginning + refer + later), [], 'the SBC is not heard');
    assert.deepEqual(found(id, beginning + refer), [], 'the trace ends');
  });

  it('is no error where Microsoft tries again', () => {
    const refused = answer(6, '491 Request Pending', 'REFER', 2);
    assert.deepEqual(found(id, beginning + refer + refused), ['error']);
    assert.deepEqual(found(id, beginning + refer + refused + ofTeams(8, 'REFER', 3, blind)), []);
  });

  it('misses a NOTIFY after a consultation, and none after a blind transfer or without a subscription', () => {
    const end = ofTeams(20, 'BYE', 3) + answer(21, '200 OK', 'BYE', 3);
    const accepted = answer(6, '202 Accepted', 'REFER', 2);
    const asked = ofTeams(5, 'REFER', 2, consultative);
    // That no INVITE follows is said as well, as far as one call alone tells it.
    assert.deepEqual(found(id, beginning + asked + accepted + end), ['info', 'warning']);
    assert.deepEqual(found(id, beginning + asked + accepted), [], 'the call goes on');
    assert.deepEqual(found(id, beginning + refer + accepted + end), ['info']);
    const without = ofTeams(5, 'REFER', 2, consultative, 'Refer-Sub: false');
    assert.deepEqual(found(id, beginning + without + accepted + end), ['info']);
  });

  it('blames an SBC that hangs up before it told how the transfer went', () => {
    const accepted = answer(6, '202 Accepted', 'REFER', 2);
    assert.deepEqual(found(id, beginning + refer + accepted + bySbc(8, 'BYE')), ['warning']);
    const notify = bySbc(7, 'NOTIFY', 'Event: refer', 'Content-Type: message/sipfrag').replace(
      'Content-Length: 0\n\n',
      'Content-Length: 16\n\nSIP/2.0 200 OK\r\n',
    );
    assert.deepEqual(found(id, `${beginning}${refer}${accepted}${notify}\n${bySbc(8, 'BYE')}`), []);
  });
});

describe('dr-port-5061', () => {
  const options = (destination: string, via: string, transport = ''): string =>
    [
      `U 2026/01/31 10:00:00.000000 ${SBC} -> ${destination}${transport}`.slice(2),
      'OPTIONS sip:sip.pstnhub.microsoft.com SIP/2.0',
      `Via: SIP/2.0/${via} sbc1.example.com:5061;branch=z9hG4bK1`,
      'From: <sip:sbc1.example.com>;tag=1',
      'To: <sip:sip.pstnhub.microsoft.com>',
      'Call-ID: alive',
      'CSeq: 1 OPTIONS',
      'Max-Forwards: 70',
      'Contact: <sip:sbc1.example.com:5061;transport=tls>',
      '',
      '',
    ].join('\n');

  it('looks at the port of the packet, where its address is Microsoft’s', () => {
    assert.deepEqual(found('dr-port-5061', options('52.114.75.24:5060', 'UDP')), ['warning']);
    assert.deepEqual(found('dr-port-5061', options('192.0.2.1:5060', 'UDP')), []);
    assert.deepEqual(found('dr-port-5061', options(MICROSOFT, 'TLS')), []);
  });
});
