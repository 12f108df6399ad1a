/** A trace that does not fit into the memory is refused in a line. */
import assert from 'node:assert/strict';
import { assertRoom } from '../../server/cli/room';
import { isUsageError } from '../../server/cli/usage';

const message = 'OPTIONS sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\n\n';

describe('the room for an analysis', () => {
  it('is there for a small trace, and for a large log with little SIP in it', () => {
    assertRoom('small.log', [{ text: message.repeat(100) }], 100_000_000);
    assertRoom('large.log', [{ text: 'x'.repeat(20_000_000) }, { text: message }], 100_000_000);
  });

  it('is missing for many messages: the line says what else can be done', () => {
    assert.throws(
      () => {
        assertRoom('trunk.log', [{ text: message.repeat(10_000) }], 100_000_000);
      },
      (error) =>
        isUsageError(error) &&
        /^trunk\.log: some 10000 messages are too many .*`sip-trace calls`.*--max-old-space-size=1000$/.test(
          error.message,
        ),
    );
  });
});
