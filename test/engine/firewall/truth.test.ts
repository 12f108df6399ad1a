/** Exports of firewall rules with known verdicts: `../shared/field/path/firewall`. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { judgeFirewall } from '../../../server/engine/firewall/judge-firewall';
import { decodeExport } from '../../../server/engine/network/export-text';
import { compileNetwork } from '../../../server/engine/network/network';
import { judgePaths, pathJson } from '../../../server/engine/report/path';
import { rules } from '../../../server/engine/rules/index';
import { lintNetwork } from '../../../server/engine/rules/lint-paths';
import type { PathRow } from '../../../server/engine/report/shapes';
import type { NetworkSettings } from '../../../shared/network';
import { sharedPath } from '../../support/shared';
import { skippedFor } from '../../support/skip';

interface Truth {
  readonly file: string;
  readonly settings: string;
  readonly why: string;
  readonly verdicts: readonly string[];
  readonly verdictsNot: readonly string[];
  readonly verdictsMay?: readonly string[];
  readonly verdictsAny?: readonly string[];
  readonly rules: readonly { readonly name: string; readonly direction: string; readonly line: number }[];
  readonly gaps?: readonly string[];
  readonly badLines?: readonly number[];
  readonly missingSettings?: readonly string[];
}

describe('exports of firewall rules with known verdicts', () => {
  const folder = sharedPath('field/path/firewall');
  if (folder === null) {
    it(`judges each of ../shared/field/path/firewall${skippedFor('../shared is not there')}`);
    return;
  }
  const read = (file: string): string => fs.readFileSync(path.join(folder, file), 'utf8');
  for (const truth of JSON.parse(read('TRUTH.json')) as readonly Truth[])
    it(`${truth.file}: ${truth.why}`, () => {
      const settings = (JSON.parse(read(truth.settings)) as { readonly network?: NetworkSettings }).network;
      const network = compileNetwork(settings);
      const firewall = judgeFirewall(decodeExport(fs.readFileSync(path.join(folder, truth.file))), network);
      const findings = lintNetwork({ network, routes: null, firewall }, rules, {}).filter(
        ({ of }) => of === 'firewall',
      );
      const said = findings.map(({ rule, message }) => `${rule.id}: ${message}`).join('\n');
      const ids: ReadonlySet<string> = new Set(findings.map(({ rule }) => rule.id));
      const { verdictsAny = [], verdictsMay = [], gaps = [], badLines = [], missingSettings = [] } = truth;
      const allowed = [...truth.verdicts, ...verdictsAny, ...verdictsMay];
      assert.deepEqual(
        [...ids].filter((id) => !allowed.includes(id)),
        [],
        said,
      );
      assert.deepEqual(
        truth.verdicts.filter((id) => !ids.has(id)),
        [],
        said,
      );
      assert.ok(verdictsAny.length === 0 || verdictsAny.some((id) => ids.has(id)), said);
      assert.deepEqual(
        firewall.rules.map(({ name, direction, line }) => ({ name, direction, line })),
        truth.rules,
      );
      for (const gap of gaps) assert.ok(said.includes(gap), `${gap} is not named:\n${said}`);
      assert.deepEqual(
        firewall.faults.map(({ line }) => line),
        badLines,
      );
      const [judged] = judgePaths(null, { network, severities: {}, routes: null, firewall });
      assert.ok(judged !== undefined);
      const printed = JSON.parse(JSON.stringify(pathJson(judged))) as PathRow;
      assert.deepEqual(printed.missingSettings, missingSettings);
      assert.deepEqual(printed.firewall?.rules.length, truth.rules.length);
    });
});
