import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSdp } from '../../../server/engine/sdp/parse';
import { attributesOf, candidatesOf, cryptosOf, isRejected } from '../../../server/engine/sdp/query';
import { attributeValue } from '../../../server/engine/sdp/values';
import { quickest } from '../../support/cpu-time';
import { shared, skipUnshared } from '../../support/shared';

/** Bodies that others published, beside the project where they are present; FACTS.tsv counts what they hold. */
const corpus = path.join(shared, 'corpus/sdp');
const facts = path.join(corpus, 'FACTS.tsv');

/** Where our count is another than that of FACTS.tsv, and why. */
const differences: ReadonlyMap<string, string> = new Map([
  // The RFC's text lost the colon behind "a=candidate": the whole line is the attribute's name.
  ['rfc-wrapped/rfc6871_L1984.sdp', 'candidates: 0, not 12'],
]);

describe('public session descriptions', () => {
  const rows = existsSync(facts) ? rowsOf(readFileSync(facts, 'utf8')) : [];

  it(`are read as their fact sheet says (${rows.length} present)`, function () {
    if (rows.length === 0) skipUnshared(this);
    const found = new Map<string, string>();
    for (const row of rows) {
      const file = row['file'] ?? '';
      const text = readFileSync(path.join(corpus, file), 'utf8');
      assert.ok(quickest(() => void countsOf(text)) < 2000, file);
      const counts = countsOf(text);
      const wrong = Object.entries(counts).filter(([name, count]) => row[name] !== String(count));
      if (wrong.length === 0) continue;
      found.set(file, wrong.map(([name, count]) => `${name}: ${count}, not ${row[name] ?? ''}`).join('; '));
    }
    assert.deepEqual(found, differences);
  });
});

/** Counts by the names of FACTS.tsv's columns; reads every value on the way. */
function countsOf(text: string): Readonly<Record<string, number>> {
  const sdp = parseSdp(text);
  const sections = [sdp.session, ...sdp.media];
  const count = (name: string): number =>
    sections.reduce((sum, section) => sum + attributesOf(section, name).length, 0);
  for (const section of sections) for (const line of section.attributes) attributeValue(line);
  return {
    m_lines: sdp.media.length,
    rejected_m: sdp.media.filter(isRejected).length,
    candidates: sections.flatMap(candidatesOf).length,
    ice_ufrag: count('ice-ufrag'),
    ice_lite: count('ice-lite'),
    crypto: sections.flatMap((section) => cryptosOf(section)).length,
    fingerprint: count('fingerprint'),
  };
}

function rowsOf(table: string): readonly Readonly<Record<string, string>>[] {
  const [head = '', ...rows] = table.trimEnd().split('\n');
  const names = head.split('\t');
  return rows.map((row) =>
    Object.fromEntries(row.split('\t').map((cell, index) => [names[index] ?? '', cell])),
  );
}
