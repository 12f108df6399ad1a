/** A capture of made traffic, in memory. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeTraffic, type TrafficOptions } from '../bench/traffic';

export function madeCapture(options: TrafficOptions): Uint8Array {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
  try {
    const file = path.join(folder, 'trunk.pcap');
    writeTraffic(file, path.join(folder, 'trunk.txt'), options);
    return new Uint8Array(fs.readFileSync(file));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
