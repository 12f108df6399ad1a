/**
 * The rows of the ladder: every message of SIP, each check with what came of it, the beginnings of media. What repeats
 * itself is one row with a count.
 */
import { endsLabel, messageLabel, pathLabel } from '../labels';
import type { Call, CallMessage } from '../../engine/calls/call';
import { durationText } from '../../engine/basics/durations';
import { isEnding, otherEnd, type End } from '../../../shared/ice';
import type { CheckReplay, Foretold } from '../../engine/ice/model';
import type { ShownStep } from './messages';
import { labelOf } from '../../engine/ice/negotiation';
import { methodOf, statusOf } from '../../engine/sip/values';
import { ERROR_CODE, USE_CANDIDATE } from '../../engine/stun/attributes';
import { hasStunAttribute, stunValue, type StunMessage } from '../../engine/stun/message';
import { stunOf } from '../../engine/trace-text/packet';
import type { TraceMessage } from '../../engine/traces/message';
import type { CheckRow, PacketRow, Row } from '../../../shared/replay-view';
import type { VerdictSeverity } from '../../../shared/ice';
import { consentsText, type Consent } from './consents';
import type { Lanes } from './lanes';
import type { Defects } from './defects';
import { isSecure, type MediaFlow } from './media';
import { bodiesOf, tagsOf } from './signals';
import { plain, type Scene } from './scene';
import { isChallenge } from '../../../shared/calls';
import { sentence } from '../../../shared/words';
import { worse } from './severity';

export interface Rows {
  readonly list: readonly Row[];
  /** Place of the row of each step; null where the ladder does not show it. */
  readonly ofStep: readonly (number | null)[];
}

interface SipItem {
  readonly kind: 'sip';
  readonly call: Call;
  readonly inCall: CallMessage;
  /** Of the leg that the panel is about, and not of another hop. */
  readonly isOwn: boolean;
  readonly steps: number[];
}

interface CheckItem {
  readonly kind: 'check';
  readonly check: CheckReplay;
  readonly steps: number[];
}

interface OtherItem {
  readonly kind: 'other';
  readonly steps: number[];
}

type Item = (SipItem | CheckItem | OtherItem) & { readonly index: number };

export function rowsOf(
  scene: Scene,
  lanes: Lanes,
  defects: Defects,
  flows: ReadonlyMap<TraceMessage, MediaFlow>,
): Rows {
  return new RowBuilder(scene, lanes, defects, flows).build();
}

type Writable<R extends Row> = { -readonly [K in keyof R]: R[K] };

class RowBuilder {
  private readonly rows: Row[] = [];
  private readonly ofStep: (number | null)[];
  /** The last quiet row of each kind, by fork and signature, and how many events had ended runs by then. */
  private readonly runs = new Map<string, { readonly row: number; readonly ends: number }>();
  /** Of rows that tell of consents. */
  private readonly consents = new Map<number, Consent[]>();
  private endsOfAll = 0;
  private readonly endsOfFork = new Map<number, number>();

  constructor(
    private readonly scene: Scene,
    private readonly lanes: Lanes,
    private readonly defects: Defects,
    private readonly flows: ReadonlyMap<TraceMessage, MediaFlow>,
  ) {
    this.ofStep = scene.replay.steps.map(() => null);
  }

  build(): Rows {
    for (const item of this.items()) {
      const row = this.rowOf(item);
      for (const step of item.steps) this.ofStep[step] = row;
    }
    this.tellConsents();
    return { list: this.rows, ofStep: this.ofStep };
  }

  /** All that makes rows, in the order of the trace. */
  private items(): readonly Item[] {
    const { replay, call } = this.scene;
    const items: Item[] = [];
    const signals = new Map<TraceMessage, SipItem>();
    for (const leg of this.scene.legs) {
      for (const inCall of leg.messages) {
        // A copy was not sent again.
        if (!this.scene.counts(inCall.message)) continue;
        const item: SipItem = { kind: 'sip', call: leg, inCall, isOwn: leg === call, steps: [] };
        items.push({ ...item, index: inCall.message.index });
        signals.set(inCall.message, item);
      }
    }
    const checks = new Map(
      [...replay.checks, ...replay.cutChecks].map((check) => [checkKey(check.of.fork, check.stun), check]),
    );
    const open = new Map<CheckReplay, CheckItem>();
    replay.steps.forEach((step, place) => {
      const { parsed } = step.in;
      const index = this.scene.orderOf(place);
      const signal = isEnding(step.event) || step.event === 'predicted' ? undefined : signals.get(step.in);
      if (signal !== undefined) {
        signal.steps.push(place);
        return;
      }
      const stun = stunOf(parsed);
      const check =
        stun === null || step.fork === null || isEnding(step.event)
          ? undefined
          : checks.get(checkKey(step.fork, stun));
      if (check === undefined) {
        items.push({ kind: 'other', index, steps: [place] });
        return;
      }
      const known = open.get(check);
      if (known !== undefined) {
        known.steps.push(place);
        return;
      }
      const item: CheckItem & { readonly index: number } = { kind: 'check', index, check, steps: [place] };
      items.push(item);
      open.set(check, item);
    });
    return items.sort((a, b) => a.index - b.index || (a.steps[0] ?? -1) - (b.steps[0] ?? -1));
  }

  private rowOf(item: Item): number {
    switch (item.kind) {
      case 'sip':
        this.endsOfAll++;
        return this.sip(item);
      case 'check':
        return this.check(item);
      case 'other':
        return this.other(item.steps[0] ?? 0);
    }
  }

  private sip({ call, inCall, isOwn, steps }: SipItem): number {
    const { message, retransmissionOf } = inCall;
    const { parsed } = message;
    const [from, to] = this.lanes.ofMessage(inCall);
    const status = parsed.kind === 'sip' ? statusOf(parsed) : null;
    const method = parsed.kind === 'sip' ? methodOf(parsed) : '';
    const label = labelOf(message);
    const told = steps.flatMap((step) => this.step(step)?.message ?? []);
    const base = this.base(message, steps, isOwn ? this.forkOf(steps, inCall) : null);
    const isRefusal = status !== null && status >= 400 && !isChallenge(status);
    return this.push({
      kind: 'sip',
      ...base,
      severity: isRefusal ? worse(base.severity, 'error') : base.severity,
      from,
      to,
      label: status === null || method === 'INVITE' ? label : `${label} (${method})`,
      gist: [
        // A message that moves nothing is told by its label already.
        ...(steps.some((step) => this.step(step)?.event === 'message') ? [] : [plain(messageLabel(message))]),
        ...told.map(plain),
        plain(endsLabel(message) || pathLabel(message)),
      ]
        .map(sentence)
        .join(' '),
      evidence: 'observed',
      sdp: bodiesOf(call).get(message)?.role ?? null,
      status,
      retransmission: retransmissionOf !== null,
    });
  }

  /** The fork of a response: that of its step, else that of its To tag. */
  private forkOf(steps: readonly number[], { place }: CallMessage): number | null {
    const told = steps.map((step) => this.step(step)?.fork ?? null).find((fork) => fork !== null);
    if (told !== undefined) return told;
    const { call, replay } = this.scene;
    const tag = call === null ? undefined : tagsOf(call).get(place);
    const fork = tag === undefined ? -1 : replay.forks.findIndex(({ toTag }) => toTag === tag);
    return fork === -1 ? null : fork;
  }

  private check({ check, steps }: CheckItem): number {
    const { sender, of, stun, sent, responses, isConsent } = check;
    const nominates = hasStunAttribute(stun, USE_CANDIDATE);
    const last = responses.at(-1);
    const error = last === undefined ? null : errorOf(last.stun);
    const answer =
      last === undefined
        ? this.scene.isUnseen(check.destination, check.source, check.request)
          ? 'unseen'
          : 'none'
        : last.stun.class === 'success'
          ? 'ok'
          : 'error';
    const first = this.step(steps[0] ?? 0);
    const changed = steps.some((step) => (this.step(step)?.changes.length ?? 0) > 0);
    const base = this.base(first?.in ?? check.request, steps, of.fork);
    const label = nominates ? 'nominate' : isConsent ? 'consent' : 'check';
    const [from, to] = [this.lanes.media(sender, of.fork), this.lanes.media(otherEnd(sender), of.fork)];
    const lastAt = this.atOf(steps.findLast((step) => this.step(step)?.event === 'request'));
    // A row of consents tells of all of them which were answered.
    const isRun = label === 'consent' && (answer === 'ok' || answer === 'none');
    const signature = `${of.fork} ${sender} ${check.source.address} ${check.source.port} ${check.destination.address} ${check.destination.port} ${label} ${isRun ? 'asked' : answer} ${String(error)} ${check.integrity.kind}`;
    if (!changed && base.severity === null) {
      const into = this.run(signature, of.fork);
      if (into !== null) {
        this.fold(into, sent, lastAt, steps);
        if (isRun) this.ask(into, base.at, answer === 'ok');
        return into;
      }
    } else this.endRuns(of.fork);
    const row: CheckRow = {
      kind: 'check',
      ...base,
      from,
      to,
      label,
      gist: this.gistOf(check, steps, answer === 'unseen'),
      evidence: first?.evidence ?? 'observed',
      answer,
      error,
      nominates,
      count: sent,
      asked: 1,
      answered: last === undefined ? 0 : 1,
      until: sent > 1 ? lastAt : null,
    };
    const place = this.push(row);
    this.begin(signature, of.fork, place);
    if (isRun) this.consents.set(place, [{ at: base.at, isAnswered: answer === 'ok' }]);
    return place;
  }

  /** Counts another consent of a row. */
  private ask(place: number, at: number | null, isAnswered: boolean): void {
    const row = this.rows[place];
    if (row?.kind !== 'check') return;
    this.consents.get(place)?.push({ at, isAnswered });
    const grown: Writable<CheckRow> = row;
    grown.asked += 1;
    if (!isAnswered) return;
    grown.answered += 1;
    grown.answer = 'ok';
  }

  private tellConsents(): void {
    for (const [place, consents] of this.consents) {
      const row = this.rows[place];
      if (row?.kind !== 'check' || consents.length < 2) continue;
      const asks = plain(this.step(row.steps?.[0] ?? -1)?.message ?? '');
      const grown: Writable<CheckRow> = row;
      grown.gist = [asks, consentsText(consents)].map(sentence).join(' ');
    }
  }

  private gistOf({ sent, responses }: CheckReplay, steps: readonly number[], isUnseen: boolean): string {
    const told = [...new Set(steps.map((step) => this.step(step)?.message ?? ''))];
    const begins = this.atOf(steps[0]);
    const ends = this.atOf(steps.at(-1));
    const often =
      sent < 2
        ? ''
        : `sent ${sent} times${begins === null || ends === null ? '' : ` in ${durationText(ends - begins)}`}`;
    const none = isUnseen ? 'answers were not captured' : 'no answer';
    const answer = responses.length === 0 ? none : (told.at(-1) ?? '');
    return [told[0] ?? '', often, told.length > 1 || responses.length === 0 ? answer : '']
      .map((text) => sentence(plain(text)))
      .filter((text) => text !== '')
      .join(' ');
  }

  private other(place: number): number {
    const step = this.step(place);
    if (step === undefined) return this.rows.length - 1;
    const { event, fork } = step;
    if (step.foretold !== null) return this.predicted(place, step, step.foretold);
    const { from, to, label, what, count } = this.packetOf(step);
    const flow = this.flows.get(step.in);
    const stretch = event === 'rtp' ? flow?.stretches[0] : undefined;
    const base = this.base(step.in, [place], fork, isEnding(event));
    // A verdict that stands on it says the same in other words.
    const isWrong =
      stretch?.judgement === 'wrong' && base.severity !== 'warning' && base.severity !== 'error';
    const signature = `${String(fork)} ${what} ${from} ${to} ${label}`;
    if (what === 'indication' && base.severity === null && step.changes.length === 0) {
      const into = this.run(signature, fork);
      if (into !== null) {
        this.fold(into, 1, null, [place]);
        return into;
      }
    } else if (fork === null) this.endsOfAll++;
    else this.endRuns(fork);
    const row: PacketRow = {
      kind: 'packet',
      ...base,
      severity: isWrong ? worse(base.severity, 'warning') : base.severity,
      defects: isWrong ? [...base.defects, sentence(stretch.why)] : base.defects,
      from,
      to,
      label,
      gist: sentence(plain(step.message)),
      evidence: step.evidence,
      what,
      count,
    };
    const at = this.push(row);
    if (what === 'indication') this.begin(signature, fork, at);
    return at;
  }

  private packetOf(step: ShownStep): Pick<PacketRow, 'from' | 'to' | 'label' | 'what' | 'count'> {
    const { event, fork, in: message } = step;
    const flow = this.flows.get(message);
    if (event === 'rtp' && flow !== undefined) {
      const kind = isSecure(flow.session) ? 'SRTP' : 'RTP';
      const { packets } = flow.stream;
      return {
        ...this.ends(flow.sender, fork),
        label: packets === 1 ? `1 ${kind} packet` : kind,
        what: 'media',
        count: packets,
      };
    }
    // What never came is a mark on the lifeline of who waited.
    if (isEnding(event)) return { ...this.mark('teams', fork), label: event, what: 'timeout', count: 1 };
    const sender = this.senderOf(message, fork);
    if (message.parsed.kind === 'packet' && message.parsed.type === 'log')
      return { ...this.ends(sender, fork), label: 'log', what: 'log', count: 1 };
    switch (event) {
      case 'dtls':
        return { ...this.ends(sender, fork), label: 'DTLS', what: 'dtls', count: 1 };
      case 'icmp':
        return { ...this.ends(sender, fork), label: 'ICMP', what: 'icmp', count: 1 };
      case 'indication':
        return { ...this.ends(sender, fork), label: 'keep-alive', what: 'indication', count: 1 };
      case 'success':
      case 'error':
        return { ...this.ends(sender, fork), label: 'stray answer', what: 'indication', count: 1 };
      default:
        return { ...this.ends(sender, fork), label: event, what: 'log', count: 1 };
    }
  }

  /** Who sent a packet that no transaction tells of. */
  private senderOf(message: TraceMessage, fork: number | null): End {
    const address = message.record.meta.source?.address ?? '';
    const sessions = fork === null ? [] : (this.scene.replay.forks[fork]?.sessions ?? []);
    const isSbc = sessions.some(
      ({ pairs, descriptions }) =>
        pairs.some(({ sbc }) => sbc.address === address) ||
        descriptions.sbc?.candidates.some((each) => each.address === address) === true ||
        descriptions.sbc?.defaultAddress?.address === address,
    );
    return isSbc ? 'sbc' : 'teams';
  }

  private mark(end: End, fork: number | null): { readonly from: number; readonly to: number } {
    const lane = this.lanes.media(end, fork);
    return { from: lane, to: lane };
  }

  private ends(sender: End, fork: number | null): { readonly from: number; readonly to: number } {
    return { from: this.lanes.media(sender, fork), to: this.lanes.media(otherEnd(sender), fork) };
  }

  private predicted(place: number, step: ShownStep, { what, text }: Foretold): number {
    const { fork } = step;
    const base = {
      ...this.base(step.in, [place], fork),
      range: null,
      frame: null,
      severity: null,
      defects: [],
    };
    const common = {
      ...base,
      ...this.ends('teams', fork),
      gist: sentence(plain(`predicted: ${text}`)),
      evidence: 'predicted',
      count: 1,
    } as const;
    this.endRuns(fork);
    if (what === 'repeats')
      return this.push({
        kind: 'packet',
        ...common,
        ...this.mark('teams', fork),
        label: 'if no answer',
        what: 'timeout',
      });
    const nominates = what === 'nomination';
    const label = nominates ? 'nominate' : 'check';
    return this.push({
      kind: 'check',
      ...common,
      label,
      answer: 'ok',
      error: null,
      nominates,
      asked: 1,
      answered: 1,
      until: null,
    });
  }

  private base(
    message: TraceMessage,
    steps: readonly number[],
    fork: number | null,
    isEnding = false,
  ): Pick<Row, 'at' | 'fork' | 'severity' | 'defects' | 'steps' | 'range' | 'frame'> {
    const messages = new Set([message, ...steps.flatMap((step) => this.step(step)?.in ?? [])]);
    let severity: VerdictSeverity | null = null;
    const defects: string[] = [];
    for (const each of messages) {
      for (const defect of this.defects.of(each, fork, isEnding)) {
        severity = worse(severity, defect.severity);
        defects.push(defect.text);
      }
    }
    const first = steps[0];
    return {
      at: this.scene.at(message),
      fork,
      severity,
      defects,
      steps: first === undefined ? null : [first, steps.at(-1) ?? first],
      range: this.scene.rangeOf(message),
      frame: this.scene.frameOf(message),
    };
  }

  private step(place: number): ShownStep | undefined {
    return this.scene.replay.steps[place];
  }

  private atOf(place: number | undefined): number | null {
    const step = place === undefined ? undefined : this.step(place);
    return step === undefined ? null : this.scene.at(step.in);
  }

  private push(row: Row): number {
    return this.rows.push(row) - 1;
  }

  private fold(place: number, sent: number, until: number | null, steps: readonly number[]): void {
    const row = this.rows[place];
    const last = steps.at(-1);
    if (row === undefined || row.kind === 'sip' || last === undefined) return;
    const grown = row as Writable<CheckRow> | Writable<PacketRow>;
    grown.count += sent;
    if (grown.steps !== null) grown.steps = [grown.steps[0], Math.max(grown.steps[1], last)];
    if (grown.kind === 'check') grown.until = until ?? this.atOf(last);
  }

  private run(signature: string, fork: number | null): number | null {
    const run = this.runs.get(signature);
    return run === undefined || run.ends !== this.ended(fork) ? null : run.row;
  }

  private begin(signature: string, fork: number | null, row: number): void {
    this.runs.set(signature, { row, ends: this.ended(fork) });
  }

  private endRuns(fork: number | null): void {
    if (fork === null) this.endsOfAll++;
    else this.endsOfFork.set(fork, (this.endsOfFork.get(fork) ?? 0) + 1);
  }

  /** A number that changes whenever a run of a fork must not go on. */
  private ended(fork: number | null): number {
    return this.endsOfAll + (fork === null ? 0 : (this.endsOfFork.get(fork) ?? 0));
  }
}

function checkKey(fork: number, { transactionId }: StunMessage): string {
  return `${fork} ${transactionId}`;
}

function errorOf(stun: StunMessage): number | null {
  const value = stunValue(stun, ERROR_CODE);
  return value?.kind === 'error' ? value.code : null;
}
