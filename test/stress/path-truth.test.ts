/** What is known of media paths, routes, firewall rules and endpoint lists. Runs where the inputs are. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../server/engine/analysis/analyse';
import { decodeText } from '../../server/engine/basics/decode';
import { LineIndex } from '../../server/engine/basics/lines';
import { judgeFirewall } from '../../server/engine/firewall/judge-firewall';
import { decodeExport } from '../../server/engine/network/export-text';
import { judgePaths, pathJson, type JudgedTrace, type PathGround } from '../../server/engine/report/path';
import type { PathRow } from '../../server/engine/report/shapes';
import { judgeRoutes } from '../../server/engine/routes/judge-routes';
import { renderCapture } from '../../server/engine/trace-text/render';
import { analysisOptions, defaultSettings, networkOf, readSettings } from '../../server/settings';
import type { Settings } from '../../shared/protocol';
import {
  caseFaults,
  endpointsFaults,
  firewallFaults,
  routesFaults,
  type CaseTruth,
  type CountedFlow,
  type EndpointsTruth,
  type FirewallTruth,
  type RoutesTruth,
} from '../support/path-truth';
import { sharedPath, skipUnshared } from '../support/shared';

const base = sharedPath('field', 'path');

type FaultsOf<Truth> = (truth: Truth, bytes: Uint8Array, settings: Settings) => readonly string[];

/** Inputs of a folder, each with what is wrong with the answer. */
function inputsOf<Truth extends Input>(folder: string, faultsOf: FaultsOf<Truth>): Folder {
  const truths = base === null ? [] : (readJson(`${folder}/TRUTH.json`) as readonly Truth[]);
  return {
    folder,
    inputs: truths.map((truth) => ({
      file: truth.file,
      faults: () => {
        const settings =
          truth.settings === undefined ? defaultSettings : settingsOf(`${folder}/${truth.settings}`);
        return faultsOf(truth, readBytes(`${folder}/${truth.file}`), settings);
      },
    })),
  };
}

interface Input {
  readonly file: string;
  readonly settings?: string;
}

interface Folder {
  readonly folder: string;
  readonly inputs: readonly { readonly file: string; readonly faults: () => readonly string[] }[];
}

function readBytes(file: string): Uint8Array {
  return fs.readFileSync(path.join(base ?? '', file));
}

function readJson(file: string): unknown {
  return JSON.parse(decodeText(readBytes(file)).text);
}

function settingsOf(file: string): Settings {
  const reading = readSettings(readJson(file));
  if (reading.kind === 'problem') throw new assert.AssertionError({ message: reading.problem });
  return reading.settings;
}

function rowsOf(
  trace: JudgedTrace | null,
  ground: Partial<PathGround> & Pick<PathGround, 'network'>,
): readonly PathRow[] {
  return judgePaths(trace, { severities: {}, routes: null, firewall: null, ...ground }).map(pathJson);
}

const counted = base === null ? {} : (readJson('cases/FLOWS.json') as Record<string, readonly CountedFlow[]>);

const cases = inputsOf<CaseTruth>('cases', (truth, bytes, settings) => {
  const network = networkOf(settings);
  const rendering = renderCapture([bytes], '');
  const isCapture = rendering.kind === 'rendered';
  const text = isCapture ? rendering.capture.text : decodeText(bytes).text;
  const analysis = analyse(text, analysisOptions(settings, network));
  const rows = rowsOf({ analysis, lines: new LineIndex(text), isCapture }, { network });
  return caseFaults(truth, rows, counted[truth.file]);
});

const routeExports = inputsOf<RoutesTruth>('routes', (truth, bytes, settings) => {
  const network = networkOf(settings);
  return routesFaults(truth, rowsOf(null, { network, routes: judgeRoutes(decodeExport(bytes), network) }));
});

const firewallExports = inputsOf<FirewallTruth>('firewall', (truth, bytes, settings) => {
  const network = networkOf(settings);
  const firewall = judgeFirewall(decodeExport(bytes), network);
  return firewallFaults(truth, rowsOf(null, { network, firewall }));
});

const endpointLists = inputsOf<EndpointsTruth>('endpoints', (truth, bytes, settings) => {
  const endpointsText = decodeText(bytes).text;
  const network = networkOf({ ...settings, network: { ...settings.network, endpointsText } });
  return endpointsFaults(truth, rowsOf(null, { network }));
});

for (const { folder, inputs } of [cases, routeExports, firewallExports, endpointLists])
  describe(`the truth of ../shared/field/path/${folder}`, () => {
    if (inputs.length === 0)
      it('of each input', function () {
        skipUnshared(this);
      });
    for (const { file, faults } of inputs)
      it(`of ${file}`, () => {
        assert.deepEqual(faults(), []);
      });
  });
