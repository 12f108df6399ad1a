import assert from 'node:assert/strict';
import {
  drawingHeight,
  drawingWidth,
  drawPath,
  type PathShape,
} from '../../../../../client/webview/call/path/drawing';
import { pathSvg } from '../../../../../client/webview/call/path/picture';
import type { PathView } from '../../../../../shared/path-view';

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
      for (const other of boxes.slice(place + 1))
        assert.ok(
          one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y,
        );
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
