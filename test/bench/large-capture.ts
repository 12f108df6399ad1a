/** How long a capture of 160 MB takes to be listed in the editor, and one of its calls to be shown in its panel. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  indexTraceRequest,
  readCallRequest,
  replayRequest,
  type IndexTraceParams,
  type IndexTraceResult,
  type ReadCallParams,
  type ReadCallResult,
  type ReplayParams,
  type ReplayResult,
} from '../../shared/protocol';
import { LspClient, pullingCapabilities } from '../support/lsp-client';
import { busyTrunk, writeTraffic } from './traffic';

/** Calls of the capture that are opened one after another. */
const opened = 5;

/** A row for each thing that somebody waits for: its name, the median and the worst time in milliseconds. */
export async function largeCapture(): Promise<
  readonly (readonly [name: string, median: number, worst: number])[]
> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-large-'));
  const client = await LspClient.start(pullingCapabilities);
  try {
    const capture = path.join(folder, 'trunk.pcap');
    writeTraffic(capture, path.join(folder, 'trunk.txt'), { ...busyTrunk, calls: 23_000 });
    const megabytes = Math.round(fs.statSync(capture).size / 1e6);
    const uri = pathToFileURL(capture).href;
    const listing = performance.now();
    const params: IndexTraceParams = { uri, keyLog: '' };
    const index = await client.connection.sendRequest<IndexTraceResult>(indexTraceRequest, params);
    const listed = performance.now() - listing;
    if (index.kind !== 'indexed') throw new Error('the capture of the benchmark was not listed');
    const times: number[] = [];
    for (let count = 0; count < opened; count++) {
      const call = index.trace.calls[count * 4000 + 1];
      if (call === undefined) continue;
      const start = performance.now();
      const wanted: ReadCallParams = {
        uri,
        keyLog: '',
        trace: index.trace,
        callId: call.callId,
        places: call.places,
      };
      const read = await client.connection.sendRequest<ReadCallResult>(readCallRequest, wanted);
      if (read.kind !== 'read') throw new Error('a call of the benchmark was not read');
      const document = `file:///call-${count}.siptrace`;
      await client.open(document, read.text);
      const at: ReplayParams = {
        uri: document,
        call: { position: { line: 4, character: 0 } },
        whatIf: null,
      };
      const view = await client.connection.sendRequest<ReplayResult>(replayRequest, at);
      if (view === null) throw new Error('a call of the benchmark has no panel');
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    return [
      [`capture of ${megabytes} MB → overview`, listed, listed],
      ['a call of it → its panel', times[times.length >> 1] ?? NaN, times.at(-1) ?? NaN],
    ];
  } finally {
    await client.stop();
    fs.rmSync(folder, { recursive: true });
  }
}
