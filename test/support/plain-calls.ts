/**
 * Calls as a plain reading of tshark's fields tells them: no legs, no sides, no replay; what an engineer counts by hand
 * in the list of packets of one Call-ID.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { readTable, type Row } from '../engine/capture/tshark-rows';

/** One message of SIP in a packet. */
export interface PlainMessage {
  readonly frame: number;
  /** Microseconds since 1970. */
  readonly at: number;
  readonly source: string;
  readonly destination: string;
  /** Null for a request. */
  readonly status: number | null;
  /** Of CSeq. */
  readonly method: string;
  readonly cseq: string;
  readonly fromTag: string;
  readonly toTag: string;
}

export interface PlainCall {
  readonly messages: readonly PlainMessage[];
  readonly hosts: readonly string[];
  readonly started: number;
  readonly answered: number | null;
  /** The BYE of the dialog that was answered. */
  readonly ended: number | null;
}

const fields = [
  'frame.number',
  'frame.time_epoch',
  'ip.src',
  'ipv6.src',
  'ip.dst',
  'ipv6.dst',
  'sip.Status-Line',
  'sip.Call-ID',
  'sip.CSeq',
  'sip.from.tag',
  'sip.to.tag',
] as const;

/** The table of a capture: the one that lies beside it, else what tshark says now; null where there is neither. */
export function tableBeside(capture: string): readonly Row[] | null {
  const beside = `${capture}.sip.tsv`;
  if (fs.existsSync(beside)) return readTable(fs.readFileSync(beside, 'utf8'));
  const { status, stdout } = spawnSync(
    'tshark',
    [
      '-r',
      capture,
      '-Y',
      'sip and not icmp',
      '-T',
      'fields',
      '-E',
      'header=y',
      '-E',
      'aggregator=|',
      ...fields.flatMap((field) => ['-e', field]),
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  return status === 0 ? readTable(stdout) : null;
}

/** The calls of a table by Call-ID: what no INVITE, ACK, CANCEL or BYE belongs to is left out. */
export function plainCalls(table: readonly Row[]): ReadonlyMap<string, PlainCall> {
  const byId = new Map<string, PlainMessage[]>();
  for (const row of table) {
    const of = (field: (typeof fields)[number]): readonly string[] => (row[field] ?? '').split('|');
    // Several messages in one packet cannot be told apart by fields that only some of them have.
    const ids = of('sip.Call-ID');
    if (ids.length !== 1 || ids[0] === '') continue;
    const last = (field: (typeof fields)[number]): string => of(field).at(-1) ?? '';
    const [cseq = '', method = ''] = last('sip.CSeq').split(' ');
    const line = last('sip.Status-Line');
    const message: PlainMessage = {
      frame: Number(row['frame.number']),
      at: Math.floor(Number((row['frame.time_epoch'] ?? '').slice(0, -3).replace('.', ''))),
      source: last('ip.src') || last('ipv6.src'),
      destination: last('ip.dst') || last('ipv6.dst'),
      status: line === '' ? null : Number(line.split(' ')[1]),
      method,
      cseq,
      fromTag: last('sip.from.tag'),
      toTag: last('sip.to.tag'),
    };
    const known = byId.get(ids[0] ?? '');
    if (known === undefined) byId.set(ids[0] ?? '', [message]);
    else known.push(message);
  }
  return new Map(
    [...byId].flatMap(([id, messages]) =>
      messages.some(({ method }) => ['INVITE', 'ACK', 'CANCEL', 'BYE'].includes(method))
        ? [[id, callOf(messages)] as const]
        : [],
    ),
  );
}

function callOf(messages: readonly PlainMessage[]): PlainCall {
  const answer = messages.find(
    ({ method, status }) => method === 'INVITE' && status !== null && status >= 200 && status < 300,
  );
  const isLater = messages.some(
    ({ method, status, toTag, cseq }) =>
      method === 'INVITE' && status === null && toTag !== '' && cseq === answer?.cseq,
  );
  const bye = messages.find(
    ({ method, status, toTag, fromTag }) =>
      method === 'BYE' &&
      status === null &&
      (answer === undefined || [toTag, fromTag].includes(answer.toTag)),
  );
  return {
    messages,
    hosts: [...new Set(messages.flatMap(({ source, destination }) => [source, destination]))].sort(),
    started: messages[0]?.at ?? 0,
    answered: isLater ? null : (answer?.at ?? null),
    ended: answer === undefined ? null : (bye?.at ?? null),
  };
}
