/**
 * The table of calls and the ladder say what a plain reading of tshark's fields says: the messages of each Call-ID, its
 * hosts, when it began, was answered and ended. Each difference is listed with its reason. Captures that no table lies
 * beside are read by tshark, where it is installed.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Call } from '../../server/engine/calls/call';
import { traceTextOf } from '../engine/ice/replays';
import { replayView } from '../../server/language/replay-view/replay-view';
import { plainCalls, tableBeside, type PlainCall } from '../support/plain-calls';
import { filesBelow, shared, sharedPath, skipUnshared } from '../support/shared';
import { skipFor } from '../support/skip';
import { viewOf } from '../support/view';

/** Files in which we differ, with the reason. */
const differences: Readonly<Record<string, string>> = {
  'corpus/pcap/ndpi/fuzz-2006-06-26-2594.pcap': 'damaged on purpose: tshark prints a Call-ID otherwise',
  'field/captures/b10-any-nat-both-sides-in-one-file.pcap':
    'both sides of a NAT: each message is there twice',
};

const isCapture = /\.(?:pcap|pcapng|cap|snoop)$/;

describe('calls and ladders against tshark', function () {
  it('of captures with a table beside them', function () {
    const folder = sharedPath('corpus/pcap');
    if (folder === null) skipUnshared(this);
    const files = filesBelow(folder).filter(
      (file) => isCapture.test(file) && fs.existsSync(`${file}.sip.tsv`),
    );
    assert.ok(files.length > 8);
    compareAll(files);
  });

  it('of captures that tshark reads', function () {
    const folders = ['captures/pcap', 'field/captures'].map((folder) => sharedPath(folder));
    if (folders.includes(null)) skipUnshared(this);
    if (spawnSync('tshark', ['--version']).status !== 0) skipFor('tshark is not installed', this);
    compareAll(folders.flatMap(filesBelow).filter((file) => isCapture.test(file)));
  });
});

function compareAll(files: readonly string[]): void {
  const said: string[] = [];
  let calls = 0;
  for (const file of files) {
    const table = tableBeside(file);
    if (table === null || table.length === 0) continue;
    const name = path.relative(shared, file);
    const plain = plainCalls(table);
    calls += plain.size;
    const found = differencesOf(file, plain);
    if (differences[name] === undefined) said.push(...found.map((each) => `${name}: ${each}`));
    else assert.notDeepEqual(found, [], `${name} differs no longer`);
  }
  assert.ok(calls > 8);
  assert.deepEqual(said, []);
}

function differencesOf(file: string, plain: ReadonlyMap<string, PlainCall>): readonly string[] {
  const view = viewOf(traceTextOf(file));
  const { trace } = view.analysis;
  const { calls, evidence } = trace;
  return [...plain].flatMap(([id, wanted]) => {
    const legs = calls.filter(({ callId, kind }) => callId === id && kind !== 'sdp');
    const [first] = legs;
    if (first === undefined) return [`${id}: not found`];
    const panel = replayView(view, { key: first.key }, null);
    if (panel === null) return [`${id}: has no ladder`];
    const rows = panel.rows.flatMap((row) => (row.kind === 'sip' && isOf(row.range, legs) ? [row] : []));
    const copies = wanted.messages.length - rows.length;
    const lanes = new Set(rows.flatMap(({ from, to }) => [from, to]));
    const hosts = [...lanes].map((lane) => {
      const { title, subtitle } = panel.lanes[lane] ?? { title: '', subtitle: '' };
      return `${title} ${subtitle}`;
    });
    const one = (of: (call: Call) => number | null): readonly (number | null)[] => legs.map(of);
    return [
      // What was captured twice was sent once.
      ...wanted.messages
        .filter(({ frame }) => !rows.some((row) => row.frame === frame) && !isCopy(frame))
        .map(({ frame }) => `${id}: frame ${frame} has no row`),
      ...(copies < 0 ? [`${id}: ${-copies} rows too many`] : []),
      ...wanted.hosts
        .filter((host) => !hosts.some((text) => text.includes(shortened(host))))
        .map((host) => `${id}: ${host} has no lane of ${hosts.join(', ')}`),
      ...different(
        `${id}: started`,
        wanted.started,
        one(({ started }) => started?.micros ?? null),
      ),
      ...different(
        `${id}: answered`,
        wanted.answered,
        one(({ answered }) => answered?.micros ?? null),
      ),
      ...different(
        `${id}: ended`,
        wanted.ended,
        one(({ answered, ended }) => (answered === null ? null : (ended?.micros ?? null))),
      ),
    ];

    function isOf(range: (typeof panel & object)['rows'][number]['range'], of: readonly Call[]): boolean {
      return of.some(({ messages }) =>
        messages.some(({ message: { record } }) => {
          const line = range?.start.line ?? -1;
          return (
            line >= view.lines.positionAt(record.span.start).line &&
            line <= view.lines.positionAt(record.span.end).line
          );
        }),
      );
    }

    function isCopy(frame: number): boolean {
      return trace.messages.some(
        (message) => message.record.meta.frame === frame && !evidence.counts(message),
      );
    }
  });
}

function shortened(host: string): string {
  const groups = host.split(':');
  return groups.length < 5 ? host : `${groups.slice(0, 2).join(':')}:…:${groups.at(-1) ?? ''}`;
}

/** Of several hops one has the time that is wanted. */
function different(
  what: string,
  wanted: number | null,
  found: readonly (number | null)[],
): readonly string[] {
  if (found.includes(wanted)) return [];
  return [`${what} ${String(wanted)}, we ${found.map(String).join(', ')}`];
}
