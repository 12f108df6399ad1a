/**
 * Captures spoilt in every known way. A view that is half, late, cut, doubled, skewed or torn may say less than the whole
 * capture, and never something false; and where it still holds all packets, it names what is wrong.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { claimsOf, textOfCapture, type Claims } from '../imperfections/claims';
import { spoiltLogs } from '../imperfections/logs';
import { isSignalling, readPackets, type LoosePacket, writePcap } from '../imperfections/packets';
import { partings } from '../imperfections/parts';
import { spoilers } from '../imperfections/spoilers';
import { filesBelow, filesToTest } from '../support/shared';

/** What a view says though the whole capture does not, or no longer says, with the reason. Each that is mended must go. */
const known: Readonly<Record<string, readonly string[]>> = {
  // Too few exchanges tell that two clocks are apart, so the offer seems to come behind its answer and is not taken.
  '01d-inbound-linphone-stays-controlled.pcapng': [`the SBC's clock 3 s fast: no verdict not-nominated`],
  // A proxy's two legs share a Call-ID: without the INVITE to Microsoft, that of the trunk is taken for it.
  '01i-inbound-any-sll2.pcap': [
    'every other large packet lost, the first of two: false srtp-profile-insecure',
  ],
};

/** Calls of which no check was ever answered, or no answer arrived: where a view lacks the cause, that much is true. */
const unanswered: ReadonlySet<string> = new Set([
  'd02-wrong-password-request-silent.pcap',
  'h04-icmp-port-unreachable-by-sbc.pcap',
  'o02-two-points-answers-dropped-between-inside.pcap',
]);

const fixtures = filesBelow(path.resolve(import.meta.dirname, '../fixtures/field')).filter(
  // These two have their signalling in a log.
  (file) => file.endsWith('.pcap') && !/[\\/]k0\d/.test(file),
);

describe('a spoilt capture', () => {
  for (const file of [...fixtures, ...filesToTest('captures/pcap', /\.pcap(?:ng)?$/)]) {
    const name = path.basename(file);
    it(`says nothing false: ${name}`, function () {
      const isTrue = (id: string): boolean => unanswered.has(name) && id.endsWith('no-response');
      assert.deepEqual(faultsOf(readPackets(file), isTrue), known[name] ?? []);
    });
  }
});

describe('two captures that share what one would show', () => {
  for (const file of [...fixtures, ...filesToTest('captures/pcap', /\.pcap(?:ng)?$/)])
    it(`say the same errors together: ${path.basename(file)}`, () => {
      const packets = readPackets(file);
      const whole = [...claimsOf(textOfCapture(writePcap(packets))).errors].toSorted();
      for (const { name, part } of partings) {
        const [one, other] = part(packets);
        if (one.length === 0 || other.length === 0) continue;
        const late = other.map((packet) => ({ ...packet, micros: packet.micros + 250_000 }));
        const texts = [one, late].map((each) => textOfCapture(writePcap(each)));
        assert.deepEqual([...claimsOf(...texts).errors].toSorted(), whole, name);
      }
    });
});

/** That ICE failed is true of each view; the whole capture says the cause alone. */
function isGeneral(id: string, whole: Claims): boolean {
  return whole.failed && (id === 'ice-all-failed' || id === 'verdict failed');
}

/** @param isTrue what is true of the call though the whole capture says its cause instead */
function faultsOf(packets: readonly LoosePacket[], isTrue: (id: string) => boolean): readonly string[] {
  const whole = claimsOf(textOfCapture(writePcap(packets)));
  const faults: string[] = [];
  const judge = (view: string, claims: Claims, holdsAll: boolean): void => {
    for (const id of claims.errors)
      if (!whole.errors.has(id) && !isGeneral(id, whole) && !isTrue(id)) faults.push(`${view}: false ${id}`);
    if (!holdsAll) return;
    for (const id of whole.errors)
      if (id.startsWith('verdict ') && !claims.all.has(id)) faults.push(`${view}: no ${id}`);
  };
  for (const { name, spoil } of spoilers) {
    const view = spoil(packets);
    const octets = new Set(view.map(({ bytes }) => bytes));
    const holdsAll = packets.every(({ bytes }) => octets.has(bytes));
    judge(name, claimsOf(textOfCapture(writePcap(view))), holdsAll);
  }
  // Of signalling alone there is no capture beside the log.
  if (packets.every(isSignalling)) return faults;
  for (const { name, claims } of spoiltLogs) judge(name, claims(packets), true);
  return faults;
}
