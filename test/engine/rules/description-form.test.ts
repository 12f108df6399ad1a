/**
 * Rules of scope `description` are asked once for all bodies of a form. What they say must be what they say when they are
 * asked for each. More of it is in `test/stress/description-form.test.ts`.
 */
import { assertSaysTheSame, describedTexts } from '../../support/forms';
import { Lot, others } from '../../support/other-values';

describe('bodies of one form', () => {
  it('are judged as each alone', function () {
    this.timeout(60_000);
    for (const text of describedTexts()) assertSaysTheSame(text);
  });

  it('are judged as each alone where values are others', function () {
    this.timeout(60_000);
    const lot = new Lot(1);
    for (const text of describedTexts()) if (text.includes('m=')) assertSaysTheSame(others(text, lot));
  });
});
