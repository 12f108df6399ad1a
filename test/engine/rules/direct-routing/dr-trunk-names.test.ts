/** What the pages of the rules of names and numbers cannot show: addresses, hops, answers and dates. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import type { Finding } from '../../../../server/engine/analysis/model';

const SBC = '198.51.100.10:5061';
const MICROSOFT = '52.114.75.24:5061';
const ELSEWHERE = '198.51.100.5:5061';

interface Sent {
  readonly to?: string;
  readonly year?: number;
  readonly lines: readonly string[];
}

/** Messages as sngrep saves them: those that begin with SIP/2.0 come back from where the first went. */
function saved(...sent: readonly Sent[]): string {
  return sent
    .map(({ to = MICROSOFT, year = 2026, lines }, place) => {
      const way = lines[0]?.includes(' Microsoft') === true ? `${to} -> ${SBC}` : `${SBC} -> ${to}`;
      return [`${String(year)}/03/01 10:00:0${String(place)}.000000 ${way}`, ...lines, '', ''].join('\n');
    })
    .join('\n');
}

function request(change: (line: string) => string | readonly string[] = (line) => line): readonly string[] {
  return [
    'INVITE sip:+14255550199@sip.pstnhub.microsoft.com;user=phone SIP/2.0',
    'Via: SIP/2.0/TLS sbc1.example.com:5061;branch=z9hG4bK1',
    'From: <sip:+12065550100@sbc1.example.com>;tag=1',
    'To: <sip:+14255550199@sip.pstnhub.microsoft.com>',
    'Call-ID: dr',
    'CSeq: 1 INVITE',
    'Max-Forwards: 70',
    'Contact: <sip:+12065550100@sbc1.example.com:5061;transport=tls>',
    'Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, NOTIFY',
    'Supported: timer',
  ].flatMap(change);
}

function findingsOf(id: string, text: string): readonly Finding[] {
  return analyse(text).findings.filter(({ rule }) => rule.id === id);
}

function severities(id: string, ...sent: readonly Sent[]): readonly string[] {
  return findingsOf(id, saved(...sent)).map(({ severity }) => severity);
}

describe('rules of names and numbers on a trunk', () => {
  const byAddress = request((line) =>
    line.startsWith('From') ? ['Record-Route: <sip:203.0.113.10;lr>', line] : line,
  );

  it('holds an address in Record-Route against the SBC only towards an address of Microsoft', () => {
    assert.deepEqual(severities('dr-record-route', { lines: byAddress }), ['error']);
    assert.deepEqual(severities('dr-record-route', { to: ELSEWHERE, lines: byAddress }), []);
  });

  it('takes a request with a second Via for the SBC’s where it goes to Microsoft', () => {
    const passedOn = (lines: readonly string[]): readonly string[] =>
      lines.flatMap((line) =>
        line.startsWith('Via') ? [line, 'Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK0'] : line,
      );
    assert.deepEqual(severities('dr-record-route', { lines: passedOn(byAddress) }), ['error']);
    const short = passedOn(request((line) => line.replace('INVITE sip:+1', 'INVITE sip:1')));
    assert.deepEqual(severities('dr-request-uri-e164', { lines: short }), ['warning']);
    assert.deepEqual(severities('dr-request-uri-e164', { to: ELSEWHERE, lines: short }), []);
  });

  it('looks at the called number of a first INVITE only, and is an error where Microsoft knows no such number', () => {
    const short = request((line) => line.replace('INVITE sip:+1', 'INVITE sip:1'));
    const again = short.map((line) => (line.startsWith('To:') ? `${line};tag=2` : line));
    assert.deepEqual(severities('dr-request-uri-e164', { lines: short }), ['warning']);
    assert.deepEqual(severities('dr-request-uri-e164', { lines: again }), []);
    const answer = (status: string): readonly string[] => [
      `SIP/2.0 ${status} Microsoft`,
      ...short.slice(1, 6).map((line) => (line.startsWith('To:') ? `${line};tag=9` : line)),
      'Content-Length: 0',
    ];
    assert.deepEqual(severities('dr-request-uri-e164', { lines: short }, { lines: answer('404') }), [
      'error',
    ]);
    assert.deepEqual(severities('dr-request-uri-e164', { lines: short }, { lines: answer('486') }), [
      'warning',
    ]);
  });

  it('judges a short session timer by what the other side says of it', () => {
    const timed = request((line) => (line.startsWith('Supported') ? [line, 'Session-Expires: 60'] : line));
    const answer = (status: string): readonly string[] => [
      `SIP/2.0 ${status} Microsoft`,
      ...timed.slice(1, 6),
      'Min-SE: 60',
    ];
    assert.deepEqual(severities('dr-min-se', { lines: timed }), ['warning']);
    assert.deepEqual(severities('dr-min-se', { lines: timed }, { lines: answer('422') }), ['error']);
  });

  it('says of old traces only that the name is gone', () => {
    const old = request((line) => line.replaceAll('@sip.pstnhub', '@sip-all.pstnhub'));
    assert.deepEqual(severities('dr-sip-all-fqdn', { lines: old }), ['error', 'error']);
    assert.deepEqual(severities('dr-sip-all-fqdn', { year: 2021, lines: old }), ['info', 'info']);
  });

  it('looks at the Contact of what the SBC answers to Microsoft, and at no other answers', () => {
    const answered = (peer: string, contact: string): string =>
      [
        `2026/03/01 10:00:00.000000 ${peer} -> ${SBC}`,
        'INVITE sip:+12065550100@sbc1.example.com:5061;user=phone;transport=tls SIP/2.0',
        'Via: SIP/2.0/TLS 52.114.76.76:5061;branch=z9hG4bK2',
        'From: <sip:+14255550199@sip.pstnhub.microsoft.com:5061>;tag=1',
        'To: <sip:+12065550100@sbc1.example.com:5061>',
        'Call-ID: teams',
        'CSeq: 1 INVITE',
        'Contact: <sip:api-du-a-euwe.pstnhub.microsoft.com:443>',
        'User-Agent: Microsoft.PSTNHub.SIPProxy v.2026.1.1.1 i.EUWE.1',
        '',
        '',
        `2026/03/01 10:00:01.000000 ${SBC} -> ${peer}`,
        'SIP/2.0 200 OK',
        'Via: SIP/2.0/TLS 52.114.76.76:5061;branch=z9hG4bK2',
        'From: <sip:+14255550199@sip.pstnhub.microsoft.com:5061>;tag=1',
        'To: <sip:+12065550100@sbc1.example.com:5061>;tag=2',
        'Call-ID: teams',
        'CSeq: 1 INVITE',
        `Contact: <sip:${contact}:5061;transport=tls>`,
        '',
        '',
      ].join('\n');
    assert.equal(findingsOf('dr-contact-fqdn', answered(MICROSOFT, '203.0.113.10')).length, 1);
    assert.equal(findingsOf('dr-contact-fqdn', answered(ELSEWHERE, '203.0.113.10')).length, 0);
    assert.equal(findingsOf('dr-contact-fqdn', answered(MICROSOFT, 'sbc1.example.com')).length, 0);
  });
});
