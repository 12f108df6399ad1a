/** A routing table is judged alike in every form, and spoilt ones say where. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileNetwork } from '../../../server/engine/network/network';
import { judgeRoutes } from '../../../server/engine/routes/judge-routes';
import { adapters, commonRows, forms, languages, routePrintText, vpnSubnets, type Row } from './exports';

const network = compileNetwork({ vpnSubnets: [...vpnSubnets] });
const lanGateway = '172.20.4.1';
const vpnGateway = '10.77.0.1';
const lanGateway6 = 'fe80::1:2:3:4';
const vpnGateway6 = 'fd77:0:0:3::1';
const lan = (to: string, metric = 0): Row => ({
  to,
  by: to.includes(':') ? lanGateway6 : lanGateway,
  adapter: 'lan',
  metric,
});
const vpn = (to: string, metric = 0): Row => ({
  to,
  by: to.includes(':') ? vpnGateway6 : vpnGateway,
  adapter: 'vpn',
  metric,
});
const defaults = [lan('0.0.0.0/0'), vpn('0.0.0.0/0'), lan('::/0'), vpn('::/0')];
const optimize = [lan('52.112.0.0/14'), lan('52.122.0.0/15'), lan('2603:1063::/38')];

interface Case {
  readonly what: string;
  readonly rows: readonly Row[];
  readonly notBypassed: readonly string[];
  readonly noRoute: readonly string[];
}

const cases: readonly Case[] = [
  { what: 'all three past the VPN', rows: [...defaults, ...optimize], notBypassed: [], noRoute: [] },
  {
    what: 'all in the tunnel',
    rows: defaults,
    notBypassed: ['52.112.0.0/14', '52.122.0.0/15', '2603:1063::/38'],
    noRoute: [],
  },
  {
    what: 'a half of one is missing',
    rows: [...defaults, lan('52.112.0.0/15'), lan('52.122.0.0/15'), lan('2603:1063::/38')],
    notBypassed: ['52.114.0.0/15'],
    noRoute: [],
  },
  {
    what: 'one prefix twice, the VPN with the better metric',
    rows: [...defaults, ...optimize, vpn('52.122.0.0/15')],
    notBypassed: ['52.122.0.0/15'],
    noRoute: [],
  },
  {
    what: 'one prefix twice, the VPN with the worse metric',
    rows: [...defaults, ...optimize, vpn('52.122.0.0/15', 400)],
    notBypassed: [],
    noRoute: [],
  },
  {
    what: 'a longer prefix of the VPN within',
    rows: [...defaults, ...optimize, vpn('52.113.128.0/17'), vpn('2603:1063:200::/40')],
    notBypassed: ['52.113.128.0/17', '2603:1063:200::/40'],
    noRoute: [],
  },
  {
    what: 'no route for most of IPv6',
    rows: [lan('0.0.0.0/0'), lan('2603:1063:0::/40')],
    notBypassed: [],
    noRoute: ['2603:1063:100::/40', '2603:1063:200::/39'],
  },
];

describe('routing tables', () => {
  for (const [form, write] of Object.entries(forms)) {
    for (const { what, rows, notBypassed, noRoute } of cases) {
      it(`${form}: ${what}`, () => {
        const text = write([...rows, ...commonRows]);
        const judgement = judgeRoutes(text, network);
        assert.deepEqual(judgement.faults, []);
        assert.equal(judgement.cut, null);
        assert.ok(form.startsWith(judgement.format), judgement.format);
        assert.deepEqual(judgement.notBypassed, notBypassed);
        assert.deepEqual(judgement.noRoute, noRoute);
        for (const { line, route } of judgement.wins) {
          const shown = text.split(/\r?\n/)[(line ?? 0) - 1] ?? '';
          const start = (route ?? '').split('/')[0] ?? '';
          assert.ok(shown.includes(start) || /default|0\.0\.0\.0|52\.112|52\.122/.test(shown), shown);
        }
      });
    }

    it(`${form}: other line ends change nothing`, () => {
      const text = write([...defaults, ...optimize, vpn('52.113.128.0/17'), ...commonRows]);
      const one = judgeRoutes(text.replaceAll('\r\n', '\n'), network);
      const other = judgeRoutes(text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n'), network);
      assert.deepEqual(one.wins, other.wins);
      assert.deepEqual(one.notBypassed, other.notBypassed);
    });

    it(`${form}: cut anywhere, it is read as far as it goes, and nothing is said of what is not there`, () => {
      const text = write([...defaults, ...optimize, ...commonRows]);
      for (let end = 0; end < text.length; end += 97) {
        const judgement = judgeRoutes(text.slice(0, end), network);
        const lines = text.slice(0, end).split(/\r?\n/).length;
        for (const { line } of judgement.faults) assert.ok(line >= 1 && line <= lines);
      }
    });
  }

  it('names the adapter of each family as the export does', () => {
    const text = routePrintText([...defaults, ...optimize, ...commonRows], languages['de'] ?? assert.fail());
    const { wins } = judgeRoutes(text, network);
    assert.deepEqual(
      wins.map((win) => [win.interface, win.interfaceIndex, win.interfaceAddress, win.kind]),
      Array(3).fill([adapters.lan.device, adapters.lan.index, adapters.lan.address, 'physical']),
    );
  });

  it('chooses for every address as a search through all routes does', () => {
    const ranges = ['52.112.0.0/14', '52.122.0.0/15', '2603:1063::/38', '0.0.0.0/0', '::/0'];
    const row = fc
      .record({
        base: fc.constantFrom(...ranges),
        place: fc.bigInt(0n, (1n << 128n) - 1n),
        extra: fc.integer({ min: 0, max: 12 }),
        isVpn: fc.boolean(),
        metric: fc.constantFrom(0, 40, 100),
      })
      .map(({ base, place, extra, isVpn, metric }) => {
        const to = within(base, place, extra);
        return isVpn ? vpn(to, metric) : lan(to, metric);
      });
    const property = fc.property(
      fc.array(row, { maxLength: 25 }),
      fc.array(fc.bigInt(0n, (1n << 128n) - 1n), { minLength: 5, maxLength: 20 }),
      (rows, places) => {
        const all = [...rows, ...commonRows];
        for (const form of ['ip route', 'Get-NetRoute csv', 'route print, ja']) {
          const text = forms[form]?.(all) ?? '';
          const judgement = judgeRoutes(text, network);
          const inTunnel = judgement.notBypassed.map(rangeOf);
          const nowhere = judgement.noRoute.map(rangeOf);
          for (const place of places) {
            for (const base of ranges.slice(0, 3)) {
              const { first, size } = rangeOf(base);
              const address = first + (place % size);
              const expected = searched(address, base.includes(':'), all);
              assert.equal(liesIn(address, inTunnel), expected === 'vpn', `${form}: tunnel`);
              assert.equal(liesIn(address, nowhere), expected === null, `${form}: no route`);
            }
          }
        }
      },
    );
    fc.assert(property, { numRuns: 25 });
  });
});

interface Range {
  readonly first: bigint;
  readonly size: bigint;
}

/** A range without the code that is tested. */
function rangeOf(cidr: string): Range {
  const [address = '', bits] = cidr.split('/');
  const isV6 = address.includes(':');
  const width = isV6 ? 128 : 32;
  const first = isV6
    ? groupsOf(address)
    : address.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  return { first, size: 1n << BigInt(width - Number(bits ?? width)) };
}

function groupsOf(address: string): bigint {
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

function liesIn(address: bigint, ranges: readonly Range[]): boolean {
  return ranges.some(({ first, size }) => address >= first && address < first + size);
}

/** A prefix within another, some bits longer. */
function within(base: string, place: bigint, extra: number): string {
  const isV6 = base.includes(':');
  const width = isV6 ? 128 : 32;
  const bits = Number(base.split('/')[1]) + extra;
  const { first, size } = rangeOf(base);
  const step = 1n << BigInt(width - bits);
  const start = first + ((place % size) / step) * step;
  if (!isV6) return `${[24n, 16n, 8n, 0n].map((shift) => (start >> shift) & 255n).join('.')}/${bits}`;
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((start >> BigInt(112 - 16 * at)) & 0xffffn).toString(16),
  );
  return `${groups.join(':')}/${bits}`;
}

function searched(address: bigint, isV6: boolean, rows: readonly Row[]): Row['adapter'] | null {
  let best: { readonly row: Row; readonly bits: number; readonly metric: number } | null = null;
  for (const row of rows) {
    if (row.to.includes(':') !== isV6 || !liesIn(address, [rangeOf(row.to)])) continue;
    const bits = Number(row.to.split('/')[1]);
    const metric = row.metric + adapters[row.adapter].metric;
    if (best === null || bits > best.bits || (bits === best.bits && metric < best.metric))
      best = { row, bits, metric };
  }
  return best?.row.adapter ?? null;
}
