import type { Answer, Body } from '../../calls/call';
import type { Candidate } from '../../sdp/candidate';
import { candidatesOf, effectiveAttribute, isRejected } from '../../sdp/query';
import type { AttributeLine, MediaSection } from '../../sdp/sdp';
import type { Span } from '../../basics/span';
import { bypassProfile, defineRule, type Report } from '../rule';
import { isCutOff } from '../../calls/cut-off';

export const rule = defineRule({
  id: 'call-ice-changed-183-200',
  title: "The SBC's 200 changes the ICE credentials or candidates of its 183",
  severity: 'error',
  basis: 'teams',
  applies: 'sbc',
  source: ['Direct Routing media protocols, "Outbound call to SBC"'],
  profiles: bypassProfile,
  fixable: false,
  scope: 'call',
  check({ call, report, notEvaluated }) {
    const answers = call.exchanges
      .filter(({ method }) => method === 'INVITE')
      .flatMap((exchange) => exchange.answers)
      .filter(({ body }) => body.side === 'sbc');
    const pairs = answers.flatMap((final) => {
      const provisional = isFinal(final) ? final.repeats : null;
      if (provisional === null || isFinal(provisional)) return [];
      return isCutOff(call, provisional.body) || isCutOff(call, final.body) ? [] : [{ provisional, final }];
    });
    if (pairs.length === 0 && call.sides.callee === 'sbc') {
      notEvaluated('the trace holds no 180 or 183 with SDP and 200 of the SBC in one dialog');
    }
    for (const { provisional, final } of pairs) compare(provisional, final, report);
  },
});

function isFinal({ status }: Answer): boolean {
  return status !== null && status >= 200;
}

function compare(provisional: Answer, final: Answer, report: Report): void {
  const status = String(provisional.status ?? 183);
  const reported = new Set<number>();
  for (const after of final.body.sdp.media) {
    const before = provisional.body.sdp.media[after.index];
    if (before === undefined || isRejected(after) || isRejected(before)) continue;
    for (const change of changesOf(provisional.body, before, final.body, after)) {
      // Credentials of the session are seen once for every stream.
      if (reported.has(change.at.start)) continue;
      reported.add(change.at.start);
      report({
        in: final.body,
        at: change.at,
        message:
          `The SBC's 200 ${change.what} than its ${status} in the same dialog. Teams has checked the path with ` +
          `the ${status}'s values and does not check again: the SBC must repeat them in the 200.`,
        related: [{ in: provisional.body, at: change.was, message: `The value of the ${status}.` }],
      });
    }
  }
}

interface Change {
  readonly at: Span;
  readonly was: Span;
  readonly what: string;
}

function changesOf(early: Body, before: MediaSection, late: Body, after: MediaSection): readonly Change[] {
  const changes = [
    { name: 'ice-ufrag', what: 'has another ICE ufrag' },
    { name: 'ice-pwd', what: 'has another ICE password' },
  ].flatMap(({ name, what }): readonly Change[] => {
    const old = effectiveAttribute(early.sdp, before, name);
    const now = effectiveAttribute(late.sdp, after, name);
    if (valueOf(old) === valueOf(now)) return [];
    return [{ at: placeOf(now, after), was: placeOf(old, before), what }];
  });
  const candidates = candidateChange(before, after);
  return candidates === null ? changes : [...changes, candidates];
}

function valueOf(line: AttributeLine | null): string | null {
  return line?.attribute.value?.text.trim() ?? null;
}

function placeOf(line: AttributeLine | null, media: MediaSection): Span {
  return line?.attribute.value ?? line ?? media.line;
}

/** The first candidate that came or went. Foundation and priority may change: the address is what was checked. */
function candidateChange(before: MediaSection, after: MediaSection): Change | null {
  const old = candidatesOf(before);
  const now = candidatesOf(after);
  // A line that cannot be read is told by ice-candidate-syntax.
  if (![...old, ...now].every(isComparable)) return null;
  const oldKeys = new Set(old.map(keyOf));
  const nowKeys = new Set(now.map(keyOf));
  const added = now.find((candidate) => !oldKeys.has(keyOf(candidate)));
  const lost = old.find((candidate) => !nowKeys.has(keyOf(candidate)));
  if (added === undefined && lost === undefined) return null;
  return {
    at: added === undefined ? after.line : { start: added.address.start, end: added.port.end },
    was: lost === undefined ? before.line : { start: lost.address.start, end: lost.port.end },
    what: added === undefined ? 'has fewer ICE candidates' : 'has other ICE candidates',
  };
}

function isComparable({ componentValue, portValue, address }: Candidate): boolean {
  return componentValue !== null && portValue !== null && address.text !== '';
}

function keyOf({ componentValue, transport, address, portValue }: Candidate): string {
  const parts = [String(componentValue), transport.text, address.text, String(portValue)];
  return parts.join(' ').toLowerCase();
}
