/** What is remembered of the forms of bodies changes no finding: under every profile, over many values, over real traces. */
import fs from 'node:fs';
import { assertSaysTheSame, describedTexts } from '../support/forms';
import { Lot, others } from '../support/other-values';
import { filesBelow, sharedPath, skipUnshared } from '../support/shared';

const rounds = 3;

describe('bodies of one form, at length', () => {
  for (const profile of ['teams-bypass', 'teams-nonbypass', 'rfc'] as const) {
    it(`are judged as each alone under ${profile}`, function () {
      for (const text of describedTexts()) assertSaysTheSame(text, profile);
    });
  }

  it('are judged as each alone whatever their values', function () {
    for (let round = 0; round < rounds; round++) {
      const lot = new Lot(2 + round);
      for (const text of describedTexts()) if (text.includes('m=')) assertSaysTheSame(others(text, lot));
    }
  });

  for (const folder of ['corpus', 'field', 'captures']) {
    it(`are judged as each alone in the traces of ../shared/${folder}, and where their values are others`, function () {
      const files = filesBelow(sharedPath(folder));
      if (files.length === 0) return skipUnshared(this);
      const lot = new Lot(99);
      for (const file of files) {
        const text = fs.readFileSync(file, 'latin1');
        if (text.length > 300_000 || !text.includes('m=')) continue;
        assertSaysTheSame(text);
        assertSaysTheSame(others(text, lot));
      }
    });
  }
});
