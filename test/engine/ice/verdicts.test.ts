/** The table of verdicts against the verdicts that replays give: each is what the table says of its kind. */
import assert from 'node:assert/strict';
import type { Verdict } from '../../../server/engine/ice/model';
import { verdictRules, verdicts } from '../../../server/engine/ice/verdicts/index';
import { rules } from '../../../server/engine/rules/index';
import { examplesOf, pageIds, pageOf } from '../../support/examples';
import { filesBelow, sharedPath, skipUnshared } from '../../support/shared';
import { replaysOfText, traceTextOf } from './replays';
import { scenarios } from './scenarios';

/** What no small trace shows. */
const unseen: readonly string[] = [
  'capture-clock',
  'capture-cut',
  'capture-duplicates',
  'capture-one-way',
  'orphan-fork',
  'response-lost',
];

describe('verdicts', () => {
  it('are what the table says, and all of them come, in the replays of all small traces', function () {
    const examples = pageIds().flatMap((id) => examplesOf(pageOf(id) ?? '').map(({ text }) => text));
    const found = [...Object.values(scenarios).map((text) => text()), ...examples].flatMap(verdictsIn);
    found.forEach(compare);
    const seen: ReadonlySet<string> = new Set(found.map(({ id }) => id));
    assert.deepEqual(
      Object.keys(verdicts).filter((id) => !seen.has(id)),
      unseen,
    );
  });

  it('are what the table says, in the replays of the captures', function () {
    const captures = filesBelow(sharedPath('captures', 'pcap')).filter((file) => /\.pcap(?:ng)?$/.test(file));
    if (captures.length === 0) skipUnshared(this);
    captures.flatMap((file) => verdictsIn(traceTextOf(file))).forEach(compare);
  });

  it('bring their rules into the catalogue, each once', () => {
    const ids = rules.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const { id, title } of verdictRules)
      assert.equal(rules.find((rule) => rule.id === id)?.title, title);
  });
});

function verdictsIn(text: string): readonly Verdict[] {
  return replaysOfText(text).flatMap((replay) => replay.verdicts);
}

function compare({ id, facts, evidence, rules: named, message }: Verdict): void {
  assert.equal(facts.id, id);
  const { rests, rules: all } = verdicts[id];
  assert.ok(rests.includes(evidence), `${id} rests on what is ${evidence}`);
  const ids = all.map((rule) => (typeof rule === 'string' ? rule : rule.id));
  for (const rule of named) assert.ok(ids.includes(rule), `${id} names ${rule}`);
  assert.match(message, /^[^a-z].*[^.]$/s);
}
