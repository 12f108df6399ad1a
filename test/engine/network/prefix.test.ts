import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  addressText,
  covers,
  isListed,
  overlap,
  parseAddressNumber,
  parsePrefix,
  prefixOf,
  prefixText,
  readPrefix,
  subtract,
  union,
  type Prefix,
} from '../../../server/engine/network/prefix';

const of = (...texts: readonly string[]): readonly Prefix[] =>
  texts.map((text) => {
    const prefix = parsePrefix(text);
    assert.ok(prefix, text);
    return prefix;
  });
const textsOf = (prefixes: readonly Prefix[]): readonly string[] => prefixes.map(prefixText);

describe('prefixes', () => {
  it('reads bits, masks and single addresses of both families', () => {
    assert.deepEqual(
      textsOf(
        of('52.112.0.0/14', '10.0.0.0/255.0.0.0', '192.0.2.1', '2603:1063::/38', '2001:DB8::1', '::/0'),
      ),
      ['52.112.0.0/14', '10.0.0.0/8', '192.0.2.1', '2603:1063::/38', '2001:db8::1', '::/0'],
    );
  });

  it('says what is wrong with what is none', () => {
    const faultOf = (text: string): string => {
      const reading = readPrefix(text);
      return reading.kind === 'fault' ? reading.fault : 'none';
    };
    assert.match(faultOf('vpn'), /no address/);
    assert.match(faultOf('10.99.0.0/33'), /0 to 32 bits/);
    assert.match(faultOf('10.99.0.1/16'), /10\.99\.0\.0\/16 is the range/);
    assert.match(faultOf('10.0.0.0/255.0.255.0'), /mask/);
  });

  it('finds gaps as the fewest prefixes', () => {
    assert.deepEqual(textsOf(subtract(of('52.112.0.0/14'), of('52.114.0.0/16'))), [
      '52.112.0.0/15',
      '52.115.0.0/16',
    ]);
    assert.deepEqual(
      textsOf(subtract(of('52.112.0.0/14', '2603:1063::/38'), of('52.112.0.0/15', '52.114.0.0/15'))),
      ['2603:1063::/38'],
    );
    assert.deepEqual(textsOf(union(of('0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8'))), ['0.0.0.0/0']);
    assert.ok(covers(of('52.112.0.0/15', '52.114.0.0/15'), of('52.112.0.0/14')[0] ?? assert.fail()));
  });

  it('takes away nothing else and leaves nothing behind', () => {
    const prefix = fc
      .tuple(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 16, max: 32 }))
      .map(([value, bits]) => prefixOf({ family: 4, value: BigInt(value) }, bits));
    fc.assert(
      fc.property(fc.array(prefix, { maxLength: 6 }), fc.array(prefix, { maxLength: 6 }), (from, taken) => {
        const left = subtract(from, taken);
        assert.ok(left.every((each) => !taken.some((gone) => overlap(each, gone))));
        assert.ok(from.every((each) => covers([...left, ...taken], each)));
        assert.ok(left.every((each, place) => left.slice(place + 1).every((other) => !overlap(each, other))));
      }),
    );
  });

  it('finds addresses in lists of addresses and ranges', () => {
    assert.ok(isListed('203.0.113.9', of('203.0.113.8/29')));
    assert.ok(isListed('203.0.113.9', of(' 203.0.113.9 ')));
    assert.ok(!isListed('203.0.113.16', of('203.0.113.8/29')));
    assert.ok(!isListed('2001:db8::1', of('203.0.113.8/29')));
    assert.ok(!isListed('sbc1.contoso.com', of('0.0.0.0/0')));
  });

  it('writes an address as it is read', () => {
    for (const text of ['0.0.0.0', '255.255.255.255', '2603:1063::1', '::1', 'fe80::1']) {
      const number = parseAddressNumber(text);
      assert.ok(number);
      assert.equal(addressText(number), text);
    }
  });
});
