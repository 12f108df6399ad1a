import assert from 'node:assert/strict';
import { parseSip } from '../../../server/engine/sip/parse';
import { RecentTrees } from '../../../server/engine/sip/recent-trees';

describe('recent trees', () => {
  const contentOf = (place: number): string =>
    `OPTIONS sip:b@192.0.2.2 SIP/2.0\r\nCSeq: ${place} OPTIONS\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n`;

  it('are kept as long as no more messages are looked at', () => {
    const trees = new RecentTrees(2);
    const one = trees.message(contentOf(1));
    const other = trees.message(contentOf(2));
    const { headers, parts } = one;
    assert.equal(other.headers.length, 2);
    assert.equal(one.headers, headers);
    assert.equal(one.parts[0]?.sdp, parts[0]?.sdp);
  });

  it('are let go when others are read, and say the same when they are read again', () => {
    const trees = new RecentTrees(2);
    const messages = [1, 2, 3].map((place) => trees.message(contentOf(place), true));
    const before = messages.map(({ headers }) => headers);
    for (const [place, message] of messages.entries()) {
      assert.notEqual(message.headers, before[place]);
      const { kind, content, startLine, headers, bodyStart, body, parts, problems, isCut } = message;
      const { parts: wanted, ...rest } = parseSip(contentOf(place + 1), true);
      assert.deepEqual({ kind, content, startLine, headers, bodyStart, body, problems, isCut }, rest);
      assert.deepEqual(
        parts.map(({ sdp }) => sdp),
        wanted.map(({ sdp }) => sdp),
      );
    }
  });
});
