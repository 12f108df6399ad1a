/** `sip-trace fix`: what is printed, written and refused. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../server/cli/run';

const samples = path.resolve(import.meta.dirname, '../../samples');

const right = [
  'v=0',
  'o=- 77 1 IN IP4 198.51.100.7',
  's=call',
  'c=IN IP4 198.51.100.7',
  't=0 0',
  'm=audio 41000 RTP/AVP 8 96',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:96 telephone-event/8000',
  'a=fmtp:96 0-15',
  'a=note:Zürich',
  'a=sendrecv',
  '',
];
const wrong = [...right.slice(0, 7), 'a=rtcp-mux2', ...right.slice(7, 9), '', ...right.slice(9)];
const corrected = wrong.filter((line, place) => line !== '' || place === wrong.length - 1).join('\n');

describe('sip-trace fix', () => {
  let folder = '';
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sip-trace-fix-'));
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function fix(...args: readonly string[]): Promise<{ code: number; out: string; errors: string[] }> {
    const out: string[] = [];
    const errors: string[] = [];
    const code = await run(['fix', ...args], {
      out: (text) => out.push(text),
      error: (line) => errors.push(line),
      colours: false,
      folder,
      version: '0',
    });
    return { code, out: out.join(''), errors };
  }

  function file(name: string, content: string | Uint8Array): string {
    const at = path.join(folder, name);
    fs.writeFileSync(at, content);
    return at;
  }

  it('prints the corrected text, and says what is left', async () => {
    const at = file('a.sdp', wrong.join('\n'));
    const { code, out, errors } = await fix(at, '--rule', 'sdp-attribute-typo=off');
    assert.equal(out, corrected);
    assert.deepEqual(errors, [`sip-trace: ${at}: 1 finding fixed, 0 errors and 0 warnings left`]);
    assert.equal(code, 0);
    assert.equal(fs.readFileSync(at, 'utf8'), wrong.join('\n'), 'the file stays as it is');
  });

  it('exits with 1 where errors are left', async () => {
    const at = file('b.sdp', right.filter((line) => !line.startsWith('o=')).join('\n'));
    assert.equal((await fix(at)).code, 1);
  });

  it('writes files in place, in the encoding that they have', async () => {
    const text = wrong.join('\r\n');
    const encodings: readonly (readonly [string, (text: string) => Buffer])[] = [
      ['utf8.sdp', (content) => Buffer.from(content)],
      ['bom.sdp', (content) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(content)])],
      ['latin.sdp', (content) => Buffer.from(content, 'latin1')],
      ['wide.sdp', (content) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(content, 'utf16le')])],
    ];
    const files = encodings.map(([name, encode]) => file(name, encode(text)));
    const { code, out } = await fix('--write', '--rule', 'sdp-attribute-typo=off', ...files);
    assert.equal(code, 0);
    assert.equal(out, '');
    for (const [place, [name, encode]] of encodings.entries())
      assert.ok(fs.readFileSync(files[place] ?? '').equals(encode(corrected.replaceAll('\n', '\r\n'))), name);
    assert.equal(
      (await fix('--diff', '--rule', 'sdp-attribute-typo=off', ...files)).out,
      '',
      'nothing is left',
    );
  });

  it('tells what would change as a unified diff', async () => {
    const at = file('c.sdp', wrong.join('\n'));
    const { out } = await fix('--diff', at);
    assert.equal(
      out,
      [
        `--- ${at}`,
        `+++ ${at}`,
        '@@ -5,9 +5,8 @@',
        ' t=0 0',
        ' m=audio 41000 RTP/AVP 8 96',
        ' a=rtpmap:8 PCMA/8000',
        '-a=rtcp-mux2',
        '+a=rtcp-mux',
        ' a=rtpmap:96 telephone-event/8000',
        ' a=fmtp:96 0-15',
        '-',
        ' a=note:Zürich',
        ' a=sendrecv',
        '',
      ].join('\n'),
    );
  });

  it('leaves evidence as it is', async () => {
    for (const [name, why] of [
      [
        'inbound-crypto-tag.log',
        /^sip-trace: .*inbound-crypto-tag\.log: a log \([\w-]+\) is evidence and stays as it is$/,
      ],
      [
        'inbound-blocked.pcapng',
        /^sip-trace: .*inbound-blocked\.pcapng: a capture is evidence and stays as it is$/,
      ],
    ] as const) {
      const { code, out, errors } = await fix(path.join(samples, name));
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.equal(errors.length, 1);
      assert.match(errors[0] ?? '', why);
    }
  });

  it('leaves what was quoted as it is: a line put in would lack its margin', async () => {
    const at = file('mail.sdp', wrong.map((line) => `> ${line}`).join('\n'));
    const { code, out, errors } = await fix(at);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.deepEqual(errors, [
      `sip-trace: ${at}: what was copied from a mail, a page or a log is evidence and stays as it is`,
    ]);
  });

  it('wants to know where several files go', async () => {
    const at = file('d.sdp', wrong.join('\n'));
    for (const args of [
      [at, at],
      ['--write', '-'],
      ['--write', '--diff', at],
      ['--format', 'json', at],
    ])
      assert.equal((await fix(...args)).code, 2, args.join(' '));
  });
});
