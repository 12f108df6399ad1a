/** Rules that compare Call-IDs: what counts as evidence, and that a trace says the same whole, in batches and typed. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../../server/engine/analysis/model';
import { batched } from '../../../support/batched';

const SBC = '203.0.113.10:5061';
const FIRST = '52.114.75.24:5061';
const SECOND = '52.114.132.46:5061';

type By = 'sbc' | 'teams';

function sent(at: number, by: By, peer: string, lines: readonly string[]): string {
  const time = new Date(Date.UTC(2026, 0, 31, 10) + at * 1000).toISOString();
  const way = by === 'sbc' ? `${SBC} -> ${peer}` : `${peer} -> ${SBC}`;
  const stamp = `${time.slice(0, 10).replaceAll('-', '/')} ${time.slice(11, 23)}000`;
  return [`${stamp} ${way}`, ...lines, 'Content-Length: 0', '', ''].join('\r\n');
}

interface Wanted {
  readonly caller?: string;
  readonly called?: string;
  readonly peer?: string;
}

function begun(
  method: string,
  id: number,
  { caller = '+12065550100', called = '+14255550199@' }: Wanted = {},
): string[] {
  return [
    `Via: SIP/2.0/TLS sbc1.example.com:5061;branch=z9hG4bK${method}${String(id)}`,
    `From: <sip:${method === 'INVITE' ? `${caller}@` : ''}sbc1.example.com>;tag=s${String(id)}`,
    `To: <sip:${method === 'INVITE' ? called : ''}sip.pstnhub.microsoft.com>`,
    `Call-ID: ${method}-${String(id)}`,
    `CSeq: 1 ${method}`,
  ];
}

function asked(
  at: number,
  method: string,
  id: number,
  wanted: Wanted = {},
  ...more: readonly string[]
): string {
  const user = method === 'INVITE' ? (wanted.called ?? '+14255550199@') : '';
  return sent(at, 'sbc', wanted.peer ?? FIRST, [
    `${method} sip:${user}sip.pstnhub.microsoft.com SIP/2.0`,
    ...begun(method, id, wanted),
    'Max-Forwards: 70',
    'Contact: <sip:sbc1.example.com:5061;transport=tls>',
    ...more,
  ]);
}

function answered(
  at: number,
  status: string,
  method: string,
  id: number,
  wanted: Wanted = {},
  ...more: readonly string[]
): string {
  return sent(at, 'teams', wanted.peer ?? FIRST, [
    `SIP/2.0 ${status}`,
    ...begun(method, id, wanted).map((line) =>
      line.startsWith('To:') ? `${line};tag=m${String(id)}` : line,
    ),
    ...more,
  ]);
}

/** OPTIONS with their answers, so many seconds apart. */
function keepAlives(times: number, apart: number, from = 0): string {
  return Array.from({ length: times }, (_, place) => {
    const at = from + place * apart;
    return asked(at, 'OPTIONS', at) + answered(at + 1, '200 OK', 'OPTIONS', at);
  }).join('');
}

/** The same without answers. */
function silent(from: number, times: number): string {
  return Array.from({ length: times }, (_, place) => from + 60 * place)
    .map((at) => asked(at, 'OPTIONS', at))
    .join('');
}

function found(id: string, text: string): readonly string[] {
  return analyse(text)
    .findings.filter(({ rule }) => rule.id === id)
    .map(({ severity, call }) => `${severity} ${call.callId}`);
}

describe('dr-options-interval', () => {
  const id = 'dr-options-interval';

  it('takes the middle one of three gaps, says it once, and does not take a pause of the capture for one', () => {
    assert.deepEqual(found(id, keepAlives(3, 400)), []);
    assert.deepEqual(found(id, keepAlives(6, 400)), ['warning OPTIONS-1200']);
    assert.deepEqual(found(id, keepAlives(6, 60)), []);
    assert.deepEqual(found(id, keepAlives(6, 10)), ['info OPTIONS-30']);
    assert.deepEqual(found(id, keepAlives(3, 60) + keepAlives(3, 60, 7200)), []);
  });
});

describe('dr-options-not-ok', () => {
  const id = 'dr-options-not-ok';
  it('takes silence for a failure only where Microsoft is heard, twice, and where the trace goes on', () => {
    assert.deepEqual(found(id, keepAlives(1, 60) + silent(60, 2) + keepAlives(1, 60, 180)), [
      'error OPTIONS-120',
    ]);
    assert.deepEqual(found(id, keepAlives(1, 60) + silent(60, 2)), [], 'the last one may still be answered');
    assert.deepEqual(found(id, silent(0, 6)), ['info OPTIONS-120'], 'one direction may be missing');
  });

  it('is no failure once the SBC showed credentials, and is one at once where Microsoft refuses', () => {
    const refused = (status: string): string => asked(0, 'OPTIONS', 0) + answered(1, status, 'OPTIONS', 0);
    assert.deepEqual(found(id, refused('403 Forbidden')), ['error OPTIONS-0']);
    assert.deepEqual(found(id, refused('503 Service Unavailable')), []);
    assert.deepEqual(found(id, refused('401 Unauthorized')), []);
  });
});

describe('dr-603-retry', () => {
  const declined = (second: number, wanted: Wanted = {}): string =>
    asked(0, 'INVITE', 0) + answered(3, '603 Decline', 'INVITE', 0) + asked(second, 'INVITE', second, wanted);

  it('counts the same numbers, within ten seconds', () => {
    assert.deepEqual(found('dr-603-retry', declined(5)), ['warning INVITE-5']);
    assert.deepEqual(found('dr-603-retry', declined(20)), []);
    assert.deepEqual(found('dr-603-retry', declined(5, { caller: '+12065550999' })), []);
    assert.deepEqual(found('dr-603-retry', declined(5, { called: '+14255550777@' })), []);
  });
});

describe('dr-503-retry-after', () => {
  const sentAway = (peer: string, ...header: readonly string[]): string =>
    asked(0, 'INVITE', 0) +
    answered(1, '503 Service Unavailable', 'INVITE', 0, {}, ...header) +
    asked(3, 'INVITE', 3, { peer });

  it('wants another address, where Microsoft said Retry-After', () => {
    assert.deepEqual(found('dr-503-retry-after', sentAway(FIRST, 'Retry-After: 1')), ['warning INVITE-3']);
    assert.deepEqual(found('dr-503-retry-after', sentAway(SECOND, 'Retry-After: 1')), []);
    assert.deepEqual(found('dr-503-retry-after', sentAway(FIRST)), []);
  });
});

describe('what a REFER of Microsoft asks for', () => {
  const dialog = (method: string, status: string | null): readonly string[] => [
    status === null ? `${method} sip:sbc1.example.com:5061;transport=tls SIP/2.0` : `SIP/2.0 ${status}`,
    `Via: SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bKm${method}`,
    'From: <sip:+14255550199@sip.pstnhub.microsoft.com>;tag=m1',
    `To: <sip:+12065550100@sbc1.example.com>${method === 'INVITE' && status === null ? '' : ';tag=s1'}`,
    'Call-ID: teams',
    `CSeq: ${method === 'REFER' ? '2' : '1'} ${method}`,
    'Max-Forwards: 70',
    ...(status === null ? ['User-Agent: Microsoft.PSTNHub.SIPProxy v.2026.1.1.1 i.EUWE.1'] : []),
  ];
  const transfer =
    sent(0, 'teams', FIRST, dialog('INVITE', null)) +
    sent(1, 'sbc', FIRST, dialog('INVITE', '200 OK')) +
    sent(5, 'teams', FIRST, [
      ...dialog('REFER', null),
      'Refer-To: <sip:+14255550111@sip.pstnhub.microsoft.com>',
      'Referred-By: <sip:sip.pstnhub.microsoft.com;x-m=8:orgid:d7>',
    ]) +
    sent(6, 'sbc', FIRST, dialog('REFER', '202 Accepted'));
  const wanted = { called: '+14255550111@' };
  const referredBy = 'Referred-By: <sip:sip.pstnhub.microsoft.com;x-m=8:orgid:d7>';

  it('is an INVITE within ten seconds, missed where the trace goes on and holds other calls', () => {
    const id = 'dr-refer-unanswered';
    assert.deepEqual(found(id, transfer), [], 'the trace ends');
    assert.deepEqual(found(id, transfer + keepAlives(1, 60, 30)), ['error teams']);
    assert.deepEqual(found(id, transfer + sent(30, 'sbc', FIRST, dialog('INVITE', '200 OK'))), [
      'info teams',
    ]);
    const follows = asked(7, 'INVITE', 7, wanted, referredBy);
    assert.deepEqual(found(id, transfer + follows + keepAlives(1, 60, 30)), []);
    const cut = follows
      .replace('Content-Length: 0', 'Content-Length: 900')
      .replace(/\r\n$/, '\r\nv=0\r\no=- 1 1 IN');
    assert.deepEqual(found(id, `${transfer}${cut}\r\n\r\n${keepAlives(1, 60, 30)}`), [], 'its body is cut');
    const elsewhere = follows
      .replace(FIRST, '192.0.2.9:5060')
      .replaceAll('sip.pstnhub.microsoft.com S', 'carrier.example S');
    assert.deepEqual(found(id, transfer + elsewhere + keepAlives(1, 60, 30)), ['error teams']);
  });

  it('goes to the Refer-To with the Referred-By as they came', () => {
    const id = 'dr-refer-to-params';
    assert.deepEqual(found(id, transfer + asked(7, 'INVITE', 7, wanted, referredBy)), []);
    assert.deepEqual(found(id, transfer + asked(7, 'INVITE', 7, wanted)), ['error INVITE-7']);
    const other = { ...wanted, caller: '+12065550999' };
    assert.deepEqual(found(id, transfer + asked(7, 'INVITE', 7, other)), [], 'a call of somebody else');
  });
});

describe('dr-tls-handshake', () => {
  const hello = (peer: string, ...lines: readonly string[]): string =>
    [
      '#!trace-text 1',
      '',
      `=== 1  2026-01-31T10:00:00.000000Z  TLS 203.0.113.10:58986 -> ${peer}  TLS unknown version, not decrypted`,
      'server name sip.pstnhub.microsoft.com',
      'records 0 read, 0 not',
      ...lines,
      '',
    ].join('\n');
  const later = [
    '=== 2  2026-01-31T10:00:09.000000Z  UDP 203.0.113.10:50000 -> 192.0.2.9:50000  ICMP time exceeded',
    '',
  ].join('\n');

  it('misses an answer of Microsoft only where the trace goes on', () => {
    assert.deepEqual(found('dr-tls-handshake', `${hello(FIRST)}\n${later}`), ['warning ']);
    assert.deepEqual(found('dr-tls-handshake', hello(FIRST)), []);
    assert.deepEqual(found('dr-tls-handshake', `${hello('192.0.2.1:5061')}\n${later}`), []);
    assert.deepEqual(found('dr-tls-handshake', `${hello('52.114.75.24:443')}\n${later}`), []);
  });
});

describe('rules of trunks', () => {
  const text =
    keepAlives(4, 400) +
    asked(1300, 'INVITE', 1300) +
    answered(1303, '603 Decline', 'INVITE', 1300) +
    asked(1305, 'INVITE', 1305) +
    keepAlives(3, 400, 1600) +
    silent(2500, 2) +
    keepAlives(1, 60, 2900);
  const told = ['dr-603-retry', 'dr-options-interval', 'dr-options-not-ok'];

  it('say the same of a trace that is read in batches', () => {
    const whole = analyse(text).findings;
    assert.deepEqual(
      [...new Set(whole.map(({ rule }) => rule.id))].filter((id) => told.includes(id)).sort(),
      told,
    );
    for (const calls of [1, 3, 100]) {
      const { told: some, tail } =
        batched(Buffer.from(text), defaultOptions, { kind: 'findings' }, calls) ?? {};
      assert.deepEqual(
        some?.map((each) =>
          each.kind === 'finding' ? [each.rule.id, each.range.start, each.finding.severity] : [],
        ),
        whole.map(({ rule, range, severity }) => [rule.id, range.start, severity]),
      );
      assert.deepEqual(tail?.counts, analyse(text).counts);
    }
  });

  it('say the same of a trace that is typed', () => {
    const earlier = analyse(text.slice(0, text.length >> 1));
    const typed = analyse(text, earlier.options, earlier);
    assert.deepEqual(
      typed.findings.map(({ rule, range }) => [rule.id, range]),
      analyse(text).findings.map(({ rule, range }) => [rule.id, range]),
    );
  });
});
