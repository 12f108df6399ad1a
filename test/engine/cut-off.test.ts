/** A trace may stop anywhere: of what was cut off nothing is claimed. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../server/engine/analysis/analyse';

const samples = path.resolve(__dirname, '../../samples');

function complaints(text: string): readonly string[] {
  return analyse(text)
    .findings.filter(({ severity }) => severity !== 'info')
    .map(({ rule, message }) => `${rule.id}: ${message}`);
}

describe('a trace that is cut off', () => {
  for (const name of ['inbound-ok.siptrace', 'outbound-ok.siptrace']) {
    const text = fs.readFileSync(path.join(samples, name), 'utf8');

    it(`${name}, cut within any line, accuses nobody`, function () {
      assert.deepEqual(complaints(text), []);
      for (let end = 1; end < text.length; end += 11) {
        // At the end of a line nobody can tell a cut from a body whose last lines were left out.
        if (text[end - 1] === '\n') continue;
        assert.deepEqual(complaints(text.slice(0, end)), [], `…${text.slice(end - 40, end)}`);
      }
    });
  }

  it('is noticed at the end of a line, too, where more than half of a body is missing', () => {
    const text = fs.readFileSync(path.join(samples, 'inbound-ok.siptrace'), 'utf8');
    const end = text.indexOf('m=audio') + 'm=audio 50075 RTP/SAVP 0 8 101\r\n'.length;
    assert.ok(text.slice(0, end).endsWith('0 8 101\r\n'));
    assert.deepEqual(complaints(text.slice(0, end)), []);
  });
});
