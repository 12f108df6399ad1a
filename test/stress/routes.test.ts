/** Large exports of routes cost no more than their length: how long they take is for the bench to say. */
import assert from 'node:assert/strict';
import { compileNetwork } from '../../server/engine/network/network';
import { judgeRoutes } from '../../server/engine/routes/judge-routes';
import { lintNetwork } from '../../server/engine/rules/lint-paths';
import { rules } from '../../server/engine/rules/index';
import { commonRows, forms, vpnSubnets, type Row } from '../engine/routes/exports';
import { cpuTime } from '../support/cpu-time';

const network = compileNetwork({ vpnSubnets: [...vpnSubnets], splitTunnel: { mode: 'exclude' } });
const LINES = 100_000;

/** A table of many networks: some lie in Microsoft's ranges, now by the VPN, now past it. */
const rows: readonly Row[] = Array.from({ length: LINES }, (_, place) => ({
  to: `${52 + (place >> 16)}.${(place >> 8) & 255}.${place & 255}.0/24`,
  by: place % 2 === 0 ? '172.20.4.1' : '10.77.0.1',
  adapter: place % 2 === 0 ? 'lan' : 'vpn',
  metric: place % 7,
}));

function judge(text: string): void {
  lintNetwork({ network, routes: judgeRoutes(text, network), firewall: null }, rules, {});
}

/** The least time of two, as the first one compiles. */
function timeOf(text: string): number {
  return Math.min(
    ...[1, 2].map(() => {
      const before = cpuTime();
      judge(text);
      return cpuTime() - before;
    }),
  );
}

/** Four times the text may cost four times as much, and twice that on a busy machine; no square of it. */
function assertLinear(text: (part: number) => string): void {
  const quarter = timeOf(text(0.25));
  const whole = timeOf(text(1));
  assert.ok(whole < 8 * quarter + 200, `${Math.round(quarter)} ms, four times of it ${Math.round(whole)} ms`);
}

describe('large exports of routes', () => {
  const list = (all: readonly Row[]): string => all.map(({ to }) => to).join('\n');
  for (const [form, write] of Object.entries({ ...forms, 'CIDR list': list })) {
    it(`judges ${LINES} lines in linear time: ${form}`, () => {
      const lines = write([...commonRows, ...rows]).split('\n');
      assertLinear((part) => lines.slice(0, LINES * part).join('\n'));
    });
  }

  for (const piece of [
    '"',
    '"\\',
    '{',
    '[{"DestinationPrefix":',
    '10.0.0.0 ',
    '=',
    '12...',
    '.',
    ' ',
    '1 ',
    '* ',
    '(',
    '52-',
    ':',
  ]) {
    it(`costs no more than its length: one line of ${JSON.stringify(piece)}`, () => {
      const text = (part: number): string => piece.repeat(Math.ceil((500_000 * part) / piece.length));
      assertLinear(text);
      assertLinear((part) => `[\n"NextHop"\n${text(part)}`);
    });
  }
});
