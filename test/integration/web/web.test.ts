import * as vscode from 'vscode';
import {
  activated,
  closeEverything,
  extension,
  findings,
  hoverText,
  openText,
  positionOf,
  replace,
  until,
} from '../support';

const offer = `v=0
o=sbc 1790 1 IN IP4 203.0.113.10
s=SBC-Call
c=IN IP4 203.0.113.10
t=0 0
a=ice-lite
m=audio 50075 RTP/SAVP 0 8 description 101
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=rtcp-mux
a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:f9xBs7v09kpb/NUzz0la9kPne7zUL5iDwwFlfuem
a=ice-ufrag:Rugl0WvG
a=ice-pwd:6uHAv8xxrFn1ii5EiJd2KyToAK
a=candidate:1 1 UDP 2130706431 203.0.113.10 50075 typ host
`;

describe('in a browser', () => {
  afterEach(closeEverything);

  it('the extension activates and its server runs in a worker', async () => {
    const api = await activated();
    await openText('sdp', offer);
    await until('the language server', () => api.serverState() === 'running');
  });

  it('findings come and go with what is typed', async () => {
    const editor = await openText('sdp', offer);
    await until('a finding', () => findings(editor.document, 'sdp-fmt-not-payload-type').length === 1);
    const [finding] = findings(editor.document, 'sdp-fmt-not-payload-type');
    const { code } = finding ?? {};
    if (typeof code !== 'object') throw new Error('it does not name the page of its rule');
    const page = await vscode.workspace.openTextDocument(code.target);
    if (!page.getText().startsWith('# `sdp-fmt-not-payload-type`\n')) throw new Error(page.getText());
    await replace(editor, ' description', '');
    await until('no finding', () => findings(editor.document, 'sdp-fmt-not-payload-type').length === 0);
  });

  it('a hover explains a line', async () => {
    const { document } = await openText('sdp', offer);
    await until('a hover', async () =>
      /\b126\b/.test(await hoverText(document, positionOf(document, '2130706431', 2))),
    );
  });

  it('a pasted trace is recognised', async () => {
    const { document } = await openText(
      'plaintext',
      `INVITE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nCall-ID: 1@192.0.2.1\nCSeq: 1 INVITE\nContent-Length: 0\n\n`,
    );
    await until('the language', () => document.languageId === 'sip-trace');
  });

  it('the view Calls lists a call and its messages', async () => {
    const { calls } = await activated();
    await openText(
      'sip-trace',
      `INVITE sip:bob@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nFrom: <sip:ann@example.com>;tag=1\nTo: <sip:bob@example.com>\nCall-ID: 1@192.0.2.1\nCSeq: 1 INVITE\nContent-Length: 0\n\n`,
    );
    const [trace] = await until('the trace', async () => {
      const found = await calls.getChildren();
      return found.length === 1 && found;
    });
    const call = await until('the call', async () => (await calls.getChildren(trace))[0]);
    const label = calls.getTreeItem(call).label;
    if (label !== 'ann → bob') throw new Error(`the call is called ${JSON.stringify(label)}`);
    const messages = await calls.getChildren(call);
    if (messages.length !== 1) throw new Error(`it has ${messages.length} messages`);
  });

  it('a capture opens, though the server cannot read its file', async () => {
    const { overviews } = await activated();
    const uri = vscode.Uri.joinPath(
      extension().extensionUri,
      'test',
      'fixtures',
      'forked',
      'inbound-forked.pcapng',
    );
    await vscode.commands.executeCommand('vscode.openWith', uri, 'sipTrace.capture');
    const content = await until('the overview', () => {
      const source = overviews.sources.at(-1);
      if (source?.state.kind === 'failed') throw new Error(source.state.message);
      return source?.state.kind === 'ready' && source.content;
    });
    const found = [content.format, content.calls[0]?.outcome, content.streams.length].join(' ');
    if (found !== 'pcapng answered 5') throw new Error(`it holds ${found}`);
  });

  it('a call of a capture is replayed for its panel', async () => {
    const { callPanels, overviews } = await activated();
    const uri = vscode.Uri.joinPath(
      extension().extensionUri,
      'test',
      'fixtures',
      'forked',
      'inbound-forked.pcapng',
    );
    await vscode.commands.executeCommand('vscode.openWith', uri, 'sipTrace.capture');
    await until('the overview', () => overviews.sources.at(-1)?.state.kind === 'ready');
    await vscode.commands.executeCommand('sipTrace.openCallPanel');
    const { headline } = await until('the replay', () => callPanels.all[0]?.shown);
    if (!headline.text.includes('The call was answered')) throw new Error(`it says "${headline.text}"`);
  });

  it('the corrected body opens beside', async () => {
    const { document } = await openText('sdp', offer);
    await vscode.commands.executeCommand('sipTrace.openCorrectedBody');
    const corrected = vscode.window.activeTextEditor?.document;
    if (corrected === undefined || corrected === document) throw new Error('no other document was opened');
    if (corrected.getText().includes('description')) throw new Error('the defect is still there');
  });
});
