/** What the snippets write, the rules have nothing against. */
import assert from 'node:assert/strict';
import { analyse } from '../server/engine/analysis/analyse';
import { readSnippets, sampleOf } from './support/snippets';

describe('snippets, linted', () => {
  for (const file of ['snippets/sdp.json', 'snippets/sip-trace.json']) {
    for (const snippet of readSnippets(file)) {
      it(`${snippet.prefix} raises no error and no warning`, () => {
        const text = sampleOf(snippet);
        // The SBC writes them; what is a part of a description has no side of its own.
        const told = /^v=0/.test(text) ? `#!side sbc\n${text}` : text;
        const { findings } = analyse(told);
        assert.deepEqual(
          findings
            .filter(({ severity }) => severity !== 'info')
            .map(({ rule, message }) => `${rule.id}: ${message}`),
          [],
        );
      });
    }
  }
});
