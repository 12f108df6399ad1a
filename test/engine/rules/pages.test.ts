/** Every rule has a page, every page a rule, and the page's examples are the rule's tests. */
import assert from 'node:assert/strict';
import { analyse, defaultOptions, type Finding } from '../../../server/engine/analysis';
import { LineIndex } from '../../../server/engine/basics/lines';
import { pageHead } from '../../../server/engine/report/rule-docs';
import { rules } from '../../../server/engine/rules/index';
import { examplesOf, pageIds, pageOf, type Example, type Marker } from '../../support/examples';

/** Some rules and fixes need to be told of the SBC. */
const toldOptions = {
  ...defaultOptions,
  facts: {
    ...defaultOptions.facts,
    sbcPublicAddresses: ['203.0.113.10'],
    sbcFqdn: 'sbc1.contoso.com',
  },
};

describe('rule pages', () => {
  it('has a rule for every page', () => {
    const ids: ReadonlySet<string> = new Set(rules.map((rule) => rule.id));
    assert.deepEqual(
      pageIds().filter((id) => !ids.has(id)),
      [],
    );
  });

  for (const rule of rules) {
    describe(rule.id, () => {
      const page = pageOf(rule.id);
      const examples = examplesOf(page ?? '');

      it('has a page with its head, a violation and a compliant example', () => {
        assert.ok(page !== null, `docs/rules/${rule.id}.md is missing`);
        assert.ok(page.startsWith(`# \`${rule.id}\`\n`), 'the title is the id');
        assert.ok(page.includes(pageHead(rule)), 'the head is out of date: npm run generate');
        for (const heading of ['## What is wrong', '## What you hear or see', '## Why', '## How to fix it']) {
          assert.ok(page.includes(`\n${heading}\n`), `the section "${heading}" is missing`);
        }
        assert.ok(
          examples.some((example) => example.kind === 'violation'),
          'no violation',
        );
        assert.ok(
          examples.some((example) => example.kind === 'compliant'),
          'no compliant example',
        );
      });

      examples.forEach((example, index) => {
        if (example.kind === 'violation') {
          it(`raises at the markers of example ${index + 1} and nowhere else`, () => {
            assertViolation(rule.id, rule.fixable, example);
          });
        } else {
          it(`keeps silent about example ${index + 1}`, () => {
            assertCompliant(rule.id, example);
          });
        }
      });

      if (rule.fixable) {
        it('offers a fix on some violation', () => {
          const fixes = examples.flatMap((example) =>
            analyse(example.text, toldOptions).findings.filter(
              ({ rule: { id }, fix }) => id === rule.id && fix !== null,
            ),
          );
          assert.ok(fixes.length > 0, 'marked fixable, but no example gets a fix');
        });
      }
    });
  }
});

function assertViolation(id: string, fixable: boolean, example: Example): void {
  const { findings } = analyse(example.text, example.told ? toldOptions : defaultOptions);
  const own = findings.filter((finding) => finding.rule.id === id);
  assert.ok(example.markers.length > 0, 'a violation needs markers');
  assert.deepEqual(
    own.map((finding) => placeOf(example.text, finding)),
    [...example.markers].sort((a, b) => a.line - b.line || a.column - b.column),
  );
  assert.deepEqual(strangers(findings, id, example.also), []);
  if (!fixable)
    assert.ok(
      own.every((finding) => finding.fix === null),
      'a fix, but the rule is not marked fixable',
    );
}

function assertCompliant(id: string, example: Example): void {
  const { findings } = analyse(example.text, example.told ? toldOptions : defaultOptions);
  assert.deepEqual(
    findings.filter((finding) => finding.rule.id === id).map((finding) => finding.message),
    [],
  );
  assert.deepEqual(strangers(findings, id, example.also), []);
}

/** Errors and warnings of other rules: an example shall show one thing. */
function strangers(findings: readonly Finding[], id: string, also: readonly string[]): readonly string[] {
  return findings
    .filter(({ rule, severity }) => rule.id !== id && severity !== 'info' && !also.includes(rule.id))
    .map(({ rule, message }) => `${rule.id}: ${message}`);
}

function placeOf(text: string, finding: Finding): Marker {
  const lines = new LineIndex(text);
  const start = lines.positionAt(finding.range.start);
  const end = lines.positionAt(finding.range.end);
  return {
    line: start.line,
    column: start.column,
    endColumn: end.line === start.line ? end.column : Number.POSITIVE_INFINITY,
  };
}
