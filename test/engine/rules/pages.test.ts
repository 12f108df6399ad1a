/** Every rule has a page, every page a rule, and the page's examples are the rule's tests. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import type { AnalysisOptions } from '../../../server/engine/analysis/model';
import { LineIndex } from '../../../server/engine/basics/lines';
import type { Span } from '../../../server/engine/basics/span';
import { judgeFirewall } from '../../../server/engine/firewall/judge-firewall';
import { replayTrace } from '../../../server/engine/ice/replay';
import { compileNetwork } from '../../../server/engine/network/network';
import { pathsOf } from '../../../server/engine/path/trace-paths';
import { pageHead } from '../../../server/engine/report/rule-docs';
import { judgeRoutes } from '../../../server/engine/routes/judge-routes';
import { rules } from '../../../server/engine/rules/index';
import { lintNetwork, lintPath } from '../../../server/engine/rules/lint-paths';
import type { Rule } from '../../../server/engine/rules/rule';
import { firstLineOf, inTrace } from '../../../server/engine/traces/message';
import { analysisOptions, defaultSettings } from '../../../server/settings';
import { examplesOf, pageIds, pageOf, type Example, type Marker } from '../../support/examples';

/** Some rules and fixes need to be told of the SBC. */
const toldSettings = {
  ...defaultSettings,
  sbcPublicAddresses: ['203.0.113.10'],
  sbcFqdn: 'sbc1.contoso.com',
};

function optionsOf({ told, network }: Example, rule?: Rule): AnalysisOptions {
  const rules = rule?.offByDefault === true ? { [rule.id]: rule.severity } : {};
  return analysisOptions({ ...(told ? toldSettings : defaultSettings), network, rules });
}

describe('rule pages', () => {
  it('has a rule for every page', () => {
    const ids: ReadonlySet<string> = new Set(rules.map((rule) => rule.id));
    assert.deepEqual(
      pageIds().filter((id) => !ids.has(id)),
      [],
    );
  });

  for (const rule of rules) {
    describe(rule.id, () => {
      const page = pageOf(rule.id);
      const examples = examplesOf(page ?? '');

      it('has a page with its head, a violation and a compliant example', () => {
        assert.ok(page !== null, `docs/rules/${rule.id}.md is missing`);
        assert.ok(page.startsWith(`# \`${rule.id}\`\n`), 'the title is the id');
        assert.ok(page.includes(pageHead(rule)), 'the head is out of date: npm run generate');
        for (const heading of ['## What is wrong', '## What you hear or see', '## Why', '## How to fix it']) {
          assert.ok(page.includes(`\n${heading}\n`), `the section "${heading}" is missing`);
        }
        assert.ok(
          examples.some((example) => example.kind === 'violation'),
          'no violation',
        );
        assert.ok(
          examples.some((example) => example.kind === 'compliant'),
          'no compliant example',
        );
      });

      examples.forEach((example, index) => {
        if (example.kind === 'violation') {
          it(`raises at the markers of example ${index + 1} and nowhere else`, () => {
            assertViolation(rule, example);
          });
        } else {
          it(`keeps silent about example ${index + 1}`, () => {
            assertCompliant(rule, example);
          });
        }
      });

      if (rule.fixable) {
        it('offers a fix on some violation', () => {
          const fixes = examples.flatMap((example) =>
            analyse(example.text, analysisOptions(toldSettings)).findings.filter(
              ({ rule: { id }, fix }) => id === rule.id && fix !== null,
            ),
          );
          assert.ok(fixes.length > 0, 'marked fixable, but no example gets a fix');
        });
      }
    });
  }
});

function assertViolation(rule: Rule, example: Example): void {
  const own = reportsOf(rule, example);
  const places = own.flatMap(({ place }) => (place === null ? [] : [place]));
  assert.deepEqual(
    places.sort(byPlace),
    example.markers.map((marker) => placeIn(example, marker)).sort(byPlace),
    own.map(({ message }) => message).join('\n'),
  );
  assert.ok(own.length > 0, 'a violation raises its rule');
  assert.ok(places.length > 0 || isPlaceless(rule), 'a violation needs markers');
  if (!rule.fixable)
    assert.ok(
      own.every(({ isFixable }) => !isFixable),
      'a fix, but the rule is not marked fixable',
    );
  assert.deepEqual(strangers(rule, example), []);
}

function assertCompliant(rule: Rule, example: Example): void {
  assert.deepEqual(
    reportsOf(rule, example).map(({ message }) => message),
    [],
  );
  assert.deepEqual(strangers(rule, example), []);
}

/** Whether what a rule says may have no place in an example: it is of all of it, or of settings. */
function isPlaceless({ scope }: Rule): boolean {
  return scope === 'path' || scope === 'network';
}

/** Of routes and firewall rules, whole lines are told. */
function placeIn({ of }: Example, marker: Marker): Marker {
  return of === 'trace' ? marker : { ...marker, column: 1, endColumn: 1 };
}

function byPlace(a: Marker, b: Marker): number {
  return a.line - b.line || a.column - b.column;
}

interface Reported {
  readonly message: string;
  /** Null where no line of the example shows it. */
  readonly place: Marker | null;
  readonly isFixable: boolean;
}

/** What a rule says of an example. */
function reportsOf(rule: Rule, example: Example): readonly Reported[] {
  switch (rule.scope) {
    case 'path':
      return example.of === 'trace' ? pathReports(rule, example) : networkReports(rule, example);
    case 'network':
      return networkReports(rule, example);
    default:
      return analyse(example.text, optionsOf(example, rule))
        .findings.filter((finding) => finding.rule.id === rule.id)
        .map(({ message, range, fix }) => ({
          message,
          place: placeOf(example.text, range),
          isFixable: fix !== null,
        }));
  }
}

function pathReports(rule: Rule, example: Example): readonly Reported[] {
  const { trace, replays, options } = analyse(example.text, optionsOf(example));
  const { network } = options.facts;
  return pathsOf(trace, replays ?? replayTrace(trace), network)
    .flatMap((path) => lintPath(path, [rule], {}, network))
    .map(({ message, in: shown, at }) => ({
      message,
      place: shown === null ? null : placeOf(example.text, inTrace(shown, at ?? firstLineOf(shown.parsed))),
      isFixable: false,
    }));
}

function networkReports(rule: Rule, { of, text, network: settings }: Example): readonly Reported[] {
  const network = compileNetwork(settings);
  const routes = of === 'routes' ? judgeRoutes(text, network) : null;
  const firewall = of === 'firewall' ? judgeFirewall(text, network) : null;
  return lintNetwork({ network, routes, firewall }, [rule], {}).map(({ message, line }) => ({
    message,
    place: line === null ? null : { line, column: 1, endColumn: 1 },
    isFixable: false,
  }));
}

/** Errors and warnings of other rules: an example shall show one thing. */
function strangers({ id }: Rule, example: Example): readonly string[] {
  if (example.of !== 'trace') return [];
  return analyse(example.text, optionsOf(example))
    .findings.filter(
      ({ rule, severity }) => rule.id !== id && severity !== 'info' && !example.also.includes(rule.id),
    )
    .map(({ rule, message }) => `${rule.id}: ${message}`);
}

function placeOf(text: string, range: Span): Marker {
  const lines = new LineIndex(text);
  const start = lines.positionAt(range.start);
  const end = lines.positionAt(range.end);
  return {
    line: start.line,
    column: start.column,
    endColumn: end.line === start.line ? end.column : Number.POSITIVE_INFINITY,
  };
}
