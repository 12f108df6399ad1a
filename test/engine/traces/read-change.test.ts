/** What is read around a change is what all of the text gives. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { PiecedText } from '../../../server/engine/basics/pieced-text';
import { moveRecord, type TextRecord } from '../../../server/engine/text/record';
import { isWithoutYear, readChange } from '../../../server/engine/traces/read-change';
import { readText } from '../../../server/engine/traces/read';
import { textEdit } from '../../support/text-edits';

const folders = ['../../../samples', '../../fixtures/text'].map((folder) => path.resolve(__dirname, folder));

/** Logs with nothing odd, each long enough that a part of it can be read alone. */
const logs: Readonly<Record<string, string>> = Object.fromEntries(
  folders.flatMap((folder) =>
    fs.readdirSync(folder).flatMap((name): readonly (readonly [string, string])[] => {
      const text = fs.readFileSync(path.join(folder, name), 'utf8');
      const long = [...Array(12).keys()]
        .map((place) => text.replaceAll(/^(Call-ID: *)/gim, `$1${place}-`))
        .join('\n');
      return isPlain(long) ? [[name, long]] : [];
    }),
  ),
);

function isPlain(text: string): boolean {
  const { records, directives, ignored, repairs } = readText(text);
  const isSip = records.every(({ kind }) => kind === 'sip');
  return (
    records.length > 8 && isSip && directives.length === 0 && ignored === undefined && repairs === undefined
  );
}

describe('reading around a change', () => {
  it('gives what reading all gives, of most changes', () => {
    let told = 0;
    let edits = 0;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(logs)), textEdit, (name, edit) => {
        const before = logs[name] ?? '';
        const after = edit(before);
        const old = PiecedText.of(before);
        const now = PiecedText.of(after);
        const change = now.changeFrom(old);
        if (change === null) return;
        edits++;
        const { records } = readText(before);
        const all = records.map((record) => ({ record }));
        const changed = readChange(old, all, records.some(isWithoutYear), now, change);
        if (changed === null) return;
        told++;
        const { from, removed, put } = changed;
        const behind = records.slice(from + removed);
        for (const record of behind) moveRecord(record, change.newEnd - change.end);
        const known: readonly TextRecord[] = [...records.slice(0, from), ...put, ...behind];
        const whole = readText(after);
        assert.deepEqual(known.map(plain), whole.records.map(plain));
        assert.equal(whole.repairs, undefined);
        assert.deepEqual(whole.directives, []);
      }),
      { numRuns: 300 },
    );
    assert.ok(told > edits / 3, `${told} of ${edits}`);
  });
});

/** Fields of formats come in different orders. */
function plain(record: TextRecord): unknown {
  return JSON.parse(JSON.stringify(record));
}
