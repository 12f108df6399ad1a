/**
 * What is judged of a description of thousands of streams takes time in proportion to them, and lets others be heard between
 * its rules. Counted are the looks at streams, as a clock tells of the machine, too.
 */
import assert from 'node:assert/strict';
import { analyse } from '../../../server/engine/analysis/analyse';
import { analyseBatchInSlices } from '../../../server/engine/analysis/analyse-batch';
import { defaultOptions } from '../../../server/engine/analysis/model';
import type { Sdp } from '../../../server/engine/sdp/sdp';
import { descriptionsOf } from '../../../server/engine/traces/message';

const teams = '52.114.75.24:5061';
const sbc = '203.0.113.10:5061';

interface Streams {
  /** Of the candidate of a stream. */
  readonly port: number;
  /** Of the stream at a place. */
  readonly mid: (place: number) => number;
  readonly line?: string;
  /** Instead, in the answer. */
  readonly answered?: string;
  readonly formats?: string;
}

const kinds: Readonly<Record<string, Streams>> = {
  'streams as they should be': { port: 40000, mid: (place) => place },
  'streams of one name': { port: 40000, mid: () => 1 },
  'lines of payload types that no m-line lists': {
    port: 40000,
    mid: (place) => place,
    line: 'a=rtpmap:99 telephone-event/8000',
  },
  'payload types that the answer does not explain': {
    port: 40000,
    mid: (place) => place,
    line: 'a=rtpmap:99 telephone-event/8000',
    answered: 'a=ptime:20',
    formats: '8 99',
  },
  'streams whose m-line names no candidate': { port: 40002, mid: (place) => place },
};

function call(streams: number, kind: Streams): string {
  return [
    message(`${sbc} -> ${teams}`, 'INVITE sip:+1@sip.pstnhub.microsoft.com SIP/2.0', '', streams, kind),
    message(`${teams} -> ${sbc}`, 'SIP/2.0 200 OK', ';tag=callee', streams, kind),
  ].join('\n\n');
}

function message(
  way: string,
  first: string,
  toTag: string,
  streams: number,
  { port, mid, line = 'a=ptime:20', answered = line, formats = '8' }: Streams,
): string {
  const body = [
    'v=0',
    'o=- 1 1 IN IP4 203.0.113.10',
    's=-',
    't=0 0',
    ...Array.from({ length: streams }, (_, place) => [
      `m=audio 40000 RTP/SAVP ${formats}`,
      'c=IN IP4 203.0.113.10',
      `a=mid:${mid(place)}`,
      'a=ice-ufrag:8hhY',
      'a=ice-pwd:asd88fgpdd777uzjYhagZg',
      `a=candidate:1 1 UDP 2130706431 203.0.113.10 ${port} typ host`,
      toTag === '' ? line : answered,
    ]).flat(),
  ].join('\n');
  return `2026/01/31 10:00:00.000000 ${way}
${first}
Via: SIP/2.0/TLS ${sbc};branch=z9hG4bK1
From: <sip:+12065550100@sbc1.contoso.com>;tag=caller
To: <sip:+14255550199@sip.pstnhub.microsoft.com>${toTag}
Call-ID: streams
CSeq: 1 INVITE
Content-Type: application/sdp
Content-Length: ${body.length}

${body}`;
}

/** How often all that judges a trace looks at streams of its descriptions: altogether, and at most between two slices. */
function looksAtJudging(text: string): { readonly all: number; readonly slice: number } {
  const { calls, ...read } = analyse(text).trace;
  assert.equal(calls.length, 1);
  let looks = 0;
  const watch = (sdp: Sdp): void => {
    const media = new Proxy(sdp.media, {
      get: (streams, name): unknown => {
        if (typeof name === 'string' && /^\d/.test(name)) looks++;
        return Reflect.get(streams, name);
      },
    });
    Object.defineProperty(sdp, 'media', { value: media });
  };
  for (const { parsed } of read.messages) {
    assert.equal(parsed.kind, 'sip');
    for (const sdp of descriptionsOf(parsed)) watch(sdp);
  }
  let slice = 0;
  let before = 0;
  const work = analyseBatchInSlices(read, defaultOptions, new Map());
  for (let isDone = false; !isDone; before = looks) {
    isDone = work.next().done === true;
    slice = Math.max(slice, looks - before);
  }
  return { all: looks, slice };
}

describe('a description of thousands of streams', () => {
  for (const [name, kind] of Object.entries(kinds))
    it(`is judged with looks in proportion to them, and in slices: ${name}`, () => {
      const few = looksAtJudging(call(400, kind));
      const many = looksAtJudging(call(1600, kind));
      assert.ok(many.all <= 4.5 * few.all);
      assert.ok(many.slice <= 5 * 1600);
    });
});
