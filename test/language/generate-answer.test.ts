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
  assert.ok(answer !== null);
  return expandSnippet(answer.snippet, { placeholder: ({ text }) => text, variable: () => '' }).split('\n');
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
});
