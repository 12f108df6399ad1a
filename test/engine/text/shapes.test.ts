/** The same call in the shape of every format that has no file of its own here. */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { readText } from '../../../server/engine/traces/read';
import type { RecordMeta } from '../../../server/engine/text/record';
import { assertSound, fixture } from './messages';
import { lf, logged, shapes, type Logged, type Shape } from './shapes';

const SBC = '203.0.113.10';

describe('a call in the shape of', () => {
  for (const [name, shape] of Object.entries(shapes)) {
    it(name, () => {
      for (const file of ['01-inbound-ok.sngrep.txt', '01e-inbound-tcp.sngrep.txt']) {
        const { text: original, reading: expected } = fixture(file);
        const messages = expected.records.map((record) => logged(record, SBC));
        const text = shape.write(messages);
        const reading = readText(text);
        assertSound(text, reading);
        assert.deepEqual(
          reading.records.map(({ content }) => lf(content)),
          messages.map(({ content }) => lf(content)),
        );
        assert.ok(reading.records.every(({ format }) => format === shape.format));
        if (shape.crlf === true) assert.ok(reading.records.every(({ content }) => content.includes('\r\n')));
        assert.deepEqual(
          reading.records.map(({ meta }) => seen(meta)),
          messages.map((message) => told(message, shape)),
        );
        assert.deepEqual(findings(text), findings(original));
      }
    });
  }
});

describe('a file of several formats', () => {
  // Of one format nothing shows that SIP is in it, which is looked for only where there is nothing else.
  const visible = Object.values(shapes).filter(({ hidden }) => hidden !== true);
  for (const [order, all] of [
    ['one', visible],
    ['the other', visible.toReversed()],
  ] as const) {
    it(`has the messages of each, in ${order} order`, () => {
      const messages = fixture('01-inbound-ok.sngrep.txt').reading.records.map((record) =>
        logged(record, SBC),
      );
      const text = all.map(({ write }) => write(messages)).join('\n');
      const whole = readText(text);
      assertSound(text, whole);
      assert.deepEqual(
        whole.records.map(({ format, content }) => `${format} ${lf(content)}`),
        all.flatMap(({ format }) => messages.map(({ content }) => `${format} ${lf(content)}`)),
      );
    });
  }
});

function findings(text: string): readonly string[] {
  return analyse(text).findings.map(({ rule, severity, in: index }) => `${index} ${severity} ${rule.id}`);
}

function seen({ time, source, destination, transport, direction }: RecordMeta): unknown {
  const show = (end: typeof source): string | null => end && `${end.address}:${String(end.port)}`;
  return { time, source: show(source), destination: show(destination), transport, direction };
}

function told({ iso, source, destination, isSent }: Logged, shape: Shape): unknown {
  const whole = Date.parse(iso) * 1000 + Number(iso.slice(23, 26));
  const day = Math.floor(whole / 86_400_000_000) * 86_400_000_000;
  const millis = whole - (whole % 1000);
  const time = {
    none: null,
    full: { micros: whole, date: 'full' },
    millis: { micros: millis, date: 'full' },
    seconds: { micros: whole - (whole % 1_000_000), date: 'full' },
    missing: { micros: whole - day, date: 'missing' },
    'missing millis': { micros: millis - day, date: 'missing' },
    'year-missing': {
      micros: Date.UTC(1970, Number(iso.slice(5, 7)) - 1, Number(iso.slice(8, 10))) * 1000 + (millis - day),
      date: 'year-missing',
    },
  }[shape.time];
  return {
    time,
    source: shape.ends === 'both' || (shape.ends === 'remote' && !isSent) ? source : null,
    destination: shape.ends === 'both' || (shape.ends === 'remote' && isSent) ? destination : null,
    transport: shape.transport === 'UDP on one side' ? (isSent ? null : 'UDP') : shape.transport,
    direction: shape.direction ? (isSent ? 'sent' : 'received') : null,
  };
}
