/** The steps of the replay in whole sentences: what happened, what the automata did, and where that is written. */
import { capital, sentence } from '../../../shared/words';
import { acceptedBy } from '../../engine/calls/answer';
import { durationText } from '../../engine/basics/durations';
import { addressText } from '../../engine/ice/address';
import type { CheckReplay, Foretold, ResponseReplay, SessionReplay } from '../../engine/ice/model';
import { isEnding, otherEnd, type Change, type SessionPlace, type SessionState } from '../../../shared/ice';
import type { Integrity } from '../../engine/ice/integrity';
import { labelOf } from '../../engine/ice/negotiation';
import { ERROR_CODE, USE_CANDIDATE, XOR_MAPPED_ADDRESS } from '../../engine/stun/attributes';
import { hasStunAttribute, stunAddress, stunValue, type StunMessage } from '../../engine/stun/message';
import { stunOf } from '../../engine/trace-text/packet';
import type { PairState } from '../../../shared/ice';
import type { StepView } from '../../../shared/replay-view';
import type { ShownStep } from './messages';
import { plain, type Scene } from './scene';
import { bodiesOf, iceText } from './signals';
import { sourceOf } from './sources';

/** Addresses that one sentence names. */
const mostNamed = 4;

export function stepsOf(
  scene: Scene,
  ofStep: readonly (number | null)[],
  verdictsOf: ReadonlyMap<number, readonly number[]>,
): readonly StepView[] {
  const checks = new Map<string, CheckReplay>();
  for (const check of [...scene.replay.checks, ...scene.replay.cutChecks])
    checks.set(`${check.of.fork} ${check.stun.transactionId}`, check);
  const answered = (scene.call === null ? null : acceptedBy(scene.call.messages))?.index ?? Infinity;
  return scene.replay.steps.map((step, place) => {
    const stun = stunOf(step.in.parsed);
    const check =
      stun === null || step.fork === null || !isOfTransaction(step)
        ? null
        : (checks.get(`${step.fork} ${stun.transactionId}`) ?? null);
    return {
      at: scene.at(step.in),
      event: step.event,
      evidence: step.evidence,
      fork: step.fork,
      title: plain(titleOf(scene, step, check)),
      text: plain(textOf(scene, step, check)),
      automaton: plain(automatonOf(scene, step.changes)),
      source: sourceOf(step, check, scene.replay.sidesKnown, step.in.index > answered),
      changes: step.changes,
      row: ofStep[place] ?? null,
      verdicts: verdictsOf.get(place) ?? [],
      range: scene.rangeOf(step.in),
      frame: scene.frameOf(step.in),
    };
  });
}

function isOfTransaction({ event }: ShownStep): boolean {
  return event === 'request' || event === 'success' || event === 'error';
}

const foretoldName: Readonly<Record<Foretold['what'], string>> = {
  checks: 'the checks',
  repeats: 'checks without an answer',
  nomination: 'the nomination',
};

function titleOf(scene: Scene, step: ShownStep, check: CheckReplay | null): string {
  const { event, fork, title } = step;
  if (check !== null) {
    const asker = capital(scene.nameOf(check.sender, fork));
    const other = capital(scene.nameOf(otherEnd(check.sender), fork));
    if (event === 'request') {
      const what = hasStunAttribute(check.stun, USE_CANDIDATE)
        ? 'nominates'
        : check.isConsent
          ? 'asks for consent'
          : 'checks';
      return step.in === check.request ? `${asker} ${what}` : `${asker} repeats its check`;
    }
    if (event === 'success') return `${other} answers`;
    if (event === 'error') {
      const stun = stunOf(step.in.parsed);
      const value = stun === null ? null : stunValue(stun, ERROR_CODE);
      return `${other} answers with ${value?.kind === 'error' ? String(value.code) : 'an error'}`;
    }
  }
  if (step.foretold !== null) return `Predicted: ${foretoldName[step.foretold.what]}${tail(scene, fork)}`;
  return `${title}${tail(scene, fork)}`;
}

function tail(scene: Scene, fork: number | null): string {
  const name = scene.forkName(fork);
  return name === '' ? '' : ` · ${name}`;
}

function textOf(scene: Scene, step: ShownStep, check: CheckReplay | null): string {
  if (step.foretold !== null)
    return [step.foretold.text, 'none of it is in the trace'].map(sentence).join(' ');
  if (check === null) return signalText(scene, step);
  if (step.event === 'request') return requestText(scene, step, check);
  const response = check.responses.find(({ message }) => message === step.in);
  return response === undefined ? sentence(step.message) : responseText(scene, step, check, response);
}

/** A message of SIP: what its description says belongs to it. */
function signalText(scene: Scene, { event, in: message, message: told, fork }: ShownStep): string {
  const { call, replay } = scene;
  const body = call === null || message.parsed.kind !== 'sip' ? undefined : bodiesOf(call).get(message);
  const sentences = [told];
  if (body !== undefined && !isEnding(event)) sentences.push(iceText(body));
  if (event === 'final' && fork !== null && replay.forks.length > 1 && replay.forks[fork]?.active === true)
    sentences.push(`${scene.forkName(fork)} has the call from here on: media of the other forks ends`);
  return sentences.map(sentence).join(' ');
}

function requestText(scene: Scene, step: ShownStep, check: CheckReplay): string {
  const { source, destination, stun, sender, integrity, malformed } = check;
  if (step.in !== check.request) {
    const before = scene.clock.at(step.in) - scene.clock.at(check.request);
    const after = scene.timed ? `, ${durationText(before)} after the first time` : '';
    return sentence(`${step.message}: ${addressText(source)} to ${addressText(destination)}${after}`);
  }
  const type = sender === 'teams' ? typeOf(scene, check) : '';
  const flags = hasStunAttribute(stun, USE_CANDIDATE) ? ' with USE-CANDIDATE' : '';
  const consent = check.isConsent ? ', a consent check' : '';
  return [
    `binding request${flags} from ${addressText(source)}${type} to ${addressText(destination)}${consent}; ${integrityText(scene, check, integrity, stun)}`,
    malformed === null ? '' : `the packet is malformed and must be ignored: ${malformed}`,
    usernameText(check),
  ]
    .filter((text) => text !== '')
    .map(sentence)
    .join(' ');
}

function responseText(
  scene: Scene,
  { message }: ShownStep,
  check: CheckReplay,
  { source, destination, stun, integrity }: ResponseReplay,
): string {
  const value = stunValue(stun, ERROR_CODE);
  const mapped = stunAddress(stun, XOR_MAPPED_ADDRESS);
  const what =
    value?.kind === 'error'
      ? `error response ${value.code}${value.reason === '' ? '' : ` (${value.reason})`}`
      : 'success response';
  const sees =
    stun.class !== 'success' || mapped === null
      ? ''
      : `, which tells that the request came from ${addressText(mapped)}`;
  return [
    `${what} from ${addressText(source)} to ${addressText(destination)}${sees}; ${integrityText(scene, check, integrity, stun)}`,
    message,
  ]
    .map(sentence)
    .join(' ');
}

function typeOf(scene: Scene, { of, pair }: CheckReplay): string {
  const found = sessionAt(scene, of)?.pairs.find(({ id }) => id === pair);
  return found === undefined || found.teamsType === 'unknown' ? '' : ` (${found.teamsType})`;
}

function usernameText({ username }: CheckReplay): string {
  switch (username) {
    case 'unknown':
      return 'its USERNAME belongs to no description';
    case 'reversed':
      return 'the ufrags of its USERNAME are the wrong way round';
    case 'old-generation':
      return 'its USERNAME mixes ufrags of before and after the restart';
    case 'changed-answer':
      return 'its USERNAME has the ufrag of the later answer';
    case null:
      return '';
  }
}

/** Of a request and of its response: both are made with the password of the request's receiver. */
function integrityText(
  scene: Scene,
  { sender, of }: CheckReplay,
  integrity: Integrity,
  { cut: isCut }: StunMessage,
): string {
  const receiver = otherEnd(sender);
  const owner = scene.nameOf(receiver, of.fork);
  switch (integrity.kind) {
    case 'good':
      return `integrity good with the password of ${owner}`;
    case 'absent':
      return 'without MESSAGE-INTEGRITY';
    case 'unknown':
      return `integrity not known, ${isCut ? 'the capture cut the packet' : 'the trace does not have the password'}`;
    case 'bad':
      return `integrity bad: it is not made with the password of ${owner}, nor with any other of the trace`;
    case 'other': {
      const { password } = integrity;
      if (password === null || password.call !== scene.call)
        return 'integrity bad: it is made with a password of another call';
      const whose = password.end === receiver ? owner : scene.nameOf(password.end, of.fork);
      return `integrity bad: it is made with the password of ${whose} in the ${labelOf(password.in)}, not with that of ${owner} that is in force`;
    }
  }
}

function automatonOf(scene: Scene, changes: readonly Change[]): string {
  if (changes.length === 0) return '';
  return [...pairsText(scene, changes), ...changes.flatMap((change) => changeText(scene, change))]
    .map(sentence)
    .join(' ');
}

/** Pairs that come into being and those that move, the same move of several in one sentence. */
function pairsText(scene: Scene, changes: readonly Change[]): readonly string[] {
  const moves = new Map<
    string,
    { readonly from: PairState | null; readonly to: PairState; names: string[] }
  >();
  for (const change of changes) {
    if (change.kind !== 'pair') continue;
    const key = `${String(change.from)} ${change.to}`;
    const move = moves.get(key) ?? { from: change.from, to: change.to, names: [] };
    move.names.push(pairName(scene, change.of, change.pair));
    moves.set(key, move);
  }
  return [...moves.values()].map(({ from, to, names }) => {
    const [verb, subject] =
      names.length === 1
        ? ['goes', `the pair ${names[0] ?? ''}`]
        : ['go', `${names.length} pairs (${listOf(names)})`];
    if (from === null)
      return names.length === 1
        ? `${subject} is formed and ${stateName[to]}`
        : `${subject} are formed and ${stateName[to]}`;
    return `${subject} ${verb} from ${stateName[from]} to ${stateName[to]}`;
  });
}

function listOf(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function changeText(scene: Scene, change: Change): readonly string[] {
  const { fork } = change.of;
  switch (change.kind) {
    case 'pair':
      return [];
    case 'nominated':
      return [`the pair ${pairName(scene, change.of, change.pair)} is nominated`];
    case 'full-agent': {
      const session = sessionAt(scene, change.of);
      const end = session?.lite.sbc === false && session.lite.teams ? 'sbc' : 'teams';
      return [`the check list of ${scene.nameOf(end, fork)} ${agentText(change.from, change.to)}`];
    }
    case 'lite-agent': {
      const session = sessionAt(scene, change.of);
      const end = session?.lite.teams === true && !session.lite.sbc ? 'teams' : 'sbc';
      const what =
        session === null || session.lite[end] ? `${scene.nameOf(end, fork)} (Lite)` : scene.nameOf(end, fork);
      return [`${what} ${agentText(change.from, change.to)}`];
    }
    case 'media':
      return [mediaText(scene, change)];
    case 'seen':
      return [
        `${scene.nameOf('sbc')} has now seen ${addressText(change.from)}${change.priority === null ? '' : `, priority ${change.priority}`}`,
      ];
  }
}

function mediaText(scene: Scene, { to, destination }: Extract<Change, { readonly kind: 'media' }>): string {
  const sbc = scene.nameOf('sbc');
  const where = addressText(destination);
  switch (to) {
    case 'latched':
      return `${sbc} may send early media to ${where}, from where media came first`;
    case 'checked':
      return `${sbc} may send media to ${where}, the best path by checks so far`;
    case 'nominated':
      return `media of ${sbc} belongs to ${where}, the nominated pair`;
    case 'none':
      return `${sbc} has nowhere to send media to`;
  }
}

function agentText(from: SessionState, to: SessionState): string {
  return to === 'completed' || to === 'failed'
    ? `is ${agentName[to]}`
    : `goes from ${agentName[from]} to ${agentName[to]}`;
}

function pairName(scene: Scene, of: SessionPlace, id: number): string {
  const pair = sessionAt(scene, of)?.pairs.find((each) => each.id === id);
  return pair === undefined ? `#${id}` : `${addressText(pair.teams)} ↔ ${addressText(pair.sbc)}`;
}

function sessionAt({ replay }: Scene, { fork, session }: SessionPlace): SessionReplay | null {
  return replay.forks[fork]?.sessions[session] ?? null;
}

/** As RFC 8445 §6.1.2.6 spells them. */
const stateName: Readonly<Record<PairState, string>> = {
  frozen: 'Frozen',
  waiting: 'Waiting',
  'in-progress': 'In-Progress',
  succeeded: 'Succeeded',
  failed: 'Failed',
};

const agentName: Readonly<Record<SessionState, string>> = {
  idle: 'Idle',
  running: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  'not-ice': 'not ICE',
};
