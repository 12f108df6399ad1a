/** A capture that keeps the beginnings of packets only: what it cut off was not missing. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { analyse } from '../../../server/engine/analysis/analyse';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { sharedPath, skipUnshared } from '../../support/shared';

/** Octets of each packet that are kept: all headers, and half of a check. */
const snapLength = 96;

describe('packets that the capture cut off', () => {
  it('raise nothing about what is not there', function () {
    const file = sharedPath('captures', 'formats', '01.usec.pcap');
    if (file === null) skipUnshared(this);
    const rendering = renderCapture([shortened(fs.readFileSync(file))]);
    assert.ok(rendering.kind === 'rendered');
    const { text } = rendering.capture;
    assert.match(text, /STUN binding request.* cut\n/);
    assert.doesNotMatch(text, /\nproblem /);
    const { findings, replays } = analyse(text);
    assert.deepEqual(
      findings
        .filter(({ rule }) => rule.scope === 'packet')
        .map(({ rule, message }) => `${rule.id}: ${message}`),
      [],
    );
    assert.ok(
      replays !== null &&
        replays.every(({ verdicts }) => verdicts.every(({ severity }) => severity !== 'error')),
    );
  });
});

/** A pcap file in little-endian order with long packets cut, but for those of SIP. */
function shortened(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes);
  const pieces = [file.subarray(0, 24)];
  for (let at = 24; at + 16 <= file.length;) {
    const kept = file.readUInt32LE(at + 8);
    const packet = file.subarray(at + 16, at + 16 + kept);
    const length = packet.includes('SIP/2.0') ? kept : Math.min(kept, snapLength);
    const head = Buffer.from(file.subarray(at, at + 16));
    head.writeUInt32LE(length, 8);
    pieces.push(head, packet.subarray(0, length));
    at += 16 + kept;
  }
  return Buffer.concat(pieces);
}
