/**
 * Files that others published, read where they stand beside the project: none of them makes the analysis throw or
 * take over a second, and SDP that is labelled valid raises no error of the RFCs but those listed with a reason in
 * test/fixtures/corpus-exceptions.tsv; what the RFC demands there stands in corpus-demands.tsv.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../server/engine/analysis/analyse';
import { type AnalysisOptions, defaultOptions } from '../../server/engine/analysis/model';
import { decodeText } from '../../server/engine/basics/decode';
import { readTable } from '../support/table';
import { quickest } from '../support/cpu-time';
import { filesBelow, sharedPath, skipUnshared } from '../support/shared';

const corpus = sharedPath('corpus');
const options: AnalysisOptions = { ...defaultOptions, profile: 'rfc' };

/** Bodies that are labelled valid and yet are not: the label tells what a parser accepts. */
const exceptions = readTable(path.resolve(__dirname, '../fixtures/corpus-exceptions.tsv'));
/** By rule, what a standard demands that such bodies break. */
const demands = readTable(path.resolve(__dirname, '../fixtures/corpus-demands.tsv'));

describe('files that others published', () => {
  if (corpus === null) {
    it('are analysed', function () {
      skipUnshared(this);
    });
    return;
  }

  for (const set of ['sdp', 'text', 'torture'].flatMap((kind) => setsOf(corpus, kind))) {
    const files = filesBelow(path.join(corpus, set));
    it(`${set}: ${files.length} files are analysed quickly`, function () {
      for (const file of files) {
        const { text } = decodeText(fs.readFileSync(file));
        assert.ok(quickest(() => void analyse(text, options)) < 2000, path.relative(corpus, file));
      }
    });
  }

  const captures = filesBelow(path.join(corpus, 'pcap')).filter((file) =>
    /\.(?:pcap|pcapng|bin|stun)$/.test(file),
  );
  it(`pcap: ${captures.length} files are seen to be no text`, () => {
    const taken = captures.filter((file) => !decodeText(fs.readFileSync(file)).binary);
    assert.deepEqual(taken, []);
  });

  it('of each rule that speaks of a valid body it is said what the standard demands', () => {
    const named = (rows: typeof demands): readonly string[] =>
      [...new Set(rows.map((row) => row['rule'] ?? ''))].sort();
    assert.deepEqual(named(demands), named(exceptions));
    assert.ok(demands.every((row) => /^RFC \d+ §/.test(row['source'] ?? '') && row['demand'] !== ''));
  });

  const valid = readTable(path.join(corpus, 'sdp/FACTS.tsv'))
    .filter((row) => row['label'] === 'valid')
    .map((row) => row['file'] ?? '');
  it(`sdp: ${valid.length} bodies labelled valid raise no error but the known ones`, function () {
    const found = valid.flatMap((file) =>
      errorsOf(path.join(corpus, 'sdp', file)).map((rule) => `${file} ${rule}`),
    );
    const known = exceptions.map((row) => `${row['file'] ?? ''} ${row['rule'] ?? ''}`);
    assert.deepEqual(
      found.filter((each) => !known.includes(each)),
      [],
      'errors that are not listed',
    );
    assert.deepEqual(
      known.filter((each) => !found.includes(each)),
      [],
      'listed, but no longer found',
    );
  });
});

function setsOf(folder: string, kind: string): readonly string[] {
  return fs
    .readdirSync(path.join(folder, kind), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${kind}/${entry.name}`);
}

/** Ids of the rules whose errors a body raises, each once. */
function errorsOf(file: string): readonly string[] {
  const { findings } = analyse(decodeText(fs.readFileSync(file)).text, options);
  return [...new Set(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule.id))];
}
