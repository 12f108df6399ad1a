/** All that the call panel shows of one call, out of an analysis and the replay of its trace. */
import { acceptedBy } from '../../engine/calls/answer';
import type { Position } from 'vscode-languageserver-types';
import type { Call } from '../../engine/calls/call';
import type { CallReplay } from '../../engine/ice/model';
import { factsOf, simulate, type Fact } from '../../engine/ice/what-if';
import { messageAt } from '../../engine/calls/trace';
import { inTrace, type TraceMessage } from '../../engine/traces/message';
import type { ReplayView } from '../../../shared/replay-view';
import { CallPaths } from '../../engine/path/trace-paths';
import { callOf } from '../lookup';
import { pathViewOf } from './media-path';
import { headerAddresses, headerOf } from '../../engine/sip/values';
import { userOf } from '../labels';
import { offsetAt, rangeOf, type TraceView } from '../view';
import { captureOf } from './capture';
import { Defects } from './defects';
import { descriptionsOf } from './descriptions';
import { forksOf } from './forks';
import { lanesOf } from './lanes';
import { legsOf } from './legs';
import { withMessages } from './messages';
import { flowsOf, mediaBars } from './media';
import { negotiatedOf } from './negotiated';
import { pstnLegOf } from './pstn';
import { keyOfReplay, replayOfCall, replayOfMessage, replaysOf, replayWithKey } from './replays';
import { rowsOf } from './rows';
import { plain, Scene } from './scene';
import { resultOf } from '../../engine/report/requests';
import type { TraceTime } from '../../../shared/times';
import { sentence } from '../../../shared/words';
import { stepsOf } from './steps';
import { endingOf, iceHeadlineOf, verdictsOf } from './verdicts';

/** A call by its key, or by a place in one of its messages or packets. */
export type CallChoice = { readonly key: string } | { readonly position: Position };

/**
 * The panel's view of a call.
 *
 * @param whatIf the fact to change, as {@link ReplayView.whatIfs} offers it; null for the trace as it is
 * @returns null where the trace has no such call, or the call no such fact
 */
export function replayView(view: TraceView, choice: CallChoice, whatIf: string | null): ReplayView | null {
  const replay = 'key' in choice ? replayWithKey(view, choice.key) : replayAt(view, choice.position);
  if (replay === null) return null;
  const told: Told = { key: keyOfReplay(view, replay), facts: factsOf(replay), simulated: null };
  if (whatIf === null) return viewOf(view, replay, told);
  const { analysis } = view;
  const simulation = simulate(analysis.trace, replay, pstnLegOf(view, replay), whatIf);
  if (simulation === null) return null;
  // What is changed is no trace: nothing is found in it.
  const changed = { ...analysis, trace: simulation.trace, findings: [], replays: [simulation.replay] };
  return viewOf({ ...view, analysis: changed }, simulation.replay, { ...told, simulated: simulation.told });
}

/** Steps that are shown. */
const mostSteps = 30_000;

/** What the panel says of a replay that the replay itself does not know. */
interface Told {
  readonly key: string;
  readonly facts: readonly Fact[];
  readonly simulated: string | null;
}

function replayAt(view: TraceView, position: Position): CallReplay | null {
  const message = messageAt(view.analysis.trace, offsetAt(view, position));
  if (message === null) return null;
  const call = callOf(view, message)?.call;
  return call === undefined ? replayOfMessage(view, message) : replayOfCall(view, call);
}

function viewOf(view: TraceView, whole: CallReplay, { key, facts, simulated }: Told): ReplayView {
  // A flood of packets makes a million steps; nobody reads them, and no page holds them.
  const { evidence } = view.analysis.trace;
  const pstn = pstnLegOf(view, whole);
  const legs = legsOf(view.analysis.trace, whole.call, pstn);
  const all = withMessages(whole, legs, (message) => evidence.counts(message));
  const replay = { ...all, steps: all.steps.slice(0, mostSteps) };
  const scene = new Scene(view, replay, pstn, legs, simulated !== null);
  const { call } = replay;
  const lanes = lanesOf(scene);
  const flows = flowsOf(scene, whole);
  const rows = rowsOf(scene, lanes, new Defects(view, whole, legs), flows);
  const verdicts = verdictsOf(scene);
  const steps = stepsOf(scene, rows.ofStep, verdicts.ofStep);
  const diagnosis = simulated === null ? diagnosisOf(view, call) : null;
  const ice = iceHeadlineOf(scene);
  const answered = answeredAfter(scene, call);
  const ended = since(scene, call, call?.ended ?? null);
  const rowOfMessage = new Map<TraceMessage, number>();
  replay.steps.forEach((step, place) => {
    const row = rows.ofStep[place];
    if (row !== undefined && row !== null && !rowOfMessage.has(step.in)) rowOfMessage.set(step.in, row);
  });
  return {
    key,
    kind: call?.kind ?? 'checks',
    callId: call === null ? null : plain(call.callId),
    from: call === null ? '' : plain(userOf(call.from)),
    to: call === null ? '' : plain(userOf(call.to)),
    names: { from: displayNameIn(call, 'from'), to: displayNameIn(call, 'to') },
    outcome: call?.outcome ?? null,
    status: call?.status ?? null,
    reason: call === null || call.reason === null ? null : plain(call.reason),
    profile: call?.profile.name ?? null,
    started: call?.started ?? replay.steps[0]?.in.record.meta.time ?? null,
    alertedAfter: since(scene, call, call?.alerted ?? null),
    answeredAfter: answered,
    talked: answered === null || ended === null || ended < answered ? null : ended - answered,
    result: call === null ? null : resultOf(call),
    evidence: replay.evidence,
    headline: diagnosis === null ? ice : { severity: diagnosis.tone, text: diagnosis.headline },
    ice: diagnosis === null || !hasIce(replay) ? '' : iceBeneath(replay, ice.text, diagnosis.advice),
    diagnosis,
    capture: captureOf(scene, rows.list, steps),
    simulated: simulated === null ? null : sentence(plain(simulated)),
    timed: scene.timed,
    lanes: lanes.list,
    rows: rows.list,
    media: mediaBars(scene, lanes, flows, rows.list, rowOfMessage),
    steps,
    forks: forksOf(scene),
    verdicts: verdicts.list,
    descriptions: descriptionsOf(scene),
    negotiated: negotiatedOf(scene),
    counts: (call === null ? undefined : view.analysis.callCounts.get(call)) ?? countsOf(verdicts.list),
    path: simulated === null ? pathOf(view, whole) : null,
    ...(all.steps.length > mostSteps ? { withheld: all.steps.length - mostSteps } : {}),
    whatIfs: facts.map(({ id, title, detail }) => ({
      id,
      title: plain(title),
      detail: sentence(plain(detail)),
    })),
  };
}

/** How ICE went, beneath the diagnosis; why it failed only where that does not say it already. */
function iceBeneath(replay: Pick<CallReplay, 'forks' | 'verdicts'>, told: string, advice: string): string {
  const cause = told.slice(told.indexOf(': ') + 2);
  return sentence(advice.includes(cause) ? endingOf(replay) : told);
}

function diagnosisOf(view: TraceView, call: Call | null): ReplayView['diagnosis'] {
  const diagnosis = call === null ? null : view.analysis.diagnoses.of(call);
  if (diagnosis === null) return null;
  const { grade, headline, tone, text, advice, audio, places } = diagnosis;
  const [place] = places;
  return {
    grade,
    headline: plain(headline),
    tone,
    text: plain(text),
    advice: plain(advice),
    audio: plain(audio),
    range: place === undefined ? null : rangeOf(view, inTrace(place.in, place.at)),
  };
}

/** Of checks without a call and of simulations, which no rule looks at. */
function countsOf(verdicts: ReplayView['verdicts']): ReplayView['counts'] {
  const of = (wanted: string): number => verdicts.filter(({ severity }) => severity === wanted).length;
  return { error: of('error'), warning: of('warning'), info: of('info') };
}

/** Whether there is anything to say of ICE: not of a call that has none. */
function hasIce({ forks }: Pick<CallReplay, 'forks'>): boolean {
  return forks.some(({ sessions }) =>
    sessions.some(({ state, generation }) => state !== 'idle' && (state !== 'not-ice' || generation > 0)),
  );
}

/** The way that the call's media went; of a simulation nothing is known. */
function pathOf(view: TraceView, replay: CallReplay): ReplayView['path'] {
  if (replay.call === null) return null;
  const { trace, options } = view.analysis;
  return pathViewOf(view, new CallPaths(trace, replaysOf(view), options.facts.network).of(replay));
}

/** The display name that the call's first message has in From or To, without its quotes. */
function displayNameIn(call: Call | null, header: 'from' | 'to'): string {
  const parsed = call?.messages.find(({ message }) => message.parsed.kind === 'sip')?.message.parsed;
  if (parsed?.kind !== 'sip') return '';
  const line = headerOf(parsed, header);
  const [party] = line === undefined ? [] : headerAddresses(line, parsed.content);
  const name = plain(party?.displayName?.text ?? '');
  return /^".*"$/.test(name) ? name.slice(1, -1).replace(/\\(.)/g, '$1') : name;
}

/** When a message of the call was sent, by the judging clock: that of the capture may have leapt during the call. */
function since(scene: Scene, call: Call | null, time: TraceTime | null): number | null {
  if (call === null || time === null) return null;
  const message = call.messages.find(({ message: { record } }) => record.meta.time === time)?.message;
  return message === undefined ? scene.since(time.micros) : scene.at(message);
}

function answeredAfter(scene: Scene, call: Call | null): number | null {
  const answer = call === null ? null : acceptedBy(call.messages);
  return answer === null ? null : scene.at(answer);
}
