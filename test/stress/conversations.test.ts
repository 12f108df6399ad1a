/** The conversations of captures of clients and SBCs are those that tshark counts, packet for packet. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { interfaceText, type Conversation } from '../../server/engine/basics/conversation';
import { endpointText } from '../../server/engine/text/endpoint';
import { renderCapture } from '../../server/engine/trace-text/render';
import { readText } from '../../server/engine/traces/read';
import { sharedPath, skipUnshared } from '../support/shared';

/** A conversation as the list of the captures has it; times are seconds from the beginning of their common hour. */
interface Flow {
  readonly transport: string;
  readonly source: string;
  readonly destination: string;
  readonly interface: string | null;
  readonly interfaceName: string | null;
  readonly packetsOut: number;
  readonly packetsIn: number;
  readonly frameOctets: number;
  readonly payloadOctets: number;
  readonly first: number;
  readonly last: number;
}

const folder = sharedPath('field/path/cases');
const list = sharedPath('field/path/cases/FLOWS.json');
const hour = Date.UTC(2026, 6, 31, 12) * 1000;

describe('conversations of captures', () => {
  it('are those of the list, packet for packet', function () {
    if (folder === null || list === null) skipUnshared(this);
    const flows = JSON.parse(fs.readFileSync(list, 'utf8')) as Readonly<Record<string, readonly Flow[]>>;
    assert.ok(Object.keys(flows).length > 0);
    for (const [name, wanted] of Object.entries(flows)) {
      const rendering = renderCapture([fs.readFileSync(path.join(folder, name))]);
      assert.ok(rendering.kind === 'rendered', name);
      const { conversations } = readText(rendering.capture.text);
      const found = (conversations?.rows ?? []).map(flowOf);
      assert.deepEqual(new Set(found.map(rowOf)), new Set(wanted.map(rowOf)), name);
      assert.equal(found.length, wanted.length, name);
    }
  });
});

function flowOf(conversation: Conversation): Flow {
  const { transport, source, destination, out, in: back, first, last } = conversation;
  return {
    transport,
    source: endpointText(source),
    destination: endpointText(destination),
    interface: interfaceText(conversation.interface),
    interfaceName: conversation.interface?.name ?? null,
    packetsOut: out.packets,
    packetsIn: back.packets,
    frameOctets: out.frameOctets + back.frameOctets,
    payloadOctets: out.payloadOctets + back.payloadOctets,
    first: ((first.time?.micros ?? 0) - hour) / 1e6,
    last: ((last.time?.micros ?? 0) - hour) / 1e6,
  };
}

function rowOf(flow: Flow): string {
  const { transport, source, destination, interface: captured, interfaceName, first, last } = flow;
  const counts = [flow.packetsOut, flow.packetsIn, flow.frameOctets, flow.payloadOctets];
  const times = [first.toFixed(6), last.toFixed(6)];
  return [transport, source, destination, captured, interfaceName, ...counts, ...times].join(' ');
}
