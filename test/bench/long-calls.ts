/** What grows within one call: candidates of a body, re-INVITEs of a dialog. Twice as much may take twice as long. */
import { analyse, analyseInSlices } from '../../server/engine/analysis/analyse';
import { type Analysis, defaultOptions } from '../../server/engine/analysis/model';
import { analyseChangeInSlices, prepareChangeInSlices } from '../../server/engine/analysis/analyse-change';
import { finished } from '../../server/engine/basics/finished';
import { PiecedText } from '../../server/engine/basics/pieced-text';

const description = [
  'v=0',
  'o=- 1 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'a=ice-lite',
  'm=audio 50000 RTP/SAVP 0 8 101',
  'a=rtpmap:101 telephone-event/8000',
  'a=rtcp-mux',
  'a=ice-ufrag:8hhY',
  'a=ice-pwd:asd88fgpdd777uzjYhagZg',
  'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:mB0Tq5Zr2kXw8sVh1dLfYc7uEoNa4jGp6iKtR3xQ|2^31',
];

/** For each text: all of it, after a keystroke, and the longest time for which nothing else is heard then. */
export function longCalls(): readonly (readonly [
  name: string,
  whole: number,
  typed: number,
  slice: number,
])[] {
  return [
    measured('35,000 candidates', manyCandidates(35_000)),
    measured('70,000 candidates', manyCandidates(70_000)),
    measured('800 re-INVITEs', manyInvites(800)),
    measured('1,600 re-INVITEs', manyInvites(1600)),
  ];
}

/** As the editor has it. */
const options = { ...defaultOptions, keepsFrom: 100 };

function measured(name: string, text: string): readonly [string, number, number, number] {
  const begun = performance.now();
  const earlier = analyse(text, options);
  finished(prepareChangeInSlices(earlier));
  const whole = performance.now() - begun;
  const before = PiecedText.of(text);
  const start = text.indexOf('s=-') + 2;
  const { total, longest } = typed(earlier, before, before.with({ start, end: start + 1 }, 'x'));
  return [name, whole, total, longest];
}

function typed(
  earlier: Analysis,
  before: PiecedText,
  after: PiecedText,
): { readonly total: number; readonly longest: number } {
  const slices = changed(earlier, before, after);
  const start = performance.now();
  let longest = 0;
  let last = start;
  for (let step = slices.next(); step.done !== true; step = slices.next()) {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  const end = performance.now();
  return { total: end - start, longest: Math.max(longest, end - last) };
}

/** The short way where there is one, else all of it. */
function* changed(earlier: Analysis, before: PiecedText, after: PiecedText): Generator<void> {
  const quick = yield* analyseChangeInSlices(earlier, before, after);
  if (quick === null) yield* analyseInSlices(String(after), options, earlier);
}

function manyCandidates(count: number): string {
  const candidates = Array.from({ length: count }, (_, place) => {
    const address = `10.${place >> 16}.${(place >> 8) & 255}.${place & 255}`;
    return `a=candidate:${place} 1 UDP ${2_130_706_431 - place} ${address} ${1024 + (place % 60_000)} typ host`;
  });
  return ['#!side sbc', '#!role offer', ...description, ...candidates, ''].join('\n');
}

function manyInvites(count: number): string {
  const message = (first: string, sequence: number, toTag: string, version: number): string =>
    [
      first,
      `Via: SIP/2.0/TLS 52.114.75.24:5061;branch=z9hG4bK${sequence}`,
      'From: <sip:+12065550100@sip.pstnhub.microsoft.com>;tag=t',
      `To: <sip:+14255550199@sbc1.contoso.com>${toTag}`,
      'Call-ID: long',
      `CSeq: ${sequence} INVITE`,
      'Content-Type: application/sdp',
      '',
      ...description.map((line) => line.replace('o=- 1 1 ', `o=- 1 ${version} `)),
      '',
    ].join('\n');
  return Array.from({ length: count }, (_, place) => {
    const tag = place === 0 ? '' : ';tag=s';
    const offer = message('INVITE sip:+14255550199@sbc1.contoso.com SIP/2.0', place + 1, tag, place + 1);
    return `${offer}\n${message('SIP/2.0 200 OK', place + 1, ';tag=s', place + 1)}`;
  }).join('\n');
}
