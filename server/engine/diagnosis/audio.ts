/** Whether audio went both ways, from when to when, as far as the trace shows it. */
import { leastOf, mostOf } from '../../../shared/extremes';
import { otherEnd, type End } from '../../../shared/ice';
import { isoOfMicros } from '../../../shared/times';
import { plural } from '../../../shared/words';
import { SECOND } from '../basics/durations';
import type { CallReplay, MediaReplay } from '../ice/model';
import { headerOf } from '../sip/values';
import { nameOf, type Case } from './case';

/** One sentence; empty where there is no call. */
export function audioOf(it: Case): string {
  const { replay, findings, call } = it;
  if (call.kind !== 'call') return '';
  if (
    call.outcome !== 'answered' &&
    call.outcome !== 'partial' &&
    (replay === null || replay.media.length === 0)
  )
    return call.outcome === 'unanswered'
      ? 'There was no audio to expect as far as this trace goes: it holds no final answer.'
      : 'There was no audio to expect: nobody answered.';
  if (replay === null) return unseen(it);
  const ways = (['sbc', 'teams'] as const).map((end) => wayOf(replay, end));
  const [sbc = null, teams = null] = ways;
  if (sbc !== null && teams !== null) return bothWays(replay, sbc, teams);
  const way = sbc ?? teams;
  if (way === null) return unseen(it);
  const silent = replay.names[otherEnd(way.end)];
  const isMissing = findings.some(({ rule }) => rule.id === 'media-one-way');
  return isMissing
    ? `Audio went one way only: ${wayText(replay, way)}; none came from ${silent}.`
    : `Of the audio the trace holds one way: ${wayText(replay, way)}; that of ${silent} may not have been captured.`;
}

/** Longer than this one way goes on alone: a pause, a hold, the end of the capture's other side, or a fault. */
const alone = 2 * SECOND;

function bothWays(replay: CallReplay, one: Way, other: Way): string {
  const from = Math.max(one.first, other.first);
  const to = Math.min(one.last, other.last);
  const ways = `${wayText(replay, one)}, ${wayText(replay, other)}`;
  if (from > to) return `Audio went both ways, but not at one time: ${ways}.`;
  const longer = one.last > other.last ? one : other;
  const rest =
    longer.last - to < alone ? '' : `; then the trace shows only that of ${replay.names[longer.end]}`;
  return `Audio went both ways ${during(from, to)}${rest}: ${ways}.`;
}

interface Way {
  readonly end: End;
  readonly first: number;
  readonly last: number;
  readonly packets: number;
}

function wayOf(replay: CallReplay, end: End): Way | null {
  const streams = replay.media.filter(
    (stream) => stream.kind === 'rtp' && stream.sender === end && isAudio(replay, stream),
  );
  if (streams.length === 0) return null;
  return {
    end,
    first: leastOf(streams.map(({ first }) => first)),
    last: mostOf(streams.map(({ last }) => last)),
    packets: streams.reduce((sum, { packets }) => sum + packets, 0),
  };
}

function isAudio({ forks }: CallReplay, { of }: MediaReplay): boolean {
  const media = forks[of.fork]?.sessions[of.session]?.media;
  return media === undefined || media === 'audio';
}

function wayText({ names }: CallReplay, { end, first, last, packets }: Way): string {
  return `${plural(packets, 'packet')} of ${names[end]} ${during(first, last)}`;
}

/** `10:00:03 to 10:00:45` */
function during(first: number, last: number): string {
  const [from, to] = [first, last].map((micros) => isoOfMicros(micros)?.slice(11, 19) ?? '?');
  return from === to ? `at ${from ?? ''}` : `from ${from ?? ''} to ${to ?? ''}`;
}

/** Without packets the BYE may count them: `P-RTP-Stat` and its like say what was sent (PS) and received (PR). */
function unseen({ call, course }: Case): string {
  for (const { sip, at, facts } of course.seen) {
    if (facts.method !== 'BYE') continue;
    const counts = countsOf(
      headerOf(sip, 'p-rtp-stat')?.value.text ?? headerOf(sip, 'x-rtp-stat')?.value.text ?? '',
    );
    if (counts !== null)
      return `No audio is in this trace; ${nameOf(call, at.party)} counted ${plural(counts.sent, 'packet')} sent and ${plural(counts.received, 'packet')} received (its ${facts.status === null ? 'BYE' : '200 of the BYE'}).`;
  }
  return 'Whether audio went both ways is not known: the trace holds no audio that belongs to this call.';
}

function countsOf(text: string): { readonly sent: number; readonly received: number } | null {
  const sent = /(?:^|[,; ])PS=(\d{1,12})/i.exec(text)?.[1];
  const received = /(?:^|[,; ])PR=(\d{1,12})/i.exec(text)?.[1];
  return sent === undefined || received === undefined
    ? null
    : { sent: Number(sent), received: Number(received) };
}
