import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { defaultOptions } from '../../../server/engine/analysis/model';
import { LineIndex } from '../../../server/engine/basics/lines';
import { compileNetwork } from '../../../server/engine/network/network';
import { placesOf } from '../../../server/engine/report/path';
import { proposalText, traceProposal, type TraceProposal } from '../../../server/engine/report/proposal';
import type { NetworkSettings } from '../../../shared/network';
import { sbcMedia } from '../ice/scenario';
import { at, callTrace, host, reflexive, relayed } from './call-trace';

const inside = at('10.161.224.204', 50006);
const outside = at('78.4.222.178', 50006);
const text = callTrace({
  candidates: [host(inside), reflexive(outside, inside), relayed(at('52.115.18.200', 53156), outside)],
  from: outside,
});

function proposed(trace: string, settings: NetworkSettings = {}): TraceProposal {
  const network = compileNetwork(settings);
  const analysis = analyse(trace, { ...defaultOptions, facts: { ...defaultOptions.facts, network } });
  return traceProposal(
    'call.siptrace',
    analysis,
    placesOf({ lines: new LineIndex(trace), isCapture: false }),
  );
}

function valuesOf({ values }: TraceProposal): readonly string[] {
  return values.map(({ list, value, certainty }) => `${list} ${value} ${certainty}`);
}

describe('the proposal of settings', () => {
  it('tells the SBC by what it sends, and leaves the choice whose private and reflexive addresses are', () => {
    assert.deepEqual(valuesOf(proposed(text)), [
      `sbc.public ${sbcMedia.address} seen`,
      `customerSubnets ${inside.address} choice`,
      `customerPublic ${outside.address} choice`,
    ]);
  });

  it('leaves out what the settings know', () => {
    const known = {
      sbc: { public: [sbcMedia.address] },
      vpnSubnets: ['10.161.0.0/16'],
      customerPublic: ['78.4.222.0/24'],
    };
    assert.deepEqual(valuesOf(proposed(text, known)), []);
    assert.equal(proposalText([proposed(text, known)]), null);
  });

  it('is JSON with comments, in which only what was seen is live', () => {
    const written = proposalText([proposed(text)]) ?? '';
    const live = written
      .split('\n')
      .filter((line) => !/^\s*\/\//.test(line))
      .join('\n');
    assert.deepEqual(JSON.parse(live), {
      network: { sbc: { public: [sbcMedia.address] }, customerSubnets: [], customerPublic: [] },
    });
    assert.match(written, /\/\/ the SBC: .*\(line \d+\)\n\s*"/);
    assert.match(written, new RegExp(`// "${inside.address.replaceAll('.', String.raw`\.`)}"`));
  });

  it('says each value once, with what several traces tell of it', () => {
    const other = { ...proposed(text), name: 'other.siptrace' };
    const written = proposalText([proposed(text), other]) ?? '';
    assert.equal(written.split(`"${sbcMedia.address}"`).length, 2);
    assert.match(written, /call\.siptrace, line/);
    assert.match(written, /other\.siptrace, line/);
  });

  it('takes nothing of a call without Microsoft for the SBC', () => {
    const { values } = proposed('INVITE sip:a@example.com SIP/2.0\nCall-ID: x\nCSeq: 1 INVITE\n\n');
    assert.deepEqual(values, []);
  });
});
