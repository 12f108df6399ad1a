/** Verdicts name the rules that say the same: each of them exists, whatever the call. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { rules } from '../../../server/engine/rules/index';
import { examplesOf, pageIds, pageOf } from '../../support/examples';
import { replaysOfText, traceTextOf } from './replays';
import { scenarios } from './scenarios';
import { filesBelow, sharedPath, skipUnshared } from '../../support/shared';

const ids: ReadonlySet<string> = new Set(rules.map(({ id }) => id));
const ice = path.resolve(__dirname, '../../../server/engine/ice');

describe('rules that verdicts name', () => {
  it('exist, in the replays of all small traces', () => {
    const examples = pageIds().flatMap((id) => examplesOf(pageOf(id) ?? '').map(({ text }) => text));
    const named = namedIn([...Object.values(scenarios).map((text) => text()), ...examples]);
    assert.ok(named.size > 20, `only ${[...named].join(', ')} are named`);
    assert.deepEqual(unknown(named), []);
  });

  it('exist, in the replays of the captures', function () {
    const captures = filesBelow(sharedPath('captures', 'pcap')).filter((file) => /\.pcap(?:ng)?$/.test(file));
    if (captures.length === 0) skipUnshared(this);
    assert.deepEqual(unknown(namedIn(captures.map(traceTextOf))), []);
  });

  it('exist, as the sources have them', () => {
    const sources = fs
      .readdirSync(ice)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => fs.readFileSync(path.join(ice, file), 'utf8'));
    const hyphened = literalsIn(sources, /'([a-z]+(?:-[a-z0-9]+)+)'/g);
    // What begins like a rule and is none: SDP attributes, and the ids of the verdicts themselves.
    const others = new Set([
      'ice-lite',
      'ice-pwd',
      'ice-ufrag',
      ...literalsIn(sources, /\bid: '([a-z-]+)'/g),
    ]);
    const named = [...hyphened].filter(
      (literal) => /^(?:call|dr|ice|media|oa|srtp|stun)-/.test(literal) && !others.has(literal),
    );
    assert.ok(named.includes('call-fork-switch'));
    assert.deepEqual(unknown(new Set(named)), []);
  });
});

function literalsIn(sources: readonly string[], pattern: RegExp): ReadonlySet<string> {
  return new Set(
    sources.flatMap((source) => [...source.matchAll(pattern)].map(([, literal = '']) => literal)),
  );
}

function namedIn(texts: readonly string[]): ReadonlySet<string> {
  return new Set(
    texts.flatMap((text) =>
      replaysOfText(text).flatMap(({ verdicts }) => verdicts.flatMap((each) => each.rules)),
    ),
  );
}

function unknown(named: ReadonlySet<string>): readonly string[] {
  return [...named].filter((id) => !ids.has(id)).sort();
}
