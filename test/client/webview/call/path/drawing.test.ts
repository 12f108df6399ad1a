import assert from 'node:assert/strict';
import {
  drawingHeight,
  drawingWidth,
  drawPath,
  type PathShape,
} from '../../../../../client/webview/call/path/drawing';
import { flowWidth, pathSvg } from '../../../../../client/webview/call/path/picture';
import type { PathHost, PathHostId, PathLeg, PathSegment, PathView } from '../../../../../shared/path-view';

const view: PathView = {
  evidence: 'observed',
  summary: "Media took flow 4' & <3>.",
  figures: [{ figure: '21', title: 'remote user' }],
  hosts: [
    { id: 'relay', segment: 'office365', title: 'Transport Relay', address: '52.115.18.200:53156' },
    { id: 'sbc', segment: 'customer', title: 'SBC', address: '203.0.113.10:54056' },
    { id: 'client', segment: 'internet', title: 'Teams client', address: '[2001:db8:1:2:3:4:5:6]:50006' },
    { id: 'vpn', segment: 'customer', title: 'VPN', address: '' },
    { id: 'peer', segment: 'internet', title: 'Other end', address: '198.51.100.7:50010' },
  ],
  legs: [
    { from: 'relay', to: 'sbc', flow: "4'", state: 'observed', taken: true, text: '', range: null },
    { from: 'client', to: 'relay', flow: '3', state: 'derived', taken: true, text: '', range: null },
    { from: 'client', to: 'vpn', flow: "2'", state: 'forbidden', taken: false, text: '', range: null },
    { from: 'client', to: 'sbc', flow: null, state: 'possible', taken: false, text: '', range: null },
  ],
  lync: null,
  better: [],
  findings: [],
  missingSettings: [],
  asOf: '2026-07',
};

const paint = {
  background: '#fff',
  foreground: '#000',
  muted: '#888',
  severities: { error: '#f00', warning: '#fa0', info: '#00f', good: '#0f0' },
  forks: [],
  font: 'sans-serif',
};

describe('the drawing of a media path', () => {
  const shapes = drawPath(view, (segment) => segment);
  const boxes = shapes.flatMap((shape) => (shape.kind === 'host' ? [shape] : []));

  it('keeps all of it within its edges, and no host upon another', () => {
    const all = shapes.flatMap((shape) => ('width' in shape ? [shape] : []));
    for (const { x, y, width, height } of all) {
      assert.ok(x >= 0 && y >= 0 && x + width <= drawingWidth && y + height <= drawingHeight);
    }
    for (const [place, one] of boxes.entries())
      for (const other of boxes.slice(place + 1)) assert.ok(isApart(one, other));
  });

  it('leaves each flow the room for its number, and no host upon another, wherever the ends stand', () => {
    for (const { name, ends, legs } of layouts()) {
      const drawn = drawPath({ ...view, hosts: ends, legs }, (segment) => segment);
      const hosts = drawn.flatMap((shape) => (shape.kind === 'host' ? [shape] : []));
      const numbers = drawn.flatMap((shape) =>
        shape.kind === 'flow'
          ? [
              {
                x: shape.x - flowWidth(shape.text) / 2,
                y: shape.y - 8,
                width: flowWidth(shape.text),
                height: 16,
              },
            ]
          : [],
      );
      assert.equal(hosts.length, ends.length, name);
      const all = [...hosts, ...numbers];
      for (const [place, one] of all.entries())
        for (const other of all.slice(place + 1)) assert.ok(isApart(one, other), name);
    }
  });

  it('draws what media takes above what it does not, and names flows', () => {
    const lines = shapes.flatMap((shape) => (shape.kind === 'line' ? [shape.tone] : []));
    assert.deepEqual(lines, ['forbidden', 'possible', 'taken', 'taken']);
    const flows = shapes.filter((shape): shape is PathShape & { kind: 'flow' } => shape.kind === 'flow');
    assert.deepEqual(
      flows.map(({ text, tone }) => `${text} ${tone}`),
      ["2' forbidden", "4' taken", '3 taken'],
    );
  });

  it('is a picture that stands alone, in which what the trace says is text', () => {
    const svg = pathSvg(view, paint, (key, ...args) => [key, ...args].join(' '));
    assert.match(svg, /^<\?xml/);
    assert.match(svg, /Media took flow 4&#39; &#38; &#60;3&#62;\./);
    assert.match(svg, /path\.figure 21 remote user/);
    assert.doesNotMatch(svg, /var\(|class=/);
  });
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function isApart(one: Box, other: Box): boolean {
  return (
    one.x + one.width <= other.x ||
    other.x + other.width <= one.x ||
    one.y + one.height <= other.y ||
    other.y + other.height <= one.y
  );
}

/** All that a call may show: a client or another SBC, a relay, a tunnel, wherever they are. */
function layouts(): readonly {
  readonly name: string;
  readonly ends: readonly PathHost[];
  readonly legs: readonly PathLeg[];
}[] {
  const host = (id: PathHostId, segment: PathSegment | null): PathHost => ({
    id,
    segment,
    title: id,
    address: '203.0.113.10:50000',
  });
  const leg = (from: PathHostId, to: PathHostId, flow: string | null): PathLeg => ({
    from,
    to,
    flow,
    state: 'observed',
    taken: true,
    text: 'It was seen.',
    range: null,
  });
  const fixed = [host('sbc', 'customer'), host('pstn', 'customer')];
  const places = [null, 'internet', 'customer'] as const;
  return [
    ...places.flatMap((place) => [
      { ends: [host('client', place)], legs: [leg('client', 'sbc', '5B')] },
      {
        ends: [host('client', place), host('vpn', 'customer')],
        legs: [leg('client', 'sbc', '5B'), leg('client', 'vpn', "2'")],
      },
      {
        ends: [host('client', place), host('relay', 'office365')],
        legs: [leg('relay', 'sbc', "4'"), leg('client', 'relay', null)],
      },
      {
        ends: [host('client', place), host('relay', 'office365'), host('vpn', 'customer')],
        legs: [leg('relay', 'sbc', "4'"), leg('client', 'relay', '3'), leg('client', 'vpn', "2'")],
      },
    ]),
    ...(['internet', 'customer'] as const).flatMap((place) => [
      { ends: [host('peer', place)], legs: [leg('peer', 'sbc', '5C')] },
      { ends: [host('relay', place)], legs: [leg('relay', 'sbc', '5A')] },
    ]),
  ].map(({ ends, legs }) => ({
    name: ends.map(({ id, segment }) => `${id} ${segment ?? 'somewhere'}`).join(', '),
    ends: [...ends, ...fixed],
    legs,
  }));
}
