import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  activated,
  closeEverything,
  findings,
  fixture,
  hoverText,
  openFixture,
  openText,
  positionOf,
  until,
} from './support';

describe('language features', () => {
  before(activated);
  afterEach(closeEverything);

  it('explain a crypto line and mask its key', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const text = await until('a hover', () => hoverOf(document, 'AES_CM_128_HMAC_SHA1_80'));
    assert.match(text, /AES_CM_128_HMAC_SHA1_80|AES-128|AES-CM/);
    assert.match(text, /RFC\W*4568/);
    assert.doesNotMatch(text, /f9xBs7v09kpb|NUzz0la9kPne7zUL5iDwwFlfuem/);
  });

  it('lead from a finding to the page of its rule', async () => {
    const { document } = await openFixture('inbound-crypto-tag.siptrace');
    const [finding] = await until('the finding', () => {
      const found = findings(document, 'oa-crypto-tag');
      return found.length > 0 && found;
    });
    assert.ok(finding);
    const text = await until('a hover', () => hoverText(document, finding.range.start));
    const command = `command:sipTrace.openRule?${encodeURIComponent('["oa-crypto-tag"]')}`;
    assert.ok(text.includes(`[oa-crypto-tag](${command})`), text);
    await vscode.commands.executeCommand('sipTrace.openRule', 'oa-crypto-tag');
    const page = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(page, /^# `oa-crypto-tag`\n/);
  });

  it('take a candidate’s priority apart', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const text = await until('a hover', () => hoverOf(document, '2130706431'));
    assert.match(text, /\b126\b/);
    assert.match(text, /host/);
  });

  it('explain a response code', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const text = await until('a hover', () => hoverOf(document, '183 Session Progress'));
    assert.match(text, /183/);
  });

  it('outline calls, messages and m-lines', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const symbols = await until('the outline', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
        'vscode.executeDocumentSymbolProvider',
        document.uri,
      );
      return found !== undefined && found.length > 0 && found;
    });
    const names = flatten(symbols).map(({ name, detail }) => `${name} ${detail}`);
    assert.equal(symbols.length, 1, 'one call');
    assert.ok(
      names.some((name) => name.includes('INVITE')),
      names.join('; '),
    );
    assert.ok(
      names.some((name) => name.includes('183')),
      names.join('; '),
    );
    assert.ok(
      names.some((name) => name.includes('audio')),
      names.join('; '),
    );
    for (const { range, selectionRange } of flatten(symbols)) assert.ok(range.contains(selectionRange));
  });

  it('complete attributes in an SDP', async () => {
    const editor = await openText('sdp', `${await fixture('offer.sdp')}a=rtcp-`);
    const end = editor.document.positionAt(editor.document.getText().length);
    const list = await until('proposals', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        end,
      );
      return found.items.some((item) => labelOf(item).includes('rtcp-mux')) && found;
    });
    assert.ok(list.items.every(({ label }) => label !== ''));
  });

  it('fold messages', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const ranges = await until('folding ranges', async () => {
      const found = await vscode.commands.executeCommand<vscode.FoldingRange[] | undefined>(
        'vscode.executeFoldingRangeProvider',
        document.uri,
      );
      return found !== undefined && found.length >= 6 && found;
    });
    const invite = positionOf(document, 'INVITE sip:').line;
    assert.ok(
      ranges.some(({ start }) => start === invite || start === invite - 1),
      'the INVITE can be folded',
    );
  });

  it('put lenses above an offer and a call, with commands that exist', async () => {
    const { document } = await openFixture('inbound-crypto-tag.siptrace');
    const lenses = await until('code lenses', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[] | undefined>(
        'vscode.executeCodeLensProvider',
        document.uri,
        50,
      );
      return found !== undefined && found.some(({ command }) => command !== undefined) && found;
    });
    const known = new Set(await vscode.commands.getCommands(true));
    for (const { command } of lenses)
      if (command?.command) assert.ok(known.has(command.command), command.command);
  });

  it('lead from a payload type to its rtpmap', async () => {
    const { document } = await openFixture('offer.sdp');
    const inMediaLine = positionOf(document, 'SAVP 0 8 101', 'SAVP 0 8 1'.length);
    const targets = await until('a definition', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        inMediaLine,
      );
      return found.length > 0 && found;
    });
    const lines = targets.map((target) =>
      'targetRange' in target ? target.targetRange.start.line : target.range.start.line,
    );
    assert.ok(lines.includes(positionOf(document, 'a=rtpmap:101').line));
  });

  it('colour tokens and hint at times', async () => {
    const { document } = await openFixture('inbound-ok.siptrace');
    const tokens = await until('semantic tokens', async () => {
      const found = await vscode.commands.executeCommand<vscode.SemanticTokens | undefined>(
        'vscode.provideDocumentSemanticTokens',
        document.uri,
      );
      return found !== undefined && found.data.length > 0 && found;
    });
    assert.equal(tokens.data.length % 5, 0);
    const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );
    assert.ok(hints.length > 0);
  });

  it('survive a restart of the server', async () => {
    const api = await activated();
    const { document } = await openFixture('inbound-ok.siptrace');
    await until('a hover', () => hoverOf(document, '2130706431'));
    await vscode.commands.executeCommand('sipTrace.restartServer');
    assert.equal(api.serverState(), 'running');
    await until('a hover', () => hoverOf(document, '2130706431'));
  });
});

async function hoverOf(document: vscode.TextDocument, text: string): Promise<string | undefined> {
  return (await hoverText(document, positionOf(document, text, 2))) || undefined;
}

function flatten(symbols: readonly vscode.DocumentSymbol[]): vscode.DocumentSymbol[] {
  return symbols.flatMap((symbol) => [symbol, ...flatten(symbol.children)]);
}

function labelOf({ label }: vscode.CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}
