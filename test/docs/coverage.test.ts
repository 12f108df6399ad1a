/** docs/coverage.md: every demand of the documents has an answer, and the rules and verdicts that it names exist. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { verdicts } from '../../server/engine/ice/verdicts/index';
import { rules } from '../../server/engine/rules/index';

const page = fs.readFileSync(path.resolve(import.meta.dirname, '../../docs/coverage.md'), 'utf8');

interface Row {
  readonly document: string;
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of all tables, without their heads. */
function rowsOf(text: string): readonly Row[] {
  const rows: Row[] = [];
  let document = '';
  for (const [place, line] of text.split('\n').entries()) {
    if (line.startsWith('## ')) document = line.slice(3);
    if (!line.startsWith('|') || line.startsWith('| ---') || line.startsWith('| Section |')) continue;
    const cells = line.slice(1, -1).split('|');
    rows.push({ document, line: place + 1, cells: cells.map((cell) => cell.trim()) });
  }
  return rows;
}

const views = ['Path', 'Flows', 'Names', 'Routes'];

/** What an answer names: ids of rules, ids of verdicts, views. */
function namedIn(answer: string): {
  readonly ofRules: readonly string[];
  readonly ofVerdicts: readonly string[];
  readonly ofViews: readonly string[];
} {
  const all = (pattern: RegExp): readonly string[] =>
    [...answer.matchAll(pattern)].map(([, name = '']) => name);
  return {
    ofRules: all(/\[`([\w-]+)`\]\(rules\/\1\.md\)/g),
    ofVerdicts: all(/verdict `([\w-]+)`/g),
    ofViews: all(/\*(\w+)\*/g),
  };
}

describe('docs/coverage.md', () => {
  const rows = rowsOf(page);

  it('has rows for five documents', () => {
    assert.equal(new Set(rows.map(({ document }) => document)).size, 5);
    for (const { line, cells } of rows) {
      assert.equal(cells.length, 3, `line ${line}`);
      assert.ok(
        cells.every((cell) => cell !== ''),
        `line ${line}`,
      );
    }
  });

  it('answers each demand by a rule, a verdict or a view, or says why nothing can', () => {
    for (const { line, cells } of rows) {
      const answer = cells[2] ?? '';
      const { ofRules, ofVerdicts, ofViews } = namedIn(answer);
      const isAnswered = ofRules.length + ofVerdicts.length + ofViews.length > 0;
      assert.ok(isAnswered || /^Not in a trace: \S+/.test(answer), `line ${line}`);
    }
  });

  it('names rules, verdicts and views that exist', () => {
    const known: ReadonlySet<string> = new Set(rules.map(({ id }) => id));
    const answers = rows.map(({ cells }) => namedIn(cells[2] ?? ''));
    assert.deepEqual(
      answers.flatMap(({ ofRules }) => ofRules).filter((id) => !known.has(id)),
      [],
    );
    assert.deepEqual(
      answers.flatMap(({ ofVerdicts }) => ofVerdicts).filter((id) => !(id in verdicts)),
      [],
    );
    assert.deepEqual(
      answers.flatMap(({ ofViews }) => ofViews).filter((name) => !views.includes(name)),
      [],
    );
    // What stands between backticks is an id of one of these forms.
    for (const { line, cells } of rows) {
      const { ofRules, ofVerdicts } = namedIn(cells[2] ?? '');
      const quoted = [...(cells[2] ?? '').matchAll(/`[^`]*`/g)];
      assert.equal(quoted.length, ofRules.length + ofVerdicts.length, `line ${line}`);
    }
  });
});
