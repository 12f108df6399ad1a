import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import type { Analysis } from '../../../../server/engine/analysis/model';

const id = 'call-ice-changed-183-200';

interface Ice {
  readonly ufrag: string;
  readonly pwd: string;
  readonly candidates: readonly string[];
}

const ice: Ice = {
  ufrag: '8hhY',
  pwd: 'asd88fgpdd777uzjYhagZg',
  candidates: [
    '1 1 UDP 2130706431 203.0.113.10 50000 typ host',
    '1 2 UDP 2130706430 203.0.113.10 50001 typ host',
  ],
};

function sdp({ ufrag, pwd, candidates }: Ice): readonly string[] {
  return [
    'v=0',
    'o=- 1 1 IN IP4 203.0.113.10',
    's=-',
    'c=IN IP4 203.0.113.10',
    't=0 0',
    'a=ice-lite',
    'm=audio 50000 RTP/SAVP 0',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    ...candidates.map((candidate) => `a=candidate:${candidate}`),
  ];
}

function message(startLine: string, toTag: string, body: readonly string[]): readonly string[] {
  return [
    startLine,
    'Via: SIP/2.0/TLS 198.51.100.5:5061;branch=z9hG4bK2f1a',
    'From: <sip:+14255550199@sip.pstnhub.microsoft.com>;tag=ms1',
    `To: <sip:+12065550100@sbc1.example.com>${toTag === '' ? '' : `;tag=${toTag}`}`,
    'Call-ID: c183@198.51.100.5',
    'CSeq: 1 INVITE',
    ...(startLine.startsWith('INVITE') ? ['User-Agent: Microsoft.PSTNHub.SIPProxy v.1'] : []),
    'Content-Type: application/sdp',
    '',
    ...body,
    '',
  ];
}

const invite = message(
  'INVITE sip:+12065550100@sbc1.example.com SIP/2.0',
  '',
  sdp({ ...ice, ufrag: 'Zk3q' }),
);

function early(of: Ice, tag = 'sbc7'): readonly string[] {
  return message('SIP/2.0 183 Session Progress', tag, sdp(of));
}

function final(of: Ice, tag = 'sbc7'): readonly string[] {
  return message('SIP/2.0 200 OK', tag, sdp(of));
}

function run(...messages: readonly (readonly string[])[]): Analysis {
  return analyse(messages.flat().join('\n'));
}

function marked(analysis: Analysis): readonly string[] {
  const { text } = analysis.trace;
  return analysis.findings
    .filter(({ rule }) => rule.id === id)
    .map(({ range, related }) => {
      const was = related.map((each) => text.slice(each.range.start, each.range.end)).join();
      return `${was} -> ${text.slice(range.start, range.end)}`;
    });
}

describe(id, () => {
  it('lets candidates change their order, foundation and priority', () => {
    const candidates = ['7 2 udp 99 203.0.113.10 50001 typ host', '7 1 udp 100 203.0.113.10 50000 typ host'];
    assert.deepEqual(marked(run(invite, early(ice), final({ ...ice, candidates }))), []);
  });

  it('finds another candidate and shows the one it took the place of', () => {
    const candidates = [...ice.candidates.slice(0, 1), '1 2 UDP 2130706430 203.0.113.10 50003 typ host'];
    assert.deepEqual(marked(run(invite, early(ice), final({ ...ice, candidates }))), [
      '203.0.113.10 50001 -> 203.0.113.10 50003',
    ]);
  });

  it('finds that a candidate is gone', () => {
    const candidates = ice.candidates.slice(0, 1);
    assert.deepEqual(marked(run(invite, early(ice), final({ ...ice, candidates }))), [
      '203.0.113.10 50001 -> m=audio 50000 RTP/SAVP 0',
    ]);
  });

  it('finds each changed credential', () => {
    const changed = { ...ice, ufrag: 'NEWu', pwd: 'bTr8xLs1vYe4d9fJ2kQ0uW' };
    assert.deepEqual(marked(run(invite, early(ice), final(changed))), [
      '8hhY -> NEWu',
      'asd88fgpdd777uzjYhagZg -> bTr8xLs1vYe4d9fJ2kQ0uW',
    ]);
  });

  it('compares a 200 of a new dialog with the 183 of another one', () => {
    const changed = { ...ice, ufrag: 'NEWu' };
    assert.deepEqual(marked(run(invite, early(ice, 'one'), final(changed, 'two'))), ['8hhY -> NEWu']);
    assert.deepEqual(marked(run(invite, early(ice, 'one'), final(ice, 'two'))), []);
  });

  it('compares each fork with its own 183', () => {
    const other = { ...ice, ufrag: 'NEWu' };
    const forks = [early(ice, 'one'), early(other, 'two')];
    assert.deepEqual(marked(run(invite, ...forks, final(other, 'two'))), []);
    assert.deepEqual(marked(run(invite, ...forks, final(other, 'three'))), []);
    assert.deepEqual(marked(run(invite, ...forks, final(other, 'one'))), ['8hhY -> NEWu']);
  });

  it('finds a change by UPDATE before the 200, and tells it once', () => {
    const update = (cseq: string, body: readonly string[], isFromSbc: boolean): readonly string[] =>
      [
        'UPDATE sip:+14255550199@198.51.100.5 SIP/2.0',
        'Via: SIP/2.0/TLS 203.0.113.10:5061;branch=z9hG4bKu1',
        ...(isFromSbc
          ? ['From: <sip:+12065550100@sbc1.example.com>;tag=sbc7', 'To: <sip:+14255550199@x.example>;tag=ms1']
          : [
              'From: <sip:+14255550199@x.example>;tag=ms1',
              'To: <sip:+12065550100@sbc1.example.com>;tag=sbc7',
            ]),
        'Call-ID: c183@198.51.100.5',
        `CSeq: ${cseq} UPDATE`,
        'Content-Type: application/sdp',
        '',
        ...body,
        '',
      ] as const;
    const changed = { ...ice, ufrag: 'NEWu' };
    assert.deepEqual(marked(run(invite, early(ice), update('1', sdp(changed), true), final(changed))), [
      '8hhY -> NEWu',
    ]);
    assert.deepEqual(marked(run(invite, early(ice), update('1', sdp(ice), true), final(ice))), []);
  });

  it('says nothing of ICE that a 183 without it begins in the 200', () => {
    const plain = sdp(ice).filter((line) => !line.startsWith('a='));
    const analysis = run(invite, message('SIP/2.0 183 Session Progress', 'sbc7', plain), final(ice));
    assert.deepEqual(marked(analysis), []);
    assert.ok(analysis.notEvaluated.some(({ rule }) => rule === id));
  });

  it('is evaluated where it had something to compare', () => {
    const analysis = run(invite, early(ice), final(ice));
    assert.deepEqual(marked(analysis), []);
    assert.ok(!analysis.notEvaluated.some(({ rule }) => rule === id));
  });
});
