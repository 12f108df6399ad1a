/** Octets of a large capture go to disk, and stay in memory where the disk takes none. */
import assert from 'node:assert/strict';
import { PackedBlocks } from '../../server/engine/trace-text/block-store';
import { SpooledChunks } from '../../server/cli/spooled-chunks';

describe('blocks of a large capture', () => {
  const { TMPDIR } = process.env;

  afterEach(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });

  for (const [where, folder] of [
    ['on disk', TMPDIR],
    ['in memory, as there is no such folder', '/nowhere/at/all'],
  ] as const)
    it(`are as they were ${where}`, () => {
      if (folder !== undefined) process.env.TMPDIR = folder;
      const chunks = new SpooledChunks();
      const blocks = new PackedBlocks(chunks);
      // More than a chunk, one of them larger than any, and letters of several octets.
      const texts = Array.from({ length: 600 }, (_, place) =>
        `${place} é€😀 `.repeat(place === 300 ? 400_000 : 1_000),
      );
      for (const text of texts) blocks.add(text);
      for (const place of [0, 599, 300, 1, 299, 301, 598]) assert.equal(blocks.text(place), texts[place]);
      for (const [place, text] of texts.entries()) assert.ok(blocks.text(place) === text, `block ${place}`);
      chunks.close();
    });
});
