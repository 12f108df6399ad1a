import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InsertTextFormat, MarkupContent, TextEdit, type CompletionItem } from 'vscode-languageserver-types';
import { completionTriggers, provideCompletion } from '../../server/language/completion';
import type { Settings } from '../../shared/protocol';
import { viewOf } from '../support/view';

/** Marks the caret: no character that a trace holds. */
const caret = '⌖';

const offer = [
  'v=0',
  'o=- 1 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'm=audio 50000 RTP/SAVP 0 8 96 101',
  '',
].join('\n');

const request =
  'INVITE sip:+1@sip.pstnhub.microsoft.com SIP/2.0\nVia: SIP/2.0/TLS sbc1.contoso.com;branch=z9hG4bK1\n';

describe('completion at the start of a line of SDP', () => {
  it('works in an empty description', () => {
    const items = completeSorted(caret);
    assert.deepEqual(
      items.slice(0, 5).map(({ label }) => label),
      ['v=', 'o=', 's=', 'c=', 't='],
    );
    assert.equal(newText(find(items, 'v=')), 'v=0');
    assert.ok(!items.some(({ label }) => label === 'INVITE'), 'a file of SDP holds no requests');
  });

  it('puts first what media bypass wants and the m-line lacks', () => {
    const labels = completeSorted(`${offer}a=rtcp-mux\n${caret}`).map(({ label }) => label);
    assert.deepEqual(labels.slice(0, 4), ['a=crypto', 'a=ice-ufrag', 'a=ice-pwd', 'a=candidate']);
    assert.ok(
      labels.indexOf('a=rtcp-mux') > labels.indexOf('a=zrtp-hash'),
      'what is there already comes last',
    );
    assert.ok(!labels.includes('a=ice-lite'), 'a session attribute has no place here');
    assert.ok(!labels.includes('v='));
  });

  it('offers ice-lite above the first m-line, and no attributes of streams', () => {
    const labels = completeSorted(
      `v=0\no=- 1 1 IN IP4 203.0.113.10\ns=-\n${caret}\nm=audio 5 RTP/SAVP 0\n`,
    ).map(({ label }) => label);
    assert.ok(labels.includes('a=ice-lite'));
    assert.ok(!labels.includes('a=candidate'));
    assert.ok(labels.indexOf('a=ice-lite') < labels.indexOf('a=setup'));
  });

  it('replaces what has been typed, with and without a=', () => {
    for (const typed of ['', 'a', 'a=', 'a=cry', 'cry']) {
      const item = find(complete(`${offer}${typed}${caret}`), 'a=crypto');
      assert.deepEqual(edit(item).range, {
        start: { line: 6, character: 0 },
        end: { line: 6, character: typed.length },
      });
      assert.ok(newText(item).startsWith('a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:'));
      assert.equal(item.insertTextFormat, InsertTextFormat.Snippet);
    }
  });

  it('replaces the word that the caret stands in, and writes no value twice', () => {
    const name = find(complete(`${offer}a=rtp${caret}map:101 telephone-event/8000\n`), 'a=rtpmap');
    assert.deepEqual(edit(name).range.end, { line: 6, character: 'a=rtpmap'.length });
    assert.equal(newText(name), 'a=rtpmap');
    const suite = find(
      complete(`${offer}a=crypto:1 AES_CM_12${caret}8_X inline:k\n`),
      'AES_CM_128_HMAC_SHA1_80',
    );
    assert.deepEqual(edit(suite).range, {
      start: { line: 6, character: 'a=crypto:1 '.length },
      end: { line: 6, character: 'a=crypto:1 AES_CM_128_X'.length },
    });
  });

  it('works where nothing but a half-typed line stands', () => {
    assert.ok(complete(`a=${caret}`).some(({ label }) => label === 'a=candidate'));
    assert.ok(complete(`a=cry${caret}`).some(({ label }) => label === 'a=crypto'));
  });

  it('documents every proposal with its source', () => {
    for (const { label, documentation } of complete(`${offer}${caret}`)) {
      assert.ok(MarkupContent.is(documentation), label);
      assert.match(documentation.value, /\*Source: /, label);
    }
  });

  it('fills proposals with what the description says', () => {
    const items = complete(`${offer}a=${caret}`);
    assert.equal(
      newText(find(items, 'a=candidate')),
      'a=candidate:1 1 UDP 2130706431 203.0.113.10 50000 typ host',
    );
    assert.equal(newText(find(items, 'a=rtcp')), 'a=rtcp:50000');
    assert.equal(newText(find(items, 'a=fmtp')), 'a=fmtp:101 0-16');
    assert.match(newText(find(items, 'a=rtpmap')), /^a=rtpmap:96 SILK\//);
  });

  it('leaves Teams out of the order where the user chose another profile', () => {
    const labels = completeSorted(`${offer}${caret}`, { profile: 'rfc' }).map(({ label }) => label);
    assert.ok(labels.indexOf('a=crypto') > labels.indexOf('m='));
  });

  it('does not break a snippet by the text of a trace', () => {
    const items = complete(`v=0\nc=IN IP4 $1}\\\nm=audio 5 RTP/SAVP 0\na=${caret}`);
    assert.equal(
      newText(find(items, 'a=candidate')),
      'a=candidate:1 1 UDP 2130706431 \\$1\\}\\\\ 5 typ host',
    );
  });
});

describe('completion of attribute values', () => {
  it('rtpmap: payload types of the m-line without one, dynamic ones first', () => {
    const items = completeSorted(`${offer}a=rtpmap:101 telephone-event/8000\na=rtpmap:${caret}`);
    const labels = items.map(({ label }) => label);
    assert.equal(labels[0], '96 SILK/16000');
    assert.ok(labels.includes('0 PCMU/8000'));
    assert.ok(!labels.some((label) => label.startsWith('101 ')), '101 has one');
    assert.ok(labels.includes('96 opus/48000/2'));
  });

  it('rtpmap: codecs behind a payload type', () => {
    const items = complete(`${offer}a=rtpmap:101 tel${caret}`);
    const item = find(items, 'telephone-event/8000');
    assert.deepEqual(edit(item).range.start, { line: 6, character: 'a=rtpmap:101 '.length });
    assert.deepEqual(
      complete(`${offer}a=rtpmap:8 ${caret}`).map(({ label }) => label),
      ['PCMA/8000'],
    );
  });

  it('fmtp: parameters of the codec', () => {
    const text = `${offer}a=rtpmap:96 opus/48000/2\na=rtpmap:101 telephone-event/8000\n`;
    const labels = complete(`${text}a=fmtp:${caret}`).map(({ label }) => label);
    assert.ok(labels.includes('101 0-16'));
    assert.ok(labels.includes('96 useinbandfec='));
    const second = find(complete(`${text}a=fmtp:96 useinbandfec=1;min${caret}`), 'minptime=');
    assert.equal(edit(second).range.start.character, 'a=fmtp:96 useinbandfec=1;'.length);
  });

  it('crypto: the next free tag, the demanded suite first, never a key', () => {
    const [first] = completeSorted(
      `${offer}a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:AAAA\na=crypto:${caret}`,
    );
    assert.ok(first);
    assert.equal(newText(first), '2 AES_CM_128_HMAC_SHA1_80 inline:${1:base64 of 30 random octets}|2^31');
    const key = find(complete(`${offer}a=crypto:1 AEAD_AES_256_GCM ${caret}`), 'inline:');
    assert.equal(newText(key), 'inline:${1:base64 of 44 random octets}');
    assert.equal(complete(`${offer}a=crypto:1 ${caret}`).length, 9);
    assert.deepEqual(
      complete(`${offer}a=crypto:1 AEAD_AES_256_GCM inline:AAAA|${caret}`).map(({ label }) => label),
      ['2^31'],
    );
    assert.deepEqual(complete(`${offer}a=crypto:1 AEAD_AES_256_GCM inline:AA${caret}`), []);
  });

  it('crypto: tag and suite of the offer in an answer', () => {
    const text = [
      '#!role offer',
      'v=0',
      'm=audio 5 RTP/SAVP 0',
      'a=crypto:3 AES_CM_128_HMAC_SHA1_32 inline:AAAA',
      '',
      '#!role answer',
      'v=0',
      'm=audio 7 RTP/SAVP 0',
      `a=crypto:${caret}`,
    ].join('\n');
    assert.deepEqual(
      complete(text).map(({ label }) => label),
      ['3 AES_CM_128_HMAC_SHA1_32'],
    );
  });

  it('candidate: RTP and, without rtcp-mux, RTCP; then fields', () => {
    assert.deepEqual(
      complete(`${offer}a=candidate:${caret}`).map(({ label }) => label),
      ['1 1 UDP 2130706431 203.0.113.10 50000 typ host', '1 2 UDP 2130706430 203.0.113.10 50001 typ host'],
    );
    assert.equal(complete(`${offer}a=rtcp-mux\na=candidate:${caret}`).length, 1);
    assert.deepEqual(
      complete(`${offer}a=candidate:1 1 UDP 1 1.2.3.4 5 typ ${caret}`).map(({ label }) => label),
      ['host', 'srflx', 'prflx', 'relay'],
    );
    assert.ok(complete(`${offer}a=candidate:1 1 ${caret}`).some(({ label }) => label === 'UDP'));
  });

  it('setup, ice-options, fingerprint', () => {
    assert.deepEqual(
      complete(`${offer}a=setup:${caret}`).map(({ label }) => label),
      ['actpass', 'active', 'passive', 'holdconn'],
    );
    const options = complete(`${offer}a=ice-options:ice2 tr${caret}`);
    assert.equal(edit(find(options, 'trickle')).range.start.character, 'a=ice-options:ice2 '.length);
    assert.equal(newText(find(complete(`${offer}a=fingerprint:${caret}`), 'sha-256')), 'sha-256 ');
  });

  it('the m-line, field by field', () => {
    assert.ok(complete(`v=0\nm=${caret}`).some(({ label }) => label === 'audio'));
    assert.equal(complete(`v=0\nm=audio 5 ${caret}`)[0]?.label, 'RTP/SAVP');
    const formats = completeSorted(`v=0\nm=audio 5 RTP/SAVP 0 ${caret}\na=rtpmap:111 opus/48000/2\n`).map(
      ({ label }) => label,
    );
    assert.equal(formats[0], '111');
    assert.ok(formats.includes('8') && !formats.includes('0') && !formats.includes('26'));
    assert.deepEqual(complete(`v=0\nm=image 5 udptl ${caret}`), []);
  });

  it('connection data from what is known', () => {
    assert.equal(complete(`${offer}c=${caret}`)[0]?.label, 'IN IP4 203.0.113.10');
  });
});

describe('completion of SIP', () => {
  it('methods, status codes and the version at the start of a message', () => {
    assert.match(
      newText(find(complete(`INV${caret}`, {}, 'siptrace'), 'INVITE')),
      /^INVITE \$\{1:sip:.*\} SIP\/2\.0$/,
    );
    const busy = find(complete(`SIP/2.0 48${caret}`, {}, 'siptrace'), '486 Busy Here');
    assert.equal(newText(busy), '486 Busy Here');
    assert.equal(edit(busy).range.start.character, 'SIP/2.0 '.length);
    assert.ok(MarkupContent.is(busy.documentation));
  });

  it('header names: what is missing first, what is there last', () => {
    const labels = completeSorted(`${request}${caret}`).map(({ label }) => label);
    assert.deepEqual(labels.slice(0, 5), ['Max-Forwards', 'From', 'To', 'Call-ID', 'CSeq']);
    const more = completeSorted(`${request}Call-ID: 1\n${caret}`).map(({ label }) => label);
    assert.ok(more.indexOf('Call-ID') > more.indexOf('X-CID'));
    assert.match(newText(find(complete(`${request}Cont${caret}`), 'Contact')), /;transport=tls>$/);
  });

  it('no headers in a body, no SDP among headers', () => {
    const labels = complete(`${request}Content-Type: application/sdp\n\nv=0\n${caret}`).map(
      ({ label }) => label,
    );
    assert.ok(labels.includes('a=sendrecv') && !labels.includes('Contact'));
    assert.ok(!complete(`${request}${caret}`).some(({ label }) => label.includes('=')));
    assert.deepEqual(complete(`${request}Content-Type: text/plain\n\nhello\n${caret}`), []);
  });

  it('a body that has outgrown its Content-Length', () => {
    const text = `${request}Content-Type: application/sdp\nContent-Length: 11\n\nv=0\r\ns=-\r\na=${caret}`;
    assert.ok(complete(text).some(({ label }) => label === 'a=ice-lite'));
  });

  it('Content-Length as counted', () => {
    const text = `${request}${caret}\n\nv=0\ns=-\n`;
    assert.equal(newText(find(complete(text), 'Content-Length')), 'Content-Length: 10');
  });

  it('values of headers', () => {
    assert.deepEqual(labelsOf(`${request}X-MS-UserLocation: ${caret}`), ['internal', 'external']);
    assert.equal(labelsOf(`${request}Content-Type: ${caret}`)[0], 'application/sdp');
    assert.ok(!labelsOf(`${request}Allow: INVITE, ${caret}`).includes('INVITE'));
    assert.ok(labelsOf(`${request}Allow: INVITE, ${caret}`).includes('REFER'));
    assert.ok(labelsOf(`${request}Supported: 100rel,ti${caret}`).includes('timer'));
    assert.ok(labelsOf(`${request}Contact: <sip:a@b;transport=${caret}`).includes('tls'));
    assert.ok(labelsOf(`${request}Reason: ${caret}`).includes('Q.850;cause=16 Normal call clearing'));
    assert.equal(
      newText(find(complete(`${request}Reason: Q.850;cause=1${caret}`), '16 Normal call clearing')),
      '16;text="Normal call clearing"',
    );
    assert.equal(completeSorted(`${request}CSeq: 1 ${caret}`)[0]?.label, 'INVITE');
  });
});

describe('completion elsewhere', () => {
  it('directives at the top, and nowhere else', () => {
    assert.deepEqual(labelsOf(`#!${caret}\nv=0\n`), ['#!side', '#!role', '#!profile', '#!ignore']);
    assert.deepEqual(labelsOf(`#!side ${caret}`), ['sbc', 'teams']);
    assert.ok(!labelsOf(`${'log line\n'.repeat(5)}#${caret}`, 'siptrace').includes('#!side'));
  });

  it('nothing inside a line of a log', () => {
    assert.deepEqual(labelsOf(`Jan 31 10:00:00 sbc kernel: all is well ${caret}\n`, 'siptrace'), []);
    assert.deepEqual(labelsOf(`${' '.repeat(4)}${caret}`, 'siptrace'), []);
  });

  it('asks by itself after the characters that begin a value', () => {
    for (const trigger of ['=', ':', ' ', ';']) assert.ok(completionTriggers.includes(trigger));
  });

  it('leaves lines alone that nobody types', () => {
    const text = `a=${'x'.repeat(1_000_000)}`;
    assert.deepEqual(provideCompletion(viewOf(text), { line: 0, character: text.length }), []);
  });

  it('never offers a secret of the trace', () => {
    const sample = readFileSync(join(__dirname, '../fixtures/text/01-inbound-ok.sngrep.txt'), 'utf8');
    const view = viewOf(sample);
    const secrets = [...sample.matchAll(/inline:([\w+/=]+)|ice-pwd:(\S+)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    for (const [line, text] of sample.split('\n').entries()) {
      for (const character of [0, 2, text.indexOf(':') + 1, text.length]) {
        const offered = JSON.stringify(provideCompletion(view, { line, character }));
        for (const secret of secrets) assert.ok(!offered.includes(secret));
      }
    }
  });
});

function complete(
  marked: string,
  settings: Partial<Settings> = {},
  extension = 'sdp',
): readonly CompletionItem[] {
  const at = marked.indexOf(caret);
  assert.notEqual(at, -1, 'the text has no caret');
  const before = marked.slice(0, at).split('\n');
  const view = viewOf(marked.slice(0, at) + marked.slice(at + caret.length), settings);
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return provideCompletion({ ...view, uri: `file:///a.${extension}` }, position);
}

/** As an editor shows them. */
function completeSorted(marked: string, settings: Partial<Settings> = {}): readonly CompletionItem[] {
  return [...complete(marked, settings)].sort((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
}

function labelsOf(marked: string, extension = 'sdp'): readonly string[] {
  return complete(marked, {}, extension).map(({ label }) => label);
}

function find(items: readonly CompletionItem[], label: string): CompletionItem {
  const item = items.find((each) => each.label === label);
  assert.ok(item, `no ${label} among ${items.map((each) => each.label).join(', ')}`);
  return item;
}

function edit({ textEdit }: CompletionItem): TextEdit {
  assert.ok(TextEdit.is(textEdit));
  return textEdit;
}

function newText(item: CompletionItem): string {
  return edit(item).newText;
}
