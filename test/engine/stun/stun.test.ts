/** STUN messages are read with every attribute, and whether they are what they say. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
  ERROR_CODE,
  ICE_CONTROLLED,
  ICE_CONTROLLING,
  MAPPED_ADDRESS,
  PRIORITY,
  SOFTWARE,
  USE_CANDIDATE,
  USERNAME,
  XOR_MAPPED_ADDRESS,
} from '../../../server/engine/stun/attributes';
import { readChannelData } from '../../../server/engine/stun/channel-data';
import { CRC_START, crcEnd, crcOver } from '../../../server/engine/stun/crc32';
import {
  alternateServer,
  hasStunAttribute,
  peerAddress,
  reflexiveAddress,
  relayedAddress,
  stunAddress,
  stunHex,
  type StunMessage,
  stunNumber,
  stunStream,
  stunText,
  stunValue,
} from '../../../server/engine/stun/message';
import { parseStun, turnPayload } from '../../../server/engine/stun/parse';
import { four, hex, octets, type Part, two } from '../capture/build';
import { fixtures, readCaptureFile } from '../capture/read-capture';
import { shared, skipUnshared } from '../../support/shared';

const id = hex('0102030405060708090a0b0c');

function attribute(type: number, ...value: readonly Part[]): Uint8Array {
  const content = octets(value);
  return octets(two(type), two(content.length), content, new Uint8Array(-content.length & 3));
}

function stun(type: number, ...attributes: readonly Uint8Array[]): Uint8Array {
  const body = octets(attributes);
  return octets(two(type), two(body.length), hex('2112a442'), id, body);
}

/** With a FINGERPRINT at its end. */
function fingerprinted(type: number, attributes: readonly Uint8Array[], microsoft = false): Uint8Array {
  const unsigned = stun(type, ...attributes, new Uint8Array(8)).subarray(0, -8);
  const crc = crcEnd(crcOver(CRC_START, unsigned, 0, unsigned.length, microsoft));
  return octets(unsigned, attribute(0x8028, four(crc ^ 0x5354554e)));
}

function parse(bytes: Uint8Array): StunMessage {
  const message = parseStun(bytes, 0, bytes.length);
  assert.ok(message !== null);
  return message;
}

/** Whether a message is signed with a password (RFC 8489 §14.5). */
function isSignedWith(message: StunMessage, key: Uint8Array | string): boolean {
  const [integrity] = message.integrity;
  assert.ok(integrity !== undefined);
  const signed = Buffer.from(message.bytes.subarray(0, integrity.at));
  signed.writeUInt16BE(integrity.at + 4 + integrity.value.length - 20, 2);
  const wanted = createHmac(integrity.hash, key).update(signed).digest();
  return wanted.equals(Buffer.from(integrity.value));
}

describe('a STUN message', () => {
  it('has its class, method, transaction id and attributes of ICE', () => {
    const check = parse(
      fingerprinted(0x0001, [
        attribute(USERNAME, 'SBCU:TEAM'),
        attribute(PRIORITY, four(1862270975)),
        attribute(ICE_CONTROLLING, hex('fedcba9876543210')),
        attribute(USE_CANDIDATE),
        attribute(0x8070, four(3)),
        attribute(0x8054, '1'),
        attribute(0x8036, hex('00')),
      ]),
    );
    assert.deepEqual(
      [check.class, check.methodName, check.transactionId, check.fingerprint, check.classic],
      ['request', 'binding', '0102030405060708090a0b0c', 'good', false],
    );
    assert.equal(stunText(check, USERNAME), 'SBCU:TEAM');
    assert.equal(stunNumber(check, PRIORITY), 1862270975);
    assert.equal(stunHex(check, ICE_CONTROLLING), 'fedcba9876543210');
    assert.equal(stunHex(check, ICE_CONTROLLED), null);
    assert.ok(hasStunAttribute(check, USE_CANDIDATE));
    assert.deepEqual(check.problems, []);
    assert.deepEqual(
      check.attributes.map(({ name }) => name),
      [
        'USERNAME',
        'PRIORITY',
        'ICE-CONTROLLING',
        'USE-CANDIDATE',
        'MS-IMPLEMENTATION-VERSION',
        'MS-CANDIDATE-IDENTIFIER',
        null,
        'FINGERPRINT',
      ],
    );
  });

  it('has addresses, plain and exclusive-or, of both families', () => {
    const answer = parse(
      stun(
        0x0101,
        attribute(XOR_MAPPED_ADDRESS, 0, 1, two(50000 ^ 0x2112), four(0xc0000201 ^ 0x2112a442)),
        attribute(MAPPED_ADDRESS, 0, 2, two(3478), hex('20010db8000000000000000000000001')),
      ),
    );
    assert.equal(answer.class, 'success');
    assert.deepEqual(stunAddress(answer, XOR_MAPPED_ADDRESS), {
      kind: 'address',
      family: 4,
      address: '192.0.2.1',
      port: 50000,
    });
    assert.equal(stunAddress(answer, MAPPED_ADDRESS)?.address, '2001:db8::1');
  });

  it('has classes and methods of TURN, errors, channels and unknown attributes', () => {
    const error = parse(
      stun(
        0x0113,
        attribute(ERROR_CODE, 0, 0, 4, 38, 'Stale Nonce'),
        attribute(0x000a, two(0x7ffe), two(0x8001)),
      ),
    );
    assert.deepEqual([error.class, error.methodName], ['error', 'allocate']);
    assert.deepEqual(stunValue(error, ERROR_CODE), { kind: 'error', code: 438, reason: 'Stale Nonce' });
    assert.deepEqual(stunValue(error, 0x000a), { kind: 'types', types: [0x7ffe, 0x8001] });
    const bind = parse(stun(0x0009, attribute(0x000c, hex('40010000')), attribute(0x0019, hex('11000000'))));
    assert.deepEqual([bind.class, bind.methodName], ['request', 'channel-bind']);
    assert.equal(stunNumber(bind, 0x000c), 0x4001);
    assert.equal(stunNumber(bind, 0x0019), 17);
    assert.deepEqual([parse(stun(0x0016)).class, parse(stun(0x0016)).methodName], ['indication', 'send']);
    assert.deepEqual([parse(stun(0x0011)).class, parse(stun(0x0011)).methodName], ['indication', 'binding']);
  });

  it('whose FINGERPRINT is wrong is told', () => {
    const good = fingerprinted(0x0001, [attribute(USERNAME, 'a:b')]);
    for (let at = 0; at < good.length; at++) {
      if (at >= 4 && at < 8) continue; // the cookie: it would be no STUN
      const bad = good.slice();
      bad[at] = (bad[at] ?? 0) ^ 1;
      const message = parseStun(bad, 0, bad.length);
      assert.ok(message?.fingerprint !== 'good' || message.problems.length > 0, String(at));
    }
  });

  it('of Microsoft has a FINGERPRINT of its own', () => {
    // Sixteen of them: the slip shows only where the entry of the table is used.
    const messages = Array.from({ length: 16 }, (_, index) =>
      fingerprinted(0x0001, [attribute(USERNAME, `user${index}:abcdefghijklmnopqrstuvwxyz`)], true),
    );
    assert.ok(messages.every((message) => parse(message).fingerprint === 'good'));
  });

  it('says what is wrong with it', () => {
    const problemsOf = (bytes: Uint8Array): readonly string[] => parse(bytes).problems;
    assert.deepEqual(problemsOf(stun(0x0001, octets(two(USERNAME), two(40), 'abcd'))), [
      "an attribute of 40 octets reaches over the message's end",
    ]);
    assert.deepEqual(problemsOf(stun(0x0001, attribute(USERNAME, 'abcd')).subarray(0, 24)), [
      'the header says 8 octets, 4 are there',
      "an attribute of 4 octets reaches over the message's end",
    ]);
    assert.deepEqual(problemsOf(octets(stun(0x0001), 1, 2, 3)), ['3 octets follow the message']);
    assert.deepEqual(problemsOf(stun(0x0001, hex('000602'))), [
      'the length 3 is not a multiple of 4',
      '3 octets at the end are no attribute',
    ]);
    const odd = parse(stun(0x0001, attribute(PRIORITY, 1, 2), attribute(USE_CANDIDATE, 1)));
    assert.deepEqual(
      odd.attributes.map(({ value }) => value.kind),
      ['malformed', 'malformed'],
    );
  });

  it('of RFC 3489 is known by its structure', () => {
    const classic = octets(hex('0001 0008 00112233445566778899aabbccddeeff'), attribute(0x0003, four(6)));
    const message = parse(classic);
    assert.ok(message.classic);
    assert.equal(message.transactionId, '00112233445566778899aabbccddeeff');
    assert.equal(stunNumber(message, 0x0003), 6);
    assert.equal(parseStun(octets(classic, 0), 0, classic.length + 1), null);
    assert.equal(parseStun(classic.subarray(0, -1), 0, classic.length - 1), null);
  });

  it("may lack the cookie and be written as today's otherwise", () => {
    const padded = octets(
      hex('0001 000c 00000000 112233445566778899aabbcc'),
      hex('0006 0005 613a626364 000000'),
    );
    const message = parse(padded);
    assert.ok(message.classic);
    assert.deepEqual(message.problems, []);
    assert.equal(stunText(message, 0x0006), 'a:bcd');
  });

  it('is read the same from a Buffer, which stays as it is', () => {
    const bytes = stun(0x0101, attribute(XOR_MAPPED_ADDRESS, 0, 1, two(1), four(2)));
    const buffer = Buffer.from(bytes);
    assert.deepEqual(parse(buffer), parse(bytes));
    assert.ok(buffer.equals(bytes));
  });

  it('is never the reason to throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(0x0001, 0x0101, 0x0111, 0x0016),
        fc.nat(220),
        (body, type, length) => {
          const bytes = octets(two(type), two(length), hex('2112a442'), id, body);
          const message = parse(bytes);
          for (const { at, length: size } of message.attributes) assert.ok(at >= 24 && size >= 0);
          parseStun(body, 0, body.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('MESSAGE-INTEGRITY', () => {
  it('stands where it can be checked with the password of the SDP', () => {
    const { events } = readCaptureFile(path.join(fixtures, '10-bad-firewalled.pcapng'));
    const offer = events.find((event) => event.kind === 'sip');
    assert.equal(offer?.kind, 'sip');
    const text = Buffer.from(offer.bytes.subarray(offer.start, offer.end)).toString();
    const password = /a=ice-pwd:(\S+)/.exec(text)?.[1] ?? '';
    const checks = events.flatMap((event) => (event.kind === 'stun' ? [event.message] : []));
    assert.equal(checks.length, 5);
    for (const check of checks) {
      assert.ok(isSignedWith(check, password));
      assert.ok(!isSignedWith(check, `${password}x`));
    }
  });
});

describe('the messages of RFC 5769', () => {
  const folder = path.join(shared, 'corpus/pcap/stun-messages');
  const read = (name: string): StunMessage => parse(fs.readFileSync(path.join(folder, name)));
  const password = 'VOkJxbRl1RmTxUk/WvJxBt';

  before(function () {
    if (!fs.existsSync(folder)) skipUnshared(this);
  });

  it('§2.1 request', () => {
    const message = read('rfc5769-sample-request.bin');
    assert.equal(message.fingerprint, 'good');
    assert.ok(isSignedWith(message, password));
    assert.equal(stunText(message, SOFTWARE), 'STUN test client');
    assert.equal(stunText(message, USERNAME), 'evtj:h6vY');
    assert.equal(stunNumber(message, PRIORITY), 0x6e0001ff);
    assert.equal(stunHex(message, ICE_CONTROLLED), '932ff9b151263b36');
    assert.equal(message.transactionId, 'b7e7a701bc34d686fa87dfae');
  });

  it('§2.2 and §2.3 responses', () => {
    for (const [name, address] of [
      ['rfc5769-sample-ipv4-response.bin', '192.0.2.1'],
      ['rfc5769-sample-ipv6-response.bin', '2001:db8:1234:5678:11:2233:4455:6677'],
    ] as const) {
      const message = read(name);
      assert.equal(message.fingerprint, 'good');
      assert.ok(isSignedWith(message, password));
      assert.equal(stunText(message, SOFTWARE), 'test vector');
      const mapped = stunAddress(message, XOR_MAPPED_ADDRESS);
      assert.deepEqual([mapped?.address, mapped?.port], [address, 32853]);
    }
  });

  it('§2.4 request with long-term authentication', () => {
    const message = read('rfc5769-sample-request-long-term-auth.bin');
    assert.equal(message.fingerprint, 'absent');
    assert.equal(stunText(message, 0x0014), 'example.org');
    assert.equal(stunText(message, USERNAME), '\u30de\u30c8\u30ea\u30c3\u30af\u30b9');
  });
});

describe('ChannelData', () => {
  it('fills a datagram, but for padding', () => {
    const bytes = octets(two(0x4001), two(5), 'hello');
    const wanted = { channel: 0x4001, session: null, start: 4, end: 9, length: 9 };
    assert.deepEqual(readChannelData(bytes, 0, 9, false), wanted);
    assert.equal(readChannelData(octets(bytes, 0, 0, 0), 0, 12, false)?.length, 9);
    assert.equal(readChannelData(octets(bytes, 0, 0, 0), 0, 12, true)?.length, 12);
    assert.equal(readChannelData(octets(bytes, 0, 0, 0, 0), 0, 13, false), null);
    assert.equal(readChannelData(bytes, 0, 8, false), null);
    assert.equal(readChannelData(octets(two(0x5000), two(0)), 0, 4, false), null);
  });

  it('of Microsoft, multiplexed, names its session', () => {
    const bytes = octets(two(0xff10), two(13), hex('00a1b2c3d4e5f607'), 'hello');
    assert.deepEqual(readChannelData(bytes, 0, 17, false), {
      channel: 0xff10,
      session: '00a1b2c3d4e5f607',
      start: 12,
      end: 17,
      length: 17,
    });
    // Shorter than the session's number.
    assert.equal(readChannelData(octets(two(0xff10), two(7), new Uint8Array(7)), 0, 11, false), null);
    assert.equal(readChannelData(octets(two(0xff11), two(13), new Uint8Array(13)), 0, 17, false), null);
  });
});

describe('a message of [MS-TURN]', () => {
  const cookie = octets(two(0x000f), two(4), hex('72c64bc6'));
  const transaction = hex('c35d25e976d63a5b886dd8c1699cd05d');
  const plain = (address: readonly number[], port: number): readonly Part[] => [0, 1, two(port), address];

  /** Its attributes are not padded. */
  function turn(
    type: number,
    ...attributes: readonly (readonly [type: number, value: readonly Part[]])[]
  ): Uint8Array {
    const body = octets(
      attributes.map(([number, value]) => octets(two(number), two(octets(value).length), value)),
    );
    return octets(two(type), two(cookie.length + body.length), transaction, cookie, body);
  }

  it('has its own numbers for NONCE and REALM, and what a stream is for', () => {
    const message = parse(
      turn(
        0x0003,
        [0x8008, [four(1)]],
        [0x0014, ['a nonce']],
        [0x0015, ['"realm"']],
        [0x8055, [two(2), two(1)]],
      ),
    );
    assert.deepEqual([message.msTurn, message.classic, message.problems], [true, true, []]);
    assert.deepEqual([message.class, message.methodName], ['request', 'allocate']);
    assert.deepEqual(
      message.attributes.map(({ name }) => name),
      ['MAGIC-COOKIE', 'MS-VERSION', 'NONCE', 'REALM', 'MS-SERVICE-QUALITY'],
    );
    assert.equal(stunStream(message), 'video');
  });

  it('tells the relayed address plainly, and the client’s by its transaction id', () => {
    const xored = octets(two(50008), 78, 4, 222, 178).map(
      (octet, at) => octet ^ (transaction[at < 2 ? at : at - 2] ?? 0),
    );
    const message = parse(
      turn(
        0x0103,
        [0x0001, plain([52, 114, 250, 141], 52110)],
        [0x8020, [0, 1, xored]],
        [0x000e, plain([192, 0, 2, 9], 443)],
      ),
    );
    assert.equal(message.class, 'success');
    assert.deepEqual(relayedAddress(message), {
      kind: 'address',
      family: 4,
      address: '52.114.250.141',
      port: 52110,
    });
    assert.deepEqual(reflexiveAddress(message), {
      kind: 'address',
      family: 4,
      address: '78.4.222.178',
      port: 50008,
    });
    assert.equal(alternateServer(message)?.address, '192.0.2.9');
  });

  for (const [type, name, kind] of [
    [0x0004, 'send', 'request'],
    [0x0115, 'data', 'indication'],
    [0x0006, 'set-active-destination', 'request'],
    [0x0106, 'set-active-destination', 'success'],
    [0x0116, 'set-active-destination', 'error'],
  ] as const)
    it(`of type 0x${type.toString(16).padStart(4, '0')} is ${name}, ${kind}`, () => {
      const message = parse(turn(type, [0x0011, plain([93, 63, 12, 88], 50010)]));
      assert.deepEqual([message.methodName, message.class], [name, kind]);
      assert.deepEqual(peerAddress(message)?.address, '93.63.12.88');
    });

  it('carries a peer’s packet of any length', () => {
    const message = parse(turn(0x0115, [0x0012, plain([93, 63, 12, 88], 50010)], [0x0013, ['hello']]));
    assert.deepEqual(peerAddress(message), {
      kind: 'address',
      family: 4,
      address: '93.63.12.88',
      port: 50010,
    });
    const payload = turnPayload(message);
    assert.ok(payload !== null);
    assert.equal(Buffer.from(message.bytes.subarray(payload.start, payload.end)).toString(), 'hello');
  });

  it('is none without the cookie', () => {
    const bytes = turn(0x0006);
    const other = bytes.map((octet, at) => (at === 24 ? 0 : octet));
    assert.equal(parseStun(other, 0, other.length), null);
    const data = turn(0x0115, [0x0013, ['data']]);
    assert.equal(parse(data.map((octet, at) => (at === 24 ? 0 : octet))).methodName, null);
  });

  it('may have today’s cookie as well', () => {
    const bytes = turn(0x0115, [0x0013, ['hello']]);
    bytes.set(hex('2112a442'), 4);
    const message = parse(bytes);
    assert.deepEqual([message.msTurn, message.classic, message.methodName], [true, false, 'data']);
    assert.deepEqual(message.problems, []);
  });
});

describe('what a server tells', () => {
  const xored = (port: number, ...address: readonly number[]): Uint8Array =>
    octets(
      two(port ^ 0x2112),
      address.map((octet, at) => octet ^ (hex('2112a442')[at] ?? 0)),
    );

  it('of a relay is its address, the client’s and the program', () => {
    const message = parse(
      stun(
        0x0103,
        attribute(0x0016, 0, 1, xored(53156, 34, 117, 59, 81)),
        attribute(XOR_MAPPED_ADDRESS, 0, 1, xored(50006, 195, 189, 192, 2)),
        attribute(SOFTWARE, 'Coturn-4.6.2'),
      ),
    );
    assert.deepEqual(
      [relayedAddress(message)?.address, relayedAddress(message)?.port],
      ['34.117.59.81', 53156],
    );
    assert.equal(reflexiveAddress(message)?.address, '195.189.192.2');
    assert.equal(stunText(message, SOFTWARE), 'Coturn-4.6.2');
    assert.equal(alternateServer(message), null);
  });

  it('of another server is where to ask', () => {
    const message = parse(
      stun(0x0113, attribute(ERROR_CODE, 0, 0, 3, 0), attribute(0x8023, 0, 1, two(3479), 192, 0, 2, 7)),
    );
    assert.deepEqual(
      [alternateServer(message)?.address, alternateServer(message)?.port],
      ['192.0.2.7', 3479],
    );
    assert.equal(relayedAddress(message), null);
  });
});
