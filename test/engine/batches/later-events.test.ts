/** Events that wait come back in order of place, however many of them there are. */
import assert from 'node:assert/strict';
import { HeldChunks } from '../../../server/engine/basics/packed-octets';
import { LaterEvents } from '../../../server/engine/batches/later-events';
import type { ToldPlace } from '../../../server/engine/batches/judge';
import type { PlacedEvent } from '../../../server/engine/rules/lint-trunk';

/** Counts the octets that it takes. */
class CountedChunks extends HeldChunks {
  taken = 0;

  override add(chunk: Uint8Array): void {
    this.taken += chunk.length;
    super.add(chunk);
  }
}

/** A refused call; its caller has letters of several octets. */
function happened(start: number): PlacedEvent<ToldPlace> {
  return {
    event: {
      kind: 'invitation',
      callId: `${start}@sbc.example.com`,
      place: 0,
      profile: 'teams-bypass',
      micros: start * 1000,
      isToMicrosoft: true,
      uri: 'sip:+14255550199@sip.pstnhub.microsoft.com',
      host: 'sip.pstnhub.microsoft.com',
      called: '+14255550199',
      caller: `Zoë 電話 ${start}`,
      referredBy: null,
      address: null,
      refusal: { status: 503, micros: null, hasRetryAfter: false },
    },
    place: {
      range: { start, end: start + 1 },
      reported: {
        line: start,
        column: 1,
        endLine: start,
        endColumn: 2,
        frame: null,
        callId: null,
        fixable: false,
        related: [],
        sourceLine: 'INVITE',
      },
      shown: { call: '', message: '', ignored: [] },
    },
  };
}

describe('events that wait', () => {
  for (const [name, count, areMany] of [
    ['at hand', 300, false],
    ['put away, where they are very many', 25_000, true],
  ] as const)
    it(`come back ${name}`, () => {
      const chunks = new CountedChunks();
      const later = new LaterEvents(chunks);
      // 7,919 is prime to both counts: each place comes once, some megabytes from the one before.
      for (let event = 0; event < count; event++) later.add(happened(((event * 7_919) % count) * 4_000));
      const back: PlacedEvent<ToldPlace>[] = [];
      for (const place of [0, 1, count * 1_000, count * 3_999, Infinity])
        back.push(...later.takeBefore(place));
      assert.deepEqual(
        back,
        Array.from({ length: count }, (_, place) => happened(place * 4_000)),
      );
      assert.equal(chunks.taken > 0, areMany);
      assert.deepEqual([...later.takeBefore(Infinity)], []);
    });
});
