/** The answer that is written for an offer: what it takes over, turns round and refuses. */
import assert from 'node:assert/strict';
import { generateAnswer } from '../../server/language/generate-answer';
import { expandSnippet } from '../support/snippets';
import { positionOf, viewOf } from '../support/view';

/** Lines of the answer to an offer whose audio has some more lines. */
function answerTo(...more: readonly string[]): readonly string[] {
  const offer = [
    'v=0',
    'o=- 1 1 IN IP4 192.0.2.1',
    's=-',
    'c=IN IP4 192.0.2.1',
    't=0 0',
    'm=audio 4000 RTP/SAVP 0',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem',
    ...more,
    '',
  ].join('\n');
  const answer = generateAnswer(
    viewOf(offer),
    positionOf(offer, 'm=audio'),
    (octets) => new Uint8Array(octets),
  );
  return expandSnippet(answer?.snippet ?? '', { placeholder: ({ text }) => text, variable: () => '' }).split(
    '\n',
  );
}

function directionOf(answer: readonly string[]): readonly string[] {
  return answer.filter((line) => /^a=(?:sendrecv|sendonly|recvonly|inactive)$/.test(line));
}

describe('a generated answer', () => {
  // RFC 3264 §6.1: what one side only sends, the other one only receives.
  for (const [offered, answered] of [
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
    ['sendrecv', 'sendrecv'],
  ] as const) {
    it(`is ${answered} where the offer is ${offered}`, () => {
      assert.deepEqual(directionOf(answerTo(`a=${offered}`)), [`a=${answered}`]);
    });
  }

  it('takes the tag of the offered line of the demanded suite', () => {
    const answer = answerTo(
      'a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    );
    assert.deepEqual(
      answer.filter((line) => line.startsWith('a=crypto:')).map((line) => line.split(' ').slice(0, 2)),
      [['a=crypto:1', 'AES_CM_128_HMAC_SHA1_80']],
    );
  });

  it('gives RTCP a port and a candidate where the offer has no rtcp-mux', () => {
    const answer = answerTo();
    assert.ok(answer.includes('a=rtcp:50001'));
    assert.deepEqual(
      answer.filter((line) => line.startsWith('a=candidate:')).map((line) => line.split(' ')[5]),
      ['50000', '50001'],
    );
    assert.ok(answerTo('a=rtcp-mux').includes('a=rtcp-mux'));
  });

  for (const [name, media, why] of [
    [
      'DTLS alone',
      ['m=audio 4000 UDP/TLS/RTP/SAVP 0', 'a=fingerprint:sha-256 AA:BB', 'a=setup:actpass'],
      /DTLS-SRTP alone/,
    ],
    [
      'the short tag alone',
      [
        'm=audio 4000 RTP/SAVP 0',
        'a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem',
      ],
      /no a=crypto line of AES_CM_128_HMAC_SHA1_80/,
    ],
    ['no codec in common', ['m=audio 4000 RTP/SAVP 96', 'a=rtpmap:96 AMR/8000'], /No codec of the offer/],
    ['no audio in use', ['m=audio 0 RTP/SAVP 0'], /no audio stream in use/],
  ] as const) {
    it(`says why there is none to an offer with ${name}`, () => {
      const text = [
        ...[
          '#!side teams',
          '#!role offer',
          'v=0',
          'o=- 1 1 IN IP4 192.0.2.1',
          's=-',
          'c=IN IP4 192.0.2.1',
          't=0 0',
        ],
        ...media,
        '',
      ].join('\n');
      const answer = generateAnswer(
        viewOf(text),
        positionOf(text, 'm=audio'),
        (octets) => new Uint8Array(octets),
      );
      assert.equal(answer?.snippet, null);
      assert.match(answer.notes.join(' '), why);
      assert.match(answer.notes.join(' '), /Answer 488 Not Acceptable Here/);
    });
  }

  it('continues the dialog in a re-INVITE', () => {
    const message = (first: string, cseq: number, to: string, body: readonly string[]): string =>
      [
        first,
        `Via: SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bK${cseq}`,
        'From: <sip:+12065550100@sip.pstnhub.microsoft.com>;tag=t',
        `To: <sip:+14255550199@sbc1.contoso.com>${to}`,
        'Call-ID: t1',
        `CSeq: ${cseq} INVITE`,
        'Content-Type: application/sdp',
        '',
        ...body,
        '',
      ].join('\n');
    const offer = (version: number, ufrag: string): readonly string[] => [
      ...['v=0', `o=- 7 ${version} IN IP4 52.112.0.1`, 's=-', 'c=IN IP4 52.112.0.1', 't=0 0'],
      ...[
        'm=audio 50014 RTP/SAVP 0',
        'a=rtcp-mux',
        `a=ice-ufrag:${ufrag}`,
        'a=ice-pwd:tj7CiiZHAZNwQto5L4BrWo',
      ],
      'a=candidate:1 1 UDP 2130706431 52.112.0.1 50014 typ host',
      'a=crypto:5 AES_CM_128_HMAC_SHA1_80 inline:w8qca6EMfSR3QPY7h3pvvkJwclRdXDDOHRYiY3is|2^31',
    ];
    const own = [
      ...[
        'v=0',
        'o=sbc 1590133488 9 IN IP4 203.0.113.77',
        's=-',
        'c=IN IP4 203.0.113.77',
        't=0 0',
        'a=ice-lite',
      ],
      ...['m=audio 51234 RTP/SAVP 0', 'a=rtcp-mux', 'a=ice-ufrag:8hhY', 'a=ice-pwd:asd88fgpdd777uzjYhagZg'],
      'a=candidate:1 1 UDP 2130706431 203.0.113.77 51234 typ host',
      'a=crypto:5 AES_CM_128_HMAC_SHA1_80 inline:mB0Tq5Zr2kXw8sVh1dLfYc7uEoNa4jGp6iKtR3xQ|2^31',
    ];
    const uri = 'INVITE sip:+14255550199@sbc1.contoso.com SIP/2.0';
    for (const ufrag of ['UavG', 'newU']) {
      const text = [
        message(uri, 1, '', offer(1, 'UavG')),
        message('SIP/2.0 200 OK', 1, ';tag=s', own),
        message(uri, 2, ';tag=s', [...offer(2, ufrag), 'a=sendonly']),
      ].join('\n');
      const answer = generateAnswer(
        viewOf(text),
        positionOf(text, 'a=sendonly'),
        (octets) => new Uint8Array(octets),
      );
      const lines = expandSnippet(answer?.snippet ?? '', {
        placeholder: (each) => each.text,
        variable: () => '',
      });
      for (const line of ['o=sbc 1590133488 10 IN IP4 203.0.113.77', 'a=recvonly', own[10], own[11]])
        assert.ok(lines.includes(`${line ?? ''}\n`), `${line ?? ''} in ${lines}`);
      assert.match(lines, /^m=audio 51234 /m);
      assert.equal(lines.includes('a=ice-ufrag:8hhY'), ufrag === 'UavG', 'a restart has new credentials');
    }
  });
});
