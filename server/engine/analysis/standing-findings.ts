/** Findings that stay true while the text around their messages moves. */
import { compare } from '../../../shared/order';
import { Beside } from '../basics/memo';
import type { Call } from '../calls/call';
import type { Trace } from '../calls/trace';
import type { CallFinding } from '../rules/lint';
import { Sieve } from '../suppression/sieve';
import type { TraceMessage } from '../traces/message';
import type { AnalysisOptions, Finding, LintedCall } from './model';
import { placeFindings } from './place';
import { lintTrunk } from './trunk';
import { firstOfEach } from './withhold';

/** A finding that stays true while the text around its message moves. */
export interface StandingFinding extends Pick<Finding, 'rule'> {
  /** As it was when it was found. */
  readonly finding: Finding;
  /** Null of what is found of a trunk. */
  readonly callKey: string | null;
  /** Where its message, and those of the places related to it, stood then. */
  readonly stood: readonly number[];
}

/** What was placed already, of which messages: what is kept of a long call is found again with each keystroke. */
const placed = new Beside<
  CallFinding,
  { readonly standing: StandingFinding; readonly messages: readonly (TraceMessage | undefined)[] }
>();

/** What rules of bodies, messages and calls found in some calls, as many as may be told. */
export function standingInCalls(
  calls: readonly LintedCall[],
  { messages }: Trace,
  { maxFindingsPerRule: most }: AnalysisOptions,
): readonly StandingFinding[] {
  return calls.flatMap(({ call, lint }) =>
    firstOfEach(lint.findings, most).flatMap((found) => standingInCall(call, found, messages) ?? []),
  );
}

function standingInCall(
  call: Call,
  found: CallFinding,
  all: readonly TraceMessage[],
): StandingFinding | undefined {
  const messages = [found, ...found.related.map((each) => each.in)].map(
    ({ place }) => call.messages[place]?.message,
  );
  const known = placed.get(found);
  const isKnown =
    known?.standing.callKey === call.key && known.messages.every((each, index) => each === messages[index]);
  if (isKnown) return known.standing;
  const [standing] = standingIn(call.key, placeFindings(call, [found]), all);
  if (standing !== undefined) placed.set(found, { standing, messages });
  return standing;
}

/** What is found of trunks. */
export function standingOfTrunk(
  trace: Trace,
  calls: readonly LintedCall[],
  options: AnalysisOptions,
): readonly StandingFinding[] {
  return standingIn(null, lintTrunk(trace, calls, options, new Sieve(options)), trace.messages);
}

function standingIn(
  callKey: string | null,
  findings: readonly Finding[],
  messages: readonly TraceMessage[],
): readonly StandingFinding[] {
  return findings.map((finding) => ({
    rule: finding.rule,
    finding,
    callKey,
    stood: [finding, ...finding.related].map((place) => startOf(messages, place)),
  }));
}

function startOf(messages: readonly TraceMessage[], { in: index }: Pick<Finding, 'in'>): number {
  return messages[index]?.record.span.start ?? 0;
}

/** A finding with its places where they stand now. */
export function whereItStands(
  { finding, stood }: StandingFinding,
  messages: readonly TraceMessage[],
): Finding {
  const moves = [finding, ...finding.related].map(
    (place, index) => startOf(messages, place) - (stood[index] ?? 0),
  );
  if (moves.every((by) => by === 0)) return finding;
  const moved = ({ start, end }: Finding['range'], by = 0): Finding['range'] => ({
    start: start + by,
    end: end + by,
  });
  return {
    ...finding,
    range: moved(finding.range, moves[0]),
    related: finding.related.map((place, index) => ({
      ...place,
      range: moved(place.range, moves[index + 1]),
    })),
  };
}

/** The order in which findings are told, by where they stand now. */
function inOrderNow(
  messages: readonly TraceMessage[],
): (one: StandingFinding, other: StandingFinding) => number {
  const moveOf = ({ finding, stood }: StandingFinding): number =>
    startOf(messages, finding) - (stood[0] ?? 0);
  return (one, other) => {
    const { range: a } = one.finding;
    const { range: b } = other.finding;
    const by = moveOf(one) - moveOf(other);
    return a.start - b.start + by || a.end - b.end + by || compare(one.rule.id, other.rule.id);
  };
}

/** Findings in order of their place, with some more. */
export function merged(
  known: readonly StandingFinding[],
  found: readonly StandingFinding[],
  messages: readonly TraceMessage[],
): readonly StandingFinding[] {
  const all: StandingFinding[] = [];
  const order = inOrderNow(messages);
  let from = 0;
  for (const each of found.toSorted(order)) {
    let low = from;
    let high = known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = known[middle];
      if (other !== undefined && order(other, each) <= 0) low = middle + 1;
      else high = middle;
    }
    for (const other of known.slice(from, low)) all.push(other);
    from = low;
    all.push(each);
  }
  return all.concat(known.slice(from));
}
