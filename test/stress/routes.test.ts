/** Large exports of routes: 100,000 lines are judged within a second, and no text costs more than its length. */
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

/** The least time of three, as the first one compiles. */
function timeOf(text: string): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = cpuTime();
      judge(text);
      return cpuTime() - before;
    }),
  );
}

describe('large exports of routes', () => {
  const list = (all: readonly Row[]): string => all.map(({ to }) => to).join('\n');
  for (const [form, write] of Object.entries({ ...forms, 'CIDR list': list })) {
    it(`judges ${LINES} lines within a second: ${form}`, () => {
      const text = write([...commonRows, ...rows])
        .split('\n')
        .slice(0, LINES)
        .join('\n');
      const spent = timeOf(text);
      assert.ok(spent < 1000, `${Math.round(spent)} ms`);
    }).timeout(60_000);
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
      const text = piece.repeat(Math.ceil(500_000 / piece.length));
      const before = cpuTime();
      judge(text);
      judge(`[\n"NextHop"\n${text}`);
      assert.ok(cpuTime() - before < 3000);
    }).timeout(60_000);
  }
});
