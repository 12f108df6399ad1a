/** Files in pieces, and how large they are: a compressed capture is as large as what it holds. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { contentSizeOf } from '../../server/cli/size';
import { fileOf } from '../../server/cli/pieces';
import { joined } from '../../server/engine/basics/octets';
import { octets, pcap } from '../engine/capture/build';

describe('pieces of a file', () => {
  it('are joined though each is filled anew by the next one', () => {
    function* pieces(): Generator<Uint8Array> {
      const buffer = new Uint8Array(1);
      for (const octet of [1, 2, 3]) {
        buffer[0] = octet;
        yield buffer;
      }
    }
    assert.deepEqual([...joined(pieces())], [1, 2, 3]);
  });
});

describe('the size of a trace', () => {
  it('is that of the capture in a compressed file', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
    const file = path.join(folder, 'packed.pcap.gz');
    const capture = pcap([octets('x'.repeat(60_000)), octets('y'.repeat(60_000))]);
    fs.writeFileSync(file, gzipSync(capture));
    assert.equal(contentSizeOf({ path: file, files: [fileOf(file)] }), capture.length);
    fs.rmSync(folder, { recursive: true });
  });
});
