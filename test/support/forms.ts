/** Whether bodies of one form are judged as each alone. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../server/engine/analysis/analyse';
import { type AnalysisOptions, defaultOptions } from '../../server/engine/analysis/model';
import { examplesOf, pageIds, pageOf } from './examples';

const root = path.resolve(__dirname, '../..');

/** The examples of all rules, all samples and fixtures. */
export function describedTexts(): readonly string[] {
  return [
    ...pageIds().flatMap((id) => examplesOf(pageOf(id) ?? '').map(({ text }) => text)),
    ...['samples', 'test/fixtures/text'].flatMap((folder) =>
      fs
        .readdirSync(path.join(root, folder))
        .map((name) => fs.readFileSync(path.join(root, folder, name), 'latin1')),
    ),
  ];
}

/**
 * Fails where what is remembered of other bodies changes what is found in a text.
 *
 * @returns the ids of the rules that found something
 */
export function assertSaysTheSame(
  text: string,
  profile: AnalysisOptions['profile'] = 'auto',
): readonly string[] {
  const fresh = said(text, profile, false);
  assert.deepEqual(said(text, profile, true), fresh, text.slice(0, 20_000));
  return fresh.map((line) => line.slice(0, line.indexOf(' ')));
}

function said(text: string, profile: AnalysisOptions['profile'], remembers: boolean): readonly string[] {
  const options = { ...defaultOptions, profile, maxFindingsPerRule: 0 };
  const { findings } = analyse(text, remembers ? options : { ...options, remembers });
  return findings.map(
    ({ rule, severity, range, message }) => `${rule.id} ${severity} ${range.start} ${range.end} ${message}`,
  );
}
