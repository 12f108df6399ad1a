/** A log whose clock is another than the capture's, or that has none, beside the capture of its media. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { joinTraces } from '../../../server/engine/traces/join';
import { readText } from '../../../server/engine/traces/read';
import { claimsOf, textOfCapture } from '../../imperfections/claims';
import { logOf, mediaOf } from '../../imperfections/logs';
import { readPackets, writePcap } from '../../imperfections/packets';
import { partings } from '../../imperfections/parts';

const HOUR = 3_600_000_000;

const fixture = (name: string): string => path.join(import.meta.dirname, '../../fixtures/field', name);
const textOf = (name: string): string => fs.readFileSync(fixture(name), 'utf8');
const captureOf = (name: string): string => textOfCapture(fs.readFileSync(fixture(name)));

describe('a log beside a capture', () => {
  it('that counts in another zone is put to the capture’s clock', () => {
    const texts = [textOf('k01-log-pcap-tz2h.log'), captureOf('k01-log-pcap-tz2h.pcap')];
    for (const order of [texts, texts.toReversed()]) {
      const { text, offsets } = joinTraces(order);
      assert.ok(Math.abs(Math.abs(offsets[1] ?? 0) - 2 * HOUR) < 1_000_000);
      assert.equal(headlineOf(text)?.includes('before the 200'), true);
      assert.deepEqual(errorsOf(text), []);
    }
  });

  it('that tells no times stands around the checks of its call, and nothing is said of before and after', () => {
    const texts = [textOf('k06-text-without-times-pcap.log'), captureOf('k06-text-without-times-pcap.pcap')];
    for (const order of [texts, texts.toReversed()]) {
      const { text, timeless } = joinTraces(order);
      assert.equal(timeless.filter(Boolean).length, 1);
      assert.equal(
        headlineOf(text),
        'ICE completed on 78.4.222.178:50006 (srflx) ↔ SBC 195.189.192.10:54056',
      );
      assert.deepEqual(errorsOf(text), []);
    }
  });

  it('keeps each answer before its checks and each BYE behind the media, however its clock drifts', () => {
    const packets = readPackets(fixture('base-ok.pcap'));
    const media = textOfCapture(writePcap(mediaOf(packets)));
    for (const drift of [-3e6, -1e6, 1e6, 3e6]) {
      const { text } = joinTraces([logOf(packets, (share) => share * drift), media]);
      const { records } = readText(text);
      const at = (what: RegExp): number => records.findIndex(({ content }) => what.test(content));
      const lastMedia = records.findLastIndex(({ content }) => content.includes('  RTP '));
      assert.ok(at(/^SIP\/2\.0 183/) < at(/^=== .* STUN binding request/), String(drift));
      assert.ok(at(/^BYE /) > lastMedia, String(drift));
    }
  });

  it('is no capture: what it tells is marked as logged', () => {
    const packets = readPackets(fixture('base-ok.pcap'));
    const { text } = joinTraces([logOf(packets, () => 0), textOfCapture(writePcap(mediaOf(packets)))]);
    const { records } = readText(text);
    for (const { kind, meta } of records) assert.equal(meta.frame === undefined, kind === 'sip');
    assert.equal(joinTraces([text, '']).text.match(/, logged$/gm)?.length, text.match(/, logged$/gm)?.length);
  });
});

describe('two captures that share what one would show', () => {
  /** It says how the capture is, not the calls. */
  const ofCapture = new Set(['verdict capture-duplicates', 'ice-check-before-answer']);
  for (const name of ['base-ok.pcap', 'd02-wrong-password-request-silent.pcap', 'd07-error-400.pcap']) {
    const packets = readPackets(fixture(name));
    for (const { name: how, part } of partings) {
      const [one, other] = part(packets);
      // An SBC that is silent has no media.
      if (other.length === 0) continue;
      it(`tell what it tells, whatever their clocks: ${name}, ${how}`, () => {
        const whole = claimsOf(textOfCapture(writePcap(packets)));
        for (const late of [0, 3_700_000, -250_000]) {
          const shifted = other.map((packet) => ({ ...packet, micros: packet.micros + late }));
          const texts = [one, shifted].map((each) => textOfCapture(writePcap(each)));
          for (const order of [texts, texts.toReversed()]) {
            const { all, errors } = claimsOf(...order);
            const more = [...all].filter((id) => !whole.all.has(id) && !ofCapture.has(id));
            assert.deepEqual([[...errors].toSorted(), more], [[...whole.errors].toSorted(), []], `${late}`);
          }
        }
      });
    }
  }
});

describe('media that two captures show', () => {
  it('counts once, whatever their clocks and whichever shows more', () => {
    const packets = readPackets(fixture('base-ok.pcap'));
    const [from = 0, to = 0] = [packets[0]?.micros, packets.at(-1)?.micros];
    const counted = (text: string): readonly number[] | undefined =>
      analyse(text).replays?.[0]?.media.map((stream) => stream.packets);
    const whole = textOfCapture(writePcap(packets));
    for (const late of [0, 3_700_000, -250_000])
      for (const begin of [0, 0.05, 0.4]) {
        const part = packets
          .filter(({ micros }) => (micros - from) / (to - from) >= begin)
          .map((packet) => ({ ...packet, micros: packet.micros + late }));
        const texts = [whole, textOfCapture(writePcap(part))];
        for (const order of [texts, texts.toReversed()])
          assert.deepEqual(counted(joinTraces(order).text), counted(whole), `${late} ${begin}`);
      }
  });
});

describe('a capture whose clock leaps', () => {
  it('is joined by its true times, and what the clock does is told all the same', () => {
    const packets = readPackets(fixture('base-ok.pcap'));
    const leapt = packets.map((packet, place) =>
      place < packets.length / 2 ? packet : { ...packet, micros: packet.micros - HOUR },
    );
    const media = textOfCapture(writePcap(mediaOf(leapt)));
    const log = logOf(packets, () => 0);
    const { text } = joinTraces([log, media]);
    assert.match(text, /^#!clock-leap \d+, -3\d{3}\.\d{6} s\n#!clocks-put-right\n/m);
    const times = readText(text).records.map(({ meta: { time } }) => time?.micros ?? 0);
    assert.ok(Math.max(...times) - Math.min(...times) < 15_000_000);
    assert.deepEqual(times, times.toSorted());
    const { trace } = analyse(text);
    assert.equal(trace.evidence.clocks.leaps.length, 1);
    assert.deepEqual(errorsOf(text), []);
  });
});

function headlineOf(text: string): string | undefined {
  return analyse(text).replays?.[0]?.headline;
}

function errorsOf(text: string): readonly string[] {
  return analyse(text).findings.flatMap(({ severity, rule }) => (severity === 'error' ? [rule.id] : []));
}

describe('a log that was rotated', () => {
  const sample = fs.readFileSync(
    path.join(import.meta.dirname, '../../../samples/inbound-forked.siptrace'),
    'utf8',
  );

  it('keeps its clock where its second file begins a little before the first one ends', () => {
    const cut = sample.indexOf('2026/11/20 05:47:24.952830');
    const early = sample.slice(cut).replace('05:47:24.952830', '05:47:24.750000');
    assert.deepEqual(joinTraces([sample.slice(0, cut), early]).offsets, [0, 0]);
  });

  it('is judged as the whole wherever it was cut, and no clock is put right', () => {
    const heads = [...sample.matchAll(/^\d{4}[-/]\d\d[-/]\d\d .*$/gm)].map(({ index }) => index);
    assert.ok(heads.length > 8);
    const whole = toldOf(sample);
    for (const cut of heads.slice(1)) {
      const files = [sample.slice(0, cut), sample.slice(cut)];
      for (const order of [files, files.toReversed()]) {
        const { text, offsets } = joinTraces(order);
        assert.deepEqual(offsets, [0, 0], `cut at ${cut}`);
        assert.deepEqual(toldOf(text), whole, `cut at ${cut}`);
      }
    }
  });
});

function toldOf(text: string): readonly string[] {
  return analyse(text).findings.map(({ rule, message }) => `${rule.id}: ${message}`);
}
