/** Parts findings that are told from those that are not: the file says to ignore them, or a baseline knows them. */
import { compare } from '../../../shared/order';
import type { Call } from '../calls/call';
import type { TraceMessage } from '../traces/message';
import { courseOf, keyOf, kindOf, shownOf, type FindingKind, type Shown } from './finding-kind';

export interface SieveOptions {
  /** {@link keyOf} of kinds of findings that are known and not told; nothing is known where it is missing. */
  readonly baseline?: ReadonlySet<string>;
  /** True: the kinds of what is found are gathered, for a baseline. */
  readonly collectsKinds?: true;
}

/** What was held back, as plain data. */
export interface HeldBack {
  /** Findings that the file says to ignore, rule by rule, in order of the ids. */
  readonly ignored: readonly RuleCount[];
  /** Findings that the baseline knows, rule by rule, in order of the ids. */
  readonly known: readonly RuleCount[];
  /** Keys of the baseline that were met. */
  readonly met: readonly string[];
  /** Kinds of all findings that are not ignored; none unless they were wanted. */
  readonly kinds: readonly FindingKind[];
}

export interface RuleCount {
  readonly rule: string;
  readonly count: number;
}

export const nothingHeldBack: HeldBack = { ignored: [], known: [], met: [], kinds: [] };

export class Sieve {
  private readonly ignored = new Map<string, number>();
  private readonly known = new Map<string, number>();
  private readonly met = new Set<string>();
  private readonly kinds = new Map<string, FindingKind>();
  /** Key of a call → rules of which something was held back. */
  readonly ofCalls = new Map<string, Set<string>>();

  private readonly looksAtKinds: boolean;

  constructor(private readonly options: SieveOptions) {
    this.looksAtKinds = options.baseline !== undefined || options.collectsKinds === true;
  }

  /** Whether a finding in a call is to be told. */
  passesInCall(rule: string, said: string, message: TraceMessage, call: Call): boolean {
    // Mostly nobody asks for more, and a call's course costs a look at all of its messages.
    if (!this.looksAtKinds && message.record.ignored === undefined) return true;
    if (this.passes(rule, said, shownOf(message, courseOf(call)))) return true;
    const held = this.ofCalls.get(call.key);
    if (held === undefined) this.ofCalls.set(call.key, new Set([rule]));
    else held.add(rule);
    return false;
  }

  /** Whether a finding is to be told. */
  passes(rule: string, said: string, shown: Shown): boolean {
    if (shown.ignored.includes(rule)) {
      addOne(this.ignored, rule);
      return false;
    }
    if (!this.looksAtKinds) return true;
    const { baseline, collectsKinds } = this.options;
    const kind = kindOf(rule, said, shown);
    const key = keyOf(kind);
    if (collectsKinds === true) this.kinds.set(key, kind);
    if (baseline?.has(key) !== true) return true;
    this.met.add(key);
    addOne(this.known, rule);
    return false;
  }

  get heldBack(): HeldBack {
    const { ignored, known, met, kinds } = this;
    return { ignored: countsOf(ignored), known: countsOf(known), met: [...met], kinds: [...kinds.values()] };
  }
}

/** What was held back of several parts of a trace, or of several traces. */
export function together(parts: readonly HeldBack[]): HeldBack {
  const sum = (of: (part: HeldBack) => readonly RuleCount[]): readonly RuleCount[] => {
    const counts = new Map<string, number>();
    for (const { rule, count } of parts.flatMap(of)) counts.set(rule, (counts.get(rule) ?? 0) + count);
    return countsOf(counts);
  };
  return {
    ignored: sum(({ ignored }) => ignored),
    known: sum(({ known }) => known),
    met: [...new Set(parts.flatMap(({ met }) => met))],
    kinds: [...new Map(parts.flatMap(({ kinds }) => kinds).map((kind) => [keyOf(kind), kind])).values()],
  };
}

/** How many findings there are of all rules together. */
export function totalOf(counts: readonly RuleCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function addOne(counts: Map<string, number>, rule: string): void {
  counts.set(rule, (counts.get(rule) ?? 0) + 1);
}

function countsOf(counts: ReadonlyMap<string, number>): readonly RuleCount[] {
  return [...counts].map(([rule, count]) => ({ rule, count })).sort((a, b) => compare(a.rule, b.rule));
}
