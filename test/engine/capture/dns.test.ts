/** DNS: what it says of addresses and services, in a capture, in trace text and in JSON. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { analyse } from '../../../server/engine/analysis/analyse';
import { type DnsMessage, readDns } from '../../../server/engine/capture/payload/dns';
import { LineIndex } from '../../../server/engine/basics/lines';
import { writeMessages } from '../../../server/engine/report/messages';
import { renderCapture } from '../../../server/engine/trace-text/render';
import { ethernet, four, hex, ipv4, octets, type Part, pcap, sip, two, udp } from './build';
import { readCapture, readCaptureFile } from './read-capture';
import { shared, skipUnshared } from '../../support/shared';
import { toldBy } from '../../support/list';

const [A, CNAME, SOA, PTR, TXT, AAAA, SRV, NAPTR] = [1, 5, 6, 12, 16, 28, 33, 35];

function name(text: string): Part {
  return [...text.split('.').map((label) => [label.length, label]), 0];
}

function question(of: string, type: number): Part {
  return [name(of), two(type), two(1)];
}

function record(of: Part, type: number, ...data: readonly Part[]): Part {
  const bytes = octets(data);
  return [of, two(type), two(1), four(300), two(bytes.length), bytes];
}

function dns(
  flags: number,
  counts: readonly [questions: number, answers: number, authority: number, additional: number],
  ...parts: readonly Part[]
): Uint8Array {
  return octets(two(0xbeef), two(flags), counts.map(two), parts);
}

function read(bytes: Uint8Array): DnsMessage | null {
  return readDns(bytes, 0, bytes.length);
}

/** A name at the first question. */
const pointer = hex('c00c');

const answer = dns(
  0x8180,
  [1, 3, 0, 2],
  question('example.com', NAPTR),
  record(pointer, NAPTR, two(10), two(20), [1, 's', 8, 'SIPS+D2T', 0], name('_sips._tcp.example.com')),
  record(name('_sips._tcp.example.com'), SRV, two(1), two(50), two(5061), [3, 'sbc'], pointer),
  record([3, 'www', pointer], CNAME, [3, 'sbc'], pointer),
  record([3, 'sbc', pointer], A, hex('c0000201')),
  record([3, 'sbc', pointer], AAAA, hex('20010db8000000000000000000000001')),
);

function packet(payload: Uint8Array, source = 53, destination = 40_000): Uint8Array {
  return ethernet(0x0800, ipv4(17, udp(payload, source, destination)));
}

function textOf(packets: readonly Uint8Array[]): string {
  const rendering = renderCapture([pcap(packets)]);
  assert.equal(rendering.kind, 'rendered');
  return rendering.capture.text;
}

describe('DNS', () => {
  it('names addresses and services, with names that point at each other', () => {
    const message = read(answer);
    assert.deepEqual(
      [message?.id, message?.isResponse, message?.responseCode, message?.whole, message?.truncated],
      [0xbeef, true, 'NOERROR', true, false],
    );
    assert.deepEqual(message?.questions, [{ name: 'example.com', type: 'NAPTR' }]);
    assert.deepEqual(
      message.records.map(({ section, name, type, data }) => [section, name, type, data]),
      [
        [
          'answer',
          'example.com',
          'NAPTR',
          {
            kind: 'naming-authority',
            order: 10,
            preference: 20,
            flags: 's',
            services: 'SIPS+D2T',
            regexp: '',
            replacement: '_sips._tcp.example.com',
          },
        ],
        [
          'answer',
          '_sips._tcp.example.com',
          'SRV',
          { kind: 'service', priority: 1, weight: 50, port: 5061, target: 'sbc.example.com' },
        ],
        ['answer', 'www.example.com', 'CNAME', { kind: 'name', name: 'sbc.example.com' }],
        ['additional', 'sbc.example.com', 'A', { kind: 'address', address: '192.0.2.1' }],
        ['additional', 'sbc.example.com', 'AAAA', { kind: 'address', address: '2001:db8::1' }],
      ],
    );
  });

  it('says that a name does not exist, and what the sender left out', () => {
    const message = read(dns(0x8383, [1, 0, 0, 0], question('nowhere.example', A)));
    assert.deepEqual([message?.responseCode, message?.truncated, message?.records], ['NXDOMAIN', true, []]);
  });

  it('of a service reads names in both multicast and reverse zones', () => {
    const bytes = dns(0x8400, [0, 1, 0, 0], record(name('1.2.0.192.in-addr.arpa'), PTR, name('a b.local')));
    assert.deepEqual(read(bytes)?.records[0]?.data, { kind: 'name', name: 'a\\032b.local' });
  });

  it('comes to an end where names point at themselves, at each other, or ahead', () => {
    const asked = question('a.example', A);
    const behind = 12 + octets(asked).length;
    for (const target of [behind, behind + 2, behind + 100, 0, 11, 0x3fff]) {
      const message = read(
        dns(0x8180, [1, 1, 0, 0], asked, record(two(0xc000 | target), A, hex('c0000201'))),
      );
      assert.deepEqual([message?.questions.length, message?.records.length, message?.whole], [1, 0, false]);
    }
    const each = [two(0xc000 | (behind + 2)), two(0xc000 | behind)];
    assert.equal(read(dns(0x8180, [1, 1, 0, 0], asked, each, new Uint8Array(20)))?.whole, false);
  });

  it('is bounded: many records that point at a long name make no long text', () => {
    const long = question(Array.from({ length: 4 }, () => 'x'.repeat(61)).join('.'), A);
    const many = Array.from({ length: 500 }, () => record(pointer, CNAME, pointer));
    const message = read(dns(0x8180, [1, 500, 0, 0], long, many));
    assert.equal(message?.whole, false);
    const text = message.records.reduce((sum, each) => sum + each.name.length, 0);
    assert.ok(text > 1000 && text < 20_000, String(text));
    const counted = read(dns(0x8180, [0xffff, 0xffff, 0xffff, 0xffff], question('a.example', A)));
    assert.deepEqual([counted?.questions.length, counted?.whole], [1, false]);
  });

  it('is known by port and content together', () => {
    const query = dns(0x0100, [1, 0, 0, 0], question('sip.example.com', SRV));
    const kinds = (bytes: Uint8Array): string[] => readCapture(pcap([bytes])).events.map(({ kind }) => kind);
    assert.deepEqual(kinds(packet(query, 40_000, 53)), ['dns']);
    assert.deepEqual(kinds(packet(query, 5353, 5353)), ['dns']);
    assert.deepEqual(kinds(packet(query, 40_000, 5300)), []);
    assert.deepEqual(kinds(packet(sip(), 53, 5060)), ['sip']);
    const binding = hex('0001 0000 2112a442 000102030405060708090a0b');
    assert.deepEqual(kinds(packet(binding, 40_000, 53)), ['stun']);
    assert.deepEqual(kinds(packet(new Uint8Array(40), 40_000, 53)), []);
    // Of no concern to calls.
    assert.deepEqual(kinds(packet(dns(0x0100, [1, 0, 0, 0], question('example.com', TXT)))), []);
    assert.deepEqual(kinds(packet(dns(0x0100, [1, 0, 0, 0], question('example.com', SOA)))), []);
  });

  it('stands in trace text and in JSON, and is read back from its octets', () => {
    const query = dns(0x0100, [1, 0, 0, 0], question('www.example.com', A));
    const none = dns(0x8183, [1, 0, 0, 0], question('www.example.com', A));
    const text = textOf([packet(query, 40_000, 53), packet(none), packet(answer)]);
    assert.match(
      text,
      /^=== 1 .* UDP 192\.0\.2\.1:40000 -> 192\.0\.2\.2:53 {2}DNS query A www\.example\.com$/m,
    );
    assert.match(text, /^=== 2 .* DNS answer A www\.example\.com, NXDOMAIN$/m);
    assert.match(
      text,
      /^answer NAPTR example\.com 10 20 "s" "SIPS\+D2T" "" _sips\._tcp\.example\.com, ttl 300$/m,
    );
    assert.match(text, /^answer SRV _sips\._tcp\.example\.com 1 50 5061 sbc\.example\.com, ttl 300$/m);
    assert.match(text, /^additional AAAA sbc\.example\.com 2001:db8::1, ttl 300$/m);
    const { trace } = analyse(text);
    const { rows } = toldBy((writer) => {
      writeMessages(writer, trace, new LineIndex(text), null);
    });
    const [asked, , answered] = rows as readonly {
      readonly kind: string;
      readonly dns: object;
    }[];
    assert.equal(asked?.kind, 'dns');
    assert.deepEqual(asked.dns, {
      id: 0xbeef,
      response: false,
      responseCode: 'NOERROR',
      questions: [{ name: 'www.example.com', type: 'A' }],
      records: [],
    });
    assert.equal(answered?.kind, 'dns');
    assert.match(JSON.stringify(answered.dns), /"address":"192\.0\.2\.1"\},"ttl":300/);
  });

  it('never steers a terminal, and is never the reason to throw', () => {
    const odd = dns(0x0100, [1, 0, 0, 0], [6, 'a\x1b[2J\n', 0], two(A), two(1));
    assert.ok(textOf([packet(odd)]).includes('DNS query A a\\027[2J\\010\nquestion'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(answer.length), (noise, at) => {
        read(octets(answer.subarray(0, at), noise));
      }),
    );
  });

  it('is in the packets of a capture in which tshark finds it', function () {
    const file = path.join(shared, 'corpus/pcap/sngrep/aaa.pcap');
    if (!fs.existsSync(file)) skipUnshared(this);
    const messages = readCaptureFile(file).events.flatMap((event) =>
      event.kind === 'dns' ? [event.message] : [],
    );
    assert.equal(messages.length, 357);
    assert.equal(messages.filter(({ whole }) => !whole).length, 0);
    assert.ok(messages.some(({ questions }) => questions[0]?.name === '_sip._udp.sip.cybercity.dk'));
  });
});
