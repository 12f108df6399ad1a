/**
 * Puts together what was told of batches: in order of place, however the batches came, with the first findings of each
 * rule by their place.
 */
import { compare } from '../../../shared/order';
import type { Severity } from '../../../shared/severities';
import type { AnalysisOptions } from '../analysis/model';
import { byPlace } from '../analysis/place';
import { type ChunkStore, HeldChunks } from '../basics/packed-octets';
import { tellingOf, type PlacedDiagnosis } from '../report/diagnosis';
import type { FileTail } from '../report/file-report';
import { rules } from '../rules/index';
import { TrunkLint } from '../rules/lint-trunk';
import { Sieve, together, type HeldBack, type SieveOptions } from '../suppression/sieve';
import type { BatchResult, Told, ToldPlace } from './judge';
import { LaterEvents } from './later-events';

/** What is told beside findings is kept under a name that no rule has. */
const noRule = '';

export class Gathering {
  /** By the rule of findings. */
  private readonly waiting = new Map<string, Told[]>();
  private readonly found = new Map<string, number>();
  private readonly shown = new Map<string, number>();
  private readonly counts: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  private readonly evaluated = new Set<string>();
  private readonly diagnoses: PlacedDiagnosis[] = [];
  private failed = 0;
  private heldBack: HeldBack;
  /** Of what is found over all batches. */
  private readonly sieve: Sieve;
  private readonly unknownRules = new Set<string>();
  private readonly reasons = new Map<string, { readonly reason: string; readonly first: number }>();

  private readonly maxPerRule: number;
  private readonly trunk: TrunkLint<ToldPlace>;
  /** What happened behind what was released. */
  private readonly happened: LaterEvents;

  /**
   * @param options how many findings of a rule are told, 0 for all, and what becomes of rules
   * @param tell is given what is told, in order
   * @param chunks take what waits, where it is very much
   */
  constructor(
    options: Pick<AnalysisOptions, 'maxFindingsPerRule' | 'severities' | keyof SieveOptions>,
    private readonly tell: (told: Told) => void,
    chunks: ChunkStore = new HeldChunks(),
  ) {
    this.happened = new LaterEvents(chunks);
    this.maxPerRule = options.maxFindingsPerRule;
    this.sieve = new Sieve(options);
    this.heldBack = this.sieve.heldBack;
    this.trunk = new TrunkLint(
      rules,
      options.severities,
      ({ rule, severity, message }, { range, reported, shown }) => {
        if (!this.sieve.passes(rule.id, message, shown)) return;
        this.counts[severity]++;
        const finding = { ...reported, severity, message };
        this.keep({ kind: 'finding', rule: { id: rule.id }, range, order: 0, finding });
      },
    );
  }

  take({ told, counts, evaluated, reasons, diagnoses, trunk, heldBack, unknownRules }: BatchResult): void {
    for (const each of trunk) this.happened.add(each);
    this.takeDiagnoses(diagnoses);
    this.heldBack = together([this.heldBack, heldBack]);
    for (const rule of unknownRules) this.unknownRules.add(rule);
    this.counts.error += counts.error;
    this.counts.warning += counts.warning;
    this.counts.info += counts.info;
    for (const rule of evaluated) this.evaluated.add(rule);
    for (const { rule, reason, first } of reasons) {
      const known = this.reasons.get(rule);
      if (known === undefined || first < known.first) this.reasons.set(rule, { reason, first });
    }
    for (const each of told) this.keep(each);
  }

  /** Tells what stands before a place of the trace text, as nothing more comes of what is there. */
  release(settled: number): void {
    const before = this.judgeTrunk(settled);
    const released: Told[] = [];
    for (const [rule, waiting] of this.waiting) {
      const ready = waiting.filter((each) => startOf(each) < before);
      if (ready.length === 0) continue;
      this.waiting.set(
        rule,
        waiting.filter((each) => startOf(each) >= before),
      );
      ready.sort(inPlace);
      const room = this.roomOf(rule);
      for (const each of ready.slice(0, room)) released.push(each);
      this.shown.set(rule, (this.shown.get(rule) ?? 0) + Math.min(room, ready.length));
    }
    for (const each of released.sort(inPlace)) this.tell(each);
  }

  /** Judges what happened before a place; gives the place before which all is known that is to be told. */
  private judgeTrunk(before: number): number {
    for (const each of this.happened.takeBefore(before)) this.trunk.see(each);
    if (before === Infinity) this.trunk.finish();
    return Math.min(before, this.trunk.unsettled?.range.start ?? Infinity);
  }

  /** Tells the rest; gives what is known behind all findings. */
  finish(): FileTail {
    this.release(Infinity);
    const { maxPerRule } = this;
    const withheld = [...this.found]
      .filter(([, count]) => maxPerRule > 0 && count > maxPerRule)
      .map(([rule, count]) => ({ rule, count: count - maxPerRule }));
    const notEvaluated = [...this.reasons]
      .filter(([rule]) => !this.evaluated.has(rule))
      .map(([rule, { reason }]) => ({ rule, reason }));
    const byRule = (a: { readonly rule: string }, b: { readonly rule: string }): number =>
      compare(a.rule, b.rule);
    const { diagnoses } = tellingOf(
      this.diagnoses.sort((a, b) => a.start - b.start),
      maxPerRule,
    );
    return {
      diagnoses,
      failed: this.failed,
      withheld: withheld.sort(byRule),
      notEvaluated: notEvaluated.sort(byRule),
      counts: this.counts,
      heldBack: together([this.heldBack, this.sieve.heldBack]),
      unknownRules: [...this.unknownRules].sort(compare),
    };
  }

  /** Keeps the first ones. */
  private takeDiagnoses(diagnoses: readonly PlacedDiagnosis[]): void {
    this.failed += diagnoses.filter(({ diagnosis }) => diagnosis.grade === 'bad').length;
    for (const diagnosis of diagnoses) this.diagnoses.push(diagnosis);
    const { maxPerRule } = this;
    if (maxPerRule > 0 && this.diagnoses.length > 2 * maxPerRule)
      this.diagnoses.sort((a, b) => a.start - b.start).splice(maxPerRule);
  }

  private keep(told: Told): void {
    const rule = told.kind === 'finding' ? told.rule.id : noRule;
    if (rule !== noRule) this.found.set(rule, (this.found.get(rule) ?? 0) + 1);
    const room = this.roomOf(rule);
    if (room <= 0) return;
    let waiting = this.waiting.get(rule);
    if (waiting === undefined) {
      waiting = [];
      this.waiting.set(rule, waiting);
    }
    waiting.push(told);
    if (waiting.length > 2 * room) this.waiting.set(rule, waiting.sort(inPlace).slice(0, room));
  }

  /** How much of a rule may still be told. */
  private roomOf(rule: string): number {
    if (rule === noRule || this.maxPerRule <= 0) return Infinity;
    return this.maxPerRule - (this.shown.get(rule) ?? 0);
  }
}

function startOf(told: Told): number {
  switch (told.kind) {
    case 'finding':
      return told.range.start;
    case 'call':
      return told.call.start;
    default:
      return told.start;
  }
}

function inPlace(a: Told, b: Told): number {
  return a.kind === 'finding' && b.kind === 'finding'
    ? byPlace(a, b) || a.order - b.order
    : startOf(a) - startOf(b);
}
