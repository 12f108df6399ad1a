/** A query or an answer of DNS about addresses and services. */
import type { DnsEvent } from '../../capture/events';
import {
  readDns as parseDns,
  type DnsMessage,
  type DnsQuestion,
  type DnsRecord,
} from '../../capture/payload/dns';
import { octetsIn, writeBlock, writeOctets, type BlockText } from './block';

export interface DnsBody {
  readonly type: 'dns';
  /** Null where the block's octets are none. */
  readonly dns: DnsMessage | null;
}

/** Writes the block of a message. */
export function writeDns({ carrier, message, bytes, start, end }: DnsEvent): string {
  const { isResponse, responseCode, questions, records } = message;
  const about = questions[0] ?? records[0];
  const notes = [
    `${isResponse ? 'answer' : 'query'}${about === undefined ? '' : ` ${nameOf(about)}`}`,
    ...(responseCode === 'NOERROR' ? [] : [responseCode]),
    ...(message.truncated ? ['truncated'] : []),
    ...(message.whole ? [] : ['cut']),
  ];
  return writeBlock(carrier, 'dns', notes, [
    ...questions.map((question) => `question ${nameOf(question)}`),
    ...records.map((record) => `${record.section} ${nameOf(record)}${dataOf(record)}`),
    writeOctets(bytes, start, end),
  ]);
}

function nameOf({ type, name }: DnsQuestion): string {
  return `${type} ${name}`;
}

/** As in a zone file, but for the name before it and the time to live behind it. */
function dataOf({ data, timeToLive }: DnsRecord): string {
  const lifetime = `, ttl ${timeToLive}`;
  switch (data.kind) {
    case 'address':
      return ` ${data.address}${lifetime}`;
    case 'name':
      return ` ${data.name}${lifetime}`;
    case 'service':
      return ` ${data.priority} ${data.weight} ${data.port} ${data.target}${lifetime}`;
    case 'naming-authority': {
      const texts = [data.flags, data.services, data.regexp].map((text) => `"${text}"`).join(' ');
      return ` ${data.order} ${data.preference} ${texts} ${data.replacement}${lifetime}`;
    }
    case 'other':
      return `, ${data.length} octets`;
  }
}

/** Reads a block of DNS. */
export function readDns(block: BlockText): DnsBody {
  const bytes = octetsIn(block);
  return { type: 'dns', dns: bytes === null ? null : parseDns(bytes, 0, bytes.length) };
}
