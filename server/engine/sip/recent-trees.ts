/**
 * Messages of which only the trees that were read last are kept: those of a call with thousands of messages would take many
 * times the memory of its text, and most are looked at one by one.
 */
import type { BodyPart, Header, SipMessage, StartLine } from './message';
import type { Problem } from '../basics/problem';
import type { Span } from '../basics/span';
import { parseSip } from './parse';

/** So many trees are kept: of usual calls all, and of a long one those that a rule looks at together. */
const MOST = 256;

/** What the trees of some messages share. */
export class RecentTrees {
  /** In the order in which they were read, from {@link #next} on. */
  readonly #kept: ReadAgain[] = [];
  #next = 0;

  /** @param most trees that are kept */
  constructor(private readonly most = MOST) {}

  /** A message, whose tree is read when somebody asks for it, and again where it was let go. */
  message(content: string, isCut = false): SipMessage {
    return new ReadAgain(content, isCut, this);
  }

  /** Keeps a tree that was read, and lets the oldest one go. */
  keep(message: ReadAgain): void {
    this.#kept[this.#next]?.letGo();
    this.#kept[this.#next] = message;
    this.#next = (this.#next + 1) % this.most;
  }
}

/** What is remembered of the message itself stays; what is remembered of its headers and descriptions goes with its tree. */
class ReadAgain implements SipMessage {
  readonly kind = 'sip';
  #tree: SipMessage | null = null;

  constructor(
    readonly content: string,
    readonly isCut: boolean,
    private readonly trees: RecentTrees,
  ) {}

  get startLine(): StartLine {
    return this.tree.startLine;
  }

  get headers(): readonly Header[] {
    return this.tree.headers;
  }

  get bodyStart(): number {
    return this.tree.bodyStart;
  }

  get body(): Span | null {
    return this.tree.body;
  }

  get parts(): readonly BodyPart[] {
    return this.tree.parts;
  }

  get problems(): readonly Problem[] {
    return this.tree.problems;
  }

  letGo(): void {
    this.#tree = null;
  }

  private get tree(): SipMessage {
    return this.#tree ?? this.read();
  }

  private read(): SipMessage {
    const tree = parseSip(this.content, this.isCut);
    this.#tree = tree;
    this.trees.keep(this);
    return tree;
  }
}
