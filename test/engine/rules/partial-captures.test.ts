/** Captures of calls that went well, of which a filter, a mirror port or a late start left only parts: no alarm. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { analyse } from '../../../server/engine/analysis/analyse';
import { traceTextOf } from '../ice/replays';
import { filesToTest } from '../../support/shared';

/** Calls that went well, and whose SBC waited for a check before it sent media. */
const good = /^(01-|01e|01h-inbound-tls\.with|02|03|04|05-|11-|13|14b).*\.pcapng$/;

/** What is left of a capture's blocks. */
const parts: Readonly<Record<string, (blocks: readonly string[]) => readonly string[]>> = {
  'no media': without(/ {2}RT(C)?P /),
  'no checks': without(/ {2}STUN /),
  'no signalling': without(/ {2}SIP /),
  'what the SBC receives': without(/ 203\.0\.113\.10:\d+ -> /),
  'what the SBC sends': (blocks) => blocks.filter((block) => / 203\.0\.113\.10:\d+ -> /.test(headOf(block))),
  'no INVITE': (blocks) => blocks.filter((block) => !/^INVITE /m.test(block)),
  'no 183': (blocks) => blocks.filter((block) => !/^SIP\/2\.0 183/m.test(block)),
  'no 200': (blocks) => blocks.filter((block) => !/^SIP\/2\.0 200/m.test(block)),
  'no BYE': (blocks) => blocks.filter((block) => !/^BYE /m.test(block)),
  'no first check': (blocks) =>
    blocks.toSpliced(
      blocks.findIndex((block) => / {2}STUN /.test(headOf(block))),
      1,
    ),
  'no nomination': without(/USE-CANDIDATE/),
  'a late start': (blocks) => blocks.slice(Math.ceil(blocks.length / 3)),
  'a very late start': (blocks) => blocks.slice(Math.ceil(blocks.length * 0.6)),
  'a very early end': (blocks) => blocks.slice(0, Math.ceil(blocks.length * 0.3)),
};

describe('a part of a good capture', () => {
  for (const file of filesToTest('captures/pcap', good)) {
    it(`raises no alarm: ${path.basename(file, '.pcapng')}`, () => {
      const [head = '', ...blocks] = traceTextOf(file).split(/\n(?==== )/);
      for (const [name, choose] of Object.entries(parts)) {
        const { findings } = analyse([head, ...choose(blocks)].join('\n'));
        const alarms = findings
          .filter(
            ({ rule, severity }) => rule.scope === 'packet' && severity !== 'info' && !isTrue(file, rule.id),
          )
          .map(({ rule, message }) => `${name}: ${rule.id}: ${message}`);
        assert.deepEqual(alarms, []);
      }
    });

    it(`raises no error where messages are cut: ${path.basename(file, '.pcapng')}`, () => {
      const blocks = traceTextOf(file).split(/\n(?==== )/);
      for (const length of [100, 300, 700, 1000]) {
        const errors = analyse(blocks.map(cutTo(length)).join('\n')).findings.filter(
          ({ severity }) => severity === 'error',
        );
        assert.deepEqual(
          errors.map(({ rule, message }) => `${length}: ${rule.id}: ${message}`),
          [],
        );
      }
    });
  }
});

/** What a capture with a snap length keeps of a SIP message. */
function cutTo(length: number): (block: string) => string {
  return (block) => {
    const head = headOf(block);
    const kept = block.slice(head.length + 1).slice(0, length);
    if (!/ {2}SIP \d+ octets$/.test(head) || block.length <= head.length + 1 + length) return block;
    // A line end counts two.
    const octets = kept.length + (kept.match(/\n/g)?.length ?? 0);
    return `${head.replace(/SIP \d+ octets/, `SIP ${octets} octets, cut`)}\n${kept}\n`;
  };
}

/** One packet of media went to a fork that did not answer. */
function isTrue(file: string, rule: string): boolean {
  return rule === 'call-fork-switch' && path.basename(file).startsWith('03');
}

function without(head: RegExp): (blocks: readonly string[]) => readonly string[] {
  return (blocks) => blocks.filter((block) => !head.test(headOf(block)));
}

function headOf(block: string): string {
  return block.slice(0, block.indexOf('\n'));
}
