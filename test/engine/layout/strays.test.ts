import assert from 'node:assert/strict';
import { menders } from '../../../server/engine/layout/menders/index';
import { repairLayout } from '../../../server/engine/layout/repair';
import { readText } from '../../../server/engine/traces/read';

const options = (callId: string): readonly string[] => [
  'OPTIONS sip:b@192.0.2.2 SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa',
  'From: <sip:a@192.0.2.1>;tag=a',
  'To: <sip:b@192.0.2.2>',
  `Call-ID: ${callId}`,
  'CSeq: 1 OPTIONS',
];

describe('a quoted text', () => {
  it('is read however long it is', () => {
    const lines = [...options('first'), '', ...Array.from({ length: 200_000 }, (_, at) => `line ${at}`)];
    const repaired = repairLayout(lines.map((line) => `> ${line}\n`).join(''), menders);
    assert.equal(repaired?.repairs[0]?.places.length, lines.length);
  });
});

describe('stray blank lines', () => {
  it('are removed behind a message whose description no empty line parts from its headers', () => {
    const [start = '', ...headers] = options('second');
    const text = [...options('first'), 'v=0', 'o=- 1 1 IN IP4 192.0.2.1', '', start, '', ...headers, '', ''];
    const { records, repairs = [] } = readText(text.join('\n'));
    assert.deepEqual(
      repairs.map(({ what, places }) => [what, places.length]),
      [['stray blank lines within headers removed', 1]],
    );
    assert.equal(records[1]?.content.trimEnd(), options('second').join('\n'));
  });
});
