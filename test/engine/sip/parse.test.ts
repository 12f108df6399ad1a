import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { SipMessage } from '../../../server/engine/sip/message';
import { parseSip, readDescriptionsInSlices } from '../../../server/engine/sip/parse';
import {
  addressesOf,
  callIdOf,
  contentLengthOf,
  cseqOf,
  headerOf,
  headersOf,
  methodOf,
  statusOf,
  tagOf,
  topVia,
  viasOf,
} from '../../../server/engine/sip/values';
import { paramOf } from '../../../server/engine/sip/uri';
import { encloses, type Span, type Token } from '../../../server/engine/basics/span';
import { filesBelow, sharedPath, skipUnshared } from '../../support/shared';

function lines(...text: readonly string[]): string {
  return `${text.join('\r\n')}\r\n`;
}

const invite = lines(
  'INVITE sip:+14255550199@sip.pstnhub.microsoft.com:5061;transport=tls?Priority=urgent SIP/2.0',
  'v: SIP/2.0/TLS sbc1.contoso.com:5061;branch=z9hG4bKa;alias, SIP / 2.0 / UDP [2001:db8::1]:5060;branch=z9hG4bKb',
  'f: "Doe, John" <sip:+12065550100;x=1@sbc1.contoso.com;user=phone>;tag=abc',
  'TO:',
  '  <sip:+14255550199@sip.pstnhub.microsoft.com>',
  'i: 1@198.51.100.1',
  'CSeq: 4711 INVITE',
  'm: <sip:a@sbc1.contoso.com:5061;transport=tls>;expires=60, "B" <sip:b@sbc2.contoso.com>',
  'c: application/sdp',
  'l:   17',
  '',
  'v=0',
  's=-',
  't=0 0',
);

describe('parseSip', () => {
  const message = parseSip(invite);
  const textOf = (span: Span): string => invite.slice(span.start, span.end);

  it('reads the request line', () => {
    assert.ok(message.startLine.kind === 'request');
    assert.equal(message.startLine.method.text, 'INVITE');
    assert.equal(textOf(message.startLine.uri).slice(0, 4), 'sip:');
    assert.equal(message.startLine.version.text, 'SIP/2.0');
    assert.equal(methodOf(message), 'INVITE');
    assert.equal(statusOf(message), null);
  });

  it('knows compact forms and any case', () => {
    assert.deepEqual(
      message.headers.map(({ id }) => id),
      ['via', 'from', 'to', 'call-id', 'cseq', 'contact', 'content-type', 'content-length'],
    );
    assert.equal(callIdOf(message), '1@198.51.100.1');
    assert.equal(contentLengthOf(message)?.length, 17);
  });

  it('takes comma lists apart, and none in quotes', () => {
    assert.deepEqual(
      viasOf(message).map(({ transport, host, port, branch }) => [
        transport,
        host.text,
        port?.text,
        branch?.text,
      ]),
      [
        ['TLS', 'sbc1.contoso.com', '5061', 'z9hG4bKa'],
        ['UDP', '[2001:db8::1]', '5060', 'z9hG4bKb'],
      ],
    );
    assert.equal(topVia(message)?.host.text, 'sbc1.contoso.com');
    const [from] = addressesOf(message, 'from');
    assert.equal(from?.displayName?.text, '"Doe, John"');
    assert.equal(from.uri.user?.text, '+12065550100;x=1');
    assert.equal(paramOf(from.uri.params, 'user')?.value?.text, 'phone');
    assert.equal(tagOf(message, 'from')?.text, 'abc');
    const contacts = addressesOf(message, 'contact');
    assert.deepEqual(
      contacts.map(({ uri }) => [uri.user?.text, uri.host.text, uri.port?.text]),
      [
        ['a', 'sbc1.contoso.com', '5061'],
        ['b', 'sbc2.contoso.com', undefined],
      ],
    );
  });

  it('unfolds a header', () => {
    const [to] = addressesOf(message, 'to');
    assert.equal(to?.uri.host.text, 'sip.pstnhub.microsoft.com');
    assert.equal(tagOf(message, 'to'), null);
  });

  it('reads CSeq with places', () => {
    const cseq = cseqOf(message);
    assert.ok(cseq !== null);
    assert.equal(textOf(cseq.number), '4711');
    assert.equal(textOf(cseq.method), 'INVITE');
  });

  it('finds the body and its description', () => {
    assert.ok(message.body !== null);
    assert.equal(textOf(message.body).slice(0, 3), 'v=0');
    assert.equal(message.parts[0]?.sdp?.lines.length, 3);
    assert.deepEqual(message.problems, []);
  });

  it('reads a status line, its phrase empty or not', () => {
    const ok = parseSip('SIP/2.0 183 Session Progress\r\nCSeq: 1 INVITE\r\n\r\n');
    assert.ok(ok.startLine.kind === 'status');
    assert.equal(ok.startLine.status, 183);
    assert.equal(ok.startLine.phrase.text, 'Session Progress');
    assert.equal(methodOf(ok), 'INVITE');
    assert.equal(statusOf(parseSip('SIP/2.0 100\r\n\r\n')), 100);
  });

  it('puts what it cannot read beside the tree', () => {
    const broken = parseSip('INVITE sip:a@b SIP /2.0\r\nno colon here\r\nCall-ID: x\r\n\r\n');
    assert.equal(broken.problems.length, 2);
    assert.equal(callIdOf(broken), 'x');
  });

  it('takes a multipart body apart', () => {
    const text = lines(
      'INVITE sip:a@b SIP/2.0',
      'Content-Type: multipart/mixed; boundary="x y"',
      '',
      'preamble',
      '--x y',
      'Content-Type: application/isup',
      '',
      'binary',
      '--x y',
      'Content-Type: application/sdp',
      'Content-Disposition: session',
      '',
      'v=0',
      's=-',
      '--x y--',
    );
    const { parts, problems } = parseSip(text);
    assert.deepEqual(
      parts.map(({ contentType, headers }) => [contentType, headers.length]),
      [
        ['application/isup', 1],
        ['application/sdp', 2],
      ],
    );
    const content = parts[1]?.content;
    assert.ok(content !== undefined);
    assert.equal(text.slice(content.start, content.end), 'v=0\r\ns=-');
    assert.deepEqual(problems, []);
  });

  it('reads tel URIs, and addresses without <>', () => {
    const text = lines(
      'SIP/2.0 200 OK',
      'From: tel:+1-201-555-0123;phone-context=x',
      'Contact: sip:a@b;tag=1',
      '',
    );
    const parsed = parseSip(text);
    const [from] = addressesOf(parsed, 'from');
    assert.equal(from?.uri.user?.text, '+1-201-555-0123');
    const [contact] = addressesOf(parsed, 'contact');
    // Without <> parameters are the header's (RFC 3261 §20.10).
    assert.equal(contact?.uri.params.length, 0);
    assert.equal(contact.params[0]?.name.text, 'tag');
  });

  it('never throws, and every header stands where it says', () => {
    const piece = fc.constantFrom(
      'INVITE ',
      'SIP/2.0',
      ' 200',
      '\r\n',
      '\n',
      '\r',
      ' ',
      ':',
      ';',
      ',',
      '<',
      '>',
      '"',
      '\\',
      '@',
      'v=0',
      '\0',
      'Via',
      'To: ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const parsed = parseSip(text);
        assertPlaces(parsed);
        for (const id of ['from', 'to', 'contact'] as const)
          addressesOf(parsed, id).forEach(({ uri }) => assertToken(text, uri.host));
        viasOf(parsed).forEach(({ host }) => {
          assertToken(text, host);
        });
      }),
    );
  });

  it('takes time in proportion to the text', () => {
    for (const hostile of [
      'a'.repeat(3_000_000),
      'A: b\r\n '.repeat(300_000),
      `Via: ${','.repeat(1_000_000)}\r\n`,
      `Via: ${'x,'.repeat(100_000)}\r\n`,
      `To: ${'<'.repeat(1_000_000)}`,
    ]) {
      const parsed = parseSip(`INVITE sip:a SIP/2.0\r\n${hostile}\r\n\r\n`);
      viasOf(parsed);
      addressesOf(parsed, 'to');
    }
  });
});

function assertToken(text: string, token: Token): void {
  assert.equal(text.slice(token.start, token.end), token.text);
}

function assertPlaces(message: SipMessage): void {
  for (const header of message.headers) {
    assertToken(message.content, header.name);
    assertToken(message.content, header.value);
    assert.ok(encloses(header, header.name) && encloses(header, header.value));
  }
}

describe('readDescriptionsInSlices', () => {
  it('lets others have their turn within a long description, which is read once', () => {
    const head = 'INVITE sip:b@example.com SIP/2.0\r\nContent-Type: application/sdp\r\n\r\n';
    const message = parseSip(head + 's=-\n'.repeat(20_000));
    const slices = (): number => [...readDescriptionsInSlices(message)].length;
    assert.deepEqual([slices(), slices()], [4, 0]);
    assert.equal(message.parts[0]?.sdp?.lines.length, 20_000);
  });
});

describe('torture messages', () => {
  const folder = sharedPath('corpus/torture');
  const files = filesBelow(folder).filter((file) => file.endsWith('.dat'));

  it('reads all of RFC 4475 and RFC 5118', function () {
    if (folder === null) skipUnshared(this);
    assert.ok(files.length >= 60);
    for (const file of files) assertPlaces(parseSip(fs.readFileSync(file, 'latin1')));
  });

  /** RFC 4475 §3.1.1.3: escapes mean nothing in a method, so RE%47IST%45R is no REGISTER. */
  const knownDifferences = new Set(['esc02.json']);

  it('agrees with another parser on what valid ones say', function () {
    if (folder === null) skipUnshared(this);
    interface Expected {
      readonly method?: string;
      readonly status?: number;
      readonly headers: {
        readonly 'call-id'?: string;
        readonly via?: readonly {
          readonly host: string;
          readonly params: { readonly branch?: string | null };
        }[];
      };
    }
    let compared = 0;
    for (const file of filesBelow(path.join(folder, 'expected-kirm-sipjs'))) {
      const message = files.find((each) => path.basename(each, '.dat') === path.basename(file, '.json'));
      if (message === undefined || knownDifferences.has(path.basename(file))) continue;
      const expected = JSON.parse(fs.readFileSync(file, 'utf8')) as Expected;
      const parsed = parseSip(fs.readFileSync(message, 'latin1'));
      if (expected.method !== undefined) assert.equal(methodOf(parsed), expected.method.toUpperCase(), file);
      if (expected.status !== undefined) assert.equal(statusOf(parsed), expected.status, file);
      if (expected.headers['call-id'] !== undefined)
        assert.equal(callIdOf(parsed), expected.headers['call-id'], file);
      const vias = viasOf(parsed);
      assert.deepEqual(
        vias.map(({ host }) => host.text),
        (expected.headers.via ?? []).map(({ host }) => host),
        file,
      );
      compared++;
    }
    assert.ok(compared >= 12);
  });

  it('reads the tortuous INVITE', function () {
    const file = files.find((each) => path.basename(each) === 'wsinv.dat');
    if (file === undefined) skipUnshared(this);
    const message = parseSip(fs.readFileSync(file, 'latin1'));
    assert.equal(cseqOf(message)?.number.text, '0009');
    assert.equal(headersOf(message, 'via').length, 2);
    assert.equal(viasOf(message).length, 3);
    assert.equal(contentLengthOf(message)?.length, 150);
    assert.equal(headerOf(message, 'subject')?.value.text, '');
    assert.ok((message.parts[0]?.sdp ?? null) !== null);
  });
});
