/** What rules cost: one more of them, and the dearest there are, over calls no two of which are alike. */
import { defaultOptions } from '../../server/engine/analysis/model';
import { buildCalls } from '../../server/engine/calls/build';
import type { Call } from '../../server/engine/calls/call';
import { rules } from '../../server/engine/rules/index';
import { lintCall } from '../../server/engine/rules/lint';
import type { Rule } from '../../server/engine/rules/rule';
import { parseSip } from '../../server/engine/sip/parse';
import { readText } from '../../server/engine/traces/read';
import { cpuTime } from '../support/cpu-time';
import { customerCall } from './customers';

const calls = 2000;
/** Rules that are added to all others, to see what one of them costs. */
const added = 400;
const shown = 10;

/** A row each: what it is, and microseconds a call. */
export function rulesCost(): readonly (readonly string[])[] {
  const all = built();
  const model = rules.find(({ id }) => id === 'ice-pwd-length');
  if (model === undefined) throw new Error('the rule that is to be added is not there');
  const more: readonly Rule[] = [...rules, ...Array.from({ length: added }, (): Rule => ({ ...model }))];
  const [base, withMore] = [rules, more].map((each) => best(() => judge(all, each, true)));
  const empty = best(() => judge(all, [], false));
  const alone = rules
    .filter(
      ({ scope }) =>
        scope === 'body' || scope === 'description' || scope === 'offer-answer' || scope === 'call',
    )
    .map((rule) => ({ rule, cost: best(() => judge(all, [rule], false)) - empty }))
    .sort((a, b) => b.cost - a.cost);
  return [
    ['all rules', micros(base ?? NaN)],
    ['one rule more, asked once a form', micros(((withMore ?? NaN) - (base ?? NaN)) / added)],
    ...alone.slice(0, shown).map(({ rule, cost }) => [`${rule.id}, asked of each`, micros(cost)]),
  ];
}

/** Calls with all that rules read off them known: what is measured is their own work. */
function built(): readonly Call[] {
  const texts = Array.from({ length: calls }, (_, call) =>
    customerCall(call).map(({ message }) => message),
  ).flat();
  const messages = texts.flatMap((text) => readText(text).records.slice(0, 1));
  return buildCalls(messages.map((record, index) => ({ index, record, parsed: parseSip(record.content) })));
}

function judge(all: readonly Call[], asked: readonly Rule[], remembers: boolean): void {
  const { severities } = defaultOptions;
  // Settings of their own, so that nothing is known of the round before.
  const facts = { ...defaultOptions.facts };
  for (const call of all) lintCall(call, asked, severities, facts, undefined, remembers);
}

/** Microseconds of the processor a call, whatever else the machine does. */
function best(run: () => void): number {
  let least = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = cpuTime();
    run();
    least = Math.min(least, cpuTime() - start);
  }
  return (least * 1000) / calls;
}

function micros(duration: number): string {
  return `${duration.toFixed(2)} µs`;
}
