import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { Linter } from 'eslint';
import regexp from 'eslint-plugin-regexp';

const grammars = ['syntaxes/sdp.tmLanguage.json', 'syntaxes/sip-trace.tmLanguage.json'];

describe('grammar regular expressions', () => {
  for (const path of grammars) {
    it(`${path}: all patterns are read`, () => {
      assert.ok(patternsOf(path).length > 20);
    });

    it(`${path}: no pattern backtracks in more than linear time`, () => {
      const findings = patternsOf(path).flatMap((pattern) => superLinear(pattern));
      assert.deepEqual(findings, []);
    });
  }

  it('the check itself finds a pattern that does not', () => {
    assert.equal(superLinear('^(a+)+$').length, 1);
  });

  it('the language configurations hold no such pattern either', () => {
    for (const language of ['sdp', 'sip-trace']) {
      const text = readFileSync(`syntaxes/${language}.language-configuration.json`, 'utf8');
      const { wordPattern } = JSON.parse(text) as { readonly wordPattern: string };
      assert.deepEqual(superLinear(wordPattern), []);
    }
  });
});

/** Every `match`, `begin` and `end` of a grammar, wherever it stands. */
function patternsOf(path: string): readonly string[] {
  const patterns: string[] = [];
  JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) => {
    if ((key === 'match' || key === 'begin' || key === 'end') && typeof value === 'string') {
      patterns.push(value);
    }
    return value;
  });
  return patterns;
}

/** The linter's complaints about one pattern. The patterns use only what Oniguruma and JavaScript share. */
function superLinear(pattern: string): readonly string[] {
  // A case-insensitive group is the one construct that older JavaScript lacks; case does not alter the timing.
  const source = new RegExp(pattern.replaceAll('(?i:', '(?:'), 'u').source;
  const messages = new Linter({ configType: 'flat' }).verify(`export const pattern = /${source}/u;`, {
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'certain' }],
    },
  });
  return messages.map((message) => `${pattern}: ${message.message}`);
}
