import assert from 'node:assert/strict';
import { readEndpoints, type Endpoints } from '../../../server/engine/network/endpoints';
import { compileNetwork } from '../../../server/engine/network/network';
import { prefixText } from '../../../server/engine/network/prefix';

const media = {
  id: 11,
  serviceArea: 'Skype',
  ips: ['52.112.0.0/14', '2603:1063::/38'],
  udpPorts: '3478,3479-3481',
  category: 'Optimize',
};
const others = [
  { ...media, id: 1, serviceArea: 'Exchange', ips: ['13.107.6.152/31'] },
  { ...media, id: 12, category: 'Allow', ips: ['52.114.0.0/16'] },
  { id: 13, serviceArea: 'Skype', category: 'Optimize', urls: ['*.teams.microsoft.com'] },
];

const endpointsText = JSON.stringify([media]);

function read(list: unknown): Endpoints {
  const reading = readEndpoints(JSON.stringify(list));
  if (reading.kind === 'refused') throw new assert.AssertionError({ message: reading.reason });
  return reading.endpoints;
}

describe("Microsoft's list of endpoints", () => {
  it('tells ranges and ports of media, and nothing of other entries', () => {
    const { media: ranges, ports, faults } = read([...others, media]);
    assert.deepEqual(ranges.map(prefixText), media.ips);
    assert.deepEqual(ports, [3478, 3479, 3480, 3481]);
    assert.deepEqual(faults, []);
  });

  it('is read as Windows PowerShell wraps it, and ranges that come twice once', () => {
    const { media: ranges } = read({ value: [media, media], Count: 2 });
    assert.deepEqual(ranges.map(prefixText), media.ips);
  });

  it('names what does not fit by entry and place, and uses the rest', () => {
    const {
      media: ranges,
      ports,
      faults,
    } = read([{ ...media, ips: ['52.112.0.0/14', '52.122.0.0/51', 7], udpPorts: '3478,x,70000' }]);
    assert.deepEqual(ranges.map(prefixText), ['52.112.0.0/14']);
    assert.deepEqual(ports, [3478]);
    assert.deepEqual(
      faults.map(({ place }) => place),
      ['entry 11, ips[1]', 'entry 11, ips[2]', 'entry 11, udpPorts', 'entry 11, udpPorts'],
    );
  });

  it('is refused where it breaks off, or is something else', () => {
    const whole = JSON.stringify([media]);
    for (const text of ['', whole.slice(0, -9), '{}', '[]', '[null, 1, "x"]', JSON.stringify(others)])
      assert.equal(readEndpoints(text).kind, 'refused', text);
  });

  it('wins over the ranges of the settings, and over those that ship', () => {
    const network = compileNetwork({ microsoftMedia: ['192.0.2.0/24'], endpointsText });
    assert.equal(network.rangesFrom, 'endpoints');
    assert.deepEqual(network.microsoftMedia.map(prefixText), media.ips);
    assert.equal(compileNetwork({}).rangesFrom, 'shipped');
    assert.equal(compileNetwork({ microsoftMedia: ['192.0.2.0/24'] }).rangesFrom, 'settings');
  });

  it('leaves ranges as they are where it is refused, and says so', () => {
    const network = compileNetwork({ endpointsText: '[' });
    assert.equal(network.rangesFrom, 'shipped');
    assert.deepEqual(
      network.faults.map(({ path }) => path),
      ['network.endpointsFile'],
    );
  });

  it('has no date but that of the settings', () => {
    assert.equal(compileNetwork({ asOf: '2026-09', endpointsText }).asOf, '2026-09');
    assert.equal(compileNetwork({ endpointsText }).asOf, 'an unknown date');
  });
});
