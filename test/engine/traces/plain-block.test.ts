/** What is read of a plain block without the reader of texts must be what that reads, whatever has become of the block. */
import assert from 'node:assert/strict';
import { readPlainBlock } from '../../../server/engine/traces/plain-block';
import { readText } from '../../../server/engine/traces/read';
import { customerCall } from '../../bench/customers';
import { endText } from '../../bench/packets';

const head = /^\d{4}\/\d\d\/\d\d \d\d:/;

describe('plain blocks', () => {
  const blocks = Array.from({ length: 12 }, (_, call) => customerCall(call))
    .flat()
    .map(
      ({ source, destination, message }) =>
        `2026/01/31 10:00:00.123456 ${endText(source)} -> ${endText(destination)}\n${message}\n\n`,
    );

  it('are what traffic consists of', () => {
    const plain = blocks.filter((block) => assertReadAlike(block));
    assert.ok(plain.length > 0.9 * blocks.length, `${plain.length} of ${blocks.length}`);
  });

  it('are none where something in them is odd, or are read alike', () => {
    let plain = 0;
    for (const [place, block] of blocks.entries()) {
      for (const spoil of spoilers) {
        for (let turn = 0; turn < 3; turn++) {
          const at = 20 + ((place * 7919 + turn * 104_729) % (block.length - 20));
          if (assertReadAlike(spoil(block, at))) plain++;
        }
      }
    }
    assert.ok(plain > 0);
  });
});

/** Whether a block is plain. Fails where it is and the reader of texts finds something else in it. */
function assertReadAlike(block: string): boolean {
  const record = readPlainBlock(block);
  if (record === null) return false;
  assert.deepEqual(readText(block).records, [record], block);
  return true;
}

/** What may become of a block at a place. */
const spoilers: readonly ((block: string, at: number) => string)[] = [
  (block, at) => block.slice(0, at) + block.slice(at + 1),
  (block, at) => block.slice(0, at),
  ...[
    ...['\r\n', '\n', ' ', '\t', ':', '"', '<', '.', '\\n', '&lt;', '%0d%0A', '\u00a0', '\u00e9', '\r\n\r\n'],
    ...[
      'SIP/2.0 200 OK\r\n',
      '\r\n 127.0.0.1',
      '\r\nv=0\r\n',
      '\r\n#!ignore sip-loop\r\n',
      '<br>',
      ' ...\r\n... ',
    ],
    ...[
      '\r\nContent-Length: 7',
      '\r\nl: 0',
      '\r\nc: text/plain',
      '\r\n> ',
      '\r\nINVITE sip:a@b SIP/2.0\r\n',
      '```',
    ],
    ...['\r\nSubject', '\r\nX-Odd:1', '\r\nX-Odd: ', '\r\n{"log":"x"}', '\x1b[31m', '\0', '\ufeff', '\u201c'],
  ].map((text) => (block: string, at: number) => block.slice(0, at) + text + block.slice(at)),
  // At the start of a line.
  ...['Via: SIP/2.0/UDP 192.0.2.9\r\n', 'X-Odd: 1\r\n', 'a=sendrecv\r\n', '1: ', '    ', 'ICE ', '.\r\n'].map(
    (text) =>
      (block: string, at: number): string => {
        const start = block.lastIndexOf('\n', at) + 1;
        return head.test(block.slice(start)) ? block : block.slice(0, start) + text + block.slice(start);
      },
  ),
  (block) => block.replaceAll('\r\n', '\n'),
  (block) => block.replaceAll('\r\n', '\r\r\n'),
  (block) => block.replace(/\r\n/, '.\r\n').replace(/\r\nVia[^\r]*/, '$&.'),
  (block) => block.replace(/INVITE|BYE|ACK/, 'FOO'),
  (block) => block.replace(/Content-Length: \d+/i, 'Content-Length: 3'),
  (block) => block.replace(/Content-Type: [^\r]*/i, 'Content-Type: text/plain'),
  (block) => block.replace(/ -> \S+/, ' -> SIP/2.0'),
  (block) => block.replaceAll('/', '-'),
  (block) => block + block,
  (block) => `${block}a=sendrecv\r\n`,
  (block) => `#!side sbc\r\n${block}`,
];
