/**
 * A table by addresses, ports and one number more, with a bound: it forgets what was not looked up for longest.
 * Keys live in one block of numbers, so a million flows cost some 60 MB and no garbage.
 */

/**
 * What a flow is known by, to be filled by the caller: four words of source address, four of destination address
 * (IPv4 in the last one), both ports, protocol and IP version, and a word for more (an SSRC, a fragment's number).
 */
export type FlowKey = Uint32Array;

const WORDS = 11;
/** A longer chain is the work of somebody who looked for colliding addresses. */
const LONGEST_CHAIN = 64;
const NONE = -1;

export function emptyFlowKey(): FlowKey {
  return new Uint32Array(WORDS);
}

/** Addresses (four words each, as a key has them) and ports of a packet, its IP version and protocol. */
export interface Flow {
  readonly version: number;
  readonly source: Uint32Array;
  readonly destination: Uint32Array;
  readonly ports: { readonly source: number; readonly destination: number };
  readonly protocol: number;
}

export function setFlowKey(key: FlowKey, flow: Flow, more: number): void {
  const { source, destination, ports, protocol, version } = flow;
  for (let word = 0; word < 4; word++) {
    key[word] = source[word] ?? 0;
    key[4 + word] = destination[word] ?? 0;
  }
  key[8] = ports.source * 65536 + ports.destination;
  key[9] = version * 256 + protocol;
  key[10] = more;
}

export class FlowTable<T> {
  private buckets = new Int32Array(256).fill(NONE);
  private words = new Uint32Array(256 * WORDS);
  private next = new Int32Array(256);
  /** Neighbours in the order of use. */
  private older = new Int32Array(256);
  private newer = new Int32Array(256);
  private readonly entries: (T | undefined)[] = [];
  private oldest = NONE;
  private newest = NONE;
  private free = NONE;
  private count = 0;

  /** @param forgotten - is told what the table drops for want of room. */
  constructor(
    private readonly most: number,
    private readonly forgotten?: (value: T) => void,
  ) {}

  get size(): number {
    return this.count;
  }

  /** The value of a key, which becomes the one used last. */
  get(key: FlowKey): T | undefined {
    const at = this.find(key);
    if (at === NONE) return undefined;
    this.touch(at);
    return this.entries[at];
  }

  set(key: FlowKey, value: T): void {
    const found = this.find(key);
    if (found !== NONE) {
      this.entries[found] = value;
      this.touch(found);
      return;
    }
    if (this.count >= this.most) this.forget(this.oldest);
    this.shortenChain(key);
    const at = this.allot();
    this.words.set(key, at * WORDS);
    this.entries[at] = value;
    const bucket = this.bucketOf(key, 0);
    this.next[at] = this.buckets[bucket] ?? NONE;
    this.buckets[bucket] = at;
    this.append(at);
    this.count++;
    if (this.count > this.buckets.length) this.growBuckets();
  }

  delete(key: FlowKey): void {
    const at = this.find(key);
    if (at !== NONE) this.remove(at);
  }

  /** All values, longest unused first. */
  *values(): Generator<T> {
    for (let at = this.oldest; at !== NONE;) {
      const following = this.newer[at] ?? NONE;
      const value = this.entries[at];
      if (value !== undefined) yield value;
      at = following;
    }
  }

  /** Drops what was not used for longest, telling so. */
  forgetOldest(): void {
    if (this.oldest !== NONE) this.forget(this.oldest);
  }

  private find(key: FlowKey): number {
    let at = this.buckets[this.bucketOf(key, 0)] ?? NONE;
    while (at !== NONE && !this.isSame(key, at * WORDS)) at = this.next[at] ?? NONE;
    return at;
  }

  private isSame(key: FlowKey, offset: number): boolean {
    for (let word = WORDS - 1; word >= 0; word--) {
      if (key[word] !== this.words[offset + word]) return false;
    }
    return true;
  }

  private bucketOf(key: Uint32Array, offset: number): number {
    let hash = 0x811c9dc5;
    for (let word = 0; word < WORDS; word++) {
      hash = Math.imul(hash ^ (key[offset + word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & (this.buckets.length - 1);
  }

  private shortenChain(key: FlowKey): void {
    let length = 0;
    let last = NONE;
    for (let at = this.buckets[this.bucketOf(key, 0)] ?? NONE; at !== NONE; at = this.next[at] ?? NONE) {
      last = at;
      length++;
    }
    if (length >= LONGEST_CHAIN) this.forget(last);
  }

  private forget(at: number): void {
    const value = this.entries[at];
    this.remove(at);
    if (value !== undefined) this.forgotten?.(value);
  }

  private remove(at: number): void {
    const bucket = this.bucketOf(this.words, at * WORDS);
    let before = this.buckets[bucket] ?? NONE;
    if (before === at) this.buckets[bucket] = this.next[at] ?? NONE;
    else {
      while (before !== NONE && this.next[before] !== at) before = this.next[before] ?? NONE;
      if (before !== NONE) this.next[before] = this.next[at] ?? NONE;
    }
    this.unlink(at);
    this.entries[at] = undefined;
    this.next[at] = this.free;
    this.free = at;
    this.count--;
  }

  private allot(): number {
    if (this.free !== NONE) {
      const at = this.free;
      this.free = this.next[at] ?? NONE;
      return at;
    }
    const at = this.entries.length;
    this.entries.push(undefined);
    if (at >= this.next.length) this.growEntries();
    return at;
  }

  private growEntries(): void {
    const room = this.next.length * 2;
    this.words = widened(this.words, new Uint32Array(room * WORDS));
    this.next = widened(this.next, new Int32Array(room));
    this.older = widened(this.older, new Int32Array(room));
    this.newer = widened(this.newer, new Int32Array(room));
  }

  private growBuckets(): void {
    this.buckets = new Int32Array(this.buckets.length * 2).fill(NONE);
    for (let at = this.oldest; at !== NONE; at = this.newer[at] ?? NONE) {
      const bucket = this.bucketOf(this.words, at * WORDS);
      this.next[at] = this.buckets[bucket] ?? NONE;
      this.buckets[bucket] = at;
    }
  }

  private touch(at: number): void {
    if (this.newest === at) return;
    this.unlink(at);
    this.append(at);
  }

  private append(at: number): void {
    this.older[at] = this.newest;
    this.newer[at] = NONE;
    if (this.newest === NONE) this.oldest = at;
    else this.newer[this.newest] = at;
    this.newest = at;
  }

  private unlink(at: number): void {
    const older = this.older[at] ?? NONE;
    const newer = this.newer[at] ?? NONE;
    if (older === NONE) this.oldest = newer;
    else this.newer[older] = newer;
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
  }
}

function widened<A extends Int32Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
