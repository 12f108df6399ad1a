/** What the rules of descriptions make of what else the trace shows: methods, directions, addresses, cuts. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../../server/engine/analysis/model';

const lines = [
  'v=0',
  'o=- 1590133488 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'm=audio 50000 RTP/AVP 0 8 101',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-16',
];

/** The description with one line in place of another. */
function body(was = '', now = ''): readonly string[] {
  return lines.map((line) => (line === was ? now : line));
}

interface Sent {
  readonly start: string;
  readonly cseq?: string;
  readonly from?: string;
  readonly to?: string;
  readonly body?: readonly string[];
  /** Octets that Content-Length says beyond those that are there. */
  readonly lost?: number;
  readonly toTag?: string;
}

function text(...messages: readonly Sent[]): string {
  return messages.map(message).join('\n');
}

function message({ start, cseq = '1 INVITE', from, to, body: sdp = [], lost = 0, toTag }: Sent): string {
  const content = sdp.map((line) => `${line}\r\n`).join('');
  const isAnswer = start.startsWith('SIP/2.0');
  const tag = toTag ?? (isAnswer ? 'b' : null);
  return [
    `2026-03-04 10:00:00.000000 ${from ?? '198.51.100.1'}:5060 -> ${to ?? '198.51.100.2'}:5060`,
    start,
    'Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1',
    'Max-Forwards: 70',
    'From: <sip:a@a.example.com>;tag=a',
    `To: <sip:b@b.example.com>${tag === null ? '' : `;tag=${tag}`}`,
    'Call-ID: evidence@a.example.com',
    `CSeq: ${cseq}`,
    'Contact: <sip:a@a.example.com>',
    ...(sdp.length === 0 ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${content.length + lost}`,
    '',
    ...sdp,
  ].join('\n');
}

const invite = 'INVITE sip:b@b.example.com SIP/2.0';
const ok = 'SIP/2.0 200 OK';
const noMap = body('a=rtpmap:101 telephone-event/8000', 'a=sendrecv').slice(0, -1);
const multicast = body('c=IN IP4 203.0.113.10', 'c=IN IP4 233.252.0.7/127');
const inside = body('c=IN IP4 203.0.113.10', 'c=IN IP4 10.1.2.3');
const nowhere = body('c=IN IP4 203.0.113.10', 'c=IN IP4 0.0.0.0');
const host = body('c=IN IP4 203.0.113.10', 'c=IN IP4 127.0.0.1');
const group = [...lines.slice(0, 5), 'a=group:BUNDLE 1 2', ...lines.slice(5), 'a=mid:1'];

const cases: readonly (readonly [name: string, rule: string, trace: string, times: number])[] = [
  ['an offer without a map', 'sdp-rtpmap-missing', text({ start: invite, body: noMap }), 1],
  [
    'an answer owes another rule its map',
    'sdp-rtpmap-missing',
    text({ start: invite, body: lines }, { start: ok, body: noMap }),
    0,
  ],
  [
    'a cut body may have had its map',
    'sdp-rtpmap-missing',
    text({ start: invite, body: noMap, lost: 1000 }),
    0,
  ],
  [
    'what OPTIONS tells is no answer to multicast',
    'sdp-connection-syntax',
    text(
      { start: 'OPTIONS sip:b@b.example.com SIP/2.0', cseq: '1 OPTIONS', body: lines },
      { start: ok, cseq: '1 OPTIONS', body: multicast },
    ),
    0,
  ],
  [
    'multicast answers the address of a host',
    'sdp-connection-syntax',
    text({ start: invite, body: lines }, { start: ok, body: multicast }),
    1,
  ],
  [
    'multicast answers multicast',
    'sdp-connection-syntax',
    text({ start: invite, body: multicast }, { start: ok, body: multicast }),
    0,
  ],
  [
    'a private address comes from a public one',
    'sdp-address-unusable',
    text({ start: invite, body: inside, from: '8.8.4.4' }),
    1,
  ],
  [
    'a private address comes from a private one',
    'sdp-address-unusable',
    text({ start: invite, body: inside, from: '10.1.2.3' }),
    0,
  ],
  [
    'a first answer takes part without an address',
    'sdp-address-unusable',
    text({ start: invite, body: lines }, { start: ok, body: nowhere }),
    1,
  ],
  [
    'a first answer to what is on hold',
    'sdp-address-unusable',
    text({ start: invite, body: [...lines, 'a=sendonly'] }, { start: ok, body: [...nowhere, 'a=recvonly'] }),
    0,
  ],
  ['0.0.0.0 in an offer puts on hold', 'sdp-address-unusable', text({ start: invite, body: nowhere }), 0],
  ['a loopback address', 'sdp-address-unusable', text({ start: invite, body: host }), 1],
  [
    'a loopback address where all of the call is on one host',
    'sdp-address-unusable',
    text({ start: 'INVITE sip:b@127.0.0.1 SIP/2.0', body: host }),
    0,
  ],
  ['a group of a stream that is not there', 'sdp-group-unknown-mid', text({ start: invite, body: group }), 1],
  [
    'a group of a stream that may be lost',
    'sdp-group-unknown-mid',
    text({ start: invite, body: group, lost: 1000 }),
    0,
  ],
  [
    'two descriptions in a message',
    'sdp-multiple-descriptions',
    text({ start: invite, body: [...lines, ...lines] }),
    1,
  ],
  [
    'what is twice then is told once',
    'sdp-line-duplicate',
    text({ start: invite, body: [...lines, ...lines] }),
    0,
  ],
  ['two descriptions in a file', 'sdp-multiple-descriptions', [...lines, ...lines].join('\n'), 0],
  [
    'an announcement has times',
    'sdp-timing-not-zero',
    body('t=0 0', 't=3724395400 3724399000').join('\n'),
    0,
  ],
  [
    'a call has none',
    'sdp-timing-not-zero',
    text({ start: invite, body: body('t=0 0', 't=3724395400 3724399000') }),
    1,
  ],
];

describe('rules of descriptions', () => {
  for (const [name, rule, trace, times] of cases) {
    it(`${rule}: ${name}`, () => {
      assert.equal(count(trace, rule), times);
    });
  }

  it('ask the SBC alone for what Teams wants', () => {
    const offer = body('m=audio 50000 RTP/AVP 0 8 101', 'm=audio 50000 RTP/AVP 3 101').join('\n');
    const from = (side: string): number =>
      count(
        `#!profile teams-nonbypass\n#!side ${side}\n#!role offer\n${offer}`,
        'sdp-codec-not-supported-by-teams',
      );
    assert.deepEqual([from('sbc'), from('teams')], [1, 0]);
  });

  it('leave a rule off until it gets a severity', () => {
    const trace = [...lines, 'a=x-vendor-hint:1'].join('\n');
    const severities = { 'sdp-attribute-unknown': 'info' } as const;
    assert.equal(count(trace, 'sdp-attribute-unknown'), 0);
    assert.equal(
      analyse(trace, { ...defaultOptions, severities }).findings.filter(
        ({ rule }) => rule.id === 'sdp-attribute-unknown',
      ).length,
      1,
    );
  });
});

function count(trace: string, rule: string): number {
  return analyse(trace, defaultOptions).findings.filter(({ rule: { id } }) => id === rule).length;
}
