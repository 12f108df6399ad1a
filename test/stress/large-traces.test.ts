/** Large traces over the language server: calls without an analysis, one call at a time, and other work in between. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, HoverRequest } from 'vscode-languageserver-protocol/node';
import {
  indexProgressNotification,
  indexTraceRequest,
  joinTracesRequest,
  judgedNotification,
  judgeTraceRequest,
  readCallRequest,
  renderCaptureRequest,
  type IndexProgressParams,
  type IndexTraceResult,
  type JoinTracesResult,
  type JudgedParams,
  type JudgeTraceResult,
  type ReadCallParams,
  type ReadCallResult,
  type RenderCaptureParams,
  type RenderCaptureResult,
} from '../../shared/protocol';
import { writeTraffic } from '../bench/traffic';
import { LspClient, pullingCapabilities } from '../support/lsp-client';

const calls = 8000;
const sdp =
  'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\nc=IN IP4 192.0.2.1\r\n';

describe('a large trace and the language server', () => {
  let client: LspClient;
  let folder = '';
  let capture = '';
  let text = '';
  before(async function () {
    client = await LspClient.start(pullingCapabilities);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-'));
    capture = path.join(folder, 'trunk.pcap');
    text = path.join(folder, 'trunk.log');
    writeTraffic(capture, text, { calls, atOnce: 100, voice: 2 });
  });
  after(async () => {
    await client.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function index(file: string): Promise<IndexTraceResult> {
    const params = { uri: pathToFileURL(file).href, keyLog: '' };
    return client.connection.sendRequest<IndexTraceResult>(indexTraceRequest, params);
  }

  async function render(file: string, longest: number | null): Promise<RenderCaptureResult> {
    const params: RenderCaptureParams = { uri: pathToFileURL(file).href, bytes: null, keyLog: '', longest };
    return client.connection.sendRequest<RenderCaptureResult>(renderCaptureRequest, params);
  }

  it('is not rendered where its text would be longer than is wanted', async function () {
    assert.equal((await render(capture, 1_000_000)).kind, 'too-long');
    assert.equal((await render(capture, null)).kind, 'rendered');
  });

  for (const [what, file] of [
    ['a capture', () => capture],
    ['a text', () => text],
  ] as const) {
    it(`lists the calls of ${what}, telling how far it is, and reads one of them`, async function () {
      const told: number[] = [];
      const listening = client.connection.onNotification(
        indexProgressNotification,
        ({ uri, done }: IndexProgressParams) => {
          assert.equal(uri, pathToFileURL(file()).href);
          told.push(done);
        },
      );
      const result = await index(file());
      listening.dispose();
      assert.ok(result.kind === 'indexed');
      const { trace } = result;
      assert.equal(trace.calls.length, calls);
      assert.equal(trace.messages, calls * 8);
      assert.ok(told.length > 0 && told.every((done) => done > 0 && done <= 1));
      assert.deepEqual(
        told,
        [...told].sort((a, b) => a - b),
      );

      const call = trace.calls[6000];
      assert.ok(call);
      const params: ReadCallParams = {
        uri: pathToFileURL(file()).href,
        keyLog: '',
        trace,
        callId: call.callId,
        places: call.places,
      };
      const read = await client.connection.sendRequest<ReadCallResult>(readCallRequest, params);
      assert.ok(read.kind === 'read');
      const ids = read.text.match(/^Call-ID: .*$/gm) ?? [];
      assert.deepEqual([ids.length, new Set(ids).size, ids[0]?.trim()], [8, 1, `Call-ID: ${call.callId}`]);

      const elsewhere = { ...params, callId: 'nobody', places: file() === text ? [0, 500] : [1] };
      assert.deepEqual(await client.connection.sendRequest(readCallRequest, elsewhere), { kind: 'moved' });
    });
  }

  it('says what it cannot read, and what is out of its reach', async () => {
    const none = path.join(folder, 'none.log');
    const absent = await index(none);
    assert.match(absent.kind === 'refused' ? absent.message : '', /^it cannot be read \(ENOENT/);
    fs.writeFileSync(
      none,
      new Uint8Array(2000).map((_, at) => at % 7),
    );
    assert.deepEqual(await index(none), {
      kind: 'refused',
      message: 'neither text nor a capture of packets',
    });
    const params = { uri: 'vscode-vfs://x/trunk.log', keyLog: '' };
    assert.deepEqual(await client.connection.sendRequest(indexTraceRequest, params), {
      kind: 'out-of-reach',
    });
  });

  it('is judged call by call, told meanwhile, until it is cancelled', async function () {
    const log = path.join(folder, 'few.log');
    const packets = path.join(folder, 'few.pcap');
    writeTraffic(packets, log, { calls: 40, atOnce: 10, voice: 1, varied: true });
    for (const file of [log, packets]) {
      const params = { uri: pathToFileURL(file).href, keyLog: '' };
      const keys: string[] = [];
      let done = 0;
      const listening = client.connection.onNotification(judgedNotification, (judged: JudgedParams) => {
        assert.ok(judged.uri === params.uri && judged.done >= done);
        ({ done } = judged);
        keys.push(...judged.calls.map(({ key }) => key));
      });
      const result = await client.connection.sendRequest<JudgeTraceResult>(judgeTraceRequest, params);
      listening.dispose();
      const indexed = await index(file);
      assert.ok(result.kind === 'judged' && indexed.kind === 'indexed');
      assert.deepEqual(keys.sort(), indexed.trace.calls.map(({ key }) => key).sort());
      assert.equal(done, 1);
    }
    const cancellation = new CancellationTokenSource();
    const params = { uri: pathToFileURL(text).href, keyLog: '' };
    const judging = client.connection.sendRequest(judgeTraceRequest, params, cancellation.token);
    cancellation.cancel();
    await assert.rejects(judging, /cancelled/);
  });

  it('stops when it is told to', async () => {
    const cancellation = new CancellationTokenSource();
    const params = { uri: pathToFileURL(text).href, keyLog: '' };
    const indexing = client.connection.sendRequest(indexTraceRequest, params, cancellation.token);
    cancellation.cancel();
    await assert.rejects(indexing, /cancelled/);
  });

  it('is joined with another one while the server answers other questions', async function () {
    const uri = 'file:///hover.sdp';
    await client.open(uri, sdp, 'sdp');
    const hover = { textDocument: { uri }, position: { line: 4, character: 3 } };
    await client.connection.sendRequest(HoverRequest.type, hover);
    const log = fs.readFileSync(text, 'latin1').slice(0, 8_000_000);
    const joining = client.connection.sendRequest<JoinTracesResult>(joinTracesRequest, {
      texts: [log, log],
      offsets: [],
    });
    let answered = 0;
    const ended = joining.then(() => 'joined' as const);
    const asked = (): Promise<'answered'> =>
      client.connection.sendRequest(HoverRequest.type, hover).then(() => 'answered');
    while ((await Promise.race([asked(), ended])) === 'answered') answered++;
    const { offsets, evidence } = await joining;
    assert.deepEqual(offsets, [0, 0]);
    assert.equal(evidence[1]?.certainty, 'exact');
    assert.ok(answered > 10, `${answered} hovers were answered in the meantime`);
  });
});
