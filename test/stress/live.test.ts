/**
 * Fresh captures on the loopback interface, read by us and by tshark: SIP that sipp exchanges with itself, and STUN of
 * a client and a server in this file. Runs where the programs are installed and may capture; nothing leaves 127.0.0.1.
 */
import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import crypto from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { CRC_START, crcEnd, crcOver } from '../../server/engine/stun/crc32';
import { four, hex, octets, type Part, two } from '../engine/capture/build';
import { readCaptureFile } from '../engine/capture/read-capture';
import { differenceOf, readTable, rowsOf, type Row } from '../engine/capture/tshark-rows';
import { skipFor } from '../support/skip';

const LOCALHOST = '127.0.0.1';
const PASSWORD = 'a password of the test';

/** Why the captures cannot be made here; null where they can. */
function obstacle(): string | null {
  for (const program of ['tshark', 'dumpcap']) {
    if (spawnSync(program, ['--version']).error !== undefined) return `${program} is not installed`;
  }
  const { status, stdout } = spawnSync('dumpcap', ['-D'], { encoding: 'utf8' });
  return status === 0 && /^\d+\. lo\b/m.test(stdout) ? null : 'dumpcap may not capture on lo';
}

const missing = process.platform === 'linux' ? obstacle() : 'the interface lo is one of Linux';
const missingSipp =
  missing ?? (spawnSync('sipp', ['-v']).error === undefined ? null : 'sipp is not installed');

describe('against tshark, live', function () {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'live-'));
  after(() => fs.rmSync(folder, { recursive: true }));

  it('STUN of a client and a server', async function () {
    if (missing !== null) skipFor(missing, this);
    const server = await openSocket();
    const client = await openSocket();
    try {
      const file = path.join(folder, 'stun.pcapng');
      await capturing(file, `udp port ${server.address().port}`, () => exchangeStun(client, server));
      const rows = await compared(file, 'stun');
      assert.equal(rows.size, 2 * requests.length);
      const ids = requests.map((_, index) => transactionId(index).toString('hex'));
      assert.deepEqual(new Set([...rows.values()].map((row) => row['stun.id'])), new Set(ids));
    } finally {
      server.close();
      client.close();
    }
  });

  for (const [transport, option] of [
    ['UDP', 'u1'],
    ['TCP', 't1'],
  ] as const) {
    it(`SIP of sipp over ${transport}`, async function () {
      if (missingSipp !== null) skipFor(missingSipp, this);
      const [uas, uac] = [await freePort(), await freePort()];
      const file = path.join(folder, `${transport}.pcapng`);
      const filter = `${transport.toLowerCase()} port ${uas}`;
      await capturing(file, filter, () => callsOfSipp(uas, uac, option));
      const rows = await compared(file, 'sip');
      assert.equal(new Set([...rows.values()].map((row) => row['sip.Call-ID'])).size, 5);
      const starts = [...rows.values()].flatMap((row) => [
        row['sip.Request-Line'] ?? '',
        row['sip.Status-Line'] ?? '',
      ]);
      for (const start of ['INVITE sip:', 'ACK sip:', 'BYE sip:', 'SIP/2.0 180', 'SIP/2.0 200'])
        assert.ok(starts.filter((line) => line.includes(start)).length >= 5, start);
    });
  }
});

/** Asserts that we find what tshark finds; gives our rows by frame. */
async function compared(file: string, kind: 'sip' | 'stun'): Promise<ReadonlyMap<number, Row>> {
  const ours = rowsOf(readCaptureFile(file, 777).events, kind);
  const fields = [...new Set([...ours.values()].flatMap((row) => Object.keys(row)))];
  const { stdout } = await promisify(execFile)(
    'tshark',
    [
      ['-r', file, '-Y', kind, '-T', 'fields', '-E', 'header=y', '-E', 'aggregator=|'],
      fields.flatMap((field) => ['-e', field]),
    ].flat(),
    { maxBuffer: 1 << 24 },
  );
  const theirs = new Map(readTable(stdout).map((row) => [Number(row['frame.number']), row]));
  const differences = [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((frame) => {
    const difference = differenceOf(theirs.get(frame), ours.get(frame));
    return difference === null ? [] : [`${frame}: ${difference}`];
  });
  assert.deepEqual(differences, []);
  return ours;
}

/** Captures on loopback what an exchange sends. */
async function capturing(file: string, filter: string, exchange: () => Promise<void>): Promise<void> {
  const dumpcap = spawn('dumpcap', ['-q', '-i', 'lo', '-f', filter, '-a', 'duration:200', '-w', file]);
  try {
    // It names its file when it captures.
    await within(60_000, 'dumpcap does not begin', once(dumpcap.stderr, 'data'));
    for (let tries = 0; tries < 100 && !fs.existsSync(file); tries++) await sleep(50);
    await sleep(500);
    await exchange();
    await sleep(1000);
  } finally {
    await stopped(dumpcap, 'SIGINT');
  }
}

async function callsOfSipp(uas: number, uac: number, transport: string): Promise<void> {
  const common = [
    '-i',
    LOCALHOST,
    '-mi',
    LOCALHOST,
    '-t',
    transport,
    '-nostdin',
    '-timeout',
    '90',
    '-m',
    '5',
  ];
  const server = spawn('sipp', ['-sn', 'uas', '-p', String(uas), ...common], { stdio: 'ignore' });
  try {
    await sleep(500);
    const target = `${LOCALHOST}:${uas}`;
    const client = spawn('sipp', ['-sn', 'uac', target, '-p', String(uac), '-d', '50', ...common], {
      stdio: 'ignore',
    });
    try {
      await within(100_000, 'sipp does not end', once(client, 'exit'));
    } finally {
      await stopped(client, 'SIGKILL');
    }
  } finally {
    await stopped(server, 'SIGKILL');
  }
}

/** What each request holds beside its header; all have MESSAGE-INTEGRITY and FINGERPRINT. */
const requests: readonly (readonly Part[])[] = [
  [
    attribute(0x0006, octets('abcd:efgh')),
    attribute(0x0024, four(1862270975)),
    attribute(0x802a, hex('0102030405060708')),
  ],
  [
    attribute(0x0006, octets('abcd:ef')),
    attribute(0x0025, octets()),
    attribute(0x8029, hex('ffeeddccbbaa9988')),
  ],
  [
    attribute(0x8022, octets('Müller & Söhne')),
    attribute(0x0014, octets('example.org')),
    attribute(0x0015, octets('n0nce')),
  ],
];

/** The answers: two addresses, and an error. */
const answers: readonly (readonly [type: number, ...parts: Part[]])[] = [
  [0x0101, attribute(0x0020, hex('0001 2f3c 5e12a443'))],
  [0x0101, attribute(0x0020, hex('0002 2f3c 0113a9faa5d3f179bc25f4b5bed2b9d9'))],
  [0x0111, attribute(0x0009, octets(0, 0, 4, 1, 'Unauthenticated')), attribute(0x000a, hex('802a 0024'))],
];

async function exchangeStun(client: dgram.Socket, server: dgram.Socket): Promise<void> {
  let answered = 0;
  server.on('message', (request, from) => {
    const index = request[19] ?? 0;
    const [type, ...parts] = answers[index] ?? [0x0101];
    server.send(stun(type, index, parts), from.port, from.address);
  });
  const done = new Promise<void>((resolve) => {
    client.on('message', () => {
      answered++;
      if (answered === requests.length) resolve();
    });
  });
  for (const [index, parts] of requests.entries())
    client.send(stun(0x0001, index, parts), server.address().port, LOCALHOST);
  await within(60_000, 'the server does not answer', done);
}

function attribute(type: number, value: Uint8Array): Part {
  return [two(type), two(value.length), value, new Uint8Array(-value.length & 3)];
}

function stun(type: number, index: number, parts: readonly Part[]): Uint8Array {
  const body = octets(parts);
  const before = (more: number, ...rest: readonly Part[]): Uint8Array =>
    octets(two(type), two(body.length + more), hex('2112a442'), transactionId(index), body, rest);
  const hmac = crypto.createHmac('sha1', PASSWORD).update(before(24)).digest();
  const signed = before(32, attribute(0x0008, hmac));
  const crc = crcEnd(crcOver(CRC_START, signed, 0, signed.length)) ^ 0x5354554e;
  return octets(signed, attribute(0x8028, four(crc)));
}

function transactionId(index: number): Buffer {
  return Buffer.from(`live test..${String.fromCharCode(index)}`, 'latin1');
}

async function openSocket(): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  socket.bind(0, LOCALHOST);
  await once(socket, 'listening');
  return socket;
}

async function freePort(): Promise<number> {
  const socket = await openSocket();
  const { port } = socket.address();
  socket.close();
  return port;
}

async function stopped(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await within(60_000, `a program does not end`, exit);
}

async function within<T>(millis: number, complaint: string, promise: Promise<T>): Promise<T> {
  const late = new AbortController();
  try {
    return await Promise.race([
      promise,
      sleep(millis, undefined, { signal: late.signal }).then(() => {
        throw new Error(complaint);
      }),
    ]);
  } finally {
    late.abort();
  }
}
