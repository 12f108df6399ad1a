import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';

interface Grammar {
  readonly repository: {
    readonly message: { readonly patterns: readonly { readonly name: string; readonly end: string }[] };
    readonly body: { readonly end: string };
  };
}

describe('grammar of sip-trace', () => {
  it('ends a request, a response and a body at the same lines: TextMate has no way to share the pattern', () => {
    const text = readFileSync('syntaxes/sip-trace.tmLanguage.json', 'utf8');
    const { repository } = JSON.parse(text) as Grammar;
    const ends = [...repository.message.patterns.map((pattern) => pattern.end), repository.body.end];
    assert.equal(ends.length, 5);
    assert.equal(new Set(ends).size, 1);
  });
});
