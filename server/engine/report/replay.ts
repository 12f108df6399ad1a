/** `replay`: the ICE replay of each call. The text reads in a terminal and in a ticket. */
import type { Analysis } from '../analysis/model';
import type { TraceMessage } from '../traces/message';
import { inTrace } from '../traces/message';
import type { Clock } from '../evidence/clock';
import { addressText } from '../ice/address';
import type {
  CallReplay,
  CryptoPlace,
  ForkReplay,
  MediaReplay,
  PairReplay,
  SessionReplay,
  Step,
  Verdict,
} from '../ice/model';
import { captureNotes, isOfCall } from '../ice/capture-notes';
import { replayTrace } from '../ice/replay';
import type { Lines } from '../basics/lines';
import { firstLineOf } from '../traces/message';
import { toIso } from '../../../shared/times';
import { table } from './calls';
import { captureParagraph, captureValue } from './capture';
import { diagnosisLine, diagnosisValue } from './diagnosis';
import type { ListWriter } from './list-writer';
import { withoutControls } from '../../../shared/controls';
import type {
  CryptoValue,
  DiagnosisValue,
  ForkValue,
  MediaValue,
  ListRow,
  PairValue,
  ReplayRow,
  StreamSessionValue,
  VerdictValue,
} from './shapes';

/**
 * Tells how ICE went in the calls of a trace.
 *
 * @param callId of the calls that are wanted; null for all
 */
export function writeReplays(
  writer: ListWriter,
  { trace, diagnoses, replays }: Pick<Analysis, 'trace' | 'diagnoses' | 'replays'>,
  lines: Lines,
  callId: string | null,
): void {
  const { clock } = trace.evidence;
  const list = replayList(writer);
  for (const replay of replays ?? replayTrace(trace)) {
    if (callId !== null && replay.call?.callId !== callId) continue;
    const diagnosis = diagnosisOf(replay, diagnoses, lines);
    list.add(
      () => replayJson(replay, diagnosis, lines),
      () => replayText(replay, diagnosis, clock, lines),
    );
  }
  if (callId === null) list.end();
}

/** Replays one by one: as text, an empty line stands between them. */
export interface ReplayList {
  add(row: () => ListRow, lines: () => readonly string[]): void;
  /** Says so where there was none. */
  end(): void;
}

export function replayList(writer: ListWriter): ReplayList {
  let isFirst = true;
  return {
    add: (row, lines) => {
      const gap = isFirst ? [] : [''];
      isFirst = false;
      writer.row(row);
      writer.lines(() => [...gap, ...lines()]);
    },
    end: () => {
      if (isFirst) writer.lines(() => ['No call, so no ICE to replay']);
    },
  };
}

/** The diagnosis of a replay's call; null without one. */
export function diagnosisOf(
  { call }: CallReplay,
  diagnoses: Analysis['diagnoses'],
  lines: Lines,
): DiagnosisValue | null {
  const diagnosis = call === null ? null : diagnoses.of(call);
  return diagnosis === null ? null : diagnosisValue(diagnosis, lines);
}

/** A replay as text. */
export function replayText(
  replay: CallReplay,
  diagnosis: DiagnosisValue | null,
  clock: Clock,
  lines: Lines,
): readonly string[] {
  return callText(replay, diagnosis, clock, lines).map(withoutControls);
}

/** A replay as JSON. */
export function replayJson(replay: CallReplay, diagnosis: DiagnosisValue | null, lines: Lines): ReplayRow {
  return {
    callId: replay.call?.callId ?? null,
    evidence: replay.evidence,
    headline: replay.headline,
    diagnosis,
    capture: captureNotes(replay).map((note) => captureValue(note, lines)),
    forks: replay.forks.map(forkJson),
    media: replay.media.map((stream) => mediaJson(stream, replay.forks, lines)),
    verdicts: replay.verdicts.map((verdict) => verdictJson(verdict, lines)),
    steps: replay.steps.map((step) => ({
      time: toIso(step.in.record.meta.time),
      line: lineOf(step.in, lines),
      frame: step.in.record.meta.frame ?? null,
      event: step.event,
      evidence: step.evidence,
      fork: step.fork,
      message: step.message,
    })),
  };
}

function forkJson({ toTag, active, main, sessions }: ForkReplay): ForkValue {
  return {
    toTag,
    active,
    ...(main === null
      ? {
          ufrag: { sbc: null, teams: null },
          state: 'idle',
          evidence: 'derived',
          selected: null,
          nominated: null,
          pairs: [],
        }
      : sessionJson(main)),
    sessions: sessions.map((session) => ({
      stream: session.stream,
      media: session.media,
      generation: session.generation,
      ...sessionJson(session),
    })),
  };
}

function sessionJson({
  ufrag,
  state,
  evidence,
  selected,
  nominated,
  pairs,
  controlling,
  mediaState,
}: SessionReplay): Omit<StreamSessionValue, 'stream' | 'media' | 'generation'> {
  return {
    ufrag,
    state,
    evidence,
    controlling,
    selected:
      selected === null
        ? null
        : {
            teams: addressText(selected.teams),
            teamsType: selected.teamsType,
            sbc: addressText(selected.sbc),
            evidence: selected.evidence,
          },
    nominated,
    mediaState,
    pairs: pairs.map(pairJson),
  };
}

function pairJson(pair: PairReplay): PairValue {
  return {
    teams: addressText(pair.teams),
    teamsType: pair.teamsType,
    base: pair.base === null ? null : addressText(pair.base),
    sbc: addressText(pair.sbc),
    component: pair.component,
    priority: pair.priority === null ? null : String(pair.priority),
    state: pair.state,
    nominated: pair.nominated,
    evidence: pair.evidence,
    requests: pair.requests,
    responses: pair.responses,
  };
}

function mediaJson(media: MediaReplay, forks: readonly ForkReplay[], lines: Lines): MediaValue {
  const { kind, of, sender, source, destination, ssrc, packets, message, protection } = media;
  const session = forks[of.fork]?.sessions[of.session];
  return {
    kind,
    fork: of.fork,
    stream: session?.stream ?? null,
    generation: session?.generation ?? null,
    sender,
    source: addressText(source),
    destination: addressText(destination),
    ssrc: ssrc === null ? null : ssrcText(ssrc),
    packets,
    line: lineOf(message, lines),
    frame: message.record.meta.frame ?? null,
    protection:
      protection === null
        ? null
        : {
            verified: protection.verified,
            how: protection.how,
            crypto: cryptoJson(protection.crypto, lines),
            wanted: cryptoJson(protection.wanted, lines),
            tried: protection.tried,
            good: protection.good,
            message: protection.message,
          },
  };
}

/** Where a crypto line stands; its key is not told. */
function cryptoJson(place: CryptoPlace | null, lines: Lines): CryptoValue | null {
  if (place === null) return null;
  const { in: message, at, tag, suite, end } = place;
  return {
    sender: end,
    tag,
    suite,
    line: lines.positionAt(inTrace(message, at).start).line,
    frame: message.record.meta.frame ?? null,
  };
}

function ssrcText(ssrc: number): string {
  return `0x${ssrc.toString(16).padStart(8, '0')}`;
}

function verdictJson(verdict: Verdict, lines: Lines): VerdictValue {
  const { id, severity, evidence, message, rules, fork, related } = verdict;
  return {
    id,
    severity,
    evidence,
    message,
    line: verdictLine(verdict, lines),
    frame: verdict.in.record.meta.frame ?? null,
    fork,
    rules,
    related: related.map((each) => ({ line: lineOf(each, lines), frame: each.record.meta.frame ?? null })),
  };
}

function verdictLine(verdict: Verdict, lines: Lines): number {
  const at = verdict.at ?? firstLineOf(verdict.in.parsed);
  return lines.positionAt(inTrace(verdict.in, at).start).line;
}

function lineOf(message: TraceMessage, lines: Lines): number {
  return lines.positionAt(inTrace(message, firstLineOf(message.parsed)).start).line;
}

function callText(
  replay: CallReplay,
  diagnosis: DiagnosisValue | null,
  clock: Clock,
  lines: Lines,
): readonly string[] {
  const { call, headline, forks, media, steps } = replay;
  const verdicts = replay.verdicts.filter(isOfCall);
  const title =
    call === null
      ? 'Checks without a call'
      : `Call ${call.callId}, ${call.from} to ${call.to}, ${call.outcome}${call.status === null ? '' : ` ${call.status}`}`;
  return [
    title,
    ...(diagnosis === null ? [] : [`  ${diagnosisLine(diagnosis)}`]),
    `  ${headline}`,
    ...captureParagraph(captureNotes(replay).map(({ message }) => message)).map((text) => `  ${text}`),
    ...forks.flatMap((fork, index) => ['', ...forkText(fork, index, forks.length)]),
    ...(media.length === 0 ? [] : ['', '  Media', ...mediaText(media, forks.length > 1, lines)]),
    ...(verdicts.length === 0
      ? []
      : ['', '  Verdicts', ...verdicts.map((verdict) => verdictText(verdict, forks, lines))]),
    '',
    '  Timeline',
    ...timeline(steps, forks, clock, lines),
  ];
}

function forkText(
  { toTag, active, main, sessions }: ForkReplay,
  index: number,
  count: number,
): readonly string[] {
  const name = count > 1 ? `Fork ${index + 1}` : 'Fork';
  const which = toTag === null ? 'without an answer in the trace' : `tag ${toTag}`;
  if (main === null) return [`  ${name}, ${which}: no description`];
  const head = `  ${name}, ${which}${active && count > 1 ? ', answered the call' : ''}`;
  return [head, ...sessions.flatMap((session) => sessionText(session, sessions.length > 1))];
}

function sessionText(session: SessionReplay, isOneOfSeveral: boolean): readonly string[] {
  const { state, evidence, nominated, ufrag, pairs, stream, media, generation } = session;
  const which = isOneOfSeveral ? `${media} (m-line ${stream + 1}), generation ${generation}: ` : '';
  const when =
    nominated === null ? '' : nominated === 'before-answer' ? ', before the 200' : ', after the 200';
  const rows = pairs.map((pair) => [
    `${addressText(pair.teams)} (${pair.teamsType}${pair.base === null ? '' : ` of ${addressText(pair.base)}`})`,
    addressText(pair.sbc),
    pair.priority === null ? '-' : String(pair.priority),
    `${pair.state}${pair.nominated ? ', nominated' : ''}`,
    `${pair.requests}/${pair.responses}`,
    pair.evidence,
  ]);
  return [
    `    ${which}${state}${when} [${evidence}], ufrags ${ufrag.sbc ?? '?'} (SBC), ${ufrag.teams ?? '?'} (Teams)`,
    ...(rows.length === 0
      ? []
      : table([['TEAMS', 'SBC', 'PRIORITY', 'STATE', 'ASKED/ANSWERED', 'EVIDENCE'], ...rows]).map(
          (row) => `    ${row}`,
        )),
  ];
}

function mediaText(media: readonly MediaReplay[], isOneOfSeveral: boolean, lines: Lines): readonly string[] {
  const rows = media.map(({ kind, of, source, destination, packets, message, protection }) => [
    `line ${lineOf(message, lines)}`,
    ...(isOneOfSeveral ? [`fork ${of.fork + 1}`] : []),
    `${addressText(source)} -> ${addressText(destination)}`,
    `${kind.toUpperCase()} ${packets} ${packets === 1 ? 'packet' : 'packets'}`,
    protection === null
      ? ''
      : `${protection.message}${protection.crypto === null ? '' : ` (line ${lines.positionAt(inTrace(protection.crypto.in, protection.crypto.at).start).line})`}`,
  ]);
  return table(rows).map((row) => `    ${row.trimEnd()}`);
}

function verdictText(verdict: Verdict, forks: readonly ForkReplay[], lines: Lines): string {
  const { id, severity, evidence, message, fork } = verdict;
  const of = forks.length > 1 && fork !== null ? `fork ${fork + 1}: ` : '';
  return `    ${mark[severity]} ${id} [${evidence}] line ${verdictLine(verdict, lines)}${frameText(verdict.in)}  ${of}${message}`;
}

const mark: Readonly<Record<Verdict['severity'], string>> = {
  good: 'ok     ',
  info: 'note   ',
  warning: 'warning',
  error: 'error  ',
};

function frameText({ record }: TraceMessage): string {
  return record.meta.frame === undefined ? '' : `, frame ${record.meta.frame}`;
}

/** Steps with the time since the first one; what repeats itself is folded, as consent checks do for hours. */
function timeline(
  steps: readonly Step[],
  forks: readonly ForkReplay[],
  clock: Clock,
  lines: Lines,
): readonly string[] {
  const [first] = steps;
  if (first === undefined) return ['    nothing'];
  const start = clock.at(first.in);
  const rows: string[][] = [];
  for (let at = 0; at < steps.length;) {
    const step = steps[at];
    if (step === undefined) break;
    const period = repeatsOf(steps, at);
    const shown = steps.slice(at, at + period.length);
    const fold = period.count > 1 ? ` (and so on, ${period.count} times)` : '';
    shown.forEach((each, index) => {
      const seconds = clock.has(each.in) ? `+${((clock.at(each.in) - start) / 1e6).toFixed(3)} s` : '-';
      const fork = forks.length > 1 && each.fork !== null ? `fork ${each.fork + 1}` : '';
      const evidence =
        each.evidence === 'observed' || each.evidence === 'predicted' ? '' : ` [${each.evidence}]`;
      rows.push([
        seconds,
        `line ${lineOf(each.in, lines)}`,
        fork,
        `${each.message}${evidence}${index === shown.length - 1 ? fold : ''}`,
      ]);
    });
    at += period.length * period.count;
  }
  return table(rows).map((row) => `    ${row}`);
}

/** How often the one or two steps from a place on come again right behind: a check, or a check with its answer. */
function repeatsOf(steps: readonly Step[], at: number): { readonly length: number; readonly count: number } {
  for (const length of [1, 2]) {
    let count = 1;
    while (isSameRun(steps, at, at + count * length, length)) count++;
    if (count > 1) return { length, count };
  }
  return { length: 1, count: 1 };
}

function isSameRun(steps: readonly Step[], one: number, other: number, length: number): boolean {
  for (let offset = 0; offset < length; offset++) {
    const a = steps[one + offset];
    const b = steps[other + offset];
    if (a === undefined || b === undefined) return false;
    if (a.message !== b.message || a.event !== b.event || a.fork !== b.fork || b.changes.length > 0)
      return false;
  }
  return true;
}
