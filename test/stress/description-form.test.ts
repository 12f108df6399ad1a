/** What is remembered of the forms of bodies changes no finding: under every profile, over many values, over real traces. */
import fs from 'node:fs';
import { assertSaysTheSame, describedTexts } from '../support/forms';
import { Lot, others } from '../support/other-values';
import { filesBelow, sharedPath, skipUnshared } from '../support/shared';

/** Without a description nothing is remembered. */
const texts = describedTexts().filter((text) => text.includes('m='));

describe('bodies of one form, at length', () => {
  it('are judged as each alone under every profile', () => {
    const profiles = ['teams-bypass', 'teams-nonbypass', 'rfc'] as const;
    for (const [place, text] of texts.entries()) assertSaysTheSame(text, profiles[place % profiles.length]);
  });

  it('are judged as each alone whatever their values', () => {
    const lot = new Lot(2);
    for (const text of texts) assertSaysTheSame(others(text, lot));
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
