/** Which rules of the rule book have a mechanical fix there and none here, and why. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { rules } from '../../../server/engine/rules/index';
import { sharedPath, skipUnshared } from '../../support/shared';

/** What the book calls a fix and is no edit of a description or message. */
const without: Readonly<Record<string, string>> = {
  'call-ice-changed-183-200':
    'what the 183 said is shown beside it; which of the two is right only the SBC knows',
  'net-legacy-prefix': 'the current list is printed',
  'net-vpn-optimize-route': 'the missing prefixes are printed',
  'net-vpn-url-only': 'the subnets to add are printed',
  'sdp-line-ending': 'how lines of a text end is left to the editor',
};

interface BookRule {
  readonly id: string;
  readonly fix: string;
}

describe('the fixes of the rule book', () => {
  it('are there, but for those that are no edits', function () {
    const file = sharedPath('spec/rules.json');
    if (file === null) skipUnshared(this);
    const book = JSON.parse(fs.readFileSync(file, 'utf8')) as readonly BookRule[];
    const fixable = new Map<string, boolean>(rules.map((rule) => [rule.id, rule.fixable]));
    const wanted = book.filter(({ id, fix }) => fix.startsWith('Y') && fixable.has(id)).map(({ id }) => id);
    const missing = wanted.filter((id) => fixable.get(id) !== true);
    assert.deepEqual(missing.sort(), Object.keys(without));
    assert.ok(wanted.length - missing.length >= 107, `${wanted.length - missing.length} of ${wanted.length}`);
  });
});
