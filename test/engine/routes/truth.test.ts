/** Exports of routes whose truth is known, where they stand beside the repository. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { decodeExport } from '../../../server/engine/network/export-text';
import { compileNetwork, type Network } from '../../../server/engine/network/network';
import { judgeRoutes } from '../../../server/engine/routes/judge-routes';
import type { RoutesJudgement } from '../../../server/engine/routes/judgement';
import { rules } from '../../../server/engine/rules/index';
import { lintNetwork } from '../../../server/engine/rules/lint-paths';
import type { NetworkSettings } from '../../../shared/network';
import { sharedPath } from '../../support/shared';
import { skippedFor } from '../../support/skip';

interface Truth {
  readonly file: string;
  readonly settings: string;
  readonly format: string;
  readonly notBypassed?: readonly string[] | null;
  readonly noRoute?: readonly string[];
  readonly wins?: Readonly<Record<string, Win | null>>;
  readonly incomplete?: boolean;
  readonly badLines?: readonly number[];
  readonly firstHop?: string;
  readonly firstHopNotTunnel?: string;
  readonly microsoftFrom?: { readonly address: string | null; readonly hop: number } | null;
  readonly target?: string;
  readonly verdicts: readonly string[];
  readonly verdictsNot: readonly string[];
  readonly verdictsAny?: readonly string[];
  readonly verdictsMay?: readonly string[];
}

interface Win {
  readonly kind: 'physical' | 'vpn';
  readonly interface: { readonly name?: string; readonly address?: string; readonly index?: number } | null;
  readonly route: string | null;
  readonly line?: number | null;
}

describe('exports of routes with their truth', () => {
  const folder = sharedPath('field', 'path', 'routes');
  if (folder === null) {
    it(`each of them${skippedFor('../shared is not there')}`);
    return;
  }
  for (const truth of readJson(folder, 'TRUTH.json') as readonly Truth[]) {
    it(truth.file, () => {
      const { network } = readJson(folder, truth.settings) as { readonly network?: NetworkSettings };
      const text = decodeExport(fs.readFileSync(path.join(folder, truth.file)));
      const compiled = compileNetwork(network);
      const judgement = judgeRoutes(text, compiled);
      assertVerdicts(truth, compiled, judgement);
      assert.equal(judgement.format, truth.format);
      assert.equal(judgement.cut !== null, truth.incomplete === true, 'cut');
      assert.deepEqual(
        judgement.faults.map(({ line }) => line),
        truth.badLines ?? [],
      );
      if (truth.notBypassed !== undefined && truth.notBypassed !== null && network !== undefined)
        assert.deepEqual(judgement.notBypassed, truth.notBypassed);
      if (truth.noRoute !== undefined) assert.deepEqual(judgement.noRoute, truth.noRoute);
      for (const [address, win] of Object.entries(truth.wins ?? {})) {
        const found = judgement.wins.find((one) => one.address === address);
        if (win === null) assert.equal(found, undefined);
        else {
          assert.ok(found !== undefined);
          assert.equal(found.route, win.route);
          if (win.line !== undefined && win.line !== null) assert.equal(found.line, win.line);
          // Without settings an adapter's kind is known by its name alone, if at all.
          if (network !== undefined || found.kind !== null) assert.equal(found.kind, win.kind);
          assert.equal(found.interface ?? null, win.interface?.name ?? null);
          assert.equal(found.interfaceIndex ?? null, win.interface?.index ?? null);
          if (win.interface?.address !== undefined)
            assert.equal(found.interfaceAddress, win.interface.address);
        }
      }
      if (truth.target !== undefined) assertTrace(judgement.of, truth);
    });
  }
});

/** Findings that TRUTH does not tell of: more than it demands, but true. */
const besides: readonly string[] = [
  'net-vpn-unknown',
  'net-route-no-route',
  'net-legacy-prefix',
  'net-route-incomplete',
];

function assertVerdicts(truth: Truth, network: Network, routes: RoutesJudgement): void {
  const findings = lintNetwork({ network, routes, firewall: null }, rules, {});
  const ids = findings.map(({ rule }) => rule.id);
  for (const id of truth.verdicts)
    assert.ok(
      ids.some((found) => found === id),
      `${id} is missing`,
    );
  if (truth.verdictsAny !== undefined) assert.ok(ids.some((id) => truth.verdictsAny?.includes(id)));
  const allowed = [truth.verdicts, truth.verdictsAny ?? [], truth.verdictsMay ?? [], besides].flat();
  assert.deepEqual(
    findings.filter(({ rule }) => !allowed.includes(rule.id)).map(({ message }) => message),
    [],
  );
  assert.deepEqual(
    ids.filter((id) => truth.verdictsNot.includes(id)),
    [],
  );
}

function assertTrace(of: ReturnType<typeof judgeRoutes>['of'], truth: Truth): void {
  assert.ok(of?.kind === 'trace');
  assert.equal(of.target, truth.target);
  assert.equal(of.firstHop?.address, truth.firstHop);
  assert.equal(of.firstHopNotTunnel?.address, truth.firstHopNotTunnel);
  assert.equal(of.microsoftFrom?.hop, truth.microsoftFrom?.hop);
  assert.equal(of.microsoftFrom?.address ?? null, truth.microsoftFrom?.address ?? null);
}

function readJson(folder: string, file: string): unknown {
  return JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
}
