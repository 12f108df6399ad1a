/**
 * Where the clock of a capture leaps. What goes on across a step of the clock as if there had been none (numbers of RTP,
 * answers to what was asked before) tells a leap from two files joined the wrong way round, and from silence.
 */
import type { PacketList } from '../packed-packets';
import { Sights, type RtpSight, type Sight } from './sights';

export interface Leap {
  /** Place of the first packet behind it. */
  readonly at: number;
  /** Microseconds by which the clock went ahead of the true time; negative where it went back. */
  readonly micros: number;
}

/** A step of the clock that is no mere disorder of records, in microseconds. */
export const LEAST_STEP_BACK = 100_000;
/** All is silent for so long, and yet numbers go on as if nothing had been, in microseconds. */
const LEAST_STEP_AHEAD = 1_500_000;
/** More steps than a clock makes: records of several sources stand mixed, or calls are rare. */
const MOST_STEPS_BACK = 20;
const MOST_STEPS_AHEAD = 1000;
/** Packets on either side of a step that are looked at. */
const NEIGHBOURS = 400;
/** Numbers of RTP that may be missing between two packets that follow each other. */
const MOST_MISSING = 50;
/** The same where nothing may be missing: all streams pause and go on in step. */
const MOST_MISSING_IN_STEP = 3;
/** RTP time between two packets: 60 ms of 8 kHz, 20 ms of 48 kHz. */
const LONGEST_PACKET = 1000;
/** Within this time of a step comes the next packet of media that goes on, in microseconds. */
const LONGEST_BESIDE = 100_000;

/** @param stamps microseconds of each packet; NaN where none is known */
export function findLeaps(packets: PacketList, stamps: Float64Array): readonly Leap[] {
  const back: number[] = [];
  const ahead: number[] = [];
  for (let at = 1; at < stamps.length; at++) {
    const step = (stamps[at] ?? NaN) - (stamps[at - 1] ?? NaN);
    if (step <= -LEAST_STEP_BACK) back.push(at);
    else if (step >= LEAST_STEP_AHEAD) ahead.push(at);
  }
  const sights = new Sights();
  const leaps = [
    ...(back.length > MOST_STEPS_BACK ? [] : back.filter((at) => goesOnAcross(at, packets, sights))),
    ...(ahead.length > MOST_STEPS_AHEAD
      ? []
      : ahead.filter((at) => isUnnoticed(at, packets, stamps, sights))),
  ];
  // What really passed is a few milliseconds: media goes on.
  return leaps.sort((a, b) => a - b).map((at) => ({ at, micros: (stamps[at] ?? 0) - (stamps[at - 1] ?? 0) }));
}

/**
 * Whether the records behind a step back go on where those before it end, rather than before they begin, or among them as
 * those of two captures of one time do.
 */
function goesOnAcross(at: number, packets: PacketList, sights: Sights): boolean {
  const before = sights.among(packets, at - NEIGHBOURS, at);
  const behind = sights.among(packets, at, at + NEIGHBOURS);
  if (goesBack(before, behind)) return false;
  const asRecorded = continuations(before, behind);
  const asStamped = continuations(
    sights.among(packets, packets.length - NEIGHBOURS, packets.length),
    sights.among(packets, 0, Math.min(at, NEIGHBOURS)),
  );
  return asRecorded > asStamped;
}

/**
 * Whether every stream that ends at a step ahead goes on behind it as if there had been no silence. One that paused
 * before the step, or goes on later, was on hold: many senders count a hold neither by numbers nor by time.
 */
function isUnnoticed(at: number, packets: PacketList, stamps: Float64Array, sights: Sights): boolean {
  const before = lastOfFlows(sights.among(packets, at - NEIGHBOURS, at));
  const behind = firstOfFlows(sights.among(packets, at, at + NEIGHBOURS));
  const between = (one: number, other: number): number => (stamps[other] ?? NaN) - (stamps[one] ?? NaN);
  let goingOn = 0;
  for (const [flow, first] of behind) {
    const last = before.get(flow);
    if (last === undefined) continue;
    if (between(last.place, at - 1) > LONGEST_BESIDE || between(at, first.place) > LONGEST_BESIDE) continue;
    const ahead = (first.sequence - last.sequence) & 0xffff;
    // A sender that was silent says so in the time of its packets (RFC 3550 §5.1).
    const elapsed = ((first.timestamp - last.timestamp) | 0) / ahead;
    if (ahead === 0 || ahead > MOST_MISSING_IN_STEP || elapsed <= 0 || elapsed > LONGEST_PACKET) return false;
    goingOn++;
  }
  // One stream may be kept back and let go; two in step are not.
  return goingOn >= 2;
}

/** How many things in one part are continued in another: streams, answers to what was asked, ends of calls. */
function continuations(one: readonly Sight[], other: readonly Sight[]): number {
  const last = lastOfFlows(one);
  let count = 0;
  for (const [flow, { sequence }] of firstOfFlows(other)) {
    const before = last.get(flow);
    if (before === undefined) continue;
    const ahead = (sequence - before.sequence) & 0xffff;
    if (ahead > 0 && ahead <= MOST_MISSING) count++;
  }
  const asked = new Set<string>();
  const opened = new Set<string>();
  for (const sight of one) {
    if (sight.kind === 'ask') asked.add(sight.transaction);
    if (sight.kind === 'ask' && sight.opens !== null) opened.add(sight.opens);
  }
  const askedAgain = new Set(other.flatMap((sight) => (sight.kind === 'ask' ? sight.transaction : [])));
  for (const sight of other) {
    if (sight.kind === 'answer' && asked.has(sight.transaction) && !askedAgain.has(sight.transaction))
      count++;
    if (sight.kind === 'ask' && sight.needs !== null && opened.has(sight.needs)) count++;
  }
  return count;
}

/** Whether media behind a step back is older than what stands before it, by its own numbers and time. */
function goesBack(before: readonly Sight[], behind: readonly Sight[]): boolean {
  const last = lastOfFlows(before);
  return [...firstOfFlows(behind)].some(([flow, { sequence, timestamp }]) => {
    const latest = last.get(flow);
    if (latest === undefined) return false;
    const back = (latest.sequence - sequence) & 0xffff;
    return back > 0 && back < 0x8000 && ((latest.timestamp - timestamp) | 0) > 0;
  });
}

function lastOfFlows(sights: readonly Sight[]): ReadonlyMap<string, RtpSight> {
  const flows = new Map<string, RtpSight>();
  for (const sight of sights) if (sight.kind === 'rtp') flows.set(sight.flow, sight);
  return flows;
}

function firstOfFlows(sights: readonly Sight[]): ReadonlyMap<string, RtpSight> {
  const flows = new Map<string, RtpSight>();
  for (const sight of sights)
    if (sight.kind === 'rtp' && !flows.has(sight.flow)) flows.set(sight.flow, sight);
  return flows;
}
