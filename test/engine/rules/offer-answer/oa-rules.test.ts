/** What the pages of the offer/answer rules cannot show: severities by side, related places, silence. */
import assert from 'node:assert/strict';
import { analyse } from '../../../../server/engine/analysis/analyse';
import type { Finding } from '../../../../server/engine/analysis/model';
import { LineIndex } from '../../../../server/engine/basics/lines';

const key = 'inline:6NAmRJ6OzquyFmCtPJyJur77uhMpJwRkNb/jHcPd|2^31';
const otherKey = 'inline:GklkYQwsux1L5OEk+6ZWu1cJCYyOM7dP7IagJGx2|2^31';
const strong = 'AES_CM_128_HMAC_SHA1_80';
const weak = 'AES_CM_128_HMAC_SHA1_32';

type Side = 'sbc' | 'teams';

function body(role: 'offer' | 'answer', side: Side | null, streams: readonly string[]): readonly string[] {
  const port = role === 'offer' ? '198.51.100.21' : '203.0.113.10';
  return [
    `#!role ${role}`,
    ...(side === null ? [] : [`#!side ${side}`]),
    'v=0',
    `o=- 1590133488 1 IN IP4 ${port}`,
    's=-',
    `c=IN IP4 ${port}`,
    't=0 0',
    ...streams,
  ];
}

function audio(...lines: readonly string[]): readonly string[] {
  return ['m=audio 50000 RTP/SAVP 0 8', ...lines];
}

function findingsOf(id: string, lines: readonly string[]): readonly Finding[] {
  return analyse(lines.join('\n')).findings.filter(({ rule }) => rule.id === id);
}

function relatedLines(
  lines: readonly string[],
  [finding]: readonly Finding[],
): readonly (string | undefined)[] {
  const index = new LineIndex(lines.join('\n'));
  return (finding?.related ?? []).map(({ range }) => lines[index.positionAt(range.start).line - 1]);
}

describe('offer/answer rules', () => {
  describe('oa-crypto-count and oa-crypto-tag', () => {
    // Microsoft's documentation pairs such an answer with an offer of tag 1 alone.
    const pair = (answerer: Side | null): readonly string[] => [
      ...body('offer', answerer === 'teams' ? 'sbc' : null, audio(`a=crypto:1 ${strong} ${key}`)),
      ...body(
        'answer',
        answerer,
        audio(`a=crypto:2 ${strong} ${otherKey}|1:1`, `a=crypto:3 ${strong} ${otherKey.replace('G', 'H')}`),
      ),
    ];

    it('say each once, as a warning, where Microsoft answers', () => {
      for (const id of ['oa-crypto-count', 'oa-crypto-tag']) {
        assert.deepEqual(
          findingsOf(id, pair('teams')).map(({ severity, fix }) => [severity, fix]),
          [['warning', null]],
          id,
        );
      }
    });

    it('say each once, as an error, where anybody else answers', () => {
      for (const id of ['oa-crypto-count', 'oa-crypto-tag']) {
        assert.deepEqual(
          findingsOf(id, pair(null)).map(({ severity }) => severity),
          ['error'],
          id,
        );
      }
    });

    it('point at the offer', () => {
      const lines = pair('teams');
      assert.deepEqual(relatedLines(lines, findingsOf('oa-crypto-tag', lines)), [
        `a=crypto:1 ${strong} ${key}`,
      ]);
    });

    it('take tag 0 for a tag, and 01 for 1', () => {
      for (const [offered, answered] of [
        ['0', '0'],
        ['1', '01'],
      ]) {
        const lines = [
          ...body('offer', null, audio(`a=crypto:${offered ?? ''} ${strong} ${key}`)),
          ...body('answer', null, audio(`a=crypto:${answered ?? ''} ${strong} ${otherKey}`)),
        ];
        assert.deepEqual(findingsOf('oa-crypto-tag', lines), []);
      }
    });

    it('offer no tag where the suite was offered twice', () => {
      const lines = [
        ...body('offer', null, audio(`a=crypto:1 ${strong} ${key}`, `a=crypto:2 ${strong} ${key}|1:1`)),
        ...body('answer', null, audio(`a=crypto:5 ${strong} ${otherKey}`)),
      ];
      assert.deepEqual(
        findingsOf('oa-crypto-tag', lines).map(({ fix }) => fix),
        [null],
      );
    });
  });

  describe('oa-crypto-suite', () => {
    const offer = audio(`a=crypto:1 AEAD_AES_256_GCM ${key}`, `a=crypto:7 ${strong} ${key}`);

    it('shows the line of the tag and the line of the suite', () => {
      const lines = [
        ...body('offer', null, offer),
        ...body('answer', null, audio(`a=crypto:1 ${strong} ${otherKey}`)),
      ];
      const found = findingsOf('oa-crypto-suite', lines);
      assert.deepEqual(relatedLines(lines, found), [offer[1], offer[2]]);
      assert.match(found[0]?.message ?? '', /under tag 7/);
    });

    it('compares without case', () => {
      const lines = [
        ...body('offer', null, offer),
        ...body('answer', null, audio(`a=crypto:7 ${strong.toLowerCase()} ${otherKey}`)),
      ];
      assert.deepEqual(findingsOf('oa-crypto-suite', lines), []);
    });
  });

  it('oa-crypto-missing lets DTLS pass where both sides have a fingerprint', () => {
    const fingerprint = 'a=fingerprint:sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB';
    const offer = body('offer', null, audio(`a=crypto:1 ${weak} ${key}`, fingerprint));
    assert.deepEqual(
      findingsOf('oa-crypto-missing', [...offer, ...body('answer', null, audio(fingerprint))]),
      [],
    );
    assert.equal(findingsOf('oa-crypto-missing', [...offer, ...body('answer', null, audio())]).length, 1);
  });

  it('oa-crypto-same-key finds a key of another stream, and quotes none', () => {
    const lines = [
      ...body('offer', null, [
        ...audio(`a=crypto:1 ${strong} ${key}`),
        'm=video 50002 RTP/SAVP 34',
        `a=crypto:1 ${strong} ${otherKey}`,
      ]),
      ...body('answer', null, [...audio(`a=crypto:1 ${strong} ${otherKey}`), 'm=video 0 RTP/SAVP 34']),
    ];
    const found = findingsOf('oa-crypto-same-key', lines);
    assert.equal(found.length, 1);
    assert.ok(!found[0]?.message.includes('Gklk'));
  });

  it('oa-crypto-same-key says nothing of keys that a logger hid', () => {
    for (const hidden of ['****', 'xxxxxxxx', '<removed>']) {
      const line = `a=crypto:1 ${strong} inline:${hidden}`;
      const lines = [...body('offer', null, audio(line)), ...body('answer', null, audio(line))];
      assert.deepEqual(findingsOf('oa-crypto-same-key', lines), [], hidden);
    }
  });

  it('oa-m-line-count puts refused m-lines where the offer has them', () => {
    const lines = [
      ...body('offer', null, [...audio(), 'm=video 50002 RTP/SAVP 34', 'm=image 50004 udptl t38']),
      ...body('answer', null, ['m=video 40000 RTP/SAVP 34']),
    ];
    const [finding] = findingsOf('oa-m-line-count', lines);
    assert.deepEqual(
      finding?.fix?.edits.map(({ newText }) => newText.trim()),
      ['m=audio 0 RTP/SAVP 0 8', 'm=image 0 udptl t38'],
    );
  });

  it('oa-m-line-count says that an answer adds a stream', () => {
    const lines = [
      ...body('offer', null, audio()),
      ...body('answer', null, [...audio(), 'm=video 40000 RTP/SAVP 34']),
    ];
    const found = findingsOf('oa-m-line-count', lines);
    assert.deepEqual(
      found.map(({ fix }) => fix),
      [null],
    );
    assert.deepEqual(relatedLines(lines, found), ['m=audio 50000 RTP/SAVP 0 8']);
  });

  describe('oa-rtcp-mux-dropped', () => {
    const pair = (rtcp: readonly string[], side: Side | null): readonly string[] => [
      ...body('offer', side === null ? null : 'teams', audio('a=rtcp-mux', ...rtcp)),
      ...body('answer', side, audio()),
    ];
    const severities = (lines: readonly string[]): readonly string[] =>
      findingsOf('oa-rtcp-mux-dropped', lines).map(({ severity }) => severity);

    it('is only mentioned where nothing is known of Teams and the offer has two ports', () => {
      assert.deepEqual(severities(pair(['a=rtcp:50001'], null)), ['info']);
    });

    it('is a warning with Teams', () => {
      assert.deepEqual(severities(pair(['a=rtcp:50001'], 'sbc')), ['warning']);
    });

    it('is an error where RTCP has nowhere else to go', () => {
      assert.deepEqual(severities(pair(['a=rtcp:50000'], null)), ['error']);
    });

    it('is not told of a 183 where a call went on and its final response is not in the trace', () => {
      const description = (rtcp: string): string =>
        [
          'v=0',
          'o=- 1 1 IN IP4 192.0.2.1',
          's=-',
          'c=IN IP4 192.0.2.1',
          't=0 0',
          'm=audio 4000 RTP/AVP 8',
          rtcp,
        ]
          .filter((line) => line !== '')
          .join('\n');
      const message = (start: string, cseq: string, sdp = ''): string =>
        [
          `2026/01/31 10:00:00.000000 192.0.2.1:5060 -> 192.0.2.2:5060\n${start}`,
          'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
          'From: <sip:a@example.com>;tag=a',
          `To: <sip:b@example.com>${start.startsWith('INVITE') ? '' : ';tag=b'}`,
          'Call-ID: preview',
          `CSeq: ${cseq}`,
          ...(sdp === '' ? [] : ['Content-Type: application/sdp']),
          `\n${sdp}\n\n`,
        ].join('\n');
      const dropped = (...rest: readonly string[]): number =>
        analyse(
          [
            message('INVITE sip:b@example.com SIP/2.0', '1 INVITE', description('a=rtcp-mux')),
            message('SIP/2.0 183 Session Progress', '1 INVITE', description('')),
            ...rest,
          ].join(''),
        ).findings.filter(({ rule }) => rule.id === 'oa-rtcp-mux-dropped').length;
      const bye = message('BYE sip:b@example.com SIP/2.0', '2 BYE');
      const ack = message('ACK sip:b@example.com SIP/2.0', '1 ACK');
      assert.deepEqual([dropped(), dropped(bye), dropped(ack, bye)], [1, 0, 0]);
      assert.equal(dropped(message('SIP/2.0 486 Busy Here', '1 INVITE'), ack), 1);
      assert.equal(dropped(message('SIP/2.0 200 OK', '1 INVITE'), ack, bye), 1);
    });
  });

  it('excerpts are judged by what they show, not by what they lack', () => {
    const offer = ['#!role offer', 'm=audio 54056 RTP/SAVP 0 8', `a=crypto:1 ${strong} ${key}`, 'a=rtcp-mux'];
    const answer = ['#!role answer', 'm=audio 54056 RTP/SAVP 0 8'];
    const ids = (lines: readonly string[]): readonly string[] =>
      analyse(lines.join('\n'))
        .findings.filter(({ rule }) => rule.id.startsWith('oa-'))
        .map(({ rule }) => rule.id);
    assert.deepEqual(ids([...offer, '', ...answer]), []);
    assert.deepEqual(ids([...offer, '', ...answer, `a=crypto:2 ${strong} ${otherKey}`]), ['oa-crypto-tag']);
  });
});
