import assert from 'node:assert/strict';
import {
  addressClass,
  isIpv4,
  sameAddress,
  type AddressClass,
} from '../../../server/engine/network/address-classes';

describe('address classes', () => {
  const cases: readonly (readonly [string, AddressClass | null])[] = [
    ['52.112.0.1', 'public'],
    ['9.255.255.255', 'public'],
    ['10.0.0.0', 'private'],
    ['172.15.255.255', 'public'],
    ['172.16.0.0', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.0', 'public'],
    ['192.168.5.5', 'private'],
    ['100.63.255.255', 'public'],
    ['100.64.0.0', 'shared'],
    ['100.127.255.255', 'shared'],
    ['100.128.0.0', 'public'],
    ['127.0.0.1', 'loopback'],
    ['169.254.7.8', 'link-local'],
    ['0.0.0.0', 'unspecified'],
    ['0.0.0.1', 'this-network'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['192.0.0.8', 'reserved'],
    ['192.0.2.1', 'documentation'],
    ['198.18.0.1', 'documentation'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['fd12::1', 'private'],
    ['2001:db8::1', 'documentation'],
    ['2603:1063::1', 'public'],
    ['::ffff:10.0.0.1', 'private'],
    // Nobody writes these into a description and means an address.
    ['10.1', null],
    ['167772161', null],
    ['010.0.0.1', null],
    ['256.0.0.1', null],
    ['sbc1.contoso.com', null],
    ['', null],
    ['1'.repeat(1_000_000), null],
  ];
  for (const [address, expected] of cases) {
    it(`takes ${address.slice(0, 40) || 'nothing'} for ${expected ?? 'no address'}`, () => {
      assert.equal(addressClass(address), expected);
    });
  }

  it('compares addresses, not their spelling', () => {
    assert.ok(sameAddress('2001:DB8::1', '2001:db8:0:0::1'));
    assert.ok(sameAddress('SBC1.contoso.com', 'sbc1.contoso.com'));
    assert.ok(!sameAddress('203.0.113.1', '203.0.113.10'));
    assert.ok(!sameAddress('203.0.113.1', 'sbc1.contoso.com'));
  });

  it('tells IPv4 from the rest', () => {
    assert.ok(isIpv4('203.0.113.10'));
    assert.ok(!isIpv4('2001:db8::1'));
  });
});
