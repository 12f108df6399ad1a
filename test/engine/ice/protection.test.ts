/** Which crypto line protects each stream: the captures against their truth, and streams with every kind of wrong key. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { microsOf, type Moment } from '../../../server/engine/basics/moment';
import type { MediaReplay, StreamProtection } from '../../../server/engine/ice/model';
import type { RtpSample } from '../../../server/engine/rtp/samples';
import { RtpStreams } from '../../../server/engine/rtp/streams';
import { SrtpSender, type SrtpSenderOptions } from '../../support/srtp-sender';
import { replayOfText, replaysOfText, traceTextOf, verdictIds } from './replays';
import {
  client,
  relay,
  sbcMedia,
  sbcSdp,
  Scenario,
  teamsSdp,
  type Address,
  type Description,
} from './scenario';
import { filesToTest, sharedPath } from '../../support/shared';

/** `198.51.100.21>203.0.113.10 SRTP 292/292 auth` */
interface Truth {
  readonly way: string;
  readonly kind: 'rtp' | 'rtcp';
  readonly good: number;
  readonly packets: number;
}

function truthOf(name: string): readonly Truth[] {
  const file = sharedPath('captures', 'VALIDATION.txt');
  assert.ok(file);
  const line = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name} `));
  assert.ok(line, name);
  return [...line.matchAll(/(\d[\d.]+>\d[\d.]+) (SRTC?P) (\d+)\/(\d+) auth/g)].map(
    ([, way = '', kind, good, packets]) => ({
      way,
      kind: kind === 'SRTP' ? 'rtp' : 'rtcp',
      good: Number(good),
      packets: Number(packets),
    }),
  );
}

describe('SRTP of the captures', function () {
  for (const file of filesToTest('captures/pcap', /\.pcap(?:ng)?$/)) {
    const name = path.basename(file);
    it(name, () => {
      const replays = replaysOfText(traceTextOf(file));
      const media = replays.flatMap((replay) => replay.media);
      for (const { way, kind, good, packets } of truthOf(name)) {
        const streams = media.filter((each) => each.kind === kind && wayOf(each) === way);
        if (good === 0) {
          for (const { protection } of streams) assert.equal(protection, null, way);
          continue;
        }
        assert.equal(good, packets);
        assert.equal(
          streams.reduce((sum, stream) => sum + stream.packets, 0),
          packets,
          `${way} ${kind}`,
        );
        for (const { protection } of streams) {
          assert.equal(protection?.verified, 'all', way);
          assert.equal(protection.how, 'as-negotiated');
          assert.equal(protection.crypto?.tag, '1');
        }
      }
      for (const replay of replays) assert.ok(!verdictIds(replay).includes('srtp-key-mismatch'));
    });
  }
});

function wayOf({ source, destination }: MediaReplay): string {
  return `${source.address}>${destination.address}`;
}

const suite = 'AES_CM_128_HMAC_SHA1_80';
const keys = Object.fromEntries(
  ['sbc', 'teams', 'other', 'third'].map((name, seed) => [name, keyText(30, seed + 1)]),
) as Readonly<Record<'sbc' | 'teams' | 'other' | 'third', string>>;

function keyText(octets: number, seed: number): string {
  return Buffer.from(Array.from({ length: octets }, (_, at) => (at * 11 + seed * 37) & 255)).toString(
    'base64',
  );
}

/** The samples that a capture of the packets would keep. */
function sampled(packets: readonly Uint8Array[], startMillis: number): readonly RtpSample[] {
  const streams = new RtpStreams({ samples: true });
  const end = (port: number): Address => ({ address: '192.0.2.1', port });
  packets.forEach((bytes, index) => {
    const millis = startMillis + index * 20;
    const moment: Moment = {
      frame: index + 1,
      clock: 'utc',
      seconds: Math.floor(millis / 1000),
      nanos: (millis % 1000) * 1e6,
      direction: null,
      interfaceIndex: 0,
    };
    assert.ok(microsOf(moment) >= 0);
    streams.add(
      {
        version: 4,
        source: new Uint32Array(4),
        destination: new Uint32Array(4),
        ports: { source: 1, destination: 2 },
        protocol: 17,
      },
      {
        bytes,
        start: 0,
        end: bytes.length,
        moment,
        cut: false,
        route: () => ({ source: end(1), destination: end(2), transport: 'UDP' }),
      },
    );
  });
  return streams.list().flatMap(({ samples }) => samples);
}

function packetsOf(options: Partial<SrtpSenderOptions>, count = 200): readonly Uint8Array[] {
  const sender = new SrtpSender({ suite, inline: keys.teams, ...options });
  return Array.from({ length: count }, () => sender.rtp());
}

interface CallOptions {
  readonly offer?: Partial<Description>;
  readonly early?: Partial<Description>;
  readonly final?: Partial<Description>;
}

/** A call of the SBC that is answered at 3 s, up to its ACK. */
function answered({ offer = {}, early = {}, final = early }: CallOptions = {}): Scenario {
  return new Scenario('srtp')
    .invite('sbc', sbcSdp({ key: keys.sbc, ...offer }))
    .at(200)
    .respond(183, 'a', teamsSdp({ key: keys.teams, ...early }))
    .at(220)
    .exchange({ nominate: true })
    .at(3000)
    .respond(200, 'a', teamsSdp({ key: keys.teams, ...final }))
    .at(3010)
    .ack('a')
    .at(6000);
}

/** Sends packets from Teams at the scenario's time, 6 s, and replays. */
function heard(scenario: Scenario, packets: readonly Uint8Array[], from = client, to = sbcMedia): Heard {
  const text = scenario
    .rtp(from, to, 6000 + packets.length * 20, 0, sampled(packets, 6000))
    .at(20_000)
    .bye('sbc', 'a')
    .text();
  const replay = replayOfText(text);
  const [stream] = replay.media;
  assert.ok(stream);
  const verdict = replay.verdicts.find(({ id }) => id === 'srtp-key-mismatch');
  const all = JSON.stringify([stream.protection?.message, verdict?.message]);
  for (const key of Object.values(keys)) assert.ok(!all.includes(key), 'a key is shown');
  return {
    protection: stream.protection,
    verdict: verdict === undefined ? null : `${verdict.severity} ${verdict.message}`,
    rules: verdict?.rules ?? [],
  };
}

interface Heard {
  readonly protection: StreamProtection | null;
  readonly verdict: string | null;
  readonly rules: readonly string[];
}

describe('SRTP', () => {
  it('that is right says so', () => {
    const { protection, verdict } = heard(answered(), packetsOf({}));
    assert.equal(verdict, null);
    assert.deepEqual([protection?.verified, protection?.how], ['all', 'as-negotiated']);
    assert.equal(protection?.message, 'SRTP verified, crypto:1 of the 200');
    assert.ok(protection.tried > 3 && protection.good === protection.tried);
  });

  it('of the SBC is tried with the offer’s key', () => {
    const { protection, verdict } = heard(answered(), packetsOf({ inline: keys.sbc }), sbcMedia, client);
    assert.equal(verdict, null);
    assert.equal(protection?.message, 'SRTP verified, crypto:1 of the INVITE');
  });

  it('with a key that no description has', () => {
    const { protection, verdict, rules } = heard(answered(), packetsOf({ inline: keys.other }));
    assert.deepEqual([protection?.verified, protection?.how], ['none', 'no-key']);
    assert.match(
      verdict ?? '',
      /^error Media of Teams: no key of the trace verifies its SRTP packets; the SBC cannot/,
    );
    assert.deepEqual(rules, ['media-srtp-auth-failed']);
  });

  it('with the key of the 183 where the 200 has another', () => {
    const scenario = answered({ early: { key: keys.other }, final: { key: keys.teams } });
    const { protection, verdict } = heard(scenario, packetsOf({ inline: keys.other }));
    assert.equal(protection?.how, 'key-of-earlier-answer');
    assert.match(
      verdict ?? '',
      /^error .* packets verify with the key of the 183 \(crypto:1\), not of the 200 \(crypto:1\)/,
    );
  });

  it('with the key of the 200 from the beginning', () => {
    const scenario = answered({ early: { key: keys.other }, final: { key: keys.teams } });
    assert.equal(heard(scenario, packetsOf({})).verdict, null);
  });

  it('with the key of the old offer after a re-INVITE changed it', () => {
    const scenario = answered()
      .at(3100)
      .reinvite('teams', 'a', teamsSdp({ key: keys.other }))
      .at(3200)
      .respond(200, 'a', sbcSdp({ key: keys.sbc }))
      .at(3210)
      .ack('a')
      .at(6000);
    const { protection, verdict } = heard(scenario, packetsOf({}));
    assert.equal(protection?.how, 'key-of-earlier-answer');
    assert.match(verdict ?? '', /with the key of the 183 \(crypto:1\), not of the INVITE \(crypto:1\)/);
  });

  it('with the receiver’s key', () => {
    const { protection, verdict } = heard(answered(), packetsOf({ inline: keys.sbc }));
    assert.equal(protection?.how, 'wrong-direction');
    assert.match(
      verdict ?? '',
      /the key of the INVITE \(crypto:1\), which is its receiver's own, not of the 200 \(crypto:1\)/,
    );
  });

  it('with another line than the answer chose', () => {
    const line = `a=crypto:2 ${suite} inline:${keys.other}`;
    const scenario = answered({ offer: { lines: [line] } });
    const { protection, verdict } = heard(scenario, packetsOf({ inline: keys.other }), sbcMedia, client);
    assert.equal(protection?.how, 'other-line');
    assert.equal(protection.crypto?.tag, '2');
    assert.match(
      verdict ?? '',
      /the key of the INVITE \(crypto:2\), not of the INVITE \(crypto:1\), which was chosen/,
    );
  });

  it('with the key that it has in another fork', () => {
    const other: Address = { address: '192.0.2.88', port: 50010 };
    const scenario = new Scenario('srtp')
      .invite('sbc', sbcSdp({ key: keys.sbc }))
      .at(100)
      .respond(183, 'b', teamsSdp({ ufrag: 'TWO2', media: other, candidates: [], key: keys.other }))
      .at(200)
      .respond(183, 'a', teamsSdp({ key: keys.teams }))
      .at(220)
      .exchange({ nominate: true })
      .at(3000)
      .respond(200, 'a', teamsSdp({ key: keys.teams }))
      .at(3010)
      .ack('a')
      .at(6000);
    const { protection, verdict } = heard(scenario, packetsOf({ inline: keys.other }));
    assert.equal(protection?.how, 'other-fork');
    assert.match(verdict ?? '', /the key of the 183 \(crypto:1\) of another fork \(b\)/);
  });

  it('whose numbers wrap', () => {
    const { protection, verdict } = heard(answered(), packetsOf({ sequence: 65_500 }));
    assert.equal(verdict, null);
    assert.equal(protection?.verified, 'all');
  });

  it('whose rollover counter does not begin with 0', () => {
    const { protection, verdict } = heard(answered(), packetsOf({ sequence: 30_000, rollovers: 1 }));
    assert.equal(protection?.how, 'other-roc');
    assert.match(verdict ?? '', /rollover counter 1, where 0 is wanted/);
  });

  it('whose beginning the capture may lack is not blamed for its rollover counter', () => {
    // Within 6 s 1,200 packets may have gone before.
    const { protection, verdict } = heard(answered(), packetsOf({ sequence: 1000, rollovers: 1 }));
    assert.equal(verdict, null);
    assert.equal(protection?.how, 'as-negotiated');
  });

  it('with a tag of another length', () => {
    const { protection, verdict } = heard(answered(), packetsOf({ tagOctets: 4 }));
    assert.equal(protection?.how, 'tag-length');
    assert.match(verdict ?? '', /and a tag of 32 bits/);
  });

  it('with an MKI that nobody announced, and with one that is', () => {
    const mki = Uint8Array.of(1);
    const odd = heard(answered(), packetsOf({ mki }));
    assert.equal(odd.protection?.how, 'mki');
    assert.match(odd.verdict ?? '', /^warning .* an MKI of 1 octet, where none is announced/);
    assert.deepEqual(odd.rules, ['media-srtp-mki-unexpected']);
    const announced = answered({ early: { key: `${keys.teams}|2^31|1:1` } });
    assert.equal(heard(announced, packetsOf({ mki })).verdict, null);
    const missing = heard(answered({ early: { key: `${keys.teams}|2^31|1:1` } }), packetsOf({}));
    assert.match(missing.verdict ?? '', /lack the MKI of 1 octet that it announces/);
  });

  it('that is plain RTP', () => {
    const { protection, verdict, rules } = heard(answered(), packetsOf({ isPlain: true }));
    assert.deepEqual([protection?.verified, protection?.how], ['none', 'plain']);
    assert.match(verdict ?? '', /^warning Media of Teams: plain RTP, although SRTP was negotiated/);
    assert.deepEqual(rules, ['media-plain-rtp']);
  });

  it('that loses its key in mid-stream', () => {
    const packets = [...packetsOf({}, 100), ...packetsOf({ inline: keys.other, sequence: 200 }, 200)];
    const { protection, verdict } = heard(answered(), packets);
    assert.deepEqual([protection?.verified, protection?.how], ['some', 'no-key']);
    assert.match(verdict ?? '', /from frame \d+ on no key of the trace verifies its SRTP packets/);
  });

  it('with a damaged packet is right', () => {
    const packets = packetsOf({}).map((bytes, index) =>
      index === 64 ? bytes.map((octet) => octet ^ 1) : bytes,
    );
    const damaged = packets[64];
    assert.ok(damaged);
    damaged.set(packetsOf({})[64]?.subarray(0, 12) ?? []);
    const { protection, verdict } = heard(answered(), packets);
    assert.equal(verdict, null);
    assert.deepEqual([protection?.verified, protection?.how], ['some', 'as-negotiated']);
  });

  it('from an address that nobody told is known by its key', () => {
    const stranger: Address = { address: '203.0.113.99', port: 40_000 };
    const { protection, verdict } = heard(answered(), packetsOf({}), stranger);
    assert.equal(verdict, null);
    assert.equal(protection?.message, 'SRTP verified, crypto:1 of the 200');
    const packets = packetsOf({ inline: keys.other });
    const text = answered().rtp(stranger, sbcMedia, 10_000, 0, sampled(packets, 6000)).text();
    assert.deepEqual(replayOfText(text).media, []);
  });

  for (const [name, octets] of [
    ['AES_CM_128_HMAC_SHA1_32', 30],
    ['AES_256_CM_HMAC_SHA1_80', 46],
    ['AEAD_AES_128_GCM', 28],
    ['AEAD_AES_256_GCM', 44],
  ] as const) {
    it(`with ${name}`, () => {
      const inline = keyText(octets, 9);
      const lines = [`a=crypto:2 ${name} inline:${inline}`];
      const only = (text: string): string => text.replace(/a=crypto:1 [^\r]*\r\n/, '');
      const scenario = new Scenario('srtp')
        .invite('sbc', only(sbcSdp({ lines })))
        .at(200)
        .respond(200, 'a', only(teamsSdp({ lines })))
        .at(210)
        .ack('a')
        .at(6000);
      const right = heard(scenario, packetsOf({ suite: name, inline }), relay);
      assert.equal(right.verdict, null);
      assert.equal(right.protection?.message, 'SRTP verified, crypto:2 of the 200');
    });
  }

  it('is not judged without whole packets, without a readable key, with DTLS, or where it was not negotiated', () => {
    const wrong = packetsOf({ inline: keys.third });
    const fingerprint = { lines: [`a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`] };
    const plain = (text: string): string =>
      text.replace('RTP/SAVP', 'RTP/AVP').replace(/a=crypto[^\r]*\r\n/, '');
    for (const [scenario, packets] of [
      [answered(), []],
      [answered({ early: { key: 'X'.repeat(40) } }), wrong],
      [answered({ early: { key: '***' } }), wrong],
      [answered({ early: fingerprint }), wrong],
      [
        new Scenario('srtp')
          .invite('sbc', plain(sbcSdp()))
          .at(200)
          .respond(200, 'a', plain(teamsSdp()))
          .at(210)
          .ack('a')
          .at(6000),
        wrong,
      ],
    ] as const) {
      const { protection, verdict } = heard(scenario, packets, relay);
      assert.equal(protection, null);
      assert.equal(verdict, null);
    }
  });

  it('of packets that are too short, or not RTP, does not verify and does not throw', () => {
    const samples = ['80', '8000', `8000${'00'.repeat(10)}`, `9f00${'ff'.repeat(10)}`, ''].map(
      (digits, index) => ({
        frame: index + 1,
        after: index * 20_000,
        rollovers: index === 4 ? 2 ** 29 : 0,
        bytes: Uint8Array.from(Buffer.from(digits, 'hex')),
      }),
    );
    const text = answered().rtp(client, sbcMedia, 8000, 0, samples).at(20_000).bye('sbc', 'a').text();
    assert.equal(replayOfText(text).media[0]?.protection?.how, 'no-key');
  });
});
