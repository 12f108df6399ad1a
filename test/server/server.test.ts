/** The language server over stdio, asked by a real LSP client. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CodeActionKind,
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentDiagnosticRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  ReferencesRequest,
  SelectionRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
  DidChangeConfigurationNotification,
  type CodeAction,
  type Diagnostic,
  type DocumentSymbol,
  type Position,
  type Range,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyse } from '../../server/engine/analysis/analyse';
import {
  analysedNotification,
  correctedBodyRequest,
  generateAnswerRequest,
  joinTracesRequest,
  mediaStreamsRequest,
  renderCaptureRequest,
  summaryRequest,
  type AnalysedParams,
  type CorrectedBodyResult,
  type GenerateAnswerResult,
  type JoinTracesResult,
  type MediaStreamSummary,
  type RenderCaptureParams,
  type RenderCaptureResult,
  type TraceSummary,
} from '../../shared/protocol';
import { expandSnippet } from '../support/snippets';
import { LspClient, pullingCapabilities, refreshingCapabilities } from '../support/lsp-client';

const samples = path.resolve(__dirname, '../../samples');
const read = (name: string): string =>
  fs.readFileSync(path.join(samples, name), 'utf8').replaceAll('\r\n', '\n');
const whole: Range = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };

function placeOf(text: string, needle: string, offset = 0): Position {
  const at = text.indexOf(needle);
  assert.ok(at >= 0, `${needle} is not in the text`);
  return TextDocument.create('x:', 'x', 1, text).positionAt(at + offset);
}

function apply(text: string, edits: readonly TextEdit[]): string {
  return TextDocument.applyEdits(TextDocument.create('x:', 'x', 1, text), [...edits]);
}

describe('a long trace that is opened', () => {
  const uri = 'file:///long.siptrace';
  const call = read('outbound-video-missing.siptrace');
  const calls = Math.ceil(1_000_000 / call.length);
  const text = Array.from({ length: calls }, (_, place) =>
    call.replaceAll(/^(Call-ID: *)/gm, `$1${place}-`),
  ).join('');
  const lastLine = (diagnostics: readonly Diagnostic[]): number =>
    Math.max(...diagnostics.map(({ range }) => range.end.line));
  const rule = 'oa-m-line-count';

  it('shows what is found at its beginning, and asks to be asked again for the rest', async () => {
    const client = await LspClient.start(refreshingCapabilities);
    client.settings = { maxFindingsPerRule: 0 };
    const ask = async (): Promise<readonly Diagnostic[]> => {
      const textDocument = { uri };
      const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
      assert.equal(report.kind, 'full');
      return report.items;
    };
    await client.open(uri, text);
    const refreshed = client.nextRefresh();
    const first = await ask();
    await refreshed;
    const all = await ask();
    assert.equal(all.filter(({ code }) => code === rule).length, calls);
    assert.ok(first.length > 0 && first.length < all.length / 2, `${first.length} of ${all.length}`);
    const whole = new Set(all.map((each) => JSON.stringify(each)));
    assert.deepEqual(
      first.filter((each) => !whole.has(JSON.stringify(each))),
      [],
    );
    assert.equal(client.refreshed, 1);
    await client.stop();
  });

  it('is judged to its end while somebody types', async () => {
    const client = await LspClient.start(refreshingCapabilities);
    client.settings = { maxFindingsPerRule: 0 };
    await client.open(uri, text);
    const lines = text.slice(0, text.indexOf('\ns=')).split('\n');
    const at = { line: lines.length, character: 2 };
    // Each key is hit as soon as something was told of the text with the one before.
    let found = 0;
    for (let keys = 0; keys < 300 && found < calls; keys++) {
      await client.change(uri, { start: at, end: at }, 'x');
      const textDocument = { uri };
      const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
      assert.equal(report.kind, 'full');
      found = report.items.filter(({ code }) => code === rule).length;
    }
    assert.equal(found, calls);
    await client.stop();
  });

  it('is summed up again when typing pauses', async () => {
    const client = await LspClient.start(refreshingCapabilities);
    const nextSummary = (): Promise<TraceSummary> =>
      new Promise((resolve) => {
        const listener = client.connection.onNotification(
          analysedNotification,
          ({ summary }: AnalysedParams) => {
            listener.dispose();
            resolve(summary);
          },
        );
      });
    const options = (callId: string): string =>
      `OPTIONS sip:a@b.example SIP/2.0\r\nCall-ID: ${callId}\r\nCSeq: 1 OPTIONS\r\nUser-Agent: ${'x'.repeat(400)}\r\n\r\n`;
    const opened = nextSummary();
    await client.open(uri, Array.from({ length: 600 }, (_, place) => options(`call-${place}`)).join(''));
    assert.equal((await opened).calls.length, 600);
    const typed = nextSummary();
    for (let key = 0; key < 3; key++) {
      const at = { line: 1, character: 'Call-ID: '.length };
      await client.change(uri, { start: at, end: at }, 'x');
    }
    assert.equal((await typed).calls[0]?.callId, 'xxxcall-0');
    await client.stop();
  });

  it('is told in two steps to a client that asks for nothing', async () => {
    const client = await LspClient.start({});
    const told = client.nextPublished();
    await client.open(uri, text);
    const first = await told;
    const all = await client.nextPublished();
    assert.ok(lastLine(first.diagnostics) < lastLine(all.diagnostics));
    await client.stop();
  });
});

describe('language server', () => {
  let client: LspClient;
  before(async () => {
    client = await LspClient.start(pullingCapabilities, { docs: 'file:///docs/rules/' });
  });
  after(() => client.stop());

  async function diagnosticsOf(uri: string): Promise<readonly Diagnostic[]> {
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
    });
    assert.equal(report.kind, 'full');
    return report.items;
  }

  async function opened(name: string): Promise<{ readonly uri: string; readonly text: string }> {
    const uri = `file:///${name}`;
    const text = read(name);
    await client.open(uri, text, name.endsWith('.sdp') ? 'sdp' : 'sip-trace');
    return { uri, text };
  }

  it('syncs incrementally and offers pull diagnostics', () => {
    const { capabilities } = client.initialized;
    assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2 });
    assert.ok(capabilities.diagnosticProvider);
  });

  it('finds nothing wrong with a compliant call', async () => {
    const { uri } = await opened('inbound-ok.siptrace');
    assert.deepEqual(
      (await diagnosticsOf(uri)).filter(({ severity }) => severity === 1),
      [],
    );
  });

  it('gives a diagnostic its code, the link to its page, and the related place', async () => {
    const { uri, text } = await opened('outbound-credentials-change.siptrace');
    const found = (await diagnosticsOf(uri)).find(({ code }) => code === 'call-ice-changed-183-200');
    assert.ok(found);
    assert.deepEqual(found.range.start, placeOf(text, 'NEWu'));
    assert.equal(found.codeDescription?.href, 'file:///docs/rules/call-ice-changed-183-200.md');
    assert.equal(found.source, 'sip-trace');
    const [related] = found.relatedInformation ?? [];
    assert.equal(related?.location.uri, uri);
    assert.ok(related.location.range.start.line < found.range.start.line);
  });

  it('follows typing: a defect comes and goes', async () => {
    const { uri, text } = await opened('inbound-ok.siptrace');
    const start = placeOf(text, 'a=ice-lite');
    const line: Range = { start, end: { line: start.line + 1, character: 0 } };
    await client.change(uri, line, '');
    assert.ok((await diagnosticsOf(uri)).some(({ code }) => code === 'ice-lite-missing'));
    await client.change(uri, { start, end: start }, 'a=ice-lite\n');
    assert.ok(!(await diagnosticsOf(uri)).some(({ code }) => code === 'ice-lite-missing'));
  });

  it('takes changed settings without a new start', async () => {
    const { uri } = await opened('outbound-credentials-change.siptrace');
    client.settings = { rules: { 'call-ice-changed-183-200': 'off' } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: {} });
    assert.ok(!(await diagnosticsOf(uri)).some(({ code }) => code === 'call-ice-changed-183-200'));
    client.settings = {};
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: {} });
    assert.ok((await diagnosticsOf(uri)).some(({ code }) => code === 'call-ice-changed-183-200'));
  });

  it('explains a crypto line without showing its key', async () => {
    const { uri, text } = await opened('inbound-ok.siptrace');
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: placeOf(text, 'AES_CM_128_HMAC_SHA1_80', 3),
    });
    const markdown = JSON.stringify(hover?.contents);
    assert.match(markdown, /RFC 4568/);
    const key = /inline:([\w+/=]+)/.exec(text)?.[1] ?? '';
    assert.ok(key.length === 40 && !markdown.includes(key));
  });

  it('completes attributes', async () => {
    const { uri, text } = await opened('sbc-offer.sdp');
    const at = placeOf(text, 'a=rtcp:50000');
    await client.change(uri, { start: at, end: at }, 'a=\n');
    const items = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri },
      position: { line: at.line, character: 2 },
    });
    const labels = (Array.isArray(items) ? items : (items?.items ?? [])).map(({ label }) => label);
    assert.ok(
      labels.some((label) => label.includes('rtcp-mux')),
      labels.join(' '),
    );
  });

  describe('fixes', () => {
    async function actions(uri: string, range: Range, only?: string): Promise<readonly CodeAction[]> {
      const diagnostics = [...(await diagnosticsOf(uri))];
      const found = await client.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range,
        context: { diagnostics, ...(only === undefined ? {} : { only: [only] }) },
      });
      return (found ?? []).filter((action): action is CodeAction => 'kind' in action);
    }

    it('fixes one finding of an SDP file in place', async () => {
      const { uri, text } = await opened('sbc-offer.sdp');
      const at = placeOf(text, 'a=remote-candidate:', 3);
      const fix = (await actions(uri, { start: at, end: at }, CodeActionKind.QuickFix)).find(
        ({ edit }) => edit,
      );
      assert.ok(fix);
      const fixed = apply(text, fix.edit?.changes?.[uri] ?? []);
      // Spelt right it would be an error: only the controlling agent sends it, and Teams controls.
      assert.equal(fixed, text.replace(/^a=remote-candidate:.*\n/m, ''));
    });

    it('fixes all at once, and what is left has no mechanical fix', async () => {
      const { uri, text } = await opened('sbc-offer.sdp');
      const [all] = await actions(uri, whole, CodeActionKind.SourceFixAll);
      assert.ok(all?.edit?.changes);
      const fixed = apply(text, all.edit.changes[uri] ?? []);
      const before = analyse(text).findings.filter(({ fix }) => fix !== null);
      const after = analyse(fixed).findings.filter(({ fix }) => fix !== null);
      assert.ok(before.length >= 5, 'the sample has too little to fix');
      assert.ok(after.length < before.length);
    });

    it('leaves a log as it is and offers the corrected body instead', async () => {
      const { uri, text } = await opened('inbound-crypto-tag.log');
      const [finding] = (await diagnosticsOf(uri)).filter(({ code }) => code === 'oa-crypto-suite');
      assert.ok(finding, text.slice(0, 20));
      const offered = await actions(uri, finding.range);
      assert.deepEqual(
        offered.filter(({ edit }) => edit !== undefined).map(({ title }) => title),
        [],
      );
    });

    it('recomputes Content-Length where a body sits in a message', async () => {
      const sip = read('inbound-ok.siptrace');
      const start = sip.indexOf('INVITE');
      const invite = sip.slice(start, sip.indexOf('2026/11/20', start)).trimEnd();
      const text = `${invite.replace('a=ice-lite\n', '')}\n`;
      const uri = 'file:///hand-written.siptrace';
      await client.open(uri, text);
      const [all] = await actions(uri, whole, CodeActionKind.SourceFixAll);
      const fixed = apply(text, all?.edit?.changes?.[uri] ?? []);
      const declared = Number(/Content-Length: +(\d+)/.exec(fixed)?.[1]);
      const body = fixed.slice(fixed.indexOf('\n\n') + 2).replaceAll('\n', '\r\n');
      assert.match(fixed, /^a=ice-lite$/m);
      assert.equal(declared, Buffer.byteLength(body));
    });

    it('gives the corrected body', async () => {
      const { uri, text } = await opened('sbc-offer.sdp');
      const result = await client.connection.sendRequest<CorrectedBodyResult>(correctedBodyRequest, {
        uri,
        position: placeOf(text, 'm=audio'),
      });
      assert.match(result.body, /^v=0\n/);
      assert.doesNotMatch(result.body, /remote-candidate/);
      assert.ok(result.applied.length > 0);
    });

    it('generates an answer that the linter has nothing against', async () => {
      const { uri, text } = await opened('outbound-video-missing.siptrace');
      const { snippet } = await client.connection.sendRequest<GenerateAnswerResult>(generateAnswerRequest, {
        uri,
        position: placeOf(text, 'm=video'),
      });
      const answer = expandSnippet(snippet ?? '', { placeholder: ({ text }) => text, variable: () => '' });
      assert.match(answer, /^m=video 0 /m);
      const offer = text.slice(text.indexOf('v=0'), text.indexOf('\n\n', text.indexOf('v=0')));
      const pair = `#!side teams\n#!role offer\n${offer}\n#!side sbc\n#!role answer\n${answer}`;
      const { findings, trace } = analyse(pair);
      assert.equal(trace.calls[0]?.exchanges[0]?.answers.length, 1, 'offer and answer are a pair');
      assert.deepEqual(
        findings
          .filter(({ severity, in: index }) => index === 1 && severity !== 'info')
          .map(({ message }) => message),
        [],
      );
      const again = await client.connection.sendRequest<GenerateAnswerResult>(generateAnswerRequest, {
        uri,
        position: placeOf(text, 'm=video'),
      });
      assert.notEqual(again.snippet, snippet, 'keys and credentials are fresh each time');
    });
  });

  describe("finding one's way", () => {
    it('outlines calls, messages, descriptions, m-lines and attributes', async () => {
      const { uri } = await opened('inbound-ok.siptrace');
      const symbols = (await client.connection.sendRequest(DocumentSymbolRequest.type, {
        textDocument: { uri },
      })) as DocumentSymbol[];
      const [call] = symbols;
      assert.equal(call?.name, '+12065550100 → +14255550199');
      assert.equal(call.children?.length, 7);
      const sdp = call.children[0]?.children?.[0];
      const audio = sdp?.children?.find(({ name }) => name === 'm=audio');
      assert.ok(audio?.children?.some(({ name }) => name === 'crypto'));
      assert.doesNotMatch(JSON.stringify(symbols), /f9xBs7v09kpb/);
      const nested = (symbol: DocumentSymbol): boolean =>
        (symbol.children ?? []).every(
          (child) =>
            child.range.start.line >= symbol.range.start.line &&
            child.range.end.line <= symbol.range.end.line &&
            nested(child),
        );
      assert.ok(symbols.every(nested), 'children lie within their parents');
    });

    it('finds calls of open traces by number', async () => {
      await opened('inbound-ok.siptrace');
      const symbols = await client.connection.sendRequest(WorkspaceSymbolRequest.type, {
        query: '4255550199',
      });
      assert.ok((symbols ?? []).length > 0);
      assert.deepEqual(
        await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'nobody' }),
        [],
      );
    });

    it("goes from the tag of an answer's crypto line to the offer's", async () => {
      const { uri, text } = await opened('inbound-ok.siptrace');
      const answer = text.indexOf('a=crypto:1', text.indexOf('183 Session'));
      const position = TextDocument.create('x:', 'x', 1, text).positionAt(answer + 'a=crypto:'.length);
      const found = await client.connection.sendRequest(DefinitionRequest.type, {
        textDocument: { uri },
        position,
      });
      assert.deepEqual([found].flat()[0], {
        uri,
        range: { start: placeOf(text, 'a=crypto:1', 9), end: placeOf(text, 'a=crypto:1', 10) },
      });
    });

    it('finds all places of a payload type, a Call-ID, a branch, a tag, a ufrag', async () => {
      const { uri, text } = await opened('inbound-ok.siptrace');
      const count = async (needle: string, offset: number): Promise<number> => {
        const params = { textDocument: { uri }, position: placeOf(text, needle, offset) };
        const found = await client.connection.sendRequest(ReferencesRequest.type, {
          ...params,
          context: { includeDeclaration: true },
        });
        const marked = await client.connection.sendRequest(DocumentHighlightRequest.type, params);
        assert.equal(found?.length, marked?.length);
        return found?.length ?? 0;
      };
      assert.equal(await count('a=rtpmap:101', 10), 3);
      assert.equal(await count('Call-ID: ', 12), 7);
      assert.ok((await count('branch=z9hG4bK06c2.321a955eba0c558934a958b60236d299.0', 12)) >= 4);
      assert.equal(await count('tag=26712SIPpTag001\nTo', 6), 7);
      assert.equal(await count('a=ice-ufrag:Rugl0WvG', 14), 1);
    });

    it('folds, selects, colours, hints, links and lenses', async () => {
      const { uri, text } = await opened('inbound-ok.siptrace');
      const textDocument = { uri };
      const { connection } = client;
      const folds = await connection.sendRequest(FoldingRangeRequest.type, { textDocument });
      assert.deepEqual(folds?.[0], { startLine: 1, endLine: 34 });
      const [selection] =
        (await connection.sendRequest(SelectionRangeRequest.type, {
          textDocument,
          positions: [placeOf(text, 'AES_CM')],
        })) ?? [];
      assert.deepEqual(selection?.range.start, placeOf(text, 'AES_CM'));
      const tokens = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
      assert.deepEqual(tokens?.data.slice(0, 3), [1, 0, 'INVITE'.length]);
      const hints = await connection.sendRequest(InlayHintRequest.type, { textDocument, range: whole });
      assert.deepEqual(
        hints?.map(({ label }) => label),
        ['+0.000 s', '+0.155 s', '+1.848 s', '+0.001 s', '+4.007 s', '+0.001 s'],
      );
      const links = await connection.sendRequest(DocumentLinkRequest.type, { textDocument });
      assert.equal(links?.[0]?.target, `${uri}#L2`);
      const lenses = await connection.sendRequest(CodeLensRequest.type, { textDocument });
      assert.equal(lenses?.[0]?.command?.title, '2 notes in this call · answered 200 · teams-bypass');
    });

    it('sums a trace up', async () => {
      const { uri } = await opened('outbound-credentials-change.siptrace');
      const summary = await client.connection.sendRequest<TraceSummary>(summaryRequest, { uri });
      assert.equal(summary.messages, 7);
      assert.equal(summary.calls[0]?.profile, 'teams-bypass');
      assert.equal(summary.counts.error, 2);
    });
  });

  it('renders a capture, from the disk or from bytes, and refuses what is none', async () => {
    const file = path.resolve(__dirname, '../fixtures/capture/06-bad-pwd-in-checks.pcapng');
    const ask = (params: Partial<RenderCaptureParams>): Promise<RenderCaptureResult> =>
      client.connection.sendRequest<RenderCaptureResult>(renderCaptureRequest, {
        uri: pathToFileURL(file).href,
        bytes: null,
        keyLog: '',
        ...params,
      });
    const fromDisk = await ask({});
    assert.equal(fromDisk.kind, 'rendered');
    assert.match(fromDisk.text, /^=== 5 .* STUN binding error, 401$/m);
    assert.deepEqual(await ask({ bytes: fs.readFileSync(file).toString('base64') }), fromDisk);
    assert.deepEqual(await ask({ uri: 'vscode-vfs://x/y.pcap' }), { kind: 'send-bytes' });
    assert.equal(
      (await ask({ uri: pathToFileURL(path.join(samples, 'sbc-offer.sdp')).href })).kind,
      'refused',
    );
    assert.equal((await ask({ uri: 'file:///no/such/file.pcap' })).kind, 'refused');
  });

  it('lists the media streams of a capture’s text, and joins it with a log', async () => {
    const { connection } = client;
    const bytes = fs.readFileSync(path.resolve(__dirname, '../fixtures/forked/inbound-forked.pcapng'));
    const rendering = await connection.sendRequest<RenderCaptureResult>(renderCaptureRequest, {
      uri: 'vscode-vfs://x/y.pcapng',
      bytes: bytes.toString('base64'),
      keyLog: '',
    });
    assert.equal(rendering.kind, 'rendered');
    const log = read('inbound-forked.siptrace').replaceAll(' 05:47:', ' 05:46:');
    const joined = await connection.sendRequest<JoinTracesResult>(joinTracesRequest, {
      texts: [log, rendering.text],
      offsets: [],
    });
    assert.deepEqual(joined.offsets, [0, -60_000_000]);
    assert.equal(joined.evidence[1]?.messages, 9);
    assert.equal(joined.evidence[1].certainty, 'exact');
    const uri = 'sip-trace-capture:/joined.siptrace';
    await client.open(uri, joined.text);
    const streams = await connection.sendRequest<MediaStreamSummary[]>(mediaStreamsRequest, { uri });
    assert.deepEqual(
      streams.map(({ packets, kind }) => `${packets} ${kind}`),
      ['139 SRTP', '332 SRTP', '109 SRTP', '1 SRTP', '199 SRTP'],
    );
    await client.close(uri);
    assert.equal(await connection.sendRequest(mediaStreamsRequest, { uri }), null);
  });

  it('answers about a document that is not open with an error, and goes on', async () => {
    await assert.rejects(
      client.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: 'file:///none' },
        position: { line: 0, character: 0 },
      }),
    );
    await opened('inbound-ok.siptrace');
  });

  it('answers while a large trace is being analysed', async () => {
    const call = read('inbound-ok.siptrace');
    const large = Array.from({ length: 200 }, (_, index) =>
      call.replaceAll('1-26712@', `${index}-26712@`),
    ).join('\n');
    const uri = 'file:///large.siptrace';
    await client.open(uri, large);
    const diagnostics = diagnosticsOf(uri);
    const { uri: small, text } = await opened('sbc-offer.sdp');
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: small },
      position: placeOf(text, 'm=audio'),
    });
    assert.ok(hover);
    await diagnostics;
    await client.close(uri);
  });
});

describe('language server, pushing', () => {
  it('pushes diagnostics to a client that cannot pull, and takes them back', async () => {
    const client = await LspClient.start({});
    try {
      const uri = 'file:///pushed.siptrace';
      const next = client.nextPublished();
      await client.open(uri, read('outbound-credentials-change.siptrace'));
      const { diagnostics, version } = await next;
      assert.equal(version, 1);
      assert.ok(diagnostics.some(({ code }) => code === 'call-ice-changed-183-200'));
      const gone = client.nextPublished();
      await client.close(uri);
      assert.deepEqual((await gone).diagnostics, []);
    } finally {
      await client.stop();
    }
  });
});
